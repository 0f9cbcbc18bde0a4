"""Positions between WGS-84 (satellites), GCJ-02 (maps in China) and BD-09 (Baidu); vectorised.

At Xinxiang GCJ-02 lies 540 m from WGS-84, so a datum is never guessed. The formulas are the public ones that all
open converters share (the GCJ-02 shift on the Krasovsky ellipsoid; BD-09 as a polar offset of GCJ-02). The way back
is solved by iteration. Outside China's box the three are the same.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import numpy.typing as npt

from ringfence.kernel import Refused, reason

Degrees = npt.NDArray[np.float64]
SEMI_MAJOR_METRES = 6_378_245.0  # Krasovsky 1940
ECCENTRICITY_SQUARED = 0.006_693_421_622_965_943_23  # Krasovsky 1940, as in the public formula
BD_PI = np.pi * 3000.0 / 180.0
BD_EAST, BD_NORTH = 0.0065, 0.006
CHINA = (72.004, 137.8347, 0.8293, 55.8271)  # west, east, south, north: the box of the public formula
ROUNDS = 6  # each round shrinks the error about a thousand times; six are below a micrometre


class Datum(StrEnum):
    """What the degrees of a record are measured against."""

    WGS_84 = "WGS-84"
    GCJ_02 = "GCJ-02"
    BD_09 = "BD-09"


def read_datum(word: str) -> Datum:
    """A datum by its name. Raises `Refused` for an empty or unknown one: it is never guessed."""
    plain = word.strip().upper().replace("_", "-").replace(" ", "-")
    plain = {
        "WGS84": "WGS-84",
        "GCJ02": "GCJ-02",
        "BD09": "BD-09",
        "BD-09LL": "BD-09",
        "BD09LL": "BD-09",
    }.get(plain, plain)
    if plain not in set(Datum):
        raise Refused(reason("Say in which datum the positions are: WGS-84, GCJ-02 or BD-09. It cannot be guessed: they lie up to 700 m apart."))  # fmt: skip
    return Datum(plain)


def to_wgs84(*, longitude: npt.ArrayLike, latitude: npt.ArrayLike, datum: Datum) -> tuple[Degrees, Degrees]:
    """Degrees in WGS-84."""
    lon, lat = np.asarray(longitude, np.float64), np.asarray(latitude, np.float64)
    if datum is Datum.WGS_84:
        return lon, lat
    if datum is Datum.BD_09:
        lon, lat = _bd09_to_gcj02(lon, lat)
    return _solved(lon, lat)


def from_wgs84(*, longitude: npt.ArrayLike, latitude: npt.ArrayLike, datum: Datum) -> tuple[Degrees, Degrees]:
    """Degrees in the datum."""
    lon, lat = np.asarray(longitude, np.float64), np.asarray(latitude, np.float64)
    if datum is Datum.WGS_84:
        return lon, lat
    lon, lat = _wgs84_to_gcj02(lon, lat)
    return (lon, lat) if datum is Datum.GCJ_02 else _gcj02_to_bd09(lon, lat)


def _wgs84_to_gcj02(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    x, y = lon - 105.0, lat - 35.0
    common = (20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x)) + common
    north += (20.0 * np.sin(y * np.pi) + 40.0 * np.sin(y / 3.0 * np.pi)) * 2.0 / 3.0
    north += (160.0 * np.sin(y / 12.0 * np.pi) + 320.0 * np.sin(y * np.pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x)) + common
    east += (20.0 * np.sin(x * np.pi) + 40.0 * np.sin(x / 3.0 * np.pi)) * 2.0 / 3.0
    east += (150.0 * np.sin(x / 12.0 * np.pi) + 300.0 * np.sin(x / 30.0 * np.pi)) * 2.0 / 3.0
    radians = lat / 180.0 * np.pi
    magic = 1.0 - ECCENTRICITY_SQUARED * np.sin(radians) ** 2
    north = (
        north
        * 180.0
        / ((SEMI_MAJOR_METRES * (1.0 - ECCENTRICITY_SQUARED)) / (magic * np.sqrt(magic)) * np.pi)
    )
    east = east * 180.0 / (SEMI_MAJOR_METRES / np.sqrt(magic) * np.cos(radians) * np.pi)
    west_end, east_end, south_end, north_end = CHINA
    inside = (lon > west_end) & (lon < east_end) & (lat > south_end) & (lat < north_end)
    return lon + np.where(inside, east, 0.0), lat + np.where(inside, north, 0.0)


def _solved(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    guess_lon, guess_lat = lon, lat
    for _ in range(ROUNDS):
        there_lon, there_lat = _wgs84_to_gcj02(guess_lon, guess_lat)
        guess_lon, guess_lat = guess_lon + lon - there_lon, guess_lat + lat - there_lat
    return guess_lon, guess_lat


def _gcj02_to_bd09(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    radius = np.sqrt(lon * lon + lat * lat) + 0.00002 * np.sin(lat * BD_PI)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * BD_PI)
    return radius * np.cos(angle) + BD_EAST, radius * np.sin(angle) + BD_NORTH


def _bd09_to_gcj02(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    guess_lon, guess_lat = lon - BD_EAST, lat - BD_NORTH
    for _ in range(ROUNDS):
        there_lon, there_lat = _gcj02_to_bd09(guess_lon, guess_lat)
        guess_lon, guess_lat = guess_lon + lon - there_lon, guess_lat + lat - there_lat
    return guess_lon, guess_lat
