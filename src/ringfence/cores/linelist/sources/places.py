"""Places and journeys: what is left of a source text when cases and relations are taken out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ringfence.cores.linelist.vocabulary import MentionKind

from .mention import SourceMention
from .relations import RelationWord

_PIECE = re.compile(r"[^;；,，、/。\n]+")
_TRAVEL = re.compile(
    r"trave?ll?|travle|trip|tour|import|flight|flew|plane|cruise|visit|return|arriv|came (?:back )?from|back from|abroad|train(?!ee|ing| crew| company| work)|"
    r"旅行|旅游|旅居|出差|返回|返乡|回国|入境|探亲|来自|乘坐|列车|航班|输入|途经|前往", re.IGNORECASE,
)  # fmt: skip
_NOT_KNOWN = re.compile(
    r"\b(?:unknown|unclear|not known|undetermined|no (?:clear |known )?(?:source|exposure|link))\b|不详|不明|未知|待查|调查中",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"\b(?:cases?|patients?|confirmed|and|or|of|the|a|an|with|by|to|from|in|at|affect(?:ed)?|infected|possibl[ey]|probabl[ey]|may be|maybe|likely|also|who|was|is|in a|link(?:ed)?|epi|source|infection)\b|^\s*(?:系|为|与|的|曾)|感染|接触史?|病例|患者|确诊|可能|疑似|[()（）'’\"“”.?？:：&+]",
    re.IGNORECASE,
)


def places(
    text: str, plain: str, named: Sequence[tuple[int, int]], words: list[RelationWord]
) -> Iterator[SourceMention]:
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
            kind = (
                MentionKind.UNKNOWN
                if _NOT_KNOWN.search(whole)
                else MentionKind.TRAVEL
                if _TRAVEL.search(whole)
                else MentionKind.PLACE
            )
            yield SourceMention(kind, text[start:end], start, end)
