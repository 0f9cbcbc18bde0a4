"""May a draft be kept, and may it be released? The second person answers for names that somebody else bears, too."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from ringfence.cores.disclosure import Finding, Kind
from ringfence.kernel import Decision, Reason, allow, reason, refuse

LONGEST_TEXT = 4000  # letters of one language, house decision: a bulletin is read on a phone
MOST_PLACES = 200  # house decision
SHORTEST_REASON = 6  # letters, house decision
MOST_CHECKS_AN_HOUR = 40  # house decision: more is no writing but asking who is listed

SENTENCES: dict[str, Reason] = {
    Kind.IDENTITY_NUMBER: reason("{where}, line {line}, letter {column}: an identity number."),
    Kind.DOCUMENT: reason("{where}, line {line}, letter {column}: a passport or card number."),
    Kind.LONG_NUMBER: reason("{where}, line {line}, letter {column}: a long number, such as of a bank card."),
    Kind.PHONE: reason("{where}, line {line}, letter {column}: a telephone number."),
    Kind.PLATE: reason("{where}, line {line}, letter {column}: a vehicle plate."),
    Kind.EMAIL: reason("{where}, line {line}, letter {column}: an e-mail address."),
    Kind.ACCOUNT: reason("{where}, line {line}, letter {column}: a chat or account name."),
    Kind.ROOM: reason("{where}, line {line}, letter {column}: a building with its unit or room."),
    Kind.CASE_NUMBER: reason("{where}, line {line}, letter {column}: the number of a case."),
    Kind.DESCRIPTION: reason("{where}, line {line}, letter {column}: sex and age of one person."),
    Kind.NAME: reason("{where}, line {line}, letter {column}: the name of somebody listed in this outbreak."),
}

# Counts that the platform knows are filled in by it.
_TYPED = re.compile(r"(?:\d[\d,]*|[零一二三四五六七八九十百千万两]+) ?(?:例|名(?:确诊|无症状|密接|密切|感染)|cases?\b|infections?\b)", re.I)  # fmt: skip
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding with where it stands: which text, which line, which letter."""

    finding: Finding
    text: str
    line: int
    column: int

    def sentence(self) -> Reason:
        """What was found where, without repeating it."""
        return Reason(
            SENTENCES[self.finding.kind].text, {"where": self.text, "line": self.line, "column": self.column}
        )


def placed(findings: Sequence[Finding], *, whole: str, text: str) -> list[Placed]:
    """Findings of a text, each with its line and letter."""
    return [Placed(one, text, *one.line_and_column(whole)) for one in findings]


def typed_counts(text: str) -> list[str]:
    """Counts of cases that were typed by hand."""
    return [found[0] for found in _TYPED.finditer(text)]


def filled(text: str, numbers: Mapping[str, int]) -> str:
    """The text with its numbers; `{new}` and the like. Raises KeyError with a name that the platform does not tell."""
    return _PLACE.sub(lambda found: f"{numbers[found[1]]}", text)


def _once(reasons: Sequence[Reason]) -> list[Reason]:
    """Each sentence once, in their order."""
    return [one for n, one in enumerate(reasons) if one not in reasons[:n]]


def may_keep(*, text_zh: str, text_en: str, known: Sequence[str]) -> Decision:
    """Both languages, not too long, no count typed by hand, no number that is not told."""
    against: list[Reason] = []
    for text in (text_zh, text_en):
        if not text.strip():
            against.append(reason("Write the text in both languages."))
        if len(text) > LONGEST_TEXT:
            against.append(reason("A text has at most {most} letters.", most=LONGEST_TEXT))
        unknown = [one for one in _PLACE.findall(text) if one not in known]
        if unknown:
            against.append(reason("There is no number {name} to be told; use {known}.", name=unknown[0], known=", ".join(known)))  # fmt: skip
        if typed := typed_counts(text):
            against.append(reason("A count of cases was typed ({typed}): write it as {total} or {new}; the platform fills it in.",
                                  typed=typed[0], total="{total}", new="{new}"))  # fmt: skip
    return refuse(*_once(against)) if against else allow(reason("The text may be kept."))


def clean(findings: Sequence[Placed]) -> Decision:
    """Nothing but names, which the second person answers for."""
    hard = [one.sentence() for one in findings if one.finding.kind is not Kind.NAME]
    return refuse(*hard) if hard else allow(reason("Nothing in the text tells who somebody is."))


def may_release(
    *, drafted_by: UUID, drafted_organisation: UUID, by: UUID, organisation: UUID,
    findings: Sequence[Placed], homonyms: Mapping[str, str],
) -> Decision:  # fmt: skip
    """A second person of another organisation; nothing that tells who somebody is; every listed name answered as a homonym."""
    against: list[Reason] = []
    if by == drafted_by:
        against.append(reason("Who drafted a bulletin cannot release it."))
    if organisation == drafted_organisation:
        against.append(reason("Somebody of another organisation than the drafter's must release it."))
    against += clean(findings).reasons if not clean(findings).allowed else ()
    for one in findings:
        if (
            one.finding.kind is Kind.NAME
            and len(homonyms.get(one.finding.text, "").strip()) < SHORTEST_REASON
        ):
            against.append(one.sentence())
            against.append(reason("Say for each name who else is meant, or send the draft back."))
    return refuse(*_once(against)) if against else allow(reason("Drafted and released by different people of different organisations."))  # fmt: skip


def may_reject(*, why: str) -> Decision:
    """A draft is sent back with a reason."""
    if len(why.strip()) < SHORTEST_REASON:
        return refuse(reason("Say in a sentence why it is sent back."))
    return allow(reason("Sent back with a reason."))
