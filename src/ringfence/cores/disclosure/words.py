"""Words that lead to one person: chat names, mail, a room, the number of a case, sex with age."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .finding import Kind
from .numbers import Span

_EMAIL = re.compile(
    r"[A-Za-z0-9_.+%-]+ ?(?:@|\[at\]|\(at\)) ?[A-Za-z0-9\u3400-\u9fff-]+(?: ?\. ?[A-Za-z0-9-]+)+", re.I
)
_CHAT = re.compile(
    r"(?:微信|薇信|威信|vx|wx|v信|we ?chat|QQ|扣扣|支付宝|alipay|抖音|快手|微博|weibo|telegram|whatsapp|line id)"
    r"(?:账号|帐号|号码|号|昵称|id|群|是|为|[:：. ]){0,4}@?([A-Za-z0-9_][A-Za-z0-9_\-]{4,})", re.I
)  # fmt: skip
_HANDLE = re.compile(r"(?<![A-Za-z0-9_@.])@[A-Za-z0-9_]{4,}|wxid_[0-9a-z]+", re.I)

_N = r"(?:\d{1,4}|[一二三四五六七八九十百]{1,4})"
_ROOM = re.compile(
    rf"{_N} ?单元|(?<![年月日时分第\d])(?:\d{{3,4}}|\d{{1,2}}-\d{{3,4}}|[一二三四五六七八九〇零]{{3,4}}) ?(?:室|户|房间|号房|房)(?!1?厅|[一二三四五两\d]厅)"
    rf"|{_N} ?(?:号楼|栋|幢|座|#楼?)(?:[ \-第]|\d{{1,2}}层|[一二三四五六七八九十]+层){{0,3}}(?<!\d)\d{{3,4}}(?!\d|-|:| ?(?:年|人|例|份|时|米|户|名|万))|(?<![\d-])\d{{1,3}}-\d{{1,2}}-\d{{3,4}}(?![\d-])"
    r"|(?:(?<![A-Za-z])(?:room|flat|apartment|apt|suite|unit)\.? ?(?:no\.? ?|# ?)?(?:\d{1,4}[A-Z]?|[A-Z]\d{1,4}))(?![A-Za-z0-9])", re.I
)  # fmt: skip

_CASE_NUMBER = re.compile(
    r"(?:病例|患者|感染者|无症状)(?:编号)? ?(?:no\.?|第|#)? ?\d{1,5}(?: ?号)? ?[:：]|(?<![A-Za-z])(?:case|patient)s? (?:no\.? ?|number |# ?)\d{1,5}(?![\d])|(?<![A-Za-z])(?:case|patient) \d{1,5} ?:",
    re.I,
)  # fmt: skip
_DESCRIPTION = re.compile(
    r"[男女]性?[ ,，、]{0,2}\d{1,3} ?岁|\d{1,3} ?岁的?[ ,，、]{0,2}(?:男|女)(?:性|士|子|童|孩|生|婴)?"
    r"|(?<!\d)\d{1,3}[- ]years?[- ]old|(?<![A-Za-z])(?:wo)?man (?:aged|of) \d{1,3}(?!\d)", re.I
)  # fmt: skip


def spans(text: str, *, case_prefix: str = "") -> Iterator[Span]:
    """Words in a plain text. `case_prefix`: how the numbers of this outbreak's cases begin."""
    for pattern, kind in ((_EMAIL, Kind.EMAIL), (_HANDLE, Kind.ACCOUNT), (_ROOM, Kind.ROOM),
                          (_CASE_NUMBER, Kind.CASE_NUMBER), (_DESCRIPTION, Kind.DESCRIPTION)):  # fmt: skip
        for found in pattern.finditer(text):
            yield *found.span(), kind
    for found in _CHAT.finditer(text):
        yield *found.span(1), Kind.ACCOUNT
    if case_prefix:
        own = re.compile(rf"(?<![A-Za-z]){re.escape(case_prefix)}[ -]?\d{{1,6}}\b", re.I)
        for found in own.finditer(text):
            yield *found.span(), Kind.CASE_NUMBER
