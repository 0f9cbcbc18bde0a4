"""Rule-set files are read strictly: what is wrong is said with file, path and what to do."""

from __future__ import annotations

from datetime import date

import pytest
import yaml

from ringfence.ground.rulesets import load, queries
from ringfence.ground.rulesets.errors import RulesetError
from ringfence.ground.rulesets.words import AreaLevel, Mark, MeasureKind, Milestone
from ringfence.kernel import NotFound

NAMED = (
    "CN-7", "CN-8", "CN-8-HN-2022-01", "CN-9", "CN-20", "CN-10",
    "US-CDC-2020-10", "US-CDC-2020-12", "US-CDC-2022-01", "WHO-2021-02", "WHO-2022-07", "ECDC",
)  # fmt: skip

LOCAL = """
id: CN-9-XX
name_en: Xinxiang, stricter for two weeks
name_zh: 新乡市临时规则
jurisdiction: "4107"
valid_from: 2022-07-01
valid_to: 2022-07-15
based_on: [CN-9]
"""


def local(text="", **header):
    kept = yaml.safe_load(LOCAL) | header
    return load.from_text(yaml.safe_dump(kept, allow_unicode=True) + text, file="xinxiang.yaml")


def value(**parts):
    return yaml.safe_dump({"value": 3, "source": "S35", "mark": "A"} | parts, default_flow_style=True).strip()


def test_all_named_rule_sets_are_there():
    assert {one.id for one in queries.all_rulesets()} == set(NAMED)


def test_rule_sets_are_ordered_china_first_then_by_day():
    ids = [one.id for one in queries.all_rulesets()]
    assert ids[:6] == ["CN-7", "CN-8", "CN-8-HN-2022-01", "CN-9", "CN-20", "CN-10"]
    assert ids[6:] == sorted(ids[6:], key=lambda each: queries.get(each).valid_from)


def test_an_unknown_rule_set_is_answered_with_the_known_ones():
    with pytest.raises(NotFound, match="no rule set CN-11.*CN-7, CN-8,"):
        queries.get("CN-11")


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2022, 1, 9), {"CN-8", "CN-8-HN-2022-01"}),
        (date(2022, 6, 27), {"CN-9"}),  # the day of the change belongs to the new edition
        (date(2022, 11, 11), {"CN-20"}),
        (date(2023, 1, 8), set()),  # the last Chinese edition is over
    ],
)
def test_valid_on_a_day(day, found):
    assert {one.id for one in queries.valid_on(day) if one.jurisdiction.startswith("CN")} == found


@pytest.mark.parametrize("ruleset_id", NAMED)
def test_every_value_has_a_listed_source_and_a_mark(ruleset_id):
    ruleset = queries.get(ruleset_id)
    assert len(ruleset.provenance) > 80
    for path, origin in ruleset.provenance.items():
        assert origin.sources and set(origin.sources) <= set(queries.sources()), path
        assert isinstance(origin.mark, Mark)


@pytest.mark.parametrize("ruleset_id", NAMED)
def test_what_a_rule_set_supersedes_exists_and_is_older(ruleset_id):
    ruleset = queries.get(ruleset_id)
    if ruleset.supersedes:
        assert queries.get(ruleset.supersedes).valid_from < ruleset.valid_from


@pytest.mark.parametrize("ruleset_id", NAMED)
def test_stages_are_anchored_and_test_days_ascend(ruleset_id):
    measures = queries.get(ruleset_id).measures
    rows = [measures.close_contact, measures.secondary_contact, measures.casual_contact, measures.inbound]
    for row in [*rows, *measures.from_area.values()]:
        for place, stage in enumerate(row):
            assert (stage.anchor == "END_OF_STAGE_BEFORE") == (place > 0)
            assert list(stage.test_days) == sorted(set(stage.test_days))
            assert not stage.test_days or stage.test_days[-1] <= stage.days
            assert stage.kind is not MeasureKind.ISOLATION


def test_henan_says_only_what_differs_from_the_eighth_edition():
    henan, national = queries.get("CN-8-HN-2022-01"), queries.get("CN-8")
    assert (henan.window.lookback_symptomatic_days, national.window.lookback_symptomatic_days) == (4, 2)
    assert henan.measures.close_contact == national.measures.close_contact
    assert henan.clock.hours[Milestone.CONTACT_TRANSFER] == 8


def test_a_sourced_nothing_takes_an_entry_out():
    twenty = queries.get("CN-20")
    assert AreaLevel.MEDIUM not in twenty.areas
    assert twenty.provenance["areas.MEDIUM"].note == "Medium risk is abolished"
    assert Milestone.SECONDARY_TRANSFER not in twenty.clock.hours


