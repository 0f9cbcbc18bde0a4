"""The page of the ledger and its operations: the head leaves, the check finds what was changed, in both languages."""

from __future__ import annotations

import json
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from tests.city import City, build
from tests.faces.web.quarantined import get, post, signed_in, status
from tests.ground.audit.test_ledger import behind_its_back
from tests.stories.telling import open_case

from ringfence.cores.ledger.hashing import canonical, leaf_hash
from ringfence.cores.ledger.heads import read
from ringfence.cores.ledger.merkle import consistent, includes
from ringfence.faces import clock, sealing
from ringfence.ground.access import actions as access
from ringfence.ground.audit.models import AuditEntry, LedgerLeaf, Unsealed

pytestmark = pytest.mark.django_db
NOW = clock.real_now()


@pytest.fixture
def city() -> City:
    city = build()
    open_case(city)
    return city


def call(city: City, method: str, path: str, body: Any = None) -> Any:
    _, key = access.make_token(by=city.oversight, name="test", days=1, now=NOW)
    told = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
    return Client().generic(method, f"/api/v1/{path}", **told, headers={"Authorization": f"Bearer {key}"})


def change_something() -> None:
    with behind_its_back() as cursor:
        cursor.execute(
            "update audit_auditentry set by_name = 'x' where id = (select min(id) from audit_auditentry)"
        )


def test_who_may_read_the_audit_sees_the_ledger_and_others_do_not(city: City) -> None:
    assert "Never" in get(city.oversight, "audit/ledger/")
    assert status(city.nurse, "audit/ledger/") == 403
    assert "台账" in get(city.oversight, "audit/ledger/", language="zh-hans")


def test_the_head_leaves_as_a_file_that_the_check_takes_back(city: City) -> None:
    answer = post(city.oversight, "audit/ledger/head.json")
    head = read(answer.content)
    assert "attachment" in answer["Content-Disposition"]
    file = BytesIO(answer.content)
    file.name = "head.json"
    page = post(city.oversight, "audit/ledger/check/", head=file).content.decode()
    assert "Nothing was removed, changed or reordered." in page
    assert f"begins with the {head.size} entries" in page
    assert "as a file" in page


def test_a_change_is_shown_with_its_entry(city: City) -> None:
    sealing.seal(now=NOW)
    change_something()
    page = post(city.oversight, "audit/ledger/check/").content.decode()
    assert "1 fault was found." in page
    assert "An entry was changed." in page


def test_a_file_that_is_no_head_is_refused_at_its_field(city: City) -> None:
    file = BytesIO(b"{}")
    file.name = "head.json"
    answer = post(city.oversight, "audit/ledger/check/", head=file)
    assert (answer.status_code, "not a head" in answer.content.decode()) == (422, True)


def test_the_head_on_paper_can_be_read_aloud(city: City) -> None:
    page = post(city.oversight, "audit/ledger/head/").content.decode()
    head = sealing.ledger.head()
    assert head is not None
    assert " ".join(head.root.hex()[at : at + 4] for at in range(0, 64, 4)) in page
    assert "Personal data" not in page


def test_an_entry_that_waits_too_long_is_shown_in_red(city: City) -> None:
    Unsealed.objects.update(since=NOW - timedelta(hours=1))
    assert "waits too long" in get(city.oversight, "audit/ledger/")
    assert call(city, "GET", "ledger").json()["late"] is True


def test_a_program_takes_the_head_and_proves_an_entry_by_itself(city: City) -> None:
    head = call(city, "POST", "ledger/head").json()
    deed = AuditEntry.objects.filter(outbreak_id=city.outbreak.id).latest("id")
    proof = call(city, "GET", f"outbreaks/xinxiang/audit/{deed.id}/proof").json()
    leaf = leaf_hash(canonical(proof["content"]))
    assert proof["content"]["action"] == deed.action
    assert includes(leaf=leaf, index=proof["seq"] - 1, size=head["size"], path=[bytes.fromhex(one) for one in proof["path"]],
                    root=bytes.fromhex(head["root"]))  # fmt: skip


def test_a_program_checks_against_a_kept_head_and_is_shown_that_the_ledger_only_grew(city: City) -> None:
    old = call(city, "POST", "ledger/head").json()
    told = call(city, "POST", "ledger/check", {"heads": [old]}).json()
    assert (told["whole"], told["kept_head"]) == (True, old["size"])
    call(city, "POST", "ledger/head")
    shown = call(city, "GET", f"ledger/consistency?old_size={old['size']}").json()
    assert consistent(
        old=old["size"], old_root=bytes.fromhex(old["root"]), new=shown["head"]["size"],
        new_root=bytes.fromhex(shown["head"]["root"]), path=[bytes.fromhex(one) for one in shown["path"]],
    )  # fmt: skip
    change_something()
    told = call(city, "POST", "ledger/check", {"heads": [old]}).json()
    assert told["counted"] == {"ROW_CHANGED": 1}
    assert told["faults"][0]["place"] == LedgerLeaf.objects.get(entry_id=told["faults"][0]["entry_id"]).seq


def test_an_entry_of_another_outbreak_is_not_proved_here(city: City) -> None:
    sealing.seal(now=NOW)
    elsewhere = AuditEntry.objects.filter(outbreak_id=None).first()
    assert elsewhere is not None
    assert call(city, "GET", f"outbreaks/xinxiang/audit/{elsewhere.id}/proof").status_code == 404
    assert (
        signed_in(city.nurse).get(f"/api/v1/outbreaks/xinxiang/audit/{elsewhere.id}/proof").status_code == 403
    )
