"""Which fields of a person each page and operation can show; what is not named here counts as showing all of them.

A test opens every page and compares this table with what stands there.
"""

from __future__ import annotations

ALL = (
    "name",
    "sex",
    "age",
    "birth_date",
    "id_number",
    "phone",
    "address",
    "workplace",
    "occupation",
    "guardian",
)
NAME = ("name", "sex", "age")
REACHED = (*NAME, "phone")
VISITED = (*NAME, "phone", "address")
CASE = (*NAME, "birth_date", "id_number", "phone", "address", "workplace")

SHOWN: dict[str, tuple[str, ...]] = {
    **dict.fromkeys((
        "api:cases.list_some", "api:cases.show", "corrections:list", "api:contacts.list_some", "api:contacts.show", "api:orders.list_some",
        "api:orders.waiting", "api:orders.show", "api:samples.list_some", "api:samples.show", "api:stays.list_some",
        "api:stays.unchecked", "cases:add_contact", "cases:list", "cases:paste_contacts", "checks:sheet_of",
        "contacts:list", "orders:appeal", "orders:desk", "orders:draft", "orders:draft_again", "orders:held_batch", "api:holds.orders", "orders:lift",
        "orders:list", "orders:notice", "orders:reject", "orders:show", "orders:withdraw", "people:looks", "rooms:assign",
        "rooms:board", "rooms:doors", "rooms:list", "rooms:sheet", "samples:list", "samples:results",
        "situation:deadlines", "tasks:inbox", "transfers:all",
    ), NAME),
    # no word about the person: which measure, since when, signed by whom
    **dict.fromkeys(("oversight:restrictions", "oversight:appeals", "api:oversight.restrictions", "api:oversight.appeals",
                     "movement:sources", "api:source_finding.of_outbreak", "api:source_finding.of_case"), ()),
    **dict.fromkeys(("emergencies:show", "api:emergencies.show"), (*REACHED, "address", "guardian")),
    **dict.fromkeys(("checks:queue", "checks:sheet", "people:list", "samples:new_of", "transfers:list", "movement:show", "api:movement.leads",
                     "transfers:manifest", "transfers:show"), REACHED),
    **dict.fromkeys(("api:home watch.list_some", "api:home watch.call", "api:home watch.escalate", "api:home watch.watches",
                     "api:home watch.handed_over", "api:home watch.looked_after", "home_watch:begin", "command:home-watch"), NAME),
    "home_watch:list": REACHED,
    **dict.fromkeys(("api:transfers.list_some", "api:transfers.show", "contacts:show"), VISITED),
    # travellers: a name, a telephone and a door, apart from the register of people
    **dict.fromkeys(("travellers:list", "fence:show", "api:arrivals.list_some", "api:arrivals.show", "api:fence.arrivals_from", "api:arrivals.note"), ("traveller",)),
    **dict.fromkeys(("cases:dossier", "cases:show"), CASE),
}  # fmt: skip


def fields_of(page: str) -> tuple[str, ...]:
    """What a look at this page could show."""
    return SHOWN.get(page, ALL)
