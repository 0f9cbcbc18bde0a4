"""The document is complete, and its closed lists are those of the tables."""

from __future__ import annotations

from typing import get_args

import pytest
from django.apps import apps
from django.http import JsonResponse
from django.test import Client

from ringfence.faces.api import words
from ringfence.faces.api.reference import document
from ringfence.faces.api.urls import api

from . import documented

TABLES = [
    (words.Purpose, "outbreaks.Outbreak", "purpose"), (words.Sex, "people.Person", "sex"),
    (words.SamplePurpose, "testing.Sample", "purpose"), (words.Specimen, "testing.Sample", "specimen"),
    (words.Classification, "cases.Case", "classification"), (words.Severity, "cases.Case", "severity"),
    (words.Origin, "cases.Case", "origin"), (words.FoundBy, "cases.Case", "found_by"),
    (words.CaseOutcome, "cases.Case", "outcome"), (words.SourceKind, "cases.CandidateLink", "source_kind"),
    (words.Grade, "cases.CandidateLink", "grade"), (words.Relation, "cases.CandidateLink", "relation"),
    (words.SearchPurpose, "movement.Search", "purpose"), (words.SearchRule, "movement.Search", "rule"),
    (words.SearchState, "movement.Search", "state"), (words.LeadState, "movement.Lead", "state"),
    (words.FileHolds, "movement.RecordFile", "holds"), (words.FileState, "movement.RecordFile", "state"),
    (words.StopWhy, "investigations.ClockStop", "why"), (words.Block, "investigations.FormBlock", "block"),
    (words.ContactKind, "contacts.Contact", "kind"), (words.ContactOutcome, "contacts.Contact", "outcome"),
    (words.Setting, "contacts.Exposure", "setting"), (words.ExposureBasis, "contacts.Exposure", "basis"),
    (words.Measure, "orders.Order", "kind"), (words.OrderState, "orders.Order", "state"),
    (words.SiteState, "quarantine.Site", "state"), (words.RoomState, "quarantine.Room", "state"),
    (words.StayState, "quarantine.Stay", "state"), (words.Slot, "quarantine.HealthCheck", "slot"),
    (words.Finding, "quarantine.HealthCheck", "finding"), (words.TransferState, "transfers.Transfer", "state"),
    (words.ImportState, "linelists.ImportRun", "state"), (words.Verdict, "linelists.ImportRow", "verdict"),
    (words.CorrectionField, "corrections.Correction", "field"), (words.CorrectionState, "corrections.Correction", "state"),
    (words.HandedTo, "citizens.Code", "handed_to"), (words.Choice, "linelists.ImportRow", "choice"), (words.Became, "linelists.ImportRow", "became"),
    (words.ForecastState, "forecasts.Forecast", "state"), (words.DrillState, "drills.Drill", "state"),
    (words.LocalState, "rulesets.LocalVersion", "state"),
]  # fmt: skip


@pytest.mark.parametrize(("told", "table", "field"), TABLES)
def test_a_closed_list_is_that_of_its_table(told: object, table: str, field: str) -> None:
    choices = apps.get_model(table)._meta.get_field(field).choices
    assert set(get_args(told)) == {value for value, _ in choices}


def test_every_operation_has_a_name_of_its_own_a_summary_and_its_problems() -> None:
    operations = [one for methods in document()["paths"].values() for one in methods.values()]
    assert len({one["operationId"] for one in operations}) == len(operations)
    for one in operations:
        assert one["summary"], one["operationId"]
        assert one["tags"], one["operationId"]
        for status in ("400", "401", "403", "404", "422"):
            assert "application/problem+json" in one["responses"][status]["content"]


def test_two_shapes_never_share_a_name() -> None:
    """The document keeps shapes by name; two with one name would hide each other."""
    seen: dict[str, object] = {}
    for operation in api.operations():
        found = [model for model in operation.response_models.values() if model is not None]
        for model in [*operation.models, *found]:
            for shape in _shapes(model):
                assert seen.setdefault(shape.__name__, shape) is shape, shape.__name__


def _shapes(model: type) -> list[type]:
    own = []
    for field in getattr(model, "model_fields", {}).values():
        for part in _parts(field.annotation):
            if hasattr(part, "model_fields"):
                own += [part, *_shapes(part)]
    return own


def _parts(annotation: object) -> list[object]:
    return [annotation, *(each for part in get_args(annotation) for each in _parts(part))]


@pytest.mark.django_db
def test_the_reference_is_a_page_of_our_own() -> None:
    page = Client().get("/api/v1/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "/api/v1/outbreaks/{outbreak}/positives" in text
    assert "https://" not in text


@pytest.mark.parametrize(
    ("status", "kind", "body", "broken"),
    [
        (418, "application/problem+json", {}, "Undocumented status code"),
        (403, "text/html", {}, "Undocumented Content-Type"),
        (200, "application/json", {"tea": 1}, "Response violates schema"),
    ],
)
def test_an_answer_that_breaks_the_document_is_told(
    status: int, kind: str, body: object, broken: str
) -> None:
    answer = JsonResponse(body, status=status, content_type=kind)
    answer.request = {"REQUEST_METHOD": "GET", "PATH_INFO": "/"}
    told = list(documented.breaks("GET /api/v1/outbreaks/{outbreak}", answer, answer.content))
    assert any(one.startswith(broken) for one in told), told
