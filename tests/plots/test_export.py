"""Every export format: its text, its provenance, and the same bytes each time."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
import zlib
from collections.abc import Callable
from pathlib import Path

import altair as alt
import pytest

from scaling.errors import OutputError
from scaling.plots import SUFFIXES, curves_chart, describe, inline_svg, render, save, verdicts_chart
from scaling.plots.png import texts_of
from scaling.plots.spec import spec_of
from scaling.provenance import Manifest
from tests.plots.builder import HOSTILE, detect_result, facts, grid, manifest, results

ROOT = Path(__file__).parents[2]
SVG = "{http://www.w3.org/2000/svg}"


def words(svg: str) -> str:
    tree = ElementTree.fromstring(svg)
    return " ".join("".join(node.itertext()) for node in tree.iter(f"{SVG}text"))


def two_tasks() -> object:
    return results([detect_result(facts(task=task)) for task in ("addition", "MMLU")])


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """One chart in every format."""
    folder = tmp_path_factory.mktemp("exported")
    made = two_tasks()
    chart, text = curves_chart(made), describe(made)
    files = {}
    for suffix in SUFFIXES:
        path = save(
            chart, folder / f"figure{suffix}", title="Two tasks", description=text,
            manifest=manifest(), dpi=72,
        )  # fmt: skip
        files[suffix] = path.read_bytes()
    return files


def test_svg_has_its_texts_and_provenance(exported: dict[str, bytes]) -> None:
    svg = exported[".svg"].decode()
    for text in ("addition", "MMLU", "parameters", "exact_match", "chance", "OPT", "10B"):
        assert text in words(svg)
    assert "10G" not in words(svg)
    root = ElementTree.fromstring(svg)
    assert root.attrib["role"] == "img"
    title, desc = (root.find(f"{SVG}{name}") for name in ("title", "desc"))
    assert title is not None
    assert title.text == "Two tasks"
    assert desc is not None
    assert desc.text is not None
    assert "OPT on MMLU rises" in desc.text
    assert root.attrib["aria-labelledby"].split() == [title.attrib["id"], desc.attrib["id"]]
    metadata = root.find(f"{SVG}metadata")
    assert metadata is not None
    assert json.loads(metadata.text or "") == manifest()


def test_json_holds_description_and_manifest(exported: dict[str, bytes]) -> None:
    assert exported[".json"] == exported[".vl.json"]
    document = json.loads(exported[".json"])
    assert "OPT on MMLU rises" in document["description"]
    assert document["usermeta"]["emergent-scaling"]["manifest"] == manifest()
    assert exported[".json"].endswith(b"}\n")
    assert not re.search(rb"[1-9]\.\d{5,}", exported[".json"])


def pixels(png: bytes) -> bytes:
    place, data = 8, b""
    while place < len(png):
        length = int.from_bytes(png[place : place + 4], "big")
        if png[place + 4 : place + 8] == b"IDAT":
            data += png[place + 8 : place + 8 + length]
        place += length + 12
    return zlib.decompress(data)


def test_png_has_text_pixels_and_text_chunks(exported: dict[str, bytes]) -> None:
    png = exported[".png"]
    assert len(png) > 10_000
    assert texts_of(png)["Title"] == "Two tasks"
    assert json.loads(texts_of(png)["Manifest"]) == manifest()
    assert "OPT on MMLU rises" in texts_of(png)["Description"]
    made = [render(title_only(t), "png", title="", description="", manifest={}) for t in ("M", " ")]
    dark = [sum(byte < 100 for byte in pixels(image)) for image in made]
    assert dark[0] > dark[1], "the letters of a title leave dark pixels"


def title_only(text: str) -> alt.Chart:
    chart = alt.Chart(alt.InlineData(values=[{"x": 1}])).mark_point(opacity=0)
    return chart.properties(
        title=alt.TitleParams(text=text * 9, color="black"), height=20, width=90
    )


def test_pdf(exported: dict[str, bytes]) -> None:
    assert exported[".pdf"].startswith(b"%PDF")
    assert len(exported[".pdf"]) > 5_000


def test_html_is_self_contained(exported: dict[str, bytes]) -> None:
    page = exported[".html"].decode()
    scripts = re.sub(r"<script>.*?</script>", "", page, flags=re.S)
    assert not re.search(r"(?:src|href)\s*=\s*[\"']?(?:https?:)?//", scripts)
    assert not re.search(r"<script[^>]+src=|<link|@import", scripts)
    assert '"actions": false' in page
    assert "vegaEmbed" in page
    assert "OPT on MMLU rises" in page
    spec = re.search(r'vegaEmbed\("#chart", (\{.*\}), \{"actions"', page)
    assert spec
    assert json.loads(spec[1])["usermeta"]["emergent-scaling"]["manifest"] == manifest()


def test_same_bytes_in_every_process(tmp_path: Path) -> None:
    program = (
        "import sys, hashlib\n"
        "from tests.plots.builder import *\n"
        "from scaling.plots import *\n"
        "made = grid(3, 1)\n"
        "chart = curves_chart(made)\n"
        "if sys.argv[1] == 'b': render(chart, 'svg', title='x', description='', manifest={})\n"
        "for kind in ('svg', 'json'):\n"
        "    path = f'{sys.argv[2]}/{sys.argv[1]}.{kind}'\n"
        "    save(chart, path, title='t', description='d', manifest=made.manifest)\n"
        "    print(hashlib.sha256(open(path, 'rb').read()).hexdigest())\n"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", program, name, str(tmp_path)], cwd=ROOT, text=True,
            stdout=subprocess.PIPE, env=os.environ | {"PYTHONHASHSEED": seed},
        )
        for name, seed in (("a", "1"), ("b", "77"))
    ]  # fmt: skip
    outputs = [process.communicate()[0].split() for process in running]
    assert outputs[0] == outputs[1]
    assert len(outputs[0]) == 2


def test_an_enabled_theme_does_not_reach_into_a_figure() -> None:
    chart = verdicts_chart(grid(1, 1))
    plain = render(chart, "json", title="", description="", manifest={})
    with alt.theme.enable("dark"):
        assert render(chart, "json", title="", description="", manifest={}) == plain
        assert alt.theme.active == "dark"


def test_hostile_names_are_escaped() -> None:
    made = results([detect_result(facts(name, name, name)) for name in HOSTILE])
    chart, text = curves_chart(made), describe(made)
    values = {"title": HOSTILE[0], "description": text, "manifest": manifest()}
    svg = render(chart, "svg", **values)
    assert isinstance(svg, str)
    assert "<script>" not in svg
    assert HOSTILE[0] in words(svg)
    assert HOSTILE[1] in words(svg)
    assert HOSTILE[2] in words(svg)
    page = render(chart, "html", **values)
    assert isinstance(page, str)
    assert "<script>alert" not in page
    assert page.count("</script>") == 3


def test_ids_of_two_figures_in_one_page_differ() -> None:
    charts = [curves_chart(results([detect_result(facts(task=task))])) for task in "ab"]
    ids = [
        set(re.findall(r'id="([^"]+)"', inline_svg(chart, title="", description="", manifest={})))
        for chart in charts
    ]
    assert len(ids[0]) > 2
    assert not ids[0] & ids[1]


def test_manifest_objects_are_taken_too() -> None:
    made = Manifest("opt", "ab" * 32, 7, {"rho": float("nan")})
    document = spec_of(verdicts_chart(grid(1, 1)), title="t", description="d", manifest=made)
    found = document["usermeta"]["emergent-scaling"]["manifest"]
    assert found["seed"] == 7
    assert found["options"] == {"rho": None}


def test_unknown_suffix_and_format(put: Callable[..., Path], tmp_path: Path) -> None:
    chart = verdicts_chart(grid(1, 1))
    values = {"title": "", "description": "", "manifest": {}}
    legal = r"ends in \.svg, \.png, \.pdf, \.html, \.json, \.vl\.json, found "
    with pytest.raises(
        OutputError, match=r"^a\.gif: expected a figure file that " + legal + r"\.gif"
    ):
        save(chart, tmp_path / "a.gif", **values)
    with pytest.raises(OutputError, match="found no suffix"):
        save(chart, tmp_path / "figure", **values)
    with pytest.raises(OutputError, match="unknown figure format 'gif': expected one of svg, png"):
        render(chart, "gif", **values)
    with pytest.raises(OutputError, match="already there: use --force"):
        save(chart, put("x", "there.svg"), **values)
    assert save(chart, put("x", "there.svg"), force=True, **values).stat().st_size > 1000


def test_no_path_time_or_host_in_an_export(exported: dict[str, bytes]) -> None:
    for suffix in (".svg", ".json"):
        assert str(ROOT).encode() not in exported[suffix]
