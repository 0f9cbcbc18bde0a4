"""What was planted is always found, wherever it stands and however it is written; ordinary bulletins pass."""

from __future__ import annotations

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.cores.disclosure import Kind, find
from ringfence.cores.disclosure.numbers import CHECK_DIGITS, PROVINCES, WEIGHTS
from ringfence.registry.people.names import pinyin_key
from ringfence.registry.people.rules import valid_citizen_number

from .bulletins import BULLETIN, SENTENCE

FULL_WIDTH = str.maketrans(string.digits + "Xx", "０１２３４５６７８９Ｘｘ")
SPELLED = str.maketrans(string.digits, "零一二三四五六七八九")
PROVINCE = st.sampled_from(sorted(PROVINCES))
DIGITS = st.text(string.digits, min_size=3, max_size=3)
BORN = st.dates().filter(lambda day: 1900 <= day.year <= 2022)
LETTER = st.sampled_from("ABCDEFGHJKLMNPQRSTUVWXYZ")
PLATE_TAIL = st.text("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789", min_size=5, max_size=5).filter(
    lambda tail: sum(c.isdigit() for c in tail) >= 2
)
TWO_SIDES = ("，", "：", "（", " ", "。", "有", "\n")


def with_check_digit(first: str) -> str:
    return first + CHECK_DIGITS[sum(int(d) * w for d, w in zip(first, WEIGHTS, strict=True)) % 11]


@st.composite
def written(draw, numbers, *, spelled=True):
    """The same number as people write it: blanks, dashes, wide digits, invisible letters between, Chinese digits."""
    number = draw(numbers)
    ways = ["as it is", "blanks", "dashes", "wide", "hidden", *(["spelled"] if spelled else [])]
    way = draw(st.sampled_from(ways))
    if way in ("blanks", "dashes", "hidden"):
        gap = {"blanks": " ", "dashes": "-", "hidden": "\u200b"}[way]
        at = draw(st.sets(st.integers(1, len(number) - 1), min_size=1))
        return "".join((gap if n in at else "") + one for n, one in enumerate(number))
    return (
        number.translate(FULL_WIDTH if way == "wide" else SPELLED) if way in ("wide", "spelled") else number
    )


IDENTITY = written(
    st.builds(lambda p, r, b, s: with_check_digit(f"{p}0{r}{b:%Y%m%d}{s}"), PROVINCE, DIGITS, BORN, DIGITS)
)
OLD_IDENTITY = written(
    st.builds(lambda p, r, b, s: f"{p}0{r}{b:%y%m%d}{s}", PROVINCE, DIGITS, BORN.filter(lambda d: d.year < 2000), DIGITS)
)  # fmt: skip
MOBILE = written(st.from_regex(r"\A1[3-9][0-9]{9}\Z"))
MOBILE_ABROAD = st.builds("{}{}".format, st.sampled_from(("+86", "+86 ", "0086", "86-", "(+86)")), st.from_regex(r"\A1[3-9][0-9]{9}\Z"))  # fmt: skip
LANDLINE = st.from_regex(r"\A(010|02[0-9]|0[3-9][0-9]{2})[- ]?[2-8][0-9]{6,7}\Z")
ABROAD = st.from_regex(r"\A\+(1|44|49|7|81|852)[ -]?[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{3,4}\Z")
PLATE = st.builds("{}{}{}{}".format, st.sampled_from("豫京冀鲁晋陕粤"), LETTER, st.sampled_from(("", "·", " ", "-")), PLATE_TAIL)  # fmt: skip
NEW_ENERGY = st.builds("{}{}{}{}{}".format, st.sampled_from("豫京沪粤"), LETTER, st.sampled_from(("", "·", " ")), st.sampled_from("DF"), st.from_regex(r"\A[0-9]{5}\Z"))  # fmt: skip
PASSPORT = st.one_of(st.from_regex(r"\A[EGDSP][0-9]{8}\Z"), st.from_regex(r"\AE[A-H][0-9]{7}\Z"), st.from_regex(r"\AK[0-9]{7}\Z"))  # fmt: skip
EMAIL = st.from_regex(r"\A[a-z][a-z0-9.]{2,10}@[a-z]{2,8}\.(com|cn|org)\Z")
CHAT = st.builds(
    "{}{}".format, st.sampled_from(("微信号：", "微信: ", "QQ", "vx ", "WeChat ID: ", "加v信")), st.from_regex(r"\A[a-z0-9][a-z0-9_]{5,12}\Z")
)  # fmt: skip
ROOM = st.builds(
    lambda b, u, r, way: way.format(b=b, u=u, r=r), st.integers(1, 40), st.integers(1, 6), st.integers(101, 2904),
    st.sampled_from(("金谷小区{b}号楼{u}单元", "{b}栋{r}室", "{b}号楼{u}单元{r}", "{b}-{u}-{r}", "{b}号楼{r}", "Room {r}", "Unit {u}, Building {b}", "Flat {u}B")),
)  # fmt: skip

