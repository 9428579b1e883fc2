"""What every page of ours has to pass in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

GRAVE = ("serious", "critical")
NARROW = 360  # CSS pixels of a small telephone


def axe_findings(page: Page) -> list[str]:
    """Return what axe-core finds and calls serious or critical, each with its first element."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"{one['impact']}: {one['id']} ({len(one['nodes'])}): {one['nodes'][0]['html'][:200]}"
        for one in found
        if one["impact"] in GRAVE
    ]


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    wide: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return max(0, wide)


def tooltip_of(page: Page, chart: Locator) -> str:
    """Point at the first mark of a live chart that has a tooltip and return the text it shows."""
    chart.scroll_into_view_if_needed()
    place = chart.evaluate(FIRST_WITH_TOOLTIP)
    assert place, "no mark has a tooltip"
    page.mouse.move(*place)
    tooltip = page.locator("#vg-tooltip-element.visible")
    tooltip.wait_for()
    return str(tooltip.inner_text())


# Vega keeps the item that it drew as __data__; one that lies under others cannot be pointed at.
FIRST_WITH_TOOLTIP = """chart => {
  for (const mark of chart.querySelectorAll(
    ".mark-symbol path, .mark-rect path, .mark-rule line, .mark-text text"
  )) {
    if (!mark.__data__?.tooltip) continue;
    mark.scrollIntoView({ block: "center", inline: "center" });
    const box = mark.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    if (document.elementFromPoint(x, y) === mark) return [x, y];
  }
  return null;
}"""


def contrast(page: Page, locator: Locator) -> float:
    """Return the contrast of an element's text with the ground behind it (WCAG 2.2, 1.4.3)."""
    return float(locator.evaluate(f"element => {{ {COLOURS} return contrast(element); }}"))


def faint_texts(page: Page, selector: str, *, least: float = 4.5) -> list[str]:
    """Return the texts of figures whose contrast with what is drawn under them is below least."""
    page.add_style_tag(content="svg, svg * { pointer-events: all !important; }")
    found: list[str] = page.evaluate(
        f"""([selector, least]) => {{ {COLOURS}
        const best = new Map(); // a text may stand on a copy of itself in the colour of the ground
        for (const one of document.querySelectorAll(selector)) {{
          const {{ x, y }} = one.getBoundingClientRect();
          const place = [x + window.scrollX, y + window.scrollY].map(Math.round);
          const key = `${{one.textContent}} at ${{place}}`;
          best.set(key, Math.max(contrast(one), best.get(key) ?? 0));
        }}
        return [...best].filter(([, ratio]) => ratio < least)
          .map(([key, ratio]) => `${{key}}: ${{ratio.toFixed(1)}}`); }}""",
        [selector, least],
    )
    return found


# The ground of a text is the first thing under its middle that is more than half opaque.
COLOURS = """
  const numbers = (colour) => (colour.match(/[0-9.]+/g) ?? []).map(Number);
  const opaque = (colour, share = 1) => {
    const known = numbers(colour);
    return known.length >= 3 && (known[3] ?? 1) * share > 0.5;
  };
  const light = (colour) => numbers(colour).slice(0, 3).map((v) => v / 255)
    .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const painted = (one) => {
    const style = getComputedStyle(one);
    if (!(one instanceof SVGElement) || one instanceof SVGSVGElement) return style.backgroundColor;
    const shape = one instanceof SVGGeometryElement && !(one instanceof SVGLineElement);
    return shape && style.fill !== "none" && opaque(style.fill, style.fillOpacity * style.opacity)
      ? style.fill : "";
  };
  const contrast = (element) => {
    element.scrollIntoView({ block: "center", inline: "center" });
    const box = element.getBoundingClientRect();
    const stack = document.elementsFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const behind = stack.slice(stack.indexOf(element) + 1).map(painted).find((one) => opaque(one));
    const style = getComputedStyle(element);
    const ink = light(element instanceof SVGElement ? style.fill : style.color);
    const ground = light(behind ?? "rgb(255, 255, 255)");
    return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
  };
"""
