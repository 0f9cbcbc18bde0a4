"""Sources through the interface: who may see them, what stands beside a count, and what the legacy rule tells first."""

from __future__ import annotations

from typing import Any

import pytest

from ringfence.faces import clock

from . import world


@pytest.fixture
def here(db: None) -> world.World:
    return world.full(clock.real_now())


def ask(here: world.World, **changed: Any) -> Any:
    told = {"purpose": "FIND_CONTACTS", "why": "Who was with the case on Saturday"} | changed
    return here.post(f"cases/{here.ids['case_id']}/exposure-searches", told, role="INVESTIGATOR")


def test_without_two_answered_searches_the_source_is_unknown_with_a_sentence(here: world.World) -> None:
    told = here.get("sources", role="INVESTIGATOR").json()
    assert (told["venues"], told["unknown"]) == ([], 1.0)
    assert "at least two cases" in told["why_not"]
    assert here.get("sources?pathogen=plague", role="INVESTIGATOR").status_code == 422
    assert here.get("sources", role="LABORATORY").status_code == 403


def test_one_case_has_candidates_with_unknown_among_them(here: world.World) -> None:
    path = f"cases/{here.ids['case_id']}/source-finding"
    assert here.get(path, role="INVESTIGATOR").json()["candidates"] == []
    search = ask(here, purpose="FIND_SOURCE").json()
    one = f"exposure-searches/{search['id']}"
    here.post(f"{one}/decision", {"approved": True}, role="EPIDEMIOLOGIST")
    assert here.post(f"{one}/run", role="INVESTIGATOR").json()["state"] == "ANSWERED"
    candidates = here.get(path, role="INVESTIGATOR").json()["candidates"]
    assert None in [each["case_number"] for each in candidates]
    assert sum(each["weight"] for each in candidates) == pytest.approx(1)
    replay = here.post(f"{one}/replay", role="OVERSIGHT").json()
    assert replay["whole"] and {each["compared"] for each in replay["places"]} <= {"SAME"}


def test_the_legacy_rule_tells_its_harm_and_gives_no_contact(here: world.World) -> None:
    search = ask(here, rule="COMPANION").json()
    assert (search["state"], set(search["harm"]) >= {"flagged", "share", "per_infection"}) == ("ASKED", True)
    one = f"exposure-searches/{search['id']}"
    here.post(f"{one}/decision", {"approved": True}, role="EPIDEMIOLOGIST")
    here.post(f"{one}/run", role="INVESTIGATOR")
    leads = here.get(f"{one}/leads", role="INVESTIGATOR").json()["items"]
    assert leads and all(each["offer_only"] and each["overlap"] in ("DEFINITE", "POSSIBLE") for each in leads)
    chosen = {"lead_ids": [leads[0]["id"]]}
    assert here.post(f"{one}/leads/name", chosen, role="INVESTIGATOR").status_code in (409, 422)
    assert here.post(f"{one}/leads/offer", chosen, role="INVESTIGATOR").json() == {"changed": 1}


@pytest.mark.parametrize("changed", [
    {"ring": 2}, {"ring": 2, "first_top": 10, "first_least_dose": 0}, {"ring": 2, "first_top": 30, "first_least_dose": 5}, {"ring": 3},
])  # fmt: skip
def test_a_second_ring_without_a_narrow_first_one_is_refused(
    here: world.World, changed: dict[str, Any]
) -> None:
    assert ask(here, **changed).status_code in (409, 422)