PLANTED = st.one_of(
    st.tuples(IDENTITY, st.just(Kind.IDENTITY_NUMBER)), st.tuples(OLD_IDENTITY, st.just(Kind.IDENTITY_NUMBER)),
    st.tuples(MOBILE, st.just(Kind.PHONE)), st.tuples(MOBILE_ABROAD, st.just(Kind.PHONE)), st.tuples(LANDLINE, st.just(Kind.PHONE)),
    st.tuples(ABROAD, st.just(Kind.PHONE)), st.tuples(PLATE, st.just(Kind.PLATE)), st.tuples(NEW_ENERGY, st.just(Kind.PLATE)),
    st.tuples(PASSPORT, st.just(Kind.DOCUMENT)), st.tuples(EMAIL, st.just(Kind.EMAIL)), st.tuples(CHAT, st.just(Kind.ACCOUNT)),
    st.tuples(ROOM, st.just(Kind.ROOM)),
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(before=SENTENCE, planted=PLANTED, after=SENTENCE, left=st.sampled_from(TWO_SIDES), right=st.sampled_from(("，", "。", "\n", "；", "）")))  # fmt: skip
def test_what_was_planted_is_found_in_its_place(before, planted, after, left, right):
    secret, kind = planted
    text = f"{before}{left}{secret}{right}{after}"
    start, end = len(before) + len(left), len(before) + len(left) + len(secret)
    touching = [one for one in find(text) if one.start < end and start < one.end]
    assert touching, f"{kind}: {secret!r} in {text!r}"
    told = {one.kind for one in touching}
    assert kind in told or told & {
        Kind.LONG_NUMBER,
        Kind.IDENTITY_NUMBER,
        Kind.PHONE,
        Kind.DOCUMENT,
        Kind.EMAIL,
    }
    assert all(text[one.start : one.end] == one.text for one in touching)


@settings(max_examples=200, deadline=None)
@given(BULLETIN)
def test_an_ordinary_bulletin_passes(text):
    assert find(text, case_prefix="XX", key=pinyin_key, listed=lambda _c, _l: ()) == []


SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴", ("伟", "小明", "建国", "秀英", "雨桐", "诗涵")
NAME = st.builds("{}{}".format, st.sampled_from(SURNAMES), st.sampled_from(GIVEN))


def bears(name):
    """The register as the detector asks it: Chinese tokens and pinyin keys."""
    return lambda chinese, latin: [one for one in (name, pinyin_key(name)) if one in chinese or one in latin]


def shown(name, way):
    """王小明 as people write it."""
    latin = [pinyin_key(name[0]).title(), pinyin_key(name[1:]).title()]
    return {
        "Chinese": name, "spaced": "　".join(name), "dotted": "·".join(name), "pinyin": " ".join(latin), "turned": " ".join(reversed(latin)),
        "capitals": f"{latin[0].upper()} {latin[1]}", "one word": "".join(latin).lower(), "comma": f"{latin[0]}, {latin[1]}",
        "titled": f"{name}女士", "hidden": "\u200b".join(name),
    }[way]  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(
    name=NAME, before=SENTENCE, after=SENTENCE,
    way=st.sampled_from(("Chinese", "spaced", "dotted", "pinyin", "turned", "capitals", "one word", "comma", "titled", "hidden")),
)  # fmt: skip
def test_the_name_of_somebody_listed_is_found(name, before, after, way):
    text = f"{before}患者{shown(name, way)}。{after}"
    found = [one for one in find(text, key=pinyin_key, listed=bears(name)) if one.kind is Kind.NAME]
    assert any(one.start <= len(before) + 2 < one.end for one in found), text


@pytest.mark.parametrize("text", ["市民王某某", "王某", "王女士", "小王", "Mr Wang", "王**"])
def test_a_surname_with_a_title_is_no_name(text):
    assert find(text, key=pinyin_key, listed=bears("王小明")) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("病例3：居住于红旗区", Kind.CASE_NUMBER), ("XX-12 travelled", Kind.CASE_NUMBER), ("case no. 7 lives", Kind.CASE_NUMBER),
        ("女，35岁，", Kind.DESCRIPTION), ("一名42岁男子", Kind.DESCRIPTION), ("a 42-year-old man", Kind.DESCRIPTION),
        ("身份证号：4107XXX12345", Kind.DOCUMENT), ("电话：3058120", Kind.PHONE), ("使014578", Kind.PLATE), ("6222 0210 0111 6245", Kind.LONG_NUMBER),
        ("香港身份证 A123456(7)", Kind.DOCUMENT), ("豫A12345挂", Kind.PLATE), ("wxid_8a7b6c", Kind.ACCOUNT), ("zhang ＠ qq．com", Kind.EMAIL),
    ],
)  # fmt: skip
def test_other_ways_to_one_person(text, kind):
    assert kind in {one.kind for one in find(text, case_prefix="XX")}


def test_a_number_that_the_city_publishes_itself_passes():
    assert find("防疫热线 0373-3058120") != []
    assert find("防疫热线 0373-3058120", public_phones=["0373 3058120"]) == []


def test_the_place_is_told_by_line_and_column():
    text = "第一行\n第二行有13812345678。"
    (found,) = find(text)
    assert (found.line_and_column(text), found.text) == ((2, 5), "13812345678")


def test_the_check_digit_is_that_of_the_register():
    assert valid_citizen_number(with_check_digit("41070219900307123")).allowed
