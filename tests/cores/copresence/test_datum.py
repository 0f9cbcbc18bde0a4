"""Datums: control values of the open converters, there and back, and that none is ever guessed."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ringfence.cores.copresence.datum import Datum, from_wgs84, read_datum, to_wgs84
from ringfence.cores.copresence.grid import Grid, cell_of, spatial_order
from ringfence.kernel import Refused

METRES_PER_DEGREE = 111_195
TIANANMEN = (116.404, 39.915)


@pytest.mark.parametrize(
    ("datum", "wgs", "there"),
    [  # from the README of wandergis/coordtransform (MIT): the example calls and their printed answers
        (Datum.GCJ_02, TIANANMEN, (116.41024449916938, 39.91640428150164)),
    ],
)
def test_published_values(datum: Datum, wgs: tuple[float, float], there: tuple[float, float]) -> None:
    longitude, latitude = from_wgs84(longitude=wgs[0], latitude=wgs[1], datum=datum)
    assert (float(longitude), float(latitude)) == pytest.approx(there, abs=1e-9)


def test_published_step_from_gcj_02_to_bd_09() -> None:
    longitude, latitude = to_wgs84(longitude=TIANANMEN[0], latitude=TIANANMEN[1], datum=Datum.GCJ_02)
    there = from_wgs84(longitude=longitude, latitude=latitude, datum=Datum.BD_09)
    # the same README, gcj02tobd09(116.404, 39.915)
    assert tuple(map(float, there)) == pytest.approx((116.41036949371029, 39.92133699351021), abs=1e-9)


@pytest.mark.parametrize("datum", list(Datum))
def test_there_and_back_is_the_same_place_to_a_millimetre(datum: Datum) -> None:
    rng = np.random.default_rng(3)
    longitude, latitude = rng.uniform(75, 134, 20_000), rng.uniform(18, 53, 20_000)
    there = from_wgs84(longitude=longitude, latitude=latitude, datum=datum)
    back = to_wgs84(longitude=there[0], latitude=there[1], datum=datum)
    apart = np.hypot(back[0] - longitude, back[1] - latitude) * METRES_PER_DEGREE
    assert apart.max() < 0.001


def test_the_shift_at_xinxiang_is_540_metres() -> None:
    grid = Grid(113.9, 35.3)
    east, north = grid.centimetres(*from_wgs84(longitude=113.9, latitude=35.3, datum=Datum.GCJ_02))
    assert math.hypot(float(east), float(north)) / 100 == pytest.approx(540, abs=5)


@pytest.mark.parametrize("word", ["", " ", "WGS", "local", "GCJ-03"])
def test_a_datum_is_never_guessed(word: str) -> None:
    with pytest.raises(Refused, match="cannot be guessed"):
        read_datum(word)


def test_positions_of_a_cell_come_together() -> None:
    rng = np.random.default_rng(4)
    x, y = rng.integers(-1_000_000, 1_000_000, (2, 3000))
    cells = cell_of(x, y)[spatial_order(x, y)]
    assert len(np.unique(cells)) == 1 + np.count_nonzero(np.diff(cells))


def test_lengths_on_the_grid_are_right_to_one_per_cent_across_the_city() -> None:
    grid = Grid(113.9, 35.3)
    for latitude in (34.9, 35.3, 35.8):
        east, _ = grid.centimetres([113.9, 113.91], [latitude, latitude])
        true_metres = 0.01 * METRES_PER_DEGREE * math.cos(math.radians(latitude))
        assert (east[1] - east[0]) / 100 == pytest.approx(true_metres, rel=0.01)
