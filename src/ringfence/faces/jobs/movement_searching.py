"""`ringfence movement search`: one authorised search, its rule, its second ring; compared with the SQL definition when asked."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ringfence.cores import copresence
from ringfence.cores.copresence.reference import Database, leads_by_sql
from ringfence.faces import clock
from ringfence.kernel import Expected

from .inside import readable
from .printing import CannotRun, Printer

SHOWN = 20
LEGACY = "This is the legacy rule of 2021: at most an offer of a voluntary test, never a contact. What it does to the city:"


def add_part(part: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """The deed `search`."""
    asking = part("search", "find who was together with a case")
    asking.add_argument("authorisation", type=Path, help="JSON: case, person, window, purpose, approval")
    asking.add_argument(
        "--rule", choices=["same-place", "within", "transport", "companion"], default="same-place",
        help="what counts as together; companion: the legacy rule of a square of 800 m, with its expected harm",
    )  # fmt: skip
    asking.add_argument("--metres", type=int, default=20, help="distance for --rule within")
    asking.add_argument("--least-minutes", type=int, default=10, help="shorter togetherness is left out")
    asking.add_argument("--most", type=int, help="print only the first leads of each case, by dose")
    asking.add_argument("--ring", type=int, choices=[1, 2], default=1, help="2: who was together with the household and the first few by dose")  # fmt: skip
    usual = copresence.FirstRing()
    asking.add_argument("--first-top", type=int, default=usual.top, help="--ring 2: how many of the first ring beside the household")  # fmt: skip
    asking.add_argument("--first-least-dose", type=float, default=usual.least_dose, help="--ring 2: least dose of both rings, in minutes at full weight")  # fmt: skip
    asking.add_argument(
        "--verify", action="store_true",
        help="ask the SQL definition as well and compare the rows byte for byte",
    )  # fmt: skip
    asking.add_argument("--spark-master", default="", metavar="URL", help="let this Spark master search, as spark://host:7077; its machines must see the store's folder; the answer does not depend on it")  # fmt: skip


def search(options: argparse.Namespace, folder: Path, say: Printer) -> None:
    """The call is on record before its answer is printed, and when it is refused, too."""
    store, journal = copresence.MovementStore(folder), copresence.Journal(folder / "calls.jsonl")
    store.snapshot()  # a sentence when there is no store to keep the record in
    now = clock.real_now()
    asked = {"file": options.authorisation.name, "rule": options.rule, "ring": options.ring}
    try:
        cases = copresence.read_authorisation(readable(options.authorisation))
        rule, ring = _rule(options), _ring(options, cases)
    except (Expected, CannotRun) as refusal:
        reasons = getattr(refusal, "reasons", ())
        journal.record(
            copresence.Call(now, "EXPOSURES", False, reasons, (), asked | {"refused": str(refusal)})
        )
        raise
    given: dict[str, Any] = {"store": store, "record": journal.record, "now": now, "least_minutes": options.least_minutes}  # fmt: skip
    if ring is not None:
        return _second_ring(copresence.find_second_ring(cases[0], ring=ring, **given), options, say)
    harm = _harm(cases, rule, given)
    found = copresence.find_exposures_of_cases(cases, rule=rule, spark=options.spark_master, **given)
    if options.verify:
        _verify(found, rule, options.least_minutes)
    return _first_ring(found, harm, options, say)


def _first_ring(found: copresence.Exposures, harm: list[copresence.Harm], options: argparse.Namespace, say: Printer) -> None:  # fmt: skip
    leads = found.ranked(most=options.most)
    missing = [str(day) for day in found.days_without_records]
    legacy = options.rule == "companion"
    told = {
        "leads": [lead.as_json() | ({"offer_only": True} if legacy else {}) for lead in leads],
        "found": int(found.rows.size), "digest": found.digest, "verified": options.verify,
        "days_without_records": missing,
    } | ({"harm": [one.as_json() for one in harm]} if legacy else {})  # fmt: skip
    sentences = [
        f"{found.rows.size} leads. A lead is where to look next; only an investigator says who is a contact."
    ]
    sentences += [LEGACY, *(_harm_sentence(one) for one in harm)] if legacy else []
    say.result(told, sentences=[*sentences, *_without(missing), *map(_lead, leads[: options.most or SHOWN])])


def _second_ring(found: copresence.SecondRing, options: argparse.Namespace, say: Printer) -> None:
    leads = found.leads[: options.most] if options.most else found.leads
    missing = [str(day) for day in found.days_without_records]
    told = {
        "first_ring": list(found.first), "found": len(found.leads), "digest": found.digest,
        "leads": [one.lead.as_json() | {"through_person": one.person, "since": one.since.isoformat()} for one in leads],
        "days_without_records": missing,
    }  # fmt: skip
    sentences = [
        f"{len(found.leads)} leads of the second ring, behind {len(found.first)} people of the first. Only an investigator says who is a contact.",
        *_without(missing),
        *(f"{_lead(one.lead)}; through person {one.person}" for one in leads[: options.most or SHOWN]),
    ]
    say.result(told, sentences=sentences)


def _rule(options: argparse.Namespace) -> Any:
    if options.rule == "within":
        return copresence.WithinMetres(options.metres)
    if options.rule == "companion":
        return copresence.Companion()
    return copresence.SameTransport() if options.rule == "transport" else copresence.SamePlace()


def _ring(options: argparse.Namespace, cases: list[copresence.AuthorisedCase]) -> copresence.FirstRing | None:
    if options.ring == 1:
        return None
    if options.rule != "same-place" or options.verify or options.spark_master:
        raise CannotRun("A second ring is looked for at the same place only, without --verify and --spark-master.")  # fmt: skip
    if len(cases) != 1:
        raise CannotRun("A second ring is looked for of one case at a time.")
    return copresence.FirstRing(top=options.first_top, least_dose=options.first_least_dose)


def _harm(cases: list[copresence.AuthorisedCase], rule: Any, given: dict[str, Any]) -> list[copresence.Harm]:
    """Of the legacy rule only: nobody sees its list without what it does to the city."""
    if not isinstance(rule, copresence.Companion):
        return []
    return [copresence.expected_harm(one, rule=rule, **given) for one in cases]


def _verify(found: copresence.Exposures, rule: Any, least_minutes: int) -> None:
    """The same question to the SQL definition, over the archives of the same version."""
    database = Database.over_archives(found.snapshot, weights=found.weights)
    theirs = leads_by_sql(
        found.cases, rule=rule, database=database, least_seconds=60 * least_minutes, weights=found.weights
    )
    if theirs.tobytes() != found.rows.tobytes():
        raise CannotRun("The two engines disagree. Nothing is printed; please report this.")


def _without(missing: list[str]) -> list[str]:
    return [f"There are no records of {', '.join(missing)}: nobody could be found there."] if missing else []


def _harm_sentence(harm: copresence.Harm) -> str:
    flagged = "fewer than ten" if harm.flagged is None else f"{harm.flagged:,}"
    same = "fewer than ten" if harm.same_place is None else f"{harm.same_place:,}"
    each = "" if harm.per_infection is None else f", {harm.per_infection:,.0f} for each infection expected"
    return f"  {flagged} people flagged ({100 * harm.share:.1f} % of those with records){each}; the same place: {same}."


def _lead(lead: copresence.Lead) -> str:
    sure = "" if lead.certain else ", time not sure"
    gaps = "without a gap" if lead.continuous else f"in {lead.episodes} stretches"
    return (
        f"  {lead.case_id}: person {lead.person}, {lead.minutes:.0f} min {gaps}{sure}, {lead.first_at:%m-%d %H:%M} to {lead.last_at:%m-%d %H:%M}, "
        f"most at {lead.place_name}; dose {lead.factors.dose:.1f}; from {', '.join(lead.sources)}"
    )
