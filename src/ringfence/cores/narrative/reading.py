"""From the text to stops: what each sentence tells is put together, what it leaves open stays open."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from ringfence.kernel import Refused, reason

from .model import Narrative, Order, Pieces, Role, Span, SpanKind, Stop
from .places import Gazetteer, find_places
from .times import NOW, Calendar, When, find_times
from .words import CASE_ROLE, COMPANY, CONTACT_ROLE, PERSON, RELATION, TRANSPORT

LONGEST_TEXT = 20_000  # characters; a narrative has some hundred
SENTENCE_ENDS = re.compile(r"[。；！？\n]")


def read_narrative(text: str, *, year: int, places: Gazetteer | Iterable[str] = ()) -> Narrative:
    """Stops in the order of the text. `year` is that of a date without one. Raises `Refused` for a text that is too long."""
    if len(text) > LONGEST_TEXT:
        raise Refused(
            reason(
                "A narrative has at most {most} characters; this one has {count}.",
                most=LONGEST_TEXT,
                count=len(text),
            )
        )
    known = places if isinstance(places, Gazetteer) else _gazetteer(tuple(places))
    spans = _spans(text, known)
    return Narrative(tuple(spans), tuple(_stops(text, spans, Calendar(year))), _role(text))


@lru_cache(maxsize=8)
def _gazetteer(names: tuple[str, ...]) -> Gazetteer:
    return Gazetteer(names)


def _spans(text: str, known: Gazetteer) -> list[Span]:
    people = [Span(*one.span(), SpanKind.PERSON, one.group()) for one in PERSON.finditer(text)]
    busy = {at for one in people for at in range(one.start, one.end)}
    times = [one for one in find_times(text) if one.start not in busy]
    vehicles = [Span(*one.span(), SpanKind.TRANSPORT, one.group()) for one in TRANSPORT.finditer(text)]
    vehicles = [
        one for one in vehicles if not text.startswith(("站", "北站", "南站", "东站", "西站"), one.end)
    ]
    relations = [Span(*one.span(), SpanKind.RELATION, one.group()) for one in RELATION.finditer(text)]
    found = [*people, *times, *vehicles, *relations]
    return sorted([*found, *find_places(text, known, found)], key=lambda one: (one.start, one.end))


@dataclass
class _Teller:
    """What has been told since the last stop."""

    when: When | None = None
    until: When | None = None
    when_spans: list[Span] = field(default_factory=list)
    transport: list[Span] = field(default_factory=list)
    people: list[Span] = field(default_factory=list)
    fresh: bool = False
    any_time: bool = False

    def hear(self, span: Span, calendar: Calendar) -> None:
        if span.kind is SpanKind.TIME and span.text not in NOW:
            self.when, self.until, self.when_spans = calendar.read(span.text), None, [span]
            self.fresh = self.any_time = True
        elif span.kind is SpanKind.UNTIL:
            self.until = calendar.read(span.text)
            self.when_spans.append(span)
        elif span.kind is SpanKind.TRANSPORT:
            self.transport.append(span)
        elif span.kind in (SpanKind.PERSON, SpanKind.RELATION):
            self.people.append(span)

    def stop(self, place: Span, *, in_company: bool, follows: bool) -> Stop:
        """The stop at this place; what was said of the way to it is used up."""
        order = (
            Order.TOLD
            if self.fresh
            else Order.AFTER
            if follows
            else Order.SAME_TIME
            if self.any_time
            else Order.OPEN
        )
        told, until = self.when, self.until
        sure = order is Order.TOLD
        found = Stop(
            place=place, order=order, from_date=told.day if told else None,
            to_date=(until.day if until else told.day) if told else None, from_time=told.clock if told and sure else None,
            to_time=until.clock if until and sure else None, part_of_day=told.part if told and sure else "",
            when=tuple(self.when_spans), transport=tuple(self.transport), companions=tuple(self.people) if in_company else (),
        )  # fmt: skip
        self.transport, self.people, self.fresh = [], [], False
        return found


def _stops(text: str, spans: list[Span], calendar: Calendar) -> list[Stop]:
    found: list[Stop] = []
    teller, sentence, sentences = _Teller(), -1, Pieces(text, SENTENCE_ENDS)
    for span in spans:
        begin = sentences.begin(span.start)
        if begin != sentence:
            teller.people, teller.transport, sentence = [], [], begin
        if span.kind is not SpanKind.PLACE:
            teller.hear(span, calendar)
            continue
        company = COMPANY.search(text, begin, sentences.end(span.end)) is not None
        follows = bool(found) and found[-1].when == tuple(teller.when_spans) and not teller.fresh
        found.append(teller.stop(span, in_company=company, follows=follows))
    return found


def _role(text: str) -> Role:
    """A narrative of a close contact names the case that they met; that does not make its person a case."""
    if CONTACT_ROLE.search(text) and not text.lstrip().startswith(("确诊", "病例", "患者")):
        return Role.CLOSE_CONTACT
    return Role.CASE if CASE_ROLE.search(text) else Role.UNKNOWN
