"""Stricter or milder: every parameter has its row, and the table says what people would say."""

from __future__ import annotations

from typing import Any

import pytest

from ringfence.ground.rulesets import queries as rulesets
from ringfence.ground.rulesets.strictness import Effect, effect_of, scale_of


def test_every_parameter_of_every_edition_has_a_row() -> None:
    paths = {path for one in rulesets.all_rulesets() for path in one.provenance}
    assert len(paths) > 150 and {path for path in paths if scale_of(path) is None} == set()


@pytest.mark.parametrize(
    ("path", "before", "after", "effect"),
    [
        ("measures.close_contact[0].days", 7, 8, Effect.STRICTER),
        ("measures.close_contact[0].days", 7, 5, Effect.MILDER),
        ("measures.from_area.HIGH[0].days", 7, 14, Effect.STRICTER),
        ("measures.close_contact[0].kind", "HOME_QUARANTINE", "FACILITY_QUARANTINE", Effect.STRICTER),
        ("measures.close_contact[0].anchor", "LAST_EXPOSURE", "ARRIVAL", Effect.UNCLEAR),
        ("measures.close_contact[0].test_days", (1, 7), (1, 4, 7), Effect.WORK),
        ("measures.casual_contact", (), ("a stage",), Effect.STRICTER),
        ("window.lookback_symptomatic_days", 2, 4, Effect.STRICTER),
        ("contact.minutes", 15, None, Effect.STRICTER),  # no minimum: everybody near counts
        ("contact.minutes", 15, 30, Effect.MILDER),
        ("contact.distance_metres", None, 1.0, Effect.UNCLEAR),  # "near" against a number
        ("contact.settings", ("HOUSEHOLD",), ("HOUSEHOLD", "CARE"), Effect.STRICTER),
        ("contact.settings", ("HOUSEHOLD",), ("CARE",), Effect.UNCLEAR),
        ("contact.settings_needing_nearness", ("WORK_STUDY",), (), Effect.STRICTER),
        ("release.shorter_days_with_negative_test", 5, None, Effect.STRICTER),  # the shorter way is gone
        ("discharge.clear_tests", 2, 1, Effect.MILDER),
        ("areas.HIGH.unit", "BUILDING", "TOWNSHIP", Effect.STRICTER),
        ("areas.HIGH.lift.days_without_new", 7, 9, Effect.STRICTER),
        ("areas.HIGH.lift.round_negative_within_days", 2, 1, Effect.STRICTER),
        ("areas.HIGH.lift.then", "MEDIUM", None, Effect.MILDER),
        ("clock.hours.FULL_REPORT", 24, 12, Effect.WORK),
        ("approval.appeal_answer_hours", 24, 48, Effect.SAFEGUARD),
        ("stay.fever_celsius", 37.3, 37.0, Effect.STRICTER),
        ("nobody.knows", 1, 2, Effect.UNCLEAR),
    ],
)
def test_what_a_change_means_for_people(path: str, before: Any, after: Any, effect: Effect) -> None:
    assert effect_of(path=path, before=before, after=after) is effect
