"""Contacts of a case: named one by one or by a pasted list, decided one by one or all at once."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.city import TOWNSHIP, City
from tests.identities import called, names

from ringfence.measures.orders.models import Order
from ringfence.tracing.contacts.models import Contact

from .conftest import BASE, named, text_of

LIST = """李娜 13812345678 妻子 同住 1月8日
Wang Wei, 138 1234 5679, colleague, same office, 8 Jan, Hongqi Road 12
赵六\t邻居\t1/7\t红旗超市"""


def decide(desk: Client, contact: Any, *, htmx: bool = False, **told: str) -> Any:
    headers = {"HX-Request": "true"} if htmx else {}
    return desk.post(f"{BASE}{contact.case_id}/contacts/{contact.id}/decide/", told, headers=headers)


def test_a_proposal_is_accepted_and_its_order_is_drafted(city: City, case: Any, desk: Client) -> None:
    contact = named(city, case)
    decide(desk, contact, kind="CLOSE")
    contact.refresh_from_db()
    assert contact.kind == "CLOSE"
    assert Order.objects.get(basis_contact=contact).state == "DRAFT"


def test_a_script_gets_the_row_alone(city: City, case: Any, desk: Client) -> None:
    answer = decide(desk, named(city, case), htmx=True, kind="CLOSE")
    assert text_of(answer).lstrip().startswith("<tr")
    assert "XX-D-000002" in text_of(answer)


@pytest.mark.parametrize("htmx", [True, False])
def test_a_decision_against_the_proposal_needs_a_sentence(
    city: City, case: Any, desk: Client, htmx: bool
) -> None:
    contact = named(city, case)
    answer = decide(desk, contact, htmx=htmx, kind="CASUAL", why="")
    assert answer.status_code == 422
    assert "Say why you decide otherwise." in text_of(answer)
    contact.refresh_from_db()
    assert contact.kind == "UNDECIDED"


def test_a_contact_of_another_case_is_not_decided_here(city: City, case: Any, desk: Client) -> None:
    from tests.stories.telling import open_case

    contact = named(city, case)
    other = open_case(city, "Sun")
    assert desk.post(f"{BASE}{other.id}/contacts/{contact.id}/decide/", {"kind": "CLOSE"}).status_code == 404


def test_all_proposals_or_the_chosen_ones_are_accepted(city: City, case: Any, desk: Client) -> None:
    li, wang, sun = (named(city, case, name) for name in ("Li", "Wang", "Sun"))
    desk.post(f"{BASE}{case.id}/contacts/accept/", {"chosen": "1", "contact": [li.id, "damaged"]})
    assert list(Contact.objects.filter(kind="CLOSE")) == [li]
    answer = desk.post(f"{BASE}{case.id}/contacts/accept/", follow=True)
    assert "2 contacts decided as proposed; 2 orders wait for approval." in text_of(answer)
    assert Contact.objects.filter(kind="CLOSE", id__in=[wang.id, sun.id]).count() == 2


def one(**changes: Any) -> dict[str, Any]:
    return {
        "person": "", "new_person_id": "01a20939-1e16-7776-b33d-826b1f1ddd7b", "name": "Li", "sex": "F", "area_code": TOWNSHIP,
        "relation": "FAMILY", "via": "", "exposure-setting": "HOUSEHOLD", "exposure-first_at": "2022-01-08T00:00",
        "exposure-last_at": "2022-01-09T08:00", "exposure-basis": "TOLD",
    } | changes  # fmt: skip


def test_one_contact_is_named_with_the_exposure(case: Any, desk: Client) -> None:
    desk.post(f"{BASE}{case.id}/contacts/add/", one())
    contact = Contact.objects.get()
    assert (contact.person.identity.name, contact.relation, contact.proposed_kind) == (
        "Li",
        "FAMILY",
        "CLOSE",
    )


def test_naming_another_one_comes_back_to_the_form(case: Any, desk: Client) -> None:
    url = f"{BASE}{case.id}/contacts/add/"
    assert desk.post(url, one(another="1"))["Location"] == url


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"exposure-last_at": "2022-01-19T08:00"}, "Enter a time that has passed."),
    ({"exposure-first_at": "2022-01-09T09:00"}, "Enter a later time."),
    ({"name": ""}, "Enter a name or a description"),
    ({"exposure-setting": ""}, "required"),
])  # fmt: skip
def test_a_contact_that_cannot_be_is_refused_and_kept(
    case: Any, desk: Client, changes: dict[str, str], sentence: str
) -> None:
    answer = desk.post(f"{BASE}{case.id}/contacts/add/", one(**{"exposure-place": "flat 501"} | changes))
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert "flat 501" in text_of(answer)
    assert not Contact.objects.exists()
    assert not called("Li")


def read(desk: Client, case: Any, lines: str = LIST) -> Any:
    return desk.post(f"{BASE}{case.id}/contacts/paste/", {"step": "read", "lines": lines})


def filled(answer: Any) -> dict[str, str]:
    """The rows of a preview as the browser would send them."""
    rows = answer.context["rows"]
    fields = {row[name].html_name: row[name].value() for row in rows for name in row.fields}
    told = {
        name: "on" if value is True else value for name, value in fields.items() if value not in (None, False)
    }
    return {"rows": str(len(rows)), "lines": LIST} | told


def test_a_pasted_list_is_shown_as_understood_with_its_proposals(city: City, case: Any, desk: Client) -> None:
    known = city.person("李娜", phone="13812345678")
    answer = read(desk, case)
    first, second, third = answer.context["rows"]
    assert first["person"].value() == str(known.id)
    assert (second["name"].value(), second["setting"].value()) == ("Wang Wei", "WORK_STUDY")
    assert [row.proposal.kind for row in (first, second, third)] == ["CLOSE", "CLOSE", "CASUAL"]
    assert "Lives with the case." in text_of(answer)
    assert not Contact.objects.exists()


def test_confirmed_once_everybody_is_named(city: City, case: Any, desk: Client) -> None:
    known = city.person("李娜", phone="13812345678")
    url = f"{BASE}{case.id}/contacts/paste/"
    answer = desk.post(url, filled(read(desk, case)) | {"step": "confirm"}, follow=True)
    assert "3 contacts named; 0 orders wait for approval." in text_of(answer)
    assert set(names(Contact.objects.all())) == {
        "李娜",
        "Wang Wei",
        "赵六",
    }
    assert Contact.objects.filter(person=known).exists()
    assert Contact.objects.get(person__in=called("Wang Wei")).exposures.get().place == "Hongqi Road 12"


def test_the_proposals_may_be_accepted_in_the_same_step(case: Any, desk: Client) -> None:
    told = filled(read(desk, case)) | {"step": "confirm", "accept": "1"}
    desk.post(f"{BASE}{case.id}/contacts/paste/", told)
    assert sorted(Contact.objects.values_list("kind", flat=True)) == ["CASUAL", "CLOSE", "CLOSE"]
    assert Order.objects.filter(contact_kind="CLOSE").count() == 2


@pytest.mark.parametrize("changes", [
    {"0-setting": ""}, {"1-last_on": ""}, {"1-last_on": "2022-01-20"}, {"2-name": ""}, {"2-area": "nowhere"},
    {"0-id_number": "110105194912310021"}, {"0-person": "01a20939-1e16-7776-b33d-826b1f1ddd7b"}, {"1-age_years": "900"},
])  # fmt: skip
def test_one_wrong_line_names_nobody_and_nothing_typed_is_lost(
    case: Any, desk: Client, changes: dict[str, str]
) -> None:
    told = filled(read(desk, case)) | {"step": "confirm", "0-place": "corrected by hand"} | changes
    answer = desk.post(f"{BASE}{case.id}/contacts/paste/", told)
    assert answer.status_code == 422
    assert "1 line needs a correction" in text_of(answer)
    assert "corrected by hand" in text_of(answer)
    assert not Contact.objects.exists()


def test_a_line_that_is_not_ticked_is_left_out(case: Any, desk: Client) -> None:
    told = filled(read(desk, case, LIST + "\n孙七 邻居")) | {"step": "confirm"}
    told.pop("3-take")
    desk.post(f"{BASE}{case.id}/contacts/paste/", told)
    assert Contact.objects.count() == 3


def test_doubles_and_known_contacts_are_pointed_out(city: City, case: Any, desk: Client) -> None:
    named(city, case, "李娜", phone="13812345678")
    page = text_of(read(desk, case, LIST.splitlines()[0] + "\n" + LIST.splitlines()[0]))
    assert "Is a contact of this case already" in page
    assert "The same name and telephone as in line 1." in page


@pytest.mark.parametrize("lines", ["", "   \n,,,\n"])
def test_nothing_pasted_says_what_to_do(case: Any, desk: Client, lines: str) -> None:
    assert "One person a line" in text_of(read(desk, case, lines))


def test_contacts_of_a_close_contact_are_secondary(city: City, case: Any, desk: Client) -> None:
    close = named(city, case, "Wang")
    decide(desk, close, kind="CLOSE")
    told = filled(read(desk, case, "Sun dinner 9 Jan")) | {"step": "confirm", "via": str(close.id)}
    desk.post(f"{BASE}{case.id}/contacts/paste/", told)
    assert Contact.objects.get(person__in=called("Sun")).proposed_kind == "SECONDARY"
