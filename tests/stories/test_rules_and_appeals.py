"""Rules change in the middle, people appeal, drafts lapse: always towards freedom, always with a reason."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from ringfence.field.testing.models import Sample
from ringfence.ground.access.models import RoleHeld
from ringfence.kernel import NotPermitted, Refused
from ringfence.measures.orders import actions as orders
from ringfence.measures.orders.models import Appeal
from ringfence.registry.outbreaks.models import RuleSetChange
from ringfence.response import clock, positive_sample, ruleset_change
from tests.city import NOON, City, build, hours
from tests.stories.telling import approved, arrived, close_contact, open_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return build()


def test_a_milder_edition_shortens_what_runs_and_says_why(city: City) -> None:
    order = approved(city, close_contact(city, open_case(city)))
    arrived(city, order)
    before = order.ends_at
    shown = ruleset_change.preview(
        outbreak_id=city.outbreak.id, to_ruleset_id="CN-9", by=city.command, now=NOON + hours(24)
    )
    assert [one.order_id for one in shown.affected] == [order.id]
    order.refresh_from_db()
    assert order.ends_at == before  # showing changes nothing
    ruleset_change.apply(outbreak_id=city.outbreak.id, to_ruleset_id="CN-9", why="9th edition in force",
                         by=city.command, now=NOON + hours(24))  # fmt: skip
    order.refresh_from_db()
    assert order.ends_at < before and order.ruleset_id == "CN-9"
    assert RuleSetChange.objects.get().affected


def test_who_is_affected_is_shown_only_to_who_may_change_the_rules_of_the_whole_outbreak(city: City) -> None:
    RoleHeld.objects.create(user=city.outsider, role="CITY_COMMAND", area_code="410783")  # of a county inside
    with pytest.raises(NotPermitted):
        ruleset_change.preview(outbreak_id=city.outbreak.id, to_ruleset_id="CN-9", by=city.outsider, now=NOON)


def test_a_stricter_edition_lengthens_nothing(city: City) -> None:
    milder = build_milder(city)
    before = milder.ends_at
    ruleset_change.apply(
        outbreak_id=city.outbreak.id,
        to_ruleset_id="CN-8",
        why="back to the 8th",
        by=city.command,
        now=NOON + hours(2),
    )
    milder.refresh_from_db()
    assert milder.ends_at == before


def build_milder(city: City):
    ruleset_change.apply(
        outbreak_id=city.outbreak.id, to_ruleset_id="CN-20", why="twenty measures", by=city.command, now=NOON
    )
    return approved(city, close_contact(city, open_case(city)))


def test_a_change_without_a_reason_is_refused(city: City) -> None:
    with pytest.raises(Refused, match="Say why"):
        ruleset_change.apply(
            outbreak_id=city.outbreak.id, to_ruleset_id="CN-9", why=" ", by=city.command, now=NOON
        )


def test_an_investigator_cannot_change_the_rules(city: City) -> None:
    with pytest.raises(NotPermitted):
        ruleset_change.apply(
            outbreak_id=city.outbreak.id, to_ruleset_id="CN-9", why="x", by=city.investigator, now=NOON
        )


def test_an_upheld_appeal_frees_the_person_at_once(city: City) -> None:
    order = approved(city, close_contact(city, open_case(city)))
    stay = arrived(city, order)
    appeal = orders.open_appeal(
        order_id=order.id, text="I was in another city", by=city.investigator, now=NOON + hours(4)
    )
    positive_sample.decide_appeal(
        appeal_id=appeal.id,
        upheld=True,
        answer="The ticket shows it.",
        by=city.colleague,
        now=NOON + hours(5),
    )
    order.refresh_from_db()
    stay.refresh_from_db()
    assert (order.state, stay.state) == ("RELEASED", "ENDED")
    assert order.transfers.filter(kind="HOME", state="REQUESTED").exists()
    assert not Sample.objects.filter(person=order.person, result="PENDING", cancelled_at=None).exists()


def test_an_unanswered_appeal_lapses_the_restriction_to_the_minute(city: City) -> None:
    order = approved(city, close_contact(city, open_case(city)))
    appeal = orders.open_appeal(order_id=order.id, text="not me", by=city.investigator, now=NOON)
    clock.tick(outbreak_id=city.outbreak.id, by=city.system, now=appeal.due_at - timedelta(minutes=1))
    order.refresh_from_db()
    assert order.state == "IN_FORCE"
    clock.tick(outbreak_id=city.outbreak.id, by=city.system, now=appeal.due_at)
    order.refresh_from_db()
    assert order.state == "LAPSED"


@pytest.mark.parametrize(("who", "sentence"), [("investigator", "drafted"), ("epidemiologist", "approved")])
def test_nobody_who_signed_decides_the_appeal(city: City, who: str, sentence: str) -> None:
    RoleHeld.objects.create(user=city.investigator, role="EPIDEMIOLOGIST", area_code="4107")
    order = approved(city, close_contact(city, open_case(city)))
    appeal = orders.open_appeal(order_id=order.id, text="not me", by=city.nurse, now=NOON)
    signatory = getattr(city, who)
    with pytest.raises(Refused, match=f"You {sentence} this order"):
        positive_sample.decide_appeal(appeal_id=appeal.id, upheld=False, answer="no", by=signatory, now=NOON)
    with pytest.raises(IntegrityError, match="Who signed an order"), transaction.atomic():
        Appeal.objects.update(decided_at=NOON, upheld=False, answer="no", decided_by_id=signatory.id)


def test_who_answered_an_appeal_against_a_draft_does_not_sign_it_afterwards(city: City) -> None:
    order = close_contact(city, open_case(city))
    appeal = orders.open_appeal(order_id=order.id, text="not me", by=city.nurse, now=NOON)
    positive_sample.decide_appeal(
        appeal_id=appeal.id, upheld=False, answer="You ate there.", by=city.epidemiologist, now=NOON
    )
    with pytest.raises(Refused, match="cannot sign it afterwards"):
        approved(city, order)


def test_a_draft_nobody_signs_restricts_nobody_and_lapses(city: City) -> None:
    order = close_contact(city, open_case(city))
    clock.tick(outbreak_id=city.outbreak.id, by=city.system, now=order.expires_at)
    order.refresh_from_db()
    assert order.state == "LAPSED"
    assert not order.stays.exists()


def test_an_order_stricter_than_the_rule_set_is_refused(city: City) -> None:
    order = close_contact(city, open_case(city))
    orders.withdraw(order_id=order.id, why="to draft it longer", by=city.investigator, now=NOON)
    from ringfence.ground.rulesets import queries as rulesets

    with pytest.raises(Refused, match="nine don'ts"):
        orders.draft_quarantine(contact_id=order.basis_contact_id, ruleset=rulesets.get("CN-9"), by=city.investigator,
                                now=NOON, ends_at=NOON + timedelta(days=14))  # fmt: skip
