"""The drill's later days: checks, a new exposure, a contact who turns positive, negatives, the release."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from ringfence.kernel import CITY_ZONE

from .drill import NOON, Drill, hours, meeting
from .first_day import HE, LIU, stay_of
from .telling import expect, expect_same

MORNING, EVENING = time(8), time(20)
LONGEST_DAYS = 30


def play(*, drill: Drill) -> None:
    """From the first evening to the day when the last contact is free."""
    drill.telling.chapter("The days after")
    _check(drill)
    _new_exposure(drill)
    _turns_positive(drill)
    _until_released(drill)
    _final_numbers(drill)


def _check(drill: Drill) -> None:
    drill.move_clock(NOON + hours(7))
    told = {
        "on": drill.now.date().isoformat(),
        "slot": "EVENING",
        "finding": "WELL",
        "temperature_celsius": 36.5,
    }
    kept = drill.post(f"stays/{stay_of(drill, LIU)['id']}/checks", told, by="huangli")
    expect_same(what="The health check", found=kept["finding"], wanted="WELL")
    drill.telling.step("Huang Li records the evening's health check: well, 36.5 °C")


def _new_exposure(drill: Drill) -> None:
    before = drill.order_of(LIU)
    visit = meeting(setting="HOSPITAL_VISIT", ended=NOON - hours(3), lasted=1, place="ward 3")
    drill.post(f"contacts/{drill.contacts[LIU]['id']}/exposures", visit, by="wangfang")
    after = drill.order_of(LIU)
    ends = [
        datetime.fromisoformat(one["stages"][0]["ends_at"]).astimezone(CITY_ZONE) for one in (before, after)
    ]
    expect(that=ends[1] > ends[0], otherwise=f"A new exposure did not move the end from {ends[0]}.")
    new = [one for one in after["reasons"] if one not in before["reasons"]]
    expect(that=bool(new), otherwise="The end moved, but no reason says why.")
    drill.telling.step(
        f"A newly told exposure moves the end from {ends[0]:%d %b %H:%M} to {ends[1]:%d %b %H:%M}: {new[0]}"
    )


def _turns_positive(drill: Drill) -> None:
    _day(drill, NOON.date() + timedelta(days=1), leave_out=HE)
    due = [one for one in drill.items("samples?show=DUE&limit=200", by="zhangqiang") if is_of(drill, HE, one)]
    expect(that=bool(due), otherwise="No sample of the second contact is due.")
    drill.post(f"samples/{due[0]['id']}/result", result(drill, due[0], "POSITIVE"), by="zhangqiang")
    known = drill.items("cases", by="liwei")
    hers = [one for one in known if is_of(drill, HE, one)]
    expect(that=len(hers) == 1 and len(known) == 2, otherwise="The positive contact did not become a case.")
    _tell_source(drill, hers[0])
    _isolate(drill, hers[0])


def _tell_source(drill: Drill, case: dict[str, Any]) -> None:
    expect_same(what="How the second case was found", found=case["found_by"], wanted="QUARANTINE")
    sources = drill.get(f"cases/{case['id']}/sources", by="wangfang")
    expect_same(
        what="Its sources", found=[one["source_case_id"] for one in sources], wanted=[drill.case["case_id"]]
    )
    expect_same(what="Her quarantine", found=drill.order_of(HE)["state"], wanted="RELEASED")
    drill.telling.step(
        f"The contact from the household turns positive: case {case['number']}, source {sources[0]['source_number']}"
    )


def _isolate(drill: Drill, case: dict[str, Any]) -> None:
    draft = next(one for one in drill.items("orders/waiting", by="chenjing") if one["case_id"] == case["id"])
    drill.post(f"orders/{draft['id']}/approve", by="chenjing")
    taken = {"vehicle": "豫G00002", "given_by_name": "示例"}
    ways = drill.items("transfers?state=REQUESTED", by="yangmin")
    for way in ways:
        expect_same(what="Where a case is brought", found=way["kind"], wanted="TO_HOSPITAL")
        drill.post(f"transfers/{way['id']}/assign", {"driver": "wujun"}, by="yangmin")
        drill.post(f"transfers/{way['id']}/pick-up", taken, by="wujun")
        drill.post(f"transfers/{way['id']}/deliver", by="yangmin")
    drill.telling.step(f"Her isolation is approved; {len(ways)} cases are brought to hospital")


def _until_released(drill: Drill) -> None:
    """Day after day: the clock is moved, what is due is taken and negative. Nobody asks for the release."""
    day, stage_told = drill.now.date(), False
    while (order := drill.order_of(LIU))["state"] != "RELEASED":
        expect(
            that=drill.now < NOON + timedelta(days=LONGEST_DAYS),
            otherwise=f"Nobody was released by {drill.now}.",
        )
        if not stage_told and order["stages"][0]["ended_at"]:
            _tell_stage(drill, order)
            stage_told = True
        day += timedelta(days=1)
        _day(drill, day)
    expect(that=stage_told, otherwise="The order was released without its stage of monitoring at home.")
    _tell_release(drill, order)


def _tell_stage(drill: Drill, order: dict[str, Any]) -> None:
    expect_same(what="The order after the days at the site", found=order["state"], wanted="IN_FORCE")
    kinds = [one["kind"] for one in order["stages"]]
    expect_same(what="Its stages", found=kinds, wanted=["FACILITY_QUARANTINE", "HOME_HEALTH_MONITORING"])
    ended = datetime.fromisoformat(order["stages"][0]["ended_at"]).astimezone(CITY_ZONE)
    left = [one for one in drill.items("stays?state=ENDED", by="yangmin") if one["order_id"] == order["id"]]
    expect(that=bool(left), otherwise="The stay at the site did not end with its stage.")
    drill.telling.step(
        f"{drill.negatives} negatives later the stay ends by itself on {ended:%d %b}; monitoring at home follows"
    )


def _tell_release(drill: Drill, order: dict[str, Any]) -> None:
    closed = datetime.fromisoformat(order["closed_at"]).astimezone(CITY_ZONE)
    last = datetime.fromisoformat(order["stages"][-1]["ends_at"])
    expect(that=closed >= last, otherwise=f"The order was closed at {closed}, before its end at {last}.")
    contact = drill.get(f"contacts/{drill.contacts[LIU]['id']}", by="wangfang")
    expect_same(what="Ends that the clock brought by itself", found=drill.released, wanted=2)
    expect_same(what="What became of the contact", found=contact["outcome"], wanted="RELEASED")
    drill.telling.step(
        f"The order is released by itself on {closed:%d %b}: {' '.join(order['closing_reasons'])}"
    )


def _day(drill: Drill, day: date, *, leave_out: str = "") -> None:
    """The morning's samples are taken and negative; then the clock moves to the evening, and what is over ends."""
    drill.move_clock(datetime.combine(day, MORNING, CITY_ZONE))
    due = drill.items("samples?show=DUE&limit=200", by="zhangqiang")
    told = [
        {"sample_id": one["id"], **result(drill, one, "NEGATIVE")}
        for one in due if not (leave_out and is_of(drill, leave_out, one))
    ]  # fmt: skip
    if told:
        kept = drill.post("results", {"results": told}, by="zhangqiang")
        why = "; ".join(one["why_not"] for one in kept["results"] if not one["kept"])
        expect(that=kept["refused"] == 0, otherwise=f"Results of {day} were refused: {why}")
        drill.negatives += kept["kept"]
    if not leave_out:
        drill.move_clock(datetime.combine(day, EVENING, CITY_ZONE))


