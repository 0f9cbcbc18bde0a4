"""Words that people write into a cell to say that there is nothing to write."""

from __future__ import annotations

from .texts import SHORT, fold

# "NA" in every spelling, dashes, and the Excel error for a value that is not available.
_NOTHING = frozenset({
    "na", "n/a", "n.a.", "n.a", "#n/a", "<na>", "nan", "null", "none", "nil", "nd", "n/d", "s/d", "sd", "blank", "(blank)",
    "-", "--", "---", "-/-", "\u2014", "\u2014\u2014", "\u2013", "_", "/", "//", "\\", ".", "...", "......", "?", "??", "???", "*",
    "not available", "not applicable", "sin dato", "(空白)", "空白", "空", "暂缺", "缺失", "缺",
})  # fmt: skip
# "None", "not known": nothing for a date, a number or a name; for symptoms and sources they mean something.
_NONE = frozenset({"none", "nono", "no", "nil", "无", "没有", "无有", "aucun", "ninguno"})
_NOT_KNOWN = frozenset({
    "unknown", "unkown", "unknow", "unk", "unclear", "not known", "not sure", "undetermined", "inconnu", "desconocido", "missing",
    "不详", "不祥", "不明", "未知", "不清楚", "不清", "待查", "待核实", "待核", "待调查", "调查中", "未填", "未提供", "拒绝提供",
})  # fmt: skip


def is_nothing(cell: str) -> bool:
    """True for an empty cell and for "NA", "-", "/" and the like: the cell says nothing at all."""
    return not cell or (len(cell) <= SHORT and fold(cell) in _NOTHING)


def is_none(cell: str) -> bool:
    """True for "none", "no", 无: the writer says that there is none."""
    return len(cell) <= SHORT and fold(cell) in _NONE


def is_not_known(cell: str) -> bool:
    """True for "unknown", 不详: the writer says that it is not known."""
    return len(cell) <= SHORT and fold(cell) in _NOT_KNOWN


def is_blank(cell: str) -> bool:
    """True when the cell holds no value for a date, a number, a name or an address."""
    return is_nothing(cell) or is_none(cell) or is_not_known(cell)
