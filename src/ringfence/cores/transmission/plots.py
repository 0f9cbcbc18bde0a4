"""Plots as SVG, written by hand: a fan of days for each strategy, and a dot with its band for each figure.

No plotting library: a `Plot` shows itself in a notebook, opens in any browser and prints at any size. For charts of one's own
take the tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np
from numpy.typing import NDArray

from .ensemble import BANDS, Ensemble

WIDTH, HEIGHT = 720, 360
LEFT, RIGHT, TOP, BOTTOM = 64, 16, 40, 40
COLOURS = (
    "#206bc4",
    "#d63939",
    "#2fb344",
    "#f59f00",
    "#ae3ec9",
    "#0ca678",
)  # told apart in print by order, too
TICKS = 5
ROW = 28


@dataclass(frozen=True)
class Plot:
    """A picture as text."""

    svg: str

    def save(self, file: Path | str) -> Path:
        """Write it to a file; name it .svg."""
        Path(file).write_text(self.svg, encoding="utf-8")
        return Path(file)

    def _repr_svg_(self) -> str:
        return self.svg


def fan(ensembles: Sequence[Ensemble], series: str = "confirmed", *, title: str = "") -> Plot:
    """Median, 50 % and 90 % band of a daily series, one colour a strategy."""
    bands = [one.bands(series) for one in ensembles]
    days = max(band.shape[1] for band in bands)
    top = _round_up(max(float(band.max()) for band in bands))
    scale = _Scale(days=max(days - 1, 1), top=top)
    parts = [_grid(scale)]
    for n, band in enumerate(bands):
        colour = COLOURS[n % len(COLOURS)]
        for low, high in ((0, len(BANDS) - 1), (1, len(BANDS) - 2)):
            outline = scale.points(band[high]) + scale.points(band[low])[::-1]
            parts.append(f'<polygon points="{_text(outline)}" fill="{colour}" fill-opacity="0.15"/>')
        parts.append(
            f'<polyline points="{_text(scale.points(band[len(BANDS) // 2]))}" fill="none" stroke="{colour}" stroke-width="2"/>'
        )
    parts += _legend([one.label or "as given" for one in ensembles])
    return _whole(parts, title=title or series.replace("_", " "), height=HEIGHT)


def dots(labels: Sequence[str], bands: Sequence[Sequence[float]], *, title: str = "") -> Plot:
    """One line a strategy: the median with its 50 % band (thick) and 90 % band (thin); quantiles as in `BANDS`."""
    low, high = min(band[0] for band in bands), max(band[-1] for band in bands)
    low, high = min(low, 0.0), max(high, low + 1e-9, 1e-9)
    left = 240

    def at(value: float) -> float:
        return left + (value - low) / (high - low) * (WIDTH - left - 2 * RIGHT)

    parts = []
    for n, (label, band) in enumerate(zip(labels, bands, strict=True)):
        y, colour = TOP + ROW * n + ROW / 2, COLOURS[n % len(COLOURS)]
        parts.append(f'<text x="{left - 12}" y="{y + 4:.1f}" text-anchor="end">{escape(label)}</text>')
        for first, last, width in ((0, -1, 2), (1, -2, 6)):
            parts.append(
                f'<line x1="{at(band[first]):.1f}" x2="{at(band[last]):.1f}" y1="{y}" y2="{y}" stroke="{colour}" stroke-width="{width}"/>'
            )
        parts.append(f'<circle cx="{at(band[len(band) // 2]):.1f}" cy="{y}" r="5" fill="{colour}"/>')
    bottom = TOP + ROW * len(labels) + 20
    for value in np.linspace(low, high, TICKS):
        parts.append(f'<text x="{at(value):.1f}" y="{bottom}" text-anchor="middle">{value:,.0f}</text>')
    return _whole(parts, title=title, height=bottom + 16)


@dataclass(frozen=True)
class _Scale:
    days: int
    top: float

    def x(self, day: float) -> float:
        return LEFT + day / self.days * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        return HEIGHT - BOTTOM - value / self.top * (HEIGHT - TOP - BOTTOM)

    def points(self, values: NDArray[np.float64]) -> list[tuple[float, float]]:
        return [(self.x(day), self.y(float(value))) for day, value in enumerate(values)]


def _grid(scale: _Scale) -> str:
    parts = []
    for value in np.linspace(0, scale.top, TICKS):
        y = scale.y(float(value))
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#dde3ea"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{value:,.4g}</text>')
    for day in range(0, scale.days + 1, max(1, round(scale.days / 7))):
        parts.append(
            f'<text x="{scale.x(day):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{day}</text>'
        )
    parts.append(f'<text x="{WIDTH - RIGHT}" y="{HEIGHT - 6}" text-anchor="end">day</text>')
    return "".join(parts)


def _legend(labels: Sequence[str]) -> list[str]:
    return [
        f'<text x="{LEFT + 8}" y="{TOP + 14 + 16 * n}" fill="{COLOURS[n % len(COLOURS)]}">{escape(label)}</text>'
        for n, label in enumerate(labels)
    ]


def _whole(parts: Sequence[str], *, title: str, height: int) -> Plot:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img" '
        f'font-family="sans-serif" font-size="12" fill="#1f2937"><title>{escape(title)}</title>'
    )
    ground = f'<rect width="{WIDTH}" height="{height}" fill="white"/><text x="{LEFT}" y="22" font-size="15">{escape(title)}</text>'
    return Plot(f"{head}{ground}{''.join(parts)}</svg>\n")


def _text(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _round_up(value: float) -> float:
    """The next 1, 2 or 5 times a power of ten."""
    if value <= 0:
        return 1.0
    power = 10.0 ** np.floor(np.log10(value))
    return float(next(step * power for step in (1, 2, 5, 10) if step * power >= value))
