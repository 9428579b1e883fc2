"""Charts in notebooks: live where the notebook knows Vega-Lite, otherwise the same as SVG."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scaling.plots.export.page import embed_options
from scaling.plots.export.spec import title_of
from scaling.plots.export.svg import svg_text

# The newest type that JupyterLab and VS Code know of themselves. Our documents are written for
# Vega-Lite 6, of which they use nothing that 5 does not draw the same (a test holds it).
LIVE = "application/vnd.vegalite.v5+json"
LIVE_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
STILL = "image/svg+xml"


def notebook_bundle(document: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a Vega-Lite document as notebooks take it: by media type, and what is said of each.

    There is no HTML: notebooks would prefer it to the live chart, and GitHub strips its scripts.
    """
    words = f"{title_of(document)}. {document['description']}"
    shown = {
        LIVE: {**document, "$schema": LIVE_SCHEMA},
        STILL: svg_text(document),
        "text/plain": words,
    }
    return shown, {LIVE: {"embed_options": embed_options(document)}, STILL: {"alt": words}}
