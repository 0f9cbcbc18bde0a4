"""Free text about the source of infection -> what it mentions. A mention is not a direction."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ringfence.cores.linelist.blanks import is_not_known, is_nothing
from ringfence.cores.linelist.texts import fold, half_width
from ringfence.cores.linelist.vocabulary import MentionKind, Relation
from ringfence.kernel import Reason, reason

from .case_ids import KnownIds
from .cases import named_case, unnamed_persons
from .mention import Mentions, SourceMention
from .places import places
from .relations import relation_words

LONGEST_READ = 4_000  # characters; a text of sources has one or two hundred


@dataclass(frozen=True)
class SourceReader:
    """Reads source texts against the IDs that are known in the list and in the outbreak."""

    known: KnownIds

    @classmethod
    def of(cls, ids: Iterable[str]) -> SourceReader:
        return cls(KnownIds.of(ids))

    def read(self, *, text: str, own_id: str | None = None) -> Mentions:
        """What this text mentions. The case's own ID is passed over with a remark."""
        if is_nothing(text):
            return Mentions(())
        if is_not_known(text):
            return Mentions((SourceMention(MentionKind.UNKNOWN, text, 0, len(text)),))
        remarks = []
        if len(text) > LONGEST_READ:
            text = text[:LONGEST_READ]
            remarks.append(
                reason(
                    "Only the first {most} characters of this text are searched for sources.",
                    most=LONGEST_READ,
                )
            )
        plain = half_width(text)
        ids = self.known.find(plain)
        others = [one for one in ids if one.case_id != own_id]
        words = relation_words(plain)
        found = [named_case(text, plain, one, words, ids) for one in others]
        found += unnamed_persons(text, plain, words, ids)
        found += places(
            text, plain, [*((one.start, one.end) for one in ids), *((m.start, m.end) for m in found)], words
        )
        if len(others) < len(ids):
            remarks.append(_itself())
        return Mentions(tuple(sorted(_once(found), key=lambda one: one.start)), tuple(remarks))

    def read_ids(self, *, text: str, own_id: str | None = None) -> Mentions:
        """A column that holds nothing but case IDs: each is a case, known here or not."""
        if is_nothing(text) or is_not_known(text):
            return Mentions(())
        found = []
        for match in re.finditer(r"[^\s;；,，、|]+", text):
            one = self._one_id(half_width(match.group()))
            kind = MentionKind.CASE if one[1] else MentionKind.UNKNOWN_CASE
            found.append(SourceMention(kind, match.group(), match.start(), match.end(), one[0]))
        kept = [one for one in found if one.case_id != own_id]
        return Mentions(tuple(_once(kept)), (_itself(),) if len(kept) < len(found) else ())

    def _one_id(self, written: str) -> tuple[str, bool]:
        found = self.known.by_folded.get(re.sub(r"[\s_\-./#]+", "", fold(written)))
        found = found or (
            self.known.numbered(int(written)) if written.isdecimal() and len(written) < 19 else None
        )
        return (found, True) if found else (written, False)


def _itself() -> Reason:
    return reason("The case names itself as its source; that mention is passed over.")


def _once(mentions: Sequence[SourceMention]) -> list[SourceMention]:
    """The same case named twice is one mention: the one with a relation, else the first."""
    kept: dict[object, SourceMention] = {}
    for one in mentions:
        key = one.case_id or (one.kind, one.start)
        before = kept.get(key)
        if before is None or (before.relation is Relation.UNKNOWN and one.relation is not Relation.UNKNOWN):
            kept[key] = one
    return list(kept.values())
