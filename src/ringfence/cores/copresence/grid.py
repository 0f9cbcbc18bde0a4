"""The city's metre grid: WGS-84 degrees to centimetres east and north of the city's origin, cells, spatial order.

One local equirectangular projection serves a city: within 60 km of the origin lengths are right to about 1 %
(the cosine of the latitude is held; own check in the tests). Centimetres are whole numbers, so distances compare exactly.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

EARTH_RADIUS_METRES = 6_371_008.8  # mean radius, IUGG 1980
CELL_METRES = 800  # the grid of the companion rule, DOMAIN 3.5
CM = 100
LARGEST_CM = 1 << 29  # 5,368 km: sums of squares stay exact in float64 and int64

Cms = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Grid:
    """Origin of the metre grid, WGS-84 degrees."""

    longitude: float
    latitude: float

    def centimetres(self, longitude: npt.ArrayLike, latitude: npt.ArrayLike) -> tuple[Cms, Cms]:
        """Whole centimetres east and north of the origin."""
        scale = math.radians(1.0) * EARTH_RADIUS_METRES * CM
        east = (
            (np.asarray(longitude, np.float64) - self.longitude)
            * scale
            * math.cos(math.radians(self.latitude))
        )
        north = (np.asarray(latitude, np.float64) - self.latitude) * scale
        return np.rint(east).astype(np.int64), np.rint(north).astype(np.int64)

    def degrees(self, x_cm: int, y_cm: int) -> tuple[float, float]:
        """Longitude and latitude (WGS-84) of a position on the grid; the inverse of `centimetres`."""
        scale = math.radians(1.0) * EARTH_RADIUS_METRES * CM
        return self.longitude + x_cm / (
            scale * math.cos(math.radians(self.latitude))
        ), self.latitude + y_cm / scale


def cell_of(x_cm: Cms, y_cm: Cms) -> npt.NDArray[np.int64]:
    """A number for each 800 m cell, the same for all positions inside it."""
    side = CELL_METRES * CM
    half = LARGEST_CM // side + 1
    return (y_cm // side + half) * (2 * half) + (x_cm // side + half)


def spatial_order(x_cm: Cms, y_cm: Cms) -> npt.NDArray[np.intp]:
    """Order of positions so that those of a cell, and near cells, come together (Morton, Z order)."""
    side = CELL_METRES * CM
    cell = _interleaved(x_cm // side + (1 << 15), y_cm // side + (1 << 15))
    inside = _interleaved(x_cm % side, y_cm % side)
    return np.lexsort((inside, cell))


def _interleaved(x: Cms, y: Cms) -> npt.NDArray[np.uint64]:
    return _spread(x) | (_spread(y) << np.uint64(1))


def _spread(values: Cms) -> npt.NDArray[np.uint64]:
    """A zero bit before each of the 32 low bits."""
    v = values.astype(np.uint64) & np.uint64(0xFFFFFFFF)
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF), (8, 0x00FF00FF00FF00FF), (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333), (1, 0x5555555555555555),
    ):  # fmt: skip
        v = (v | (v << np.uint64(shift))) & np.uint64(mask)
    return v
