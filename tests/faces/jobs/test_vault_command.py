"""`ringfence vault` and what a backup holds: keys change, everything is looked through, and the dump without keys opens nobody."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from tests.stories import arriving
from tests.stories.telling import open_case

from ringfence.faces.jobs.command_line import run_command
from ringfence.faces.jobs.commands import restore
from ringfence.faces.jobs.database import Database, open_database
from ringfence.ground.audit.models import AuditEntry
from ringfence.registry.identities.models import DataKey, RecordKey, TravellerKey
from ringfence.registry.people.models import Identity

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def there(db: None, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Any:
    from tests import city

    settings.IDENTITY_KEYS = tmp_path / "keys.json"
    monkeypatch.setenv("DATABASE_URL", the_tests_own())
    built = city.build()
    open_case(built, "陈小强")
    return built


def the_tests_own() -> str:
    at = connection.settings_dict
    told = {"host": at["HOST"], "port": at["PORT"], "user": at["USER"], "password": at["PASSWORD"]}
    return f"postgresql:///{at['NAME']}?{urlencode(told)}"


def said(capsys: Any, *words: object) -> tuple[int, Any]:
    code = run_command([*map(str, words), "--json"])
    return code, json.loads(capsys.readouterr().out)


def vault(capsys: Any, what: str, by: str = "command") -> tuple[int, Any]:
    return said(capsys, "vault", what, "--as", by)


def test_keys_change_and_everything_still_opens(capsys: Any) -> None:
    code, before = vault(capsys, "status", "oversight")
    assert (code, before["waiting"], before["keys"]) == (0, 0, {before["active"]: before["data_keys"]})
    code, made = vault(capsys, "rotate")
    assert (code, made["wrapped"]) == (0, before["data_keys"]) and made["active"] != before["active"]
    assert vault(capsys, "resume") == (0, {"wrapped": 0})
    assert vault(capsys, "retire") == (0, {"retired": []})  # within the hour
    code, told = vault(capsys, "verify", "oversight")
    assert (code, told["whole"], told["people"], told["faults"]) == (0, True, before["people"], [])
    assert AuditEntry.objects.filter(action__startswith="vault.").count() == 3
    assert (
        before["record"] == RecordKey.objects.count() > 0
    )  # wrapped anew with the others: the words still open
    assert AuditEntry.objects.filter(action="sample.take").first().after["code"] != "***"


def test_the_check_ends_with_one_when_a_word_was_exchanged(capsys: Any) -> None:
    Identity.objects.update(sealed_phone=Identity.objects.first().sealed_name)
    code, told = vault(capsys, "verify", "oversight")
    assert (code, told["whole"], told["counted"]) == (1, False, {"NOT_GENUINE": 1})
    assert "陈小强" not in json.dumps(told, ensure_ascii=False)


def test_who_may_not_is_refused(capsys: Any) -> None:
    assert vault(capsys, "rotate", "nurse")[0] == 1


def test_a_backup_is_two_files_and_opens_with_both(capsys: Any, tmp_path: Path) -> None:
    file = tmp_path / "monday.dump"
    code, told = said(capsys, "backup", file)
    assert code == 0 and {file, Path(told["keys"])} == set(tmp_path.glob("*.dump"))
    assert all(one.stat().st_mode & 0o777 == 0o600 for one in (file, Path(told["keys"])))
    database, people, record = open_database(), DataKey.objects.count(), RecordKey.objects.count()
    assert restored(database, file, without_keys=True) == 0
    assert restored(database, file) == people + record > record > 0
    DataKey.objects.all().delete()  # everybody is forgotten, and the keys are written over
    assert said(capsys, "backup", tmp_path / "tuesday.dump")[0] == 0
    assert restored(database, file) == record


def test_travellers_keys_are_in_the_second_file_and_an_older_backup_without_their_table_is_taken(
    there: Any, capsys: Any, tmp_path: Path
) -> None:
    arriving.registered(there, arriving.grid_worker())
    file, database = tmp_path / "monday.dump", open_database()
    assert said(capsys, "backup", file)[0] == 0
    people, travellers = DataKey.objects.count(), TravellerKey.objects.count()
    record = RecordKey.objects.count()
    assert travellers == 1 and restored(database, file) == people + travellers + record
    with connection.cursor() as cursor:  # as an earlier release wrote it: no such table
        cursor.execute("alter table identities_travellerkey rename to hidden")
    try:
        assert said(capsys, "backup", tmp_path / "earlier" / "sunday.dump")[0] == 0
    finally:
        with connection.cursor() as cursor:
            cursor.execute("alter table hidden rename to identities_travellerkey")
    keys = tmp_path / "identity-keys.dump"
    assert restored(database, tmp_path / "earlier" / "sunday.dump", keys=keys) == people + record


def restored(database: Database, file: Path, **how: Any) -> int | None:
    """Into a database of its own; how many data keys stand there."""
    options = argparse.Namespace(**({"file": file, "keys": None, "without_keys": False} | how))
    name = f"{connection.settings_dict['NAME']}_restored"
    try:
        restore._fill(database, name, file)
        return restore._bring_keys(database, name, options)
    finally:
        restore._drop(database, name)
