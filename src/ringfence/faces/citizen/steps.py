"""What comes next for a person, in order, each with its day and what it depends on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ringfence.faces.wording import day, instant, word

from .view import OwnView

QUARANTINE = ("FACILITY_QUARANTINE", "HOME_QUARANTINE")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to come: when (empty: not known yet) and what."""

    when: str
    what: str


def steps(view: OwnView) -> list[Step]:
    """Nothing for somebody whom nothing concerns."""
    if view.is_draft:
        return [*_appeal(view), *_draft(view)]
    if not view.is_restricted:
        return list(_appeal(view))
    if view.running is None:
        return [*_appeal(view), *_isolation()]
    return [*_appeal(view), *_place(view), *_tests(view), *_end(view)]


def _appeal(view: OwnView) -> Iterator[Step]:
    if view.open_appeal is not None:
        until = instant(view.open_appeal.due_at)
        yield Step(_("by {at}").format(at=until), _("Your appeal is answered. Without an answer by then the measure ends by itself."))  # fmt: skip


def _draft(view: OwnView) -> Iterator[Step]:
    assert view.order is not None
    yield Step(
        _("by {at}").format(at=instant(view.order.expires_at)),
        _("Somebody of a second organisation agrees or not. Without that the proposal ends by itself. Until then you are not restricted."),
    )  # fmt: skip


def _isolation() -> Iterator[Step]:
    yield Step("", _("The hospital tests you again. You go home when you are well and the tests allow it; the day depends on them."))  # fmt: skip


def _place(view: OwnView) -> Iterator[Step]:
    if view.stay is None or view.stay.at_home:
        return
    if view.stay.state == "WAITING":
        yield Step(
            "", _("As soon as a room is free, you are told and picked up. Please stay at home until then.")
        )
    elif view.stay.state == "RESERVED":
        yield Step("", _("You are picked up at your door and taken to your room. Somebody calls you before."))


def _tests(view: OwnView) -> Iterator[Step]:
    for test in view.open_tests:
        yield Step(day(test.due_on), _test(test))


def _test(test: Any) -> str:
    if test.taken:
        return _("Day {day}: your sample is taken, the result is still to come.").format(day=test.day)
    if test.needed > 1:
        return _("Day {day}: test, {count} samples. Somebody comes to you.").format(
            day=test.day, count=test.needed
        )
    return _("Day {day}: test. Somebody comes to you.").format(day=test.day)


def _end(view: OwnView) -> Iterator[Step]:
    here, following = view.running, view.following
    after = _("You are free again.")
    if following is not None:
        after = _("Then follows: {measure}, until {until}.").format(
            measure=word(following.kind), until=instant(following.ends_at)
        )
    yield Step(instant(here.ends_at), _("{ends} {then}").format(ends=_depends(view), then=after))


def _depends(view: OwnView) -> str:
    """Quarantine waits for its results; monitoring at home does not (release rule of orders)."""
    here = view.running
    if here.kind in QUARANTINE and any(one.position == here.position for one in view.tests):
        return _("{measure} ends by itself on this day, when all tests have a negative result.").format(measure=word(here.kind))  # fmt: skip
    return _("{measure} ends by itself on this day. Nobody needs to ask for it.").format(
        measure=word(here.kind)
    )
