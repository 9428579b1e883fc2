"""Small pictures of the curve families: plain SVG, legible on white and on black."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from scaling.curves import Curve, Design, get_curve
from scaling.curves.registry import CURVES

PICTURES = Path(__file__).resolve().parent / "curves"
WIDTH, HEIGHT, LEFT, BOTTOM, EDGE = 160, 100, 16, 84, 4
INKS = ("#4a86c8", "#d9662b", "#2a9a74")
SMALLEST, LARGEST = 7.0, 11.0  # the decades that a picture shows
DRAWN_AT: dict[str, tuple[tuple[float, ...], ...]] = {  # internal parameters, two or three settings
    "constant": ((0.3,), (0.6,)),
    "linear": ((0.1, 0.9), (0.4, 0.7), (0.3, 0.15)),
    "segmented": ((0.1, 0.2, 0.95, 9.4), (0.1, 0.7, 0.8, 8.4)),
    "step": ((0.1, 0.8, 8.6), (0.25, 0.6, 9.7)),
    "power-law": ((np.log(0.9), np.log(0.05)), (np.log(0.6), np.log(0.2))),
    "power-law-floor": ((0.15, 0.75, np.log(0.6)), (0.04, 0.6, np.log(0.4))),
    "shifted-power-law": ((0.9, -2.6, 0.6), (0.6, -1.2, 0.5)),
    "sigmoidal-power-law": (
        (0.04, 0.9, 0.0, 8.7, np.log(1.0)),
        (0.12, 0.7, 1.2, 9.0, np.log(3.0)),
    ),
    "broken-power-law": (
        (0.0, 0.9, 0.05, 0.7, 9.0, np.log(0.3)),
        (0.0, 0.6, 0.4, -0.35, 8.7, np.log(1.0)),
    ),
    "broken-power-law-0": ((0.15, 0.75, 0.6), (0.04, 0.6, 0.4)),
    "broken-power-law-2": (
        (0.0, 0.9, 0.05, 0.7, 8.3, np.log(0.2), -0.7, 9.7, np.log(0.2)),
        (0.0, 0.4, 0.4, -0.7, 8.2, np.log(0.3), 1.0, 9.4, np.log(0.4)),
    ),
    **dict.fromkeys(
        ("logistic", "gompertz", "complementary-gompertz", "onset", "expansion"),
        ((0.75, 8.6, np.log(1.2)), (0.5, 9.4, np.log(2.2))),
    ),
    **dict.fromkeys(("logit", "probit"), ((-4.0, 4.0), (-1.0, 2.0), (1.5, -2.5))),
    "cloglog": ((-5.0, 1.2), (-1.5, 0.8), (0.5, -3.5)),
}


def picture(name: str) -> str:
    """Return a curve family at a few settings, as SVG; errors are drawn on a log scale."""
    curve, of_error = get_curve(name), "power" in name
    design = picture_design(curve, of_error=of_error)
    paths = [chance_line(design)] if "floor" in curve.parameters else []
    for ink, theta in zip(INKS, DRAWN_AT[name], strict=False):
        x = np.linspace(SMALLEST, LARGEST, 400)
        y = curve.value(np.array(theta)[:, None], design.at(x[:, None]))[:, 0]
        share = 1 + np.log10(y) / 1.7 if of_error else y
        across = LEFT + EDGE + (x - SMALLEST) * (WIDTH - LEFT - 2 * EDGE) / (LARGEST - SMALLEST)
        down = height_of(share)
        points = corners(np.stack([across, down], axis=1))
        path = " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
        paths.append(f'<polyline points="{path}" stroke="{ink}" stroke-width="2"/>\n')
    label = "log error" if of_error else "score"
    middle = (BOTTOM + EDGE) // 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" fill="none" stroke-linejoin="round">\n'
        f"<title>{name}: {curve.summary}</title>\n"
        f'<path d="M{LEFT},{EDGE}V{BOTTOM}H{WIDTH - EDGE}" stroke="#888"/>\n{"".join(paths)}'
        '<g fill="#888" font-family="Liberation Sans,Arial,sans-serif" font-size="10" '
        'text-anchor="middle">\n'
        f'<text x="{(WIDTH + LEFT) // 2}" y="{HEIGHT - 4}">log size</text>\n'
        f'<text transform="translate(11,{middle})rotate(-90)">{label}</text>\n</g>\n</svg>\n'
    )


def height_of(share: np.ndarray) -> np.ndarray:
    """Return how far down a picture a share of the scale lies."""
    return BOTTOM - EDGE - share * (BOTTOM - 2 * EDGE)


def chance_line(design: Design) -> str:
    """Return a dashed line at chance."""
    place = f"M{LEFT},{height_of(design.floor)[0]:.1f}H{WIDTH - EDGE}"
    return f'<path d="{place}" stroke="#888" stroke-dasharray="2 3"/>\n'


def picture_design(curve: Curve, *, of_error: bool) -> Design:
    """Return the sizes that a picture stands on: losses up to 1, or proportions above chance."""
    none, one = np.full(1, np.nan), np.ones(1)
    x = np.linspace(SMALLEST, LARGEST, 13)[:, None]
    if of_error:
        return Design(x, none, none, 0 * one, one, falling=True)
    chance = 0.15 * one if "floor" in curve.parameters else 0 * one
    return Design(x, chance, one, 0 * one, one)


def corners(points: np.ndarray) -> np.ndarray:
    """Return the points of a line without those within .1 of it (Douglas & Peucker 1973)."""
    first, last = points[0], points[-1]
    along, away = last - first, points - first
    distance = np.abs(along[0] * away[:, 1] - along[1] * away[:, 0]) / np.hypot(*along)
    place = int(distance.argmax())
    if distance[place] < 0.1:
        return points[[0, -1]]
    return np.vstack([corners(points[: place + 1])[:-1], corners(points[place:])])


def picture_files() -> dict[Path, str]:
    """Return the pictures of all families, by path."""
    return {PICTURES / f"{name}.svg": picture(name) for name, _ in CURVES}
