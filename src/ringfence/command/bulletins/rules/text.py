"""What a bulletin says, line by line, in Chinese and in English: both are published whatever language staff work in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ringfence.kernel import CITY_ZONE

ZH, EN = "zh", "en"
LANGUAGES = (ZH, EN)
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")  # fmt: skip

# What to do, said the same everywhere; the drafter chooses one.
ADVICE: dict[str, tuple[str, str]] = {
    "TEST_NOW": (
        "在上述时间到过这些地点的市民，请立即向所在社区报告，并尽快进行核酸检测；等待结果期间请留在家中，不要乘坐公共交通工具。",
        "If you were at one of these places at these times, tell your community now and take a test soon; stay at home and off public transport until you have the result.",
    ),
    "WATCH": (
        "在上述时间到过这些地点的市民，请做好自我健康监测14天；如有发热、咳嗽、嗅觉味觉减退等症状，请拨打12320并前往发热门诊。",
        "If you were at one of these places at these times, watch your health for 14 days; with fever, cough or loss of smell or taste call 12320 and go to a fever clinic.",
    ),
    "NOTHING": (
        "以上场所已完成处置，现在前往不需要采取特别措施。",
        "These places have been dealt with; going there now needs no special care.",
    ),
}  # fmt: skip
NUMBERS = ("total", "new", "confirmed", "asymptomatic", "in_quarantine", "community", "under_quarantine")
LABELS: dict[str, tuple[str, str]] = {
    "total": ("累计报告", "Cases so far"), "new": ("最近24小时新增", "New in the last 24 hours"),
    "confirmed": ("其中确诊病例", "of them confirmed"), "asymptomatic": ("其中无症状感染者", "of them asymptomatic"),
    "in_quarantine": ("其中在隔离管控中发现", "of them found in quarantine"), "community": ("其中在社会面发现", "of them found in the community"),
    "under_quarantine": ("正在医学观察的人员", "People under medical observation"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A bulletin in one language: title, counts, counties, places, text, what to do. Lines of plain text."""

    title: str
    numbers: tuple[str, ...]
    counties: tuple[str, ...]
    places: tuple[str, ...]
    paragraphs: tuple[str, ...]
    advice: str

    def whole(self) -> str:
        """Everything in one text, as the detector reads it and as lines are compared."""
        parts = (self.title, *self.numbers, *self.counties, *self.paragraphs, *self.places, self.advice)
        return "\n".join(one for one in parts if one)


def bulletin(
    *, language: str, outbreak: str, number: int, as_of: datetime, numbers: Mapping[str, Any],
    places: Sequence[Mapping[str, Any]], text: str,
) -> Told:  # fmt: skip
    """The bulletin in this language."""
    at = LANGUAGES.index(language)
    codes = {one["advice"] for one in places}
    return Told(
        title=(
            f"{outbreak}疫情通报（第{number}号）" if language == ZH else f"{outbreak}: bulletin no. {number}"
        ),
        numbers=(_as_of(as_of, language), *_counts(numbers.get("cells", {}), at)) if numbers else (),
        counties=_counties(numbers.get("counties", []), at),
        places=tuple(place(one, language) for one in places),
        paragraphs=tuple(line.strip() for line in text.splitlines() if line.strip()),
        advice=" ".join(ADVICE[code][at] for code in ADVICE if code in codes),
    )


def place(one: Mapping[str, Any], language: str) -> str:
    """One place line: day, times, where."""
    day = date.fromisoformat(one["day"])
    times = ("、" if language == ZH else ", ").join(
        _times(first, last, language) for first, last in one["times"]
    )
    area = one["area"] if language == ZH else one["area_en"]
    where = f"{area}{', ' if area and language == EN else ''}{one['place']}"
    return f"{_day(day, language)} {times} {where}"


def _as_of(at: datetime, language: str) -> str:
    local = at.astimezone(CITY_ZONE)
    return f"截至{_day(local.date(), ZH)}{local:%H:%M}" if language == ZH else f"As of {_day(local.date(), EN)}, {local:%H:%M}"  # fmt: skip


def _counts(cells: Mapping[str, Mapping[str, int | None]], at: int) -> tuple[str, ...]:
    return tuple(
        f"{LABELS[name][at]}{'：' if at == 0 else ': '}{_amount(cells[name], at)}" for name in NUMBERS if name in cells
    )  # fmt: skip


def _counties(counties: Sequence[Mapping[str, Any]], at: int) -> tuple[str, ...]:
    """A line for each county whose count is told; the others by name in one line."""
    named = {str(one["name"] if at == 0 else one["name_en"] or one["name"]): one for one in counties}
    lines = [
        f"{name}{'：' if at == 0 else ': '}{_amount(one, at)}"
        for name, one in named.items()
        if "count" in one
    ]
    only_named = [name for name, one in named.items() if "count" not in one]
    if only_named:
        lines.append(
            f"有报告的县（市、区）：{'、'.join(only_named)}"
            if at == 0
            else f"Counties with cases: {', '.join(only_named)}"
        )
    return tuple(lines)


def _amount(cell: Mapping[str, Any], at: int) -> str:
    if cell["count"] is not None:
        return f"{cell['count']}"
    if cell["at_least"] > 1:
        return f"不少于{cell['at_least']}" if at == 0 else f"at least {cell['at_least']}"
    return "人数较少，不单独公布" if at == 0 else "few, not told separately"


def _times(first: int, last: int | None, language: str) -> str:
    if last is None:
        return f"{_clock(first)}起" if language == ZH else f"from {_clock(first)}"
    return f"{_clock(first)}—{_clock(last)}" if language == ZH else f"{_clock(first)}–{_clock(last)}"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _day(day: date, language: str) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if language == ZH else f"{day.day} {MONTHS[day.month - 1]} {day.year}"  # fmt: skip


def changed_lines(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, str]]:
    """Lines with a mark: "" kept, "-" struck, "+" new."""
    from difflib import ndiff

    return [
        ("" if one[0] == " " else one[0], one[2:])
        for one in ndiff(list(before), list(after))
        if one[0] in " -+"
    ]
