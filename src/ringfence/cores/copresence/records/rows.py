"""One row of a file of records into a typed record, or the sentence that says what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ringfence.kernel import CITY_ZONE, Reason, Refused, reason

from ..datum import Datum, read_datum, to_wgs84
from ..grid import Grid
from ..places import PlaceTable
from ..stays import DAY_SECONDS, Source, city_seconds
from .tables import Row

FARTHEST_KM = 300  # [D] from the origin: a record of this city's people elsewhere in the province is real, farther is a typing error
LONGEST_DAYS = 14  # [D] one stay; the longest quarantine at home of one rule set's window
AHEAD = timedelta(minutes=5)  # [D] clocks of gates and phones differ by that much without harm
REQUIRED = ("person", "entered_at")


@dataclass(frozen=True)
class Record:
    """Seconds of the city's clock. Either `place` (a number) or a position in centimetres. `to_s` is `None` if not told."""

    line: int
    person: int
    place: int | None
    x_cm: int
    y_cm: int
    from_s: int
    to_s: int | None
    source: Source


@dataclass(frozen=True)
class Reader:
    """What rows are read against. `source` and `datum` hold for rows that do not say their own."""

    places: PlaceTable
    grid: Grid
    persons: int
    forgotten_before: int
    now: datetime
    source: str = ""
    datum: str = ""

    def read(self, row: Row, line: int) -> Record:
        """Raises `Refused` with one sentence."""
        from_s, to_s = self._times(row)
        person = self._person(row.get("person", "").strip())
        place, x_cm, y_cm = self._where(row)
        return Record(line, person, place, x_cm, y_cm, from_s, to_s, self._source(row))

    def _person(self, word: str) -> int:
        if not (word.isascii() and word.isdigit()) or int(word) >= self.persons:
            raise Refused(reason("The person must be a number of the registry, 0 to {last}. Names, telephone and identity numbers do not belong here.", last=self.persons - 1))  # fmt: skip
        return int(word)

    def _times(self, row: Row) -> tuple[int, int | None]:
        entered = _instant(row.get("entered_at", ""), "entered_at")
        if entered is None:
            raise Refused(reason("When the person came is missing (entered_at)."))
        left = _instant(row.get("left_at", ""), "left_at")
        if entered > self.now + AHEAD or (left or entered) > self.now + AHEAD:
            raise Refused(reason("This time lies in the future: the clock of its source is wrong."))
        if left is not None and left < entered:
            raise Refused(reason("The stay ends before it begins."))
        if left is not None and left - entered > timedelta(days=LONGEST_DAYS):
            raise Refused(reason("The stay lasts longer than {days} days.", days=LONGEST_DAYS))
        from_s = city_seconds(entered)
        if from_s < self.forgotten_before * DAY_SECONDS:
            raise Refused(reason("This day was forgotten; its records are not taken any more."))
        return from_s, None if left is None else city_seconds(left)

    def _source(self, row: Row) -> Source:
        word = (row.get("source", "").strip() or self.source).upper()
        if word not in Source.__members__:
            raise Refused(
                reason(
                    "Say where the record comes from (source): {sources}.",
                    sources=", ".join(Source.__members__),
                )
            )
        return Source[word]

    def _where(self, row: Row) -> tuple[int | None, int, int]:
        code = row.get("place", "").strip()
        if code:
            number = self.places.number_of(code)
            if number is None:
                raise Refused(reason("The place {code} is not known. Bring the places in first.", code=code))
            return number, 0, 0
        x_cm, y_cm = position(row, self.grid, self.datum)
        return None, x_cm, y_cm


def position(row: Row, grid: Grid, usual_datum: str) -> tuple[int, int]:
    """Centimetres of a row's longitude and latitude. Raises `Refused` without a datum: it is never guessed."""
    words = [row.get(name, "").strip() for name in ("longitude", "latitude")]
    if not all(words):
        raise Refused(reason("The row has neither a place nor a longitude and a latitude."))
    datum: Datum = read_datum(row.get("datum", "").strip() or usual_datum)
    try:
        longitude, latitude = (float(word) for word in words)
    except ValueError:
        raise Refused(reason("The longitude and the latitude must be numbers of degrees.")) from None
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise Refused(reason("The longitude and the latitude must be numbers of degrees."))
    x_cm, y_cm = grid.centimetres(*to_wgs84(longitude=longitude, latitude=latitude, datum=datum))
    if max(abs(int(x_cm)), abs(int(y_cm))) > FARTHEST_KM * 100_000:
        raise Refused(
            reason(
                "The position lies more than {km} km from the city. Are longitude and latitude exchanged?",
                km=FARTHEST_KM,
            )
        )
    return int(x_cm), int(y_cm)


def refuse_missing(names: Sequence[str], wanted: Sequence[str]) -> None:
    """Raises `Refused` when a column is missing."""
    missing = [name for name in wanted if name not in names]
    if missing:
        raise Refused(reason("The file needs the columns {columns}.", columns=", ".join(missing)))


def why(refusal: Refused) -> Reason:
    return refusal.reasons[0]


def _instant(word: str, column: str) -> datetime | None:
    if not word.strip():
        return None
    try:
        found = datetime.fromisoformat(word.strip())
    except ValueError:
        raise Refused(reason("{column}: {value} is no time; write 2022-01-09 08:30.", column=column, value=word.strip())) from None  # fmt: skip
    return found if found.tzinfo else found.replace(tzinfo=CITY_ZONE)
