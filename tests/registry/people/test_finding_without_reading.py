"""A search over keyed hashes finds exactly whom the search over clear words found: surname, name, pinyin, initials, numbers."""

from __future__ import annotations

import random
import re
from uuid import UUID

import pytest
from tests.city import NOON, City, build

from ringfence.registry.people import actions, names, seeking
from ringfence.registry.people import queries as people
from ringfence.registry.people.models import IndexCard

pytestmark = pytest.mark.django_db

SURNAMES = ("王", "王", "王", "李", "张", "欧阳", "单", "吴", "黄", "安", "司马")
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰安南格晓明小红玉兰"
ODD = ("Li Na", "José Álvarez", "蓝色面包车司机", "O'Brien", "王A", "Ма́ша", "买买提·吐尔逊", "wang")


@pytest.fixture
def city() -> City:
    return build()


def crowd(city: City) -> dict[UUID, tuple[str, str, str]]:
    """Two hundred random people: (name, identity number, telephone)."""
    draw = random.Random(7)
    facts = []
    for n in range(200):
        name = (
            draw.choice(ODD)
            if n % 10 == 0
            else draw.choice(SURNAMES) + "".join(draw.choices(GIVEN, k=draw.randint(1, 2)))
        )
        number, phone = (f"41070219900101{n:04}"[:18] if n % 3 else ""), (f"1390000{n:04}" if n % 4 else "")
        facts.append(actions.PersonFacts(name=name, area_code="410702001", id_number=number, phone=phone))
    actions.register_many(people=facts, by=city.investigator, now=NOON)
    return {one.id: (one.name, one.id_number, one.phone) for one in facts}


def in_clear(known: dict[UUID, tuple[str, str, str]], text: str) -> set[UUID]:
    """The search as it was when words stood in clear."""
    compact = text.replace(" ", "")
    if re.fullmatch(r"\d{17}[\dXx]", compact):
        return {who for who, (_, number, _) in known.items() if number == compact.upper()}
    if re.fullmatch(r"\+?[\d-]{7,}", compact):
        return {who for who, (_, _, phone) in known.items() if phone and phone == compact}
    if re.match(r"^[a-z' -]+$", text.lower()):
        key = names.pinyin_key(text)
        return {
            who for who, (name, _, _) in known.items()
            if names.pinyin_key(name).startswith(key) or (len(key) <= 4 and names.initials(name) == key)
        }  # fmt: skip
    return {who for who, (name, _, _) in known.items() if name.startswith(text)}


def texts(known: dict[UUID, tuple[str, str, str]]) -> set[str]:
    """Everything that somebody may type for these people, and what nobody answers to."""
    found = {"赵", "zhao", "x", "龘王", "wangxx", "13999999999", "410702199001019999"}
    for name, number, phone in known.values():
        pinyin = names.pinyin_key(name)
        found |= {
            name,
            name[:1],
            name[:2],
            pinyin,
            pinyin[:1],
            pinyin[:4],
            pinyin[: len(pinyin) // 2],
            names.initials(name),
        }
        found |= {one for one in (number, phone, pinyin.upper(), f"{pinyin[:3]} {pinyin[3:]}") if one.strip()}
    return {text for text in found if text.strip()}


def test_every_search_finds_whom_it_found_in_clear(city: City) -> None:
    known = crowd(city)
    asked = sorted(texts(known))
    assert len(asked) > 500
    for text in asked:
        cards = IndexCard.objects.filter(seeking._any_of(seeking.readings_of(text.strip())))
        assert set(cards.values_list("person_id", flat=True)) == in_clear(known, text.strip()), text


def test_a_corrected_name_is_found_under_the_new_one_only(city: City) -> None:
    wang = city.person("王芳", id_number="11010519491231002X", phone="13900000001")
    actions.correct(
        person_id=wang.id, changes={"name": "李娜", "phone": "13900000002"}, by=city.investigator, now=NOON
    )

    def found(text: str) -> list[UUID]:
        return [one.id for one in people.search(text=text, by=city.investigator, on=NOON.date())]

    assert found("王芳") == found("wangf") == found("13900000001") == []
    assert found("李") == found("ln") == found("139-0000-0002") == found("11010519491231002x") == [wang.id]


def test_what_is_no_number_finds_nobody(city: City) -> None:
    """Everybody without a telephone has the same empty hash."""
    city.person("王芳")
    for text in ("-------", "+-------", " "):
        assert people.search(text=text, by=city.investigator, on=NOON.date()) == []
    nothing = {" ", "", "-"}
    assert people.holders(numbers=nothing) == {} and people.by_phones(phones=sorted(nothing)) == []
    sample = city.sample(city.person("李娜"))
    cases = type(sample).objects
    assert not cases.filter(people.with_numbers(nothing)) and not cases.filter(people.with_phones(nothing))
    found = people.matches(
        sought=[people.Sought(name="", phone="-", id_number=" ")], by=city.investigator, on=NOON.date()
    )
    assert found == [[]]


def test_doubles_are_found_by_number_telephone_and_sound(city: City) -> None:
    wang = city.person("王芳", id_number="11010519491231002X", phone="139 0000 0001")
    assert people.holders(numbers=["11010519491231002X", ""]) == {
        "11010519491231002X": people.Holder(wang.id, "王芳")
    }
    assert people.by_phones(phones=["13900000001"]) == [("13900000001", "wangfang", wang.id)]
    told = [
        people.Sought(name="汪方"),
        people.Sought(name="Li", phone="13900000001"),
        people.Sought(name="王芳", phone="+8613900000001"),
    ]
    found = people.matches(sought=told, by=city.investigator, on=NOON.date())
    assert [[(one.person.id, one.sure) for one in some] for some in found] == [
        [(wang.id, False)],
        [(wang.id, False)],
        [(wang.id, True)],
    ]