def test_a_local_version_is_read_over_its_base():
    ruleset = local(f"incubation:\n  longest_days: {value(value=8)}\n")
    assert (ruleset.incubation.longest_days, ruleset.based_on) == (8, ("CN-9",))
    assert ruleset.measures == queries.get("CN-9").measures


@pytest.mark.parametrize(
    ("text", "path", "said"),
    [
        ("incubation: {longest: {value: 3, source: S35, mark: A}}", "incubation.longest", "Unknown name"),
        ("incubations: {}", "incubations", "Unknown name"),
        ("incubation: {longest_days: 8}", "incubation.longest_days", "no source"),
        ("incubation: {longest_days: {value: 8, mark: A}}", "incubation.longest_days", "no source"),
        ("incubation: {longest_days: {value: 8, source: S9999, mark: A}}", "incubation.longest_days", "not listed"),
        ("incubation: {longest_days: {value: 8, source: S35, mark: E}}", "incubation.longest_days", "A, B, C, D, M"),
        ("incubation: {longest_days: {value: 8, source: S35, mark: M}}", "incubation.longest_days", "contradict"),
        ("incubation: {longest_days: {value: 800, source: S35, mark: A}}", "incubation.longest_days", "impossible"),
        ("incubation: {longest_days: {value: -1, source: S35, mark: A}}", "incubation.longest_days", "impossible"),
        ("incubation: {longest_days: {value: '8', source: S35, mark: A}}", "incubation.longest_days", "whole number"),
        ("incubation: {longest_days: {value: 7.5, source: S35, mark: A}}", "incubation.longest_days", "whole number"),
        ("incubation: {longest_days: {value: true, source: S35, mark: A}}", "incubation.longest_days", "whole number"),
        ("incubation: {longest_days: {value: 8, source: S35, mark: A, why: x}}", "incubation.longest_days.why", "Unknown"),
        ("incubation: {control_days: {value: null, source: S35, mark: A}}", "incubation.control_days", "not be empty"),
        ("incubation: 5", "incubation", "group of named values"),
        ("release: {dual_sample: {value: true, source: S35, mark: A}}", "release.dual_sample", "Unknown name"),
        ("release: {all_tests_negative: {value: yep, source: S35, mark: A}}", "release.all_tests_negative", "true or false"),
        ("contact: {settings: {value: [PARTY], source: S35, mark: A}}", "contact.settings[0]", "not a word of the list"),
        ("contact: {settings: [HOUSEHOLD]}", "contact.settings", "no source"),
        ("areas: {PURPLE: {value: null, source: S35, mark: A}}", "areas.PURPLE", "not a word of the list"),
        ("measures: {close_contact: [{days: {value: 7, source: S35, mark: A}}]}", "measures.close_contact[0].kind", "Missing"),
        ("stay: {support_roles: {value: VOLUNTEER, source: S88, mark: B}}", "stay.support_roles", "square brackets"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_file_path_and_what_to_do(text, path, said):
    with pytest.raises(RulesetError) as refusal:
        local(text)
    place, why = refusal.value.reasons
    assert str(place) == f"xinxiang.yaml, {path}:"
    assert said in str(why)


@pytest.mark.parametrize(
    ("header", "path"),
    [
        ({"id": ""}, "id"),
        ({"id": "not an id"}, "id"),
        ({"name_zh": None}, "name_zh"),
        ({"valid_from": "soon"}, "valid_from"),
        ({"valid_from": None}, "valid_from"),
        ({"valid_to": date(2022, 7, 1)}, "valid_to"),  # ends before it has begun
        ({"based_on": ["CN-99"]}, "based_on"),
        ({"based_on": ["../../secret"]}, "based_on"),
        ({"based_on": []}, "window"),  # nothing to build on: the sections are missing
    ],
)
def test_a_wrong_header_is_refused(header, path):
    with pytest.raises(RulesetError, match=f"xinxiang.yaml, {path}:"):
        local(**header)


def test_a_doubled_key_is_not_silently_overwritten():
    with pytest.raises(RulesetError, match="stands twice"):
        load.from_text(LOCAL + "\nid: CN-9-YY\n", file="xinxiang.yaml")


@pytest.mark.parametrize("text", ["- a list", "", "{", "just words"])
def test_a_file_that_is_no_rule_set_is_refused(text):
    with pytest.raises(RulesetError, match="xinxiang.yaml"):
        load.from_text(text, file="xinxiang.yaml")
