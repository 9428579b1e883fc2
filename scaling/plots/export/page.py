"""Charts as a web page that opens offline: the scripts are inside, and an SVG without them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html import escape
from string import Template
from typing import Any

import vl_convert

from scaling.plots.export.spec import json_text, manifest_of, title_of, vegalite_version
from scaling.plots.export.svg import svg_text
from scaling.plots.style.ramp import is_dark

# Nothing but what stands in the page may be used; Vega compiles its expressions.
POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
    "script-src 'unsafe-inline' 'unsafe-eval'"
)
# Vega's own grey of the names in tooltips is too faint on white (3.9 : 1).
TOOLTIP_STYLE = """
html body #vg-tooltip-element { font: .8125rem/1.4 "Liberation Sans", Arial, sans-serif; }
html body #vg-tooltip-element table { min-width: 0; font-size: inherit; }
html body #vg-tooltip-element table tr td { border: 0; padding-left: 0; }
html body #vg-tooltip-element table tr td.key { color: #555; }
html body #vg-tooltip-element.dark-theme table tr td.key { color: #c4c4c4; }
"""
# The picture stays until the chart has been drawn, and for good where it cannot be. The chart takes
# its size, which may be in points.
_PAGE = Template("""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="$scheme">
<meta http-equiv="Content-Security-Policy" content="$policy">
<title>$title</title>
<meta name="description" content="$description">
<script type="application/json" id="manifest">$manifest</script>
<style>
body { margin: 1rem; background: $background; color: $ink;
  font: 1rem/1.5 "Liberation Sans", Arial, Helvetica, sans-serif; overflow-wrap: anywhere; }
h1 { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap; }
figure { margin: 0; } figcaption { max-width: 45rem; margin-top: .5rem; }
.wide { overflow-x: auto; } .wide:focus-visible { outline: 2px solid; outline-offset: 2px; }
#chart svg { display: block; max-width: none !important; }
@media (min-width: 40rem) { #chart svg { max-width: 100% !important; height: auto; } }
@media print { body { margin: 0; background: #fff; color: #000; } .wide { overflow: visible; }
  #chart { break-inside: avoid; print-color-adjust: exact; }
  #chart svg { max-width: 100% !important; max-height: 90vh; height: auto; } }
$tooltip</style>
</head>
<body>
<main>
<h1 id="title">$title</h1>
<figure>
<div class="wide" role="region" aria-label="Figure" tabindex="0">
<div id="chart" role="img" aria-labelledby="title" aria-describedby="description">$svg</div>
</div>
<figcaption id="description">$description</figcaption>
</figure>
</main>
<script>$bundle</script>
<script>
const chart = document.getElementById("chart");
const drawn = document.createElement("div");
drawn.setAttribute("aria-hidden", "true");
vegaEmbed(drawn, $spec, $options).then(() => {
  const live = drawn.querySelector("svg"), still = chart.querySelector("svg");
  for (const side of ["width", "height"]) live.setAttribute(side, still.getAttribute(side));
  chart.replaceChildren(drawn);
}).catch(console.error);
</script>
</body>
</html>
""")


def page_text(document: Mapping[str, Any]) -> str:
    """Return a Vega-Lite document as a self-contained, interactive HTML page.

    The page takes the colours of the figure. Without scripts it shows the same figure as SVG.
    """
    background, ink = colours_of(document)
    return _PAGE.substitute(
        title=escape(title_of(document)),
        description=escape(document["description"]),
        manifest=script_json(manifest_of(document)),
        policy=POLICY,
        scheme="dark" if is_dark(background) else "light",
        background=background,
        ink=ink,
        tooltip=TOOLTIP_STYLE,
        svg=svg_text(document, inline=True),
        bundle=vega_bundle(),
        spec=script_json(document),
        options=script_json(embed_options(document)),
    )


def embed_options(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return what vegaEmbed is told: no menu that links out, and tooltips as dark as the figure."""
    theme = "dark" if is_dark(colours_of(document)[0]) else "light"
    return {"actions": False, "renderer": "svg", "tooltip": {"theme": theme}}


def colours_of(document: Mapping[str, Any]) -> tuple[str, str]:
    """Return the colours of a document's background and of its text."""
    config = document.get("config", {})
    return config.get("background", "#FFFFFF"), config.get("text", {}).get("color", "#222222")


@cache
def vega_bundle() -> str:
    """Vega, Vega-Lite and Vega-Embed as one script; the same each time, and slow to make."""
    return str(
        vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version=vegalite_version())
    )


def script_json(value: Any) -> str:
    """Return JSON that cannot end the script element it stands in.

    >>> script_json("</script>")
    '"\\\\u003c/script\\\\u003e"'
    """
    text = json_text(value)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text
