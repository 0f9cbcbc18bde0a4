"""A list finds rows by their people, whether few match or many; the rows are the same."""

from __future__ import annotations

import pytest
from tests.city import City, build
from tests.identities import names as called_by
from tests.stories.telling import open_case

from ringfence.registry.people import queries as people
from ringfence.registry.people import seeking
from ringfence.tracing.cases.models import Case

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    city = build()
    for name in ("王伟", "王芳", "李娜"):
        open_case(city, name)
    return city


@pytest.mark.parametrize("few", [1000, 1, 0])
@pytest.mark.parametrize(("text", "names"), [
    ("wf", {"王芳"}), ("w", {"王伟", "王芳"}), ("王", {"王伟", "王芳"}), ("王芳", {"王芳"}), ("wang", {"王伟", "王芳"}), ("lina", {"李娜"}), ("赵", set()),
])  # fmt: skip
def test_the_rows_do_not_depend_on_how_many_match(
    city: City, monkeypatch: pytest.MonkeyPatch, few: int, text: str, names: set[str]
) -> None:
    monkeypatch.setattr(seeking, "FEW_PEOPLE", few)
    found = Case.objects.filter(people.whose_person_matches(text))
    assert set(called_by(found)) == names


@pytest.mark.parametrize("few", [1000, 1, 0])
@pytest.mark.parametrize(("text", "names"), [
    ("wang", {"王伟", "王芳", "吴安南格"}), ("wan", {"王伟", "王芳"}), ("wangf", {"王芳"}), ("wang fang", {"王芳"}),
])  # fmt: skip
def test_a_text_that_is_the_pinyin_of_some_and_the_initials_of_others_finds_both(
    city: City, monkeypatch: pytest.MonkeyPatch, few: int, text: str, names: set[str]
) -> None:
    open_case(city, "吴安南格")
    monkeypatch.setattr(seeking, "FEW_PEOPLE", few)
    found = Case.objects.filter(people.whose_person_matches(text))
    assert set(called_by(found)) == names
