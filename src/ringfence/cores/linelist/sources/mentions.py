"""Free text about the source of infection -> what it mentions. A mention is not a direction."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ringfence.cores.linelist.blanks import is_nothing, is_not_known
from ringfence.cores.linelist.texts import fold, half_width
from ringfence.cores.linelist.vocabulary import MentionKind, Relation
from ringfence.kernel import Reason, reason

from .case_ids import IdFound, KnownIds
from .relations import RelationWord, relation_words

DIRECTION = "UNKNOWN"  # who infected whom is told by dates and evidence, never by a mention
# What may stand between a word of relation and the IDs it is said of.
_JOINT = re.compile(
    r"(?:\s|['’]s\b|[,;/&+()（）、，；:：'’#]|of|to|with|from|by|cases?|patients?|confirmed|the|and|or|also|no\.|系|为|是|的|之|与|和|及|或|病例|患者|感染者|确诊|第|号|例|编号)*",
    re.IGNORECASE,
)
_BEFORE_RELATION = re.compile(r"\s*(?:['’]s?\s*|[(（]\s*|的\s*|之|)$", re.IGNORECASE)
_SAID_OF = re.compile(r"\s*(?:of|to|with)\b", re.IGNORECASE)
_PIECE = re.compile(r"[^;；,，、/。\n]+")
_UNKNOWN_PERSON = re.compile(
    r"(?:confirmed|positive|infected|suspected|unknown|another|other|a|an)\s+(?:patients?|cases?|persons?|people)|shoppers(?= living)|确诊(?:病例|患者)|阳性(?:患者|人员|感染者)|感染者|病例(?!\s*\d)", re.IGNORECASE
)
_TRAVEL = re.compile(
    r"trave?ll?|travle|trip|tour|import|flight|flew|plane|cruise|visit|return|arriv|came (?:back )?from|back from|abroad|train(?!ee|ing| crew| company| work)|"
    r"旅行|旅游|旅居|出差|返回|返乡|回国|入境|探亲|来自|乘坐|列车|航班|输入|途经|前往", re.IGNORECASE,
)  # fmt: skip
_NOT_KNOWN = re.compile(r"\b(?:unknown|unclear|not known|undetermined|no (?:clear |known )?(?:source|exposure|link))\b|不详|不明|未知|待查|调查中", re.IGNORECASE)
_FILLER = re.compile(
    r"\b(?:cases?|patients?|confirmed|and|or|of|the|a|an|with|by|to|from|in|at|affect(?:ed)?|infected|possibl[ey]|probabl[ey]|may be|maybe|likely|also|who|was|is|in a|link(?:ed)?|epi|source|infection)\b|系|为|是|的|与|和|及|可能|疑似|感染|接触|病例|患者|确诊|有|史|号|第|例|[()（）'’\"“”.?？:：&+]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SourceMention:
    """One thing that a source text names. `start` and `end` count characters of the text as written."""

    kind: MentionKind
    text: str
    start: int
    end: int
    case_id: str | None = None
    relation: Relation = Relation.UNKNOWN
    direction: str = DIRECTION

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


class Mentions(NamedTuple):
    mentions: tuple[SourceMention, ...]
    remarks: tuple[Reason, ...] = ()


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
        plain = half_width(text)
        ids = self.known.find(plain)
        others = [one for one in ids if one.case_id != own_id]
        words = relation_words(plain)
        found = [_case(text, plain, one, words, ids) for one in others]
        found += _unknown_persons(text, plain, words, ids)
        found += _places(text, plain, [*((one.start, one.end) for one in ids), *((m.start, m.end) for m in found)], words)
        remarks = (reason("The case names itself as its source; that mention is passed over."),) if len(others) < len(ids) else ()
        return Mentions(tuple(sorted(_once(found), key=lambda one: one.start)), remarks)

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
        remarks = (reason("The case names itself as its source; that mention is passed over."),) if len(kept) < len(found) else ()
        return Mentions(tuple(_once(kept)), remarks)

    def _one_id(self, written: str) -> tuple[str, bool]:
        found = self.known.by_folded.get(re.sub(r"[\s_\-./#]+", "", fold(written)))
        found = found or (self.known.numbered(int(written)) if written.isdigit() else None)
        return (found, True) if found else (written, False)


def _once(mentions: Sequence[SourceMention]) -> list[SourceMention]:
    """The same case named twice is one mention: the one with a relation, else the first."""
    kept: dict[object, SourceMention] = {}
    for one in mentions:
        key = one.case_id or (one.kind, one.start)
        before = kept.get(key)
        if before is None or (before.relation is Relation.UNKNOWN and one.relation is not Relation.UNKNOWN):
            kept[key] = one
    return list(kept.values())


def _case(text: str, plain: str, one: IdFound, words: list[RelationWord], ids: list[IdFound]) -> SourceMention:
    kind = MentionKind.CASE if one.known else MentionKind.UNKNOWN_CASE
    return SourceMention(kind, text[one.start : one.end], one.start, one.end, one.case_id, _relation(plain, one, words, ids))


def _relation(plain: str, one: IdFound, words: list[RelationWord], ids: list[IdFound]) -> Relation:
    """The word right behind the ID (TJ6 (family), TJ14的家属), else the one before it (wife of TJ103)."""
    behind = [word for word in words if word.start >= one.end and _only_joints(plain, one.end, word.start, ids)]
    before = [word for word in words if word.end <= one.start and _only_joints(plain, word.end, one.start, ids)]
    if behind and not _SAID_OF.match(plain, behind[0].end):
        direct = _BEFORE_RELATION.match(plain[one.end : behind[0].start])
        if direct or not before:
            return behind[0].relation
    return before[-1].relation if before else Relation.UNKNOWN


def _only_joints(plain: str, start: int, end: int, ids: list[IdFound]) -> bool:
    """True when nothing but joining words and other IDs stands between two places."""
    between = plain[start:end]
    for other in reversed(ids):
        if start <= other.start and other.end <= end:
            between = between[: other.start - start] + " " + between[other.end - start :]
    return _JOINT.fullmatch(between) is not None


def _unknown_persons(text: str, plain: str, words: list[RelationWord], ids: list[IdFound]) -> list[SourceMention]:
    """"Confirmed patient", "business partner": a person who may have infected, but with no ID."""
    found = []
    for match in _UNKNOWN_PERSON.finditer(plain):
        if not any(_is_title_of(plain, match, one, ids) for one in ids):
            near = [word for word in words if word.end <= match.start() and _JOINT.fullmatch(plain[word.end : match.start()])]
            relation = near[-1].relation if near else Relation.UNKNOWN
            found.append(SourceMention(MentionKind.UNKNOWN_CASE, text[match.start() : match.end()], match.start(), match.end(), None, relation))
    if not ids and not found:
        found = [SourceMention(_NAMES.get(w.relation, MentionKind.UNKNOWN_CASE), text[w.start : w.end], w.start, w.end, None, w.relation) for w in words[:1]]
    return found


_NAMES = {Relation.TRAVEL: MentionKind.TRAVEL, Relation.VENUE: MentionKind.PLACE, Relation.MEAL: MentionKind.PLACE}  # words that name an occasion


def _is_title_of(plain: str, match: re.Match[str], one: IdFound, ids: list[IdFound]) -> bool:
    """"Confirmed patient TJ5", 5号病例: the word belongs to an ID; "confirmed patient and TJ5" are two persons."""
    if one.end <= match.start():
        return _only_joints(plain, one.end, match.start(), ids)
    between = plain[match.end() : one.start]
    return one.start >= match.end() and " and " not in between and _only_joints(plain, match.end(), one.start, ids)


def _places(text: str, plain: str, named: Sequence[tuple[int, int]], words: list[RelationWord]) -> Iterator[SourceMention]:
    """What is left between separators when cases and relations are taken out: a place, a journey, or "unknown"."""
    covered = [*named, *((word.start, word.end) for word in words)]
    blanked = list(plain)
    for start, end in covered:
        blanked[start:end] = "\x00" * (end - start)
    for piece in _PIECE.finditer("".join(blanked)):
        for part in re.finditer(r"[^\x00]+", piece.group()):
            left = _FILLER.sub(lambda match: " " * len(match.group()), part.group())
            core = left.strip()
            if len(core) < 2 or not any(letter.isalpha() for letter in core):
                continue
            start = piece.start() + part.start() + len(left) - len(left.lstrip())
            end = piece.start() + part.start() + len(left.rstrip())
            whole = plain[piece.start() + part.start() : piece.start() + part.end()]
            kind = MentionKind.UNKNOWN if _NOT_KNOWN.search(whole) else MentionKind.TRAVEL if _TRAVEL.search(whole) else MentionKind.PLACE
            yield SourceMention(kind, text[start:end], start, end)
