"""A figure's page in a browser: drawn, described, readable in light and dark, without a network."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaling.plots import draw
from tests.browser.checks import NARROW, axe_findings, contrast, overflow, tooltip_of
from tests.browser.conftest import Opener, Window
from tests.plots.builder import HOSTILE, detect_result, facts, results

THEMES = ("light", "dark")
POINT = "#chart .vega-embed .mark-symbol path"


@pytest.fixture(scope="session")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the page of a figure in each theme; its names are hostile."""
    folder = tmp_path_factory.mktemp("figures")
    made = results([detect_result(facts(HOSTILE[0], task)) for task in (HOSTILE[0], HOSTILE[3])])
    return {
        theme: draw(
            made,
            "curves",
            theme=theme,
            title=HOSTILE[0],
            width="page" if theme == "print" else None,
        ).save(folder / f"{theme}.html")
        for theme in (*THEMES, "print")
    }


@pytest.mark.parametrize("theme", THEMES)
def test_it_is_drawn_and_its_tooltips_show_text(
    opened: Opener, figures: dict[str, Path], theme: str
) -> None:
    page = opened(figures[theme])
    points = page.locator(POINT)
    points.first.wait_for()
    assert points.count() >= 16
    shown = tooltip_of(page, page.locator("#chart"))
    assert HOSTILE[0] in shown
    assert "score" in shown
    assert contrast(page, page.locator("#vg-tooltip-element td.key").first) >= 4.5
    assert contrast(page, page.locator("#vg-tooltip-element td.value").first) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_it_is_accessible(opened: Opener, figures: dict[str, Path], theme: str) -> None:
    page = opened(figures[theme])
    page.locator(POINT).first.wait_for()
    assert axe_findings(page) == []
    figure = page.get_by_role("img")
    assert figure.get_attribute("aria-labelledby") == "title"
    assert page.get_by_role("heading", level=1).inner_text() == HOSTILE[0]
    assert "rises from" in page.locator("#description").inner_text()


def test_it_fits_a_small_window_and_scrolls_within(
    opened: Opener, figures: dict[str, Path]
) -> None:
    page = opened(figures["light"], width=NARROW)
    page.locator(POINT).first.wait_for()
    assert overflow(page) == 0
    page.keyboard.press("Tab")
    scroller = page.get_by_role("region", name="Figure")
    assert scroller.evaluate("element => element === document.activeElement")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.wide').scrollLeft > 0")


def test_a_figure_for_print_has_its_size_on_paper(opened: Opener, figures: dict[str, Path]) -> None:
    page = opened(figures["print"])
    page.locator(POINT).first.wait_for()
    box = page.locator("#chart .vega-embed svg").bounding_box()
    assert box
    assert box["width"] == pytest.approx(7 * 96, abs=1)


def test_without_script_it_shows_the_same_figure(opened: Opener, figures: dict[str, Path]) -> None:
    page = opened(figures["dark"], script=False)
    assert page.locator("#chart > svg").is_visible()
    assert page.locator("#chart svg text").count() > 10


def test_the_picture_stays_where_the_chart_cannot_be_drawn(
    opened: Opener, windows: dict[bool, Window], figures: dict[str, Path], tmp_path: Path
) -> None:
    text = figures["light"].read_text(encoding="utf-8")
    broken = tmp_path / "broken.html"
    broken.write_text(text.replace('"mark": ', '"mork": '), encoding="utf-8")
    page = opened(broken)
    page.wait_for_timeout(100)
    assert page.locator("#chart > svg").is_visible()
    assert page.locator(".vega-embed").count() == 0
    told = windows[True].complaints
    assert [said for said in told if "Invalid specification" in said] == told != []
    told.clear()
