"""What only the audit remembers: corrections, sources, the form, how an order changed while it ran."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ringfence.kernel import Reason, reason

from .events import Change, Event, Topic
from .file import CaseFile

# What the audit calls it -> topic, look, sentence. Everything else of the case stands in its own rows.
_SAID: dict[str, tuple[Topic, str, Reason]] = {
    "case.correct": (Topic.CASE, "CORRECTED", reason("Corrected.")),
    "case.rule_out": (Topic.CASE, "CORRECTED", reason("The case was ruled out.")),
    "case.reinstate": (Topic.CASE, "CORRECTED", reason("The case was taken up again.")),
    "case.told_ruled_out": (Topic.CONTACTS, "CONTACT", reason("Everybody who was affected was told.")),
    "case.confirm": (Topic.LABORATORY, "POSITIVE", reason("Confirmed by a positive sample here.")),
    "case.positive_again": (Topic.LABORATORY, "POSITIVE", reason("Positive again after the discharge.")),
    "case.classify": (Topic.CASE, "CORRECTED", reason("Classified together with others.")),
    "case.name_source": (Topic.CASE, "SOURCE", reason("A possible source was named.")),
    "case.link_to_source": (Topic.CASE, "SOURCE", reason("Linked to the case of whom this person was a contact.")),
    "case.choose_source": (Topic.CASE, "SOURCE", reason("The question of the source was settled or reopened.")),
    "investigation.assign": (Topic.CLOCK, "ASSIGNED", reason("The investigation was assigned.")),
    "investigation.add_stop": (Topic.FORM, "FORM", reason("A stop was added to the movement history.")),
    "investigation.remove_stop": (Topic.FORM, "FORM", reason("A stop was taken out of the movement history.")),
    "person.correct": (Topic.CASE, "CORRECTED", reason("What is known of the person was corrected.")),
    "order.next_stage": (Topic.MEASURES, "IN_FORCE", reason("The next stage of the order begins.")),
    "order.move_end": (Topic.MEASURES, "CHANGED", reason("The end of the order moved.")),
    "order.rest_on": (Topic.MEASURES, "CHANGED", reason("A case turned out to be none; the order was counted again.")),
    "order.shorten": (Topic.MEASURES, "CHANGED", reason("The order became shorter.")),
    "order.appeal": (Topic.MEASURES, "APPEAL", reason("An appeal was taken down.")),
    "order.appeal_answer": (Topic.MEASURES, "APPEAL", reason("The appeal was answered.")),
}  # fmt: skip
_WITH_CHANGES = ("case.correct", "case.classify")


def events(file: CaseFile) -> Iterator[Event]:
    for entry in file.record:
        if entry.action == "investigation.save_block":
            continue
        said = _SAID.get(entry.action)
        if said is not None:
            topic, look, title = said
            yield Event(at=entry.at, topic=topic, look=look, title=title, who=entry.by_name, changes=_changes(entry),
                        text=_text(entry, file), details=tuple(Reason.from_json(one) for one in entry.reasons))  # fmt: skip
    yield from _saved_blocks(file)


def _saved_blocks(file: CaseFile) -> Iterator[Event]:
    """The last saving of each block by each person; autosaving would fill the page otherwise."""
    saved = [entry for entry in file.record if entry.action == "investigation.save_block"]
    last = {(entry.after.get("block"), entry.by_id): entry for entry in saved}
    for (block, _), entry in last.items():
        yield Event(at=entry.at, topic=Topic.FORM, look="FORM", who=entry.by_name,
                    title=reason("{block}: version {version} saved.", block=str(block), version=entry.after.get("version")))  # fmt: skip


def _changes(entry: Any) -> tuple[Change, ...]:
    if entry.action not in _WITH_CHANGES:
        return ()
    return tuple(Change(name, entry.before.get(name), value) for name, value in entry.after.items())


def _text(entry: Any, file: CaseFile) -> str:
    if entry.action == "investigation.assign":
        return str(entry.after.get("investigator", ""))
    if entry.action == "investigation.add_stop":
        return next((one.place for one in file.movement if str(one.id) == entry.after.get("stop")), "")
    if entry.action == "investigation.remove_stop":
        return str(entry.after.get("place", ""))
    return ""