def result(drill: Drill, sample: dict[str, Any], value: str) -> dict[str, Any]:
    """A sample of this morning; the two swabs of a last day are tested with two reagents."""
    at = drill.now
    return {
        "result": value, "taken_at": (at - hours(2)).isoformat(), "result_at": at.isoformat(),
        "reagent": f"kit {sample['swab']}",
    }  # fmt: skip


def is_of(drill: Drill, name: str, sample: dict[str, Any]) -> bool:
    return bool(sample["person"]["id"] == drill.contacts[name]["person"]["id"])


def _final_numbers(drill: Drill) -> None:
    numbers = drill.get("situation", by="liwei")
    expect_same(what="Cases in the end", found=numbers["cases"]["total"], wanted=2)
    expect_same(what="Cases found in quarantine", found=numbers["cases"]["in_quarantine"], wanted=1)
    quarantined = {
        kind: count for kind, count in numbers["under_measure"].items() if kind != "ISOLATION" and count
    }
    expect_same(what="Contacts still under a measure", found=quarantined, wanted={})
    drill.telling.step(
        f"Li Wei sees on {drill.now:%d %b}: cases {numbers['cases']['total']}, of them found in quarantine 1; "
        f"contacts {numbers['contacts']}; under a measure {numbers['under_measure']}"
    )
