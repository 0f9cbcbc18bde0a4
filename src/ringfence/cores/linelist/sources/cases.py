"""Cases named in a text, with the relation that the text gives them; persons who have no ID."""

from __future__ import annotations

import re

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
    behind = [
        word for word in words if word.start >= one.end and _only_joints(plain, one.end, word.start, ids)
    ]
    before = [
        word for word in words if word.end <= one.start and _only_joints(plain, word.end, one.start, ids)
    ]
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


def unnamed_persons(
    text: str, plain: str, words: list[RelationWord], ids: list[IdFound]
) -> list[SourceMention]:
    """ "Confirmed patient", "business partner": a person who may have infected, but with no ID."""
    found = []
    for match in _UNKNOWN_PERSON.finditer(plain):
        if not any(_is_title_of(plain, match, one, ids) for one in ids):
            near = [
                word
                for word in words
                if word.end <= match.start() and _JOINT.fullmatch(plain[word.end : match.start()])
            ]
            relation = near[-1].relation if near else Relation.UNKNOWN
            found.append(
                SourceMention(
                    MentionKind.UNKNOWN_CASE,
                    text[match.start() : match.end()],
                    match.start(),
                    match.end(),
                    None,
                    relation,
                )
            )
    if not ids and not found:
        found = [
            SourceMention(
                _NAMES.get(w.relation, MentionKind.UNKNOWN_CASE),
                text[w.start : w.end],
                w.start,
                w.end,
                None,
                w.relation,
            )
            for w in words[:1]
        ]
    return found


_NAMES = {
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
