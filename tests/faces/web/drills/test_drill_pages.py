"""The drill desk: wanted on a page, a seed chosen, the truth drawn for its leader, sealed for others, in both languages."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.city import City
from tests.stories.drilling import LATER, asked, made, populated, worked_on

from ringfence.command.drills import queries
from ringfence.registry.outbreaks.models import Outbreak

BASE = "/o/xinxiang/drills/"


@pytest.fixture
def city(db: None) -> City:
    city = populated()
    Outbreak.objects.filter(id=city.outbreak.id).update(clock_set_to=LATER, clock_runs=False)
    return city


def signed_in(user: Any, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def filled(client: Client, **changed: Any) -> dict[str, Any]:
    """The form as the page begins it, with some fields changed."""
    form = client.get(f"{BASE}new/").context["form"]
    begun = {bound.name: bound.value() for bound in form}
    return {name: "" if value is None else value for name, value in begun.items()} | changed


def test_an_empty_desk_says_what_to_do(city: City) -> None:
    page = signed_in(city.command).get(BASE)
    assert b"No drill yet" in page.content
    assert f"{BASE}new/".encode() in page.content


def test_wanted_looked_at_chosen_made(city: City) -> None:
    client = signed_in(city.command)
    answer = client.post(
        f"{BASE}new/", filled(client, title="Spring", starts_on="2022-01-01", infected="5", area="410702001")
    )
    assert answer.status_code == 302
    found = queries.visible_to(by=city.command, outbreak_id=city.outbreak.id).get()
    page = client.get(answer.headers["Location"])
    assert b"Seeds are looked at" in page.content
    assert b'data-live="drills"' in page.content
    estimates = worked_on(city, found).estimates
    choice = client.get(f"{BASE}{found.id}/").content.decode()
    assert choice.count("Make this one") == sum(one["cases"] > 0 for one in estimates)
    seed = max(estimates, key=lambda one: one["cases"])["seed"]
    client.post(f"{BASE}{found.id}/choose/", {"seed": seed})
    assert worked_on(city, found).state == "DONE"


@pytest.mark.parametrize(("language", "sentence"), [
    ("en", "Days told is 90; it must lie between 5 and 60 days."),
    ("zh-hans", "演练天数 为 90；应在 5 与 60 之间，单位：天。"),
])  # fmt: skip
def test_a_refused_figure_names_its_unit_and_what_was_typed_stays(
    city: City, language: str, sentence: str
) -> None:
    client = signed_in(city.command, language)
    page = client.post(f"{BASE}new/", filled(client, title="Exercise of the ninth", days="90", rooms="1234"))
    assert page.status_code == 422
    text = page.content.decode()
    assert sentence in text
    assert 'value="1234"' in text
    assert "Exercise of the ninth" in text
    assert not queries.visible_to(by=city.command, outbreak_id=city.outbreak.id)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_leader_sees_tree_curve_and_files(city: City, language: str) -> None:
    found, client = made(city), signed_in(city.command, language)
    page = client.get(f"{BASE}{found.id}/").content.decode()
    assert ("Who infected whom" if language == "en" else "谁感染了谁") in page
    assert page.count(f"{BASE}{found.id}/files/") == 7
    tree = client.get(f"{BASE}{found.id}/tree.json").json()
    assert len(tree["nodes"]["id"]) == found.result["infections"]
    drawn = {
        place: parent for place, parent in zip(tree["nodes"]["id"], tree["nodes"]["parent"], strict=True)
    }
    order = [int(one) for one in tree["nodes"]["id"]]
    for place, parent in drawn.items():
        told = found.result["people"][int(place)]["source"]
        assert (order[parent] if parent >= 0 else -1) == told
    assert {one["label"] for one in tree["legend"]} & {"First infected", "首批感染者"}


def test_who_plays_sees_that_it_is_sealed_and_nothing_else(city: City) -> None:
    found, playing = made(city), signed_in(city.investigator)
    page = playing.get(f"{BASE}{found.id}/").content.decode()
    assert "sealed until its leader opens it" in page
    for secret in ("truth.json", "Who infected whom", "How it was made", f">{found.seed}<", "line-list.csv"):
        assert secret not in page
    assert playing.get(f"{BASE}{found.id}/tree.json").status_code == 403
    assert playing.get(f"{BASE}{found.id}/files/truth.json").status_code == 403
    officer = signed_in(city.officer)
    assert officer.get(f"{BASE}{found.id}/files/line-list.csv").status_code == 200
    assert officer.get(f"{BASE}{found.id}/files/events.csv").status_code == 403


def test_opened_once_everybody_sees_it(city: City) -> None:
    found, client = made(city), signed_in(city.command)
    assert client.post(f"{BASE}{found.id}/open/").status_code == 302
    page = signed_in(city.investigator).get(f"{BASE}{found.id}/").content.decode()
    assert "Who infected whom" in page
    assert "Open the truth to everybody" not in client.get(f"{BASE}{found.id}/").content.decode()


def test_the_exercise_is_opened_and_its_line_list_imported_from_the_page(city: City) -> None:
    found, client = made(city), signed_in(city.command)
    refused = client.post(f"{BASE}{found.id}/exercise/", {"slug": "xinxiang", "case_prefix": "DR"})
    assert refused.status_code == 422
    assert b"already is an outbreak" in refused.content
    opened = client.post(f"{BASE}{found.id}/exercise/", {"slug": "spring", "case_prefix": "DR"})
    assert opened.headers["Location"] == f"/o/spring/drills/{found.id}/"
    officer = signed_in(city.officer)
    assert b"Import its line list" in officer.get(f"/o/spring/drills/{found.id}/").content
    answer = officer.post(f"/o/spring/drills/{found.id}/line-list/")
    assert answer.headers["Location"].startswith("/o/spring/imports/")
    assert b"Prefix" not in officer.get(answer.headers["Location"]).content
    assert client.post(f"/o/spring/drills/{found.id}/line-list/").status_code == 403


def test_it_can_be_stopped_and_a_seed_must_be_named(city: City) -> None:
    client, found = signed_in(city.command), asked(city)
    client.post(f"{BASE}{found.id}/choose/", {"seed": "seven"})
    assert b"Choose a seed first." in client.get(f"{BASE}{found.id}/").content
    client.post(f"{BASE}{found.id}/cancel/")
    assert b"Cancelled" in client.get(f"{BASE}{found.id}/").content


def test_who_may_look_and_who_may_ask(city: City) -> None:
    found = asked(city)
    assert signed_in(city.investigator).get(f"{BASE}new/").status_code == 403
    assert signed_in(city.driver).get(BASE).status_code == 403
    assert b"New drill" not in signed_in(city.oversight).get(BASE).content
    assert signed_in(city.epidemiologist).post(f"{BASE}{found.id}/cancel/").status_code == 403
