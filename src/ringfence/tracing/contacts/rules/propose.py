"""What kind of contact the rule set proposes. The proposal is not a classification: only an investigator classifies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ringfence.ground.rulesets.parameters import RuleSet
from ringfence.ground.rulesets.words import ContactKind
from ringfence.kernel import Period, Reason, reason

from .facts import Basis, CaseFacts, ContactFacts, Exposure
from .near import Nearness, judge
from .window import infectious_window, secondary_window


class Offer(StrEnum):
    """What may be offered to a person without any duty."""

    VOLUNTARY_TEST = "VOLUNTARY_TEST"


@dataclass(frozen=True, slots=True)
class Proposal:
    """`kind` None: facts are missing, the reasons say which. `last_exposure_at` is the last one that counts."""

    kind: ContactKind | None
    reasons: tuple[Reason, ...]
    last_exposure_at: datetime | None = None
    offers: tuple[Offer, ...] = ()


def propose_kind(*, ruleset: RuleSet, exposure: Exposure, case: CaseFacts) -> Proposal:
    """Propose CLOSE, CASUAL or NONE for somebody exposed to a case."""
    only_offer = _only_an_offer(exposure)
    if only_offer is not None:
        return only_offer
    window = infectious_window(ruleset=ruleset, case=case)
    if window is None:
        return Proposal(
            None,
            (
                reason(
                    "Enter the case's day of onset or of the first positive sample: without it there is no infectious period."
                ),
            ),
        )
    outside = _outside(window, exposure)
    if outside is not None:
        return Proposal(ContactKind.NONE, (outside,))
    last = _last_inside(window, exposure)
    within = _inside_sentence(window, exposure)
    if exposure.protected:
        return Proposal(
            ContactKind.NONE, (reason("Effective protection throughout the exposure."), within), last
        )
    nearness, why = judge(ruleset=ruleset, exposure=exposure)
    kind = {
        Nearness.CLOSE: ContactKind.CLOSE,
        Nearness.NOT_CLOSE: ContactKind.CASUAL,
        Nearness.UNKNOWN: None,
    }[nearness]
    return Proposal(kind, (*why, within), last)


def propose_secondary(*, ruleset: RuleSet, exposure: Exposure, contact: ContactFacts) -> Proposal:
    """Propose SECONDARY or NONE for somebody who met a close contact."""
    only_offer = _only_an_offer(exposure)
    if only_offer is not None:
        return only_offer
    if not ruleset.secondary.determined:
        return Proposal(
            ContactKind.NONE,
            (reason("Rule set {ruleset} does not determine contacts of contacts.", ruleset=ruleset.id),),
        )
    window = secondary_window(contact=contact)
    if _outside(window, exposure) is not None:
        why = reason(
            "Met the close contact before that person had met the case, or after that person's isolation."
        )
        return Proposal(ContactKind.NONE, (why,))
    last = _last_inside(window, exposure)
    if exposure.protected:
        return Proposal(ContactKind.NONE, (reason("Effective protection throughout the exposure."),), last)
    if exposure.setting in ruleset.secondary.settings:
        why = reason(
            "Lived, worked, ate or spent free time near a close contact, unprotected, after that person had met the case."
        )
        return Proposal(ContactKind.SECONDARY, (why,), last)
    return Proposal(
        ContactKind.NONE, (reason("The way they met is not one that makes a secondary contact."),), last
    )


def _only_an_offer(exposure: Exposure) -> Proposal | None:
    if exposure.basis is Basis.SPACE_TIME_COMPANION:
        why = reason(
            "Only telephones in the same area at the same time: that is no contact. A voluntary test may be offered."
        )
    elif exposure.basis is Basis.VENUE_CHECK_IN:
        why = reason(
            "Only a venue check-in: a scan alone makes nobody a contact. A voluntary test may be offered."
        )
    else:
        return None
    return Proposal(ContactKind.NONE, (why,), None, (Offer.VOLUNTARY_TEST,))


def _outside(window: Period, exposure: Exposure) -> Reason | None:
    if window.ends_at == window.starts_at:
        return reason("Separated from others before that time began: nobody was exposed.")
    if exposure.ended_at < window.starts_at:
        return reason(
            "The last exposure, {at}, was before {starts}, when the infectious period began.",
            at=exposure.ended_at,
            starts=window.starts_at,
        )
    if window.ends_at is not None and exposure.first_at >= window.ends_at:
        return reason(
            "The first exposure, {at}, was after {ends}, when the infectious period had ended.",
            at=exposure.first_at,
            ends=window.ends_at,
        )
    return None


def _last_inside(window: Period, exposure: Exposure) -> datetime:
    return exposure.ended_at if window.ends_at is None else min(exposure.ended_at, window.ends_at)


def _inside_sentence(window: Period, exposure: Exposure) -> Reason:
    if window.ends_at is None:
        return reason(
            "The exposure lies in the infectious period, which began {starts} and has not ended.",
            starts=window.starts_at,
        )
    return reason(
        "The exposure lies in the infectious period from {starts} to {ends}.",
        starts=window.starts_at,
        ends=window.ends_at,
    )
