"""The drill's first day: a positive, a case, its contacts, orders, rooms, transfers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from .drill import NOON, RULES, TOWNSHIP, Drill, hours, meeting
from .telling import expect, expect_same

LIU, HE, QIN = "刘军（演练）", "何梅（演练）", "秦勇（演练）"
MILESTONES = {"DIRECT_REPORT": 2, "CORE_REPORT": 4, "FULL_REPORT": 24}
CASE = {"name": "郑海（演练）", "area_code": TOWNSHIP, "sex": "M", "age_years": 41}


def play(*, drill: Drill) -> None:
    """From the opening of the drill to the two arrivals at the site."""
    drill.telling.chapter("A drill for Xinxiang, 9 January 2022: the first day")
    _open(drill)
    _positive(drill)
    _milestones(drill)
    _contacts(drill)
    _own_draft(drill)
    _approvals(drill)
    _moved_in(drill)


def _open(drill: Drill) -> None:
    asked = {"slug": drill.slug, "name": "新乡演练", "name_en": "Xinxiang drill", "area_code": "4107", "ruleset_id": RULES,
             "case_prefix": "DR", "purpose": "DRILL", "clock_set_to": NOON.isoformat(), "clock_runs": False}  # fmt: skip
    opened = drill.api.post("outbreaks", asked, by="liwei")
    expect_same(what="Rule set of the drill", found=opened["ruleset_id"], wanted=RULES)
    expect_same(what="Clock of the drill", found=datetime.fromisoformat(opened["now"]), wanted=NOON)
    drill.telling.step(f"Li Wei opens the drill under {RULES}; its clock stands at {NOON:%Y-%m-%d %H:%M}")


def _positive(drill: Drill) -> None:
    told = {"person": CASE, "code": "DEMO-0001", "taken_at": (NOON - hours(6)).isoformat(), "result_at": NOON.isoformat(),
            "ct_n": 24.5, "told": {"found_by": "ACTIVE_SCREENING", "origin": "LOCAL"}}  # fmt: skip
    drill.case = drill.post("positives", told, by="zhangqiang", key=f"{drill.slug}-positive-1")
    drill.telling.step(f"Zhang Qiang records a positive sample: case {drill.case['number']} opens")
    again = drill.attempt("positives", told, by="zhangqiang", key=f"{drill.slug}-positive-1")
    expect_same(what="The answer to the same request", found=again.json, wanted=drill.case)
    expect_same(what="Replay mark", found=again.headers.get("idempotent-replay"), wanted="true")
    drill.telling.step("The same request with the same key gets the same answer")
    person = told | {"person": None, "person_id": drill.case["person_id"]}
    retold = drill.post("positives", person, by="zhangqiang", key=f"{drill.slug}-positive-2")
    expect_same(what="Case of the second telling", found=retold["case_id"], wanted=drill.case["case_id"])
    expect_same(what="Cases in the drill", found=len(drill.items("cases", by="liwei")), wanted=1)
    drill.telling.step("Told a second time with another key it is the same case; there is one case")


def _milestones(drill: Drill) -> None:
    shown = drill.get(f"cases/{drill.case['case_id']}/investigation", by="wangfang")
    due = {one["code"]: datetime.fromisoformat(one["due_at"]) for one in shown["milestones"]}
    for code, count in MILESTONES.items():
        expect_same(what=f"Deadline {code}", found=due.get(code), wanted=NOON + hours(count))
    drill.telling.step("The clock of 2, 4 and 24 hours runs")


def _contacts(drill: Drill) -> None:
    meal = meeting(setting="MEAL_ENTERTAINMENT", ended=NOON - hours(23), lasted=1, place="noodle shop")
    home = meeting(setting="HOUSEHOLD", ended=NOON - hours(2), lasted=40, place="at home")
    market = meeting(setting="VENUE", ended=NOON - hours(20), lasted=0.5, place="market")
    told = [_named(LIU, meal, "FRIEND"), _named(HE, home, "FAMILY"), _named(QIN, market, "UNKNOWN")]
    here = f"cases/{drill.case['case_id']}/contacts"
    named = drill.post(f"{here}/list", {"contacts": told}, by="wangfang", key=f"{drill.slug}-contacts")
    drill.contacts = dict(zip((LIU, HE, QIN), named, strict=True))
    kinds = [one["proposed_kind"] for one in named]
    expect_same(what="Kinds proposed", found=kinds, wanted=["CLOSE", "CLOSE", "CASUAL"])
    expect(that=all(one["proposed_reasons"] for one in named), otherwise="A proposal has no reason.")
    drill.telling.step(f"Wang Fang pastes three contacts; proposed with reasons: {', '.join(kinds).lower()}")
    drafted = drill.post(f"{here}/accept-proposals", {}, by="wangfang")
    expect_same(what="Classified and drafted", found=drafted, wanted={"classified": 3, "drafted": 2})
    _note_orders(drill)
    drill.telling.step(
        "She decides as proposed; orders are drafted for the two close contacts, nobody is restricted yet"
    )


def _named(name: str, exposure: dict[str, Any], relation: str) -> dict[str, Any]:
    return {"person": {"name": name, "area_code": TOWNSHIP}, "exposure": exposure, "relation": relation}


def _note_orders(drill: Drill) -> None:
    waiting = {one["contact_id"]: one for one in drill.items("orders/waiting", by="chenjing")}
    drill.orders = {name: waiting[drill.contacts[name]["id"]]["id"] for name in (LIU, HE)}
    stays = drill.items("stays", by="yangmin")
    expect_same(what="Stays before any approval", found=len(stays), wanted=0)


def _own_draft(drill: Drill) -> None:
    """Whoever drafts an order cannot put it in force."""
    refused = drill.attempt(f"orders/{drill.orders[LIU]}/approve", by="wangfang")
    expect_same(what="Answer to Wang Fang, who drafted and approves", found=refused.status, wanted=403)
    expect_same(what="The order after that", found=drill.order_of(LIU)["state"], wanted="DRAFT")
    drill.telling.step(f"The drafter's own approval is refused: {refused.json['detail']}")


def _approvals(drill: Drill) -> None:
    for waiting in drill.items("orders/waiting", by="chenjing"):
        approved = drill.post(f"orders/{waiting['id']}/approve", by="chenjing")
        expect_same(what=f"Order {approved['number']}", found=approved["state"], wanted="IN_FORCE")
    drill.telling.step(
        "Chen Jing of another organisation approves the orders of the case and the two contacts"
    )
    for name in (LIU, HE):
        stay = stay_of(drill, name)
        expect(
            that=stay["state"] == "RESERVED" and stay["room"], otherwise=f"No room is reserved for {name}."
        )
        expect(that=bool(transfer_of(drill, name)), otherwise=f"No transfer is requested for {name}.")
    drill.telling.step(f"Rooms are reserved in {stay['site']}, transfers are requested")


def _moved_in(drill: Drill) -> None:
    drill.move_clock(NOON + hours(2))
    ways = [transfer_of(drill, name) for name in (LIU, HE)]
    for way in ways:
        _taken_by_the_driver(drill, way)
        taken = {"vehicle": "豫G00001", "given_by_name": "社区网格员"}
        shown = drill.post(f"transfers/{way['id']}/pick-up", taken, by="wujun")
        expect_same(what="Transfer after the pick-up", found=shown["state"], wanted="PICKED_UP")
    drill.telling.step("Wu Jun picks both close contacts up at 14:00")
    drill.move_clock(NOON + hours(3))
    for way in ways:
        shown = drill.post(f"transfers/{way['id']}/deliver", by="yangmin")
        expect_same(what="Transfer at the site", found=shown["state"], wanted="DELIVERED")
    for name in (LIU, HE):
        expect_same(what=f"Stay of {name}", found=stay_of(drill, name)["state"], wanted="STARTED")
    drill.telling.step("Yang Min receives them at 15:00; their stays begin")
    planned = samples_of(drill, LIU)
    expect(that=len(planned) >= 5, otherwise=f"Only {len(planned)} samples are scheduled.")
    days = sorted({one["test_day"] for one in planned if one["test_day"]})
    drill.telling.step(f"{len(planned)} samples are scheduled for each, on days {', '.join(map(str, days))}")


def _taken_by_the_driver(drill: Drill, way: Any) -> None:
    """Before: from where to where, how many. After: whom to fetch."""
    open_ones = drill.items("transfers?state=REQUESTED", by="wujun")
    expect(that=way["id"] not in [one["id"] for one in open_ones], otherwise="A driver saw whose trip it is.")
    drill.post(f"transfers/{way['id']}/assign", {"driver": "wujun"}, by="yangmin")
    mine = {one["id"]: one for one in drill.items("transfers?state=REQUESTED", by="wujun")}
    expect(that=bool(mine[way["id"]]["passenger"]["name"]), otherwise="The driver is not told whom to fetch.")


def stay_of(drill: Drill, name: str) -> Any:
    """The newest stay of a contact."""
    mine = [
        one for one in drill.items("stays?limit=200", by="yangmin") if one["order_id"] == drill.orders[name]
    ]
    expect(that=bool(mine), otherwise=f"{name} has no stay.")
    return mine[-1]


def transfer_of(drill: Drill, name: str) -> Any:
    """The open transfer of a contact."""
    ways = drill.items("transfers?state=REQUESTED", by="yangmin")
    return next((one for one in ways if one["order_id"] == drill.orders[name]), None)


def samples_of(drill: Drill, name: str) -> list[Any]:
    """Every sample of a contact."""
    return drill.items(
        f"samples?show=ALL&limit=200&person_id={drill.contacts[name]['person']['id']}", by="zhangqiang"
    )
