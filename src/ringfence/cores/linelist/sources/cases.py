"""Cases named in a text, with the relation that the text gives them; persons who have no ID."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from ringfence.cores.linelist.vocabulary import MentionKind, Relation

from .case_ids import IdFound
from .mention import SourceMention
from .relations import RelationWord

# What may stand between a word of relation and the IDs it is said of.
_JOINT = re.compile(
    r"(?:\s|['’]s\b|[,;/&+()（）、，；:：'’#]|of|to|with|from|by|cases?|patients?|confirmed|the|and|or|also|no\.|系|为|是|的|之|与|和|及|或|病例|患者|感染者|确诊|第|号|例|编号)*",
    re.IGNORECASE,
)
_BEFORE_RELATION = re.compile(r"\s*(?:['’]s?\s*|[(（]\s*|的\s*|之|)$", re.IGNORECASE)
_SAID_OF = re.compile(r"\s*(?:of|to|with)\b", re.IGNORECASE)
_UNKNOWN_PERSON = re.compile(
    r"(?:confirmed|positive|infected|suspected|unknown|another|other|a|an)\s+(?:patients?|cases?|persons?|people)|shoppers(?= living)|确诊(?:病例|患者)|阳性(?:患者|人员|感染者)|感染者|病例(?!\s*\d)",
    re.IGNORECASE,
)


def named_case(
    text: str, plain: str, one: IdFound, words: list[RelationWord], ids: list[IdFound]
) -> SourceMention:
    kind = MentionKind.CASE if one.known else MentionKind.UNKNOWN_CASE
    return SourceMention(
        kind, text[one.start : one.end], one.start, one.end, one.case_id, _relation(plain, one, words, ids)
    )


def _relation(plain: str, one: IdFound, words: list[RelationWord], ids: list[IdFound]) -> Relation:
    """The word right behind the ID (TJ6 (family), TJ14的家属), else the one before it (wife of TJ103)."""
    at = bisect_left(words, one.end, key=lambda word: word.start)
    behind = words[at] if at < len(words) and _only_joints(plain, one.end, words[at].start, ids) else None
    at = bisect_right(words, one.start, key=lambda word: word.end)
    before = words[at - 1] if at and _only_joints(plain, words[at - 1].end, one.start, ids) else None
    if behind is not None and not _SAID_OF.match(plain, behind.end):
        direct = _BEFORE_RELATION.match(plain[one.end : behind.start])
        if direct or before is None:
            return behind.relation
    return before.relation if before is not None else Relation.UNKNOWN


def _only_joints(plain: str, start: int, end: int, ids: list[IdFound]) -> bool:
    """True when nothing but joining words and other IDs stands between two places."""
    between = plain[start:end]
    for other in reversed(ids):
        if start <= other.start and other.end <= end:
            between = between[: other.start - start] + " " + between[other.end - start :]
    return _JOINT.fullmatch(between) is not None


def unnamed_persons(
    text: str, plain: str, words: list[RelationWord], ids: list[IdFound]
) -> list[SourceMention]:
    """ "Confirmed patient", "business partner": a person who may have infected, but with no ID."""
    found = [
        _person(text, match.start(), match.end(), _said_before(plain, match.start(), words))
        for match in _UNKNOWN_PERSON.finditer(plain)
        if not any(_is_title_of(plain, match, one, ids) for one in ids)
    ]
    if not ids and not found:
        found = [_person(text, word.start, word.end, word.relation) for word in words[:1]]
    return found


def _person(text: str, start: int, end: int, relation: Relation) -> SourceMention:
    """A person without an ID; a word that names an occasion (dinner, the same flight) is a place or a journey."""
    occasion = relation in _OCCASIONS and not _UNKNOWN_PERSON.fullmatch(text[start:end])
    kind = _OCCASIONS[relation] if occasion else MentionKind.UNKNOWN_CASE
    return SourceMention(kind, text[start:end], start, end, None, relation)


def _said_before(plain: str, at: int, words: list[RelationWord]) -> Relation:
    """The word of relation that is said of what begins here: coworker of | a person."""
    near = [word for word in words if word.end <= at and _JOINT.fullmatch(plain[word.end : at])]
    return near[-1].relation if near else Relation.UNKNOWN


_OCCASIONS = {
    Relation.TRAVEL: MentionKind.TRAVEL,
    Relation.VENUE: MentionKind.PLACE,
    Relation.MEAL: MentionKind.PLACE,
}  # words that name an occasion


def _is_title_of(plain: str, match: re.Match[str], one: IdFound, ids: list[IdFound]) -> bool:
    """ "Confirmed patient TJ5", 5号病例: the word belongs to an ID; "confirmed patient and TJ5" are two persons."""
    if one.end <= match.start():
        return _only_joints(plain, one.end, match.start(), ids)
    between = plain[match.end() : one.start]
    return (
        one.start >= match.end()
        and " and " not in between
        and _only_joints(plain, match.end(), one.start, ids)
    )
