"""Pure rules of contacts: when a case was infectious, and what kind of contact the rule set proposes.

The machine proposes; only an investigator classifies. Use as `from ringfence.tracing.contacts import rules`.
"""

from .facts import Basis, CaseFacts, ContactFacts, Exposure, Seat
from .presence import may_be_classified, may_have_been_there
from .propose import Offer, Proposal, propose_kind, propose_secondary
from .times import exposure_times
from .window import infectious_window, secondary_window

__all__ = [
    "Basis",
    "CaseFacts",
    "ContactFacts",
    "Exposure",
    "Offer",
    "Proposal",
    "Seat",
    "exposure_times",
    "infectious_window",
    "may_be_classified",
    "may_have_been_there",
    "propose_kind",
    "propose_secondary",
    "secondary_window",
]
