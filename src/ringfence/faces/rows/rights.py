"""The database's own books: which role carries which permission, and which tables follow from which deed.

Written by hand a second time on purpose: a permission that slips into a role in `ground/access` does nothing here, and a
test says that the two books differ.
"""

ROLES: dict[str, tuple[str, ...]] = {
    "CITY_COMMAND": (
        "alarm.answer", "alarm.read", "area.declare", "arrival.read", "audit.read", "bulletin.read",
        "bulletin.release", "case.read", "contact.read", "dashboard.read", "forecast.make", "order.read",
        "outbreak.manage", "person.read", "ruleset.change", "sample.read", "site.read", "transfer.read",
    ),
    "COUNTY_COMMAND": (
        "alarm.read", "arrival.read", "case.read", "contact.read", "dashboard.read", "forecast.make",
        "order.read", "person.read", "sample.read", "site.read", "transfer.read",
    ),
    "INVESTIGATOR": (
        "arrival.read", "case.read", "case.write", "code.issue", "contact.classify", "contact.read",
        "contact.write", "correction.decide", "dashboard.read", "investigation.write", "link.write",
        "movement.read", "movement.search", "order.draft", "order.read", "person.read", "person.write",
        "sample.read", "sample.record", "site.read", "transfer.manage", "transfer.read",
    ),
    "EPIDEMIOLOGIST": (
        "appeal.decide", "area.declare", "arrival.read", "bulletin.read", "bulletin.release", "case.read",
        "code.issue", "contact.classify", "contact.read", "dashboard.read", "forecast.make", "link.write",
        "movement.approve", "movement.read", "order.approve", "order.read", "order.release", "person.read",
        "ruleset.change", "sample.read", "site.read", "transfer.read",
    ),
    "LABORATORY": (
        "dashboard.read", "person.read", "person.write", "sample.read", "sample.record",
    ),
    "SITE_MANAGER": (
        "code.issue", "contact.read", "dashboard.read", "health_check.record", "order.read", "person.read",
        "sample.read", "sample.record", "site.manage", "site.read", "stay.manage", "transfer.manage",
        "transfer.read",
    ),
    "SITE_NURSE": (
        "code.issue", "contact.read", "dashboard.read", "health_check.record", "order.read", "person.read",
        "sample.read", "sample.record", "site.read",
    ),
    "DRIVER": (
        "transfer.manage", "transfer.read",
    ),
    "GRID_WORKER": (
        "arrival.read", "arrival.write", "code.issue", "contact.read", "dashboard.read", "health_check.record",
        "order.read", "person.read", "sample.at_home",
    ),
    "DATA_OFFICER": (
        "arrival.read", "arrival.write", "case.read", "case.write", "contact.read", "correction.decide",
        "dashboard.read", "line_list.export", "line_list.import", "link.write", "movement.import", "order.read",
        "person.read", "person.write", "sample.read", "site.read", "transfer.read",
    ),
    "PRESS": ("bulletin.draft", "bulletin.read", "dashboard.read"),
    "OVERSIGHT": (
        "alarm.answer", "alarm.read", "audit.read", "bulletin.read", "dashboard.read", "movement.read", "order.read",
        "oversight.read",
    ),
    "REVIEWER": (
        "alarm.answer", "alarm.read", "case.read", "contact.read", "dashboard.read", "hold.review",
        "order.read", "oversight.read",
    ),
}  # fmt: skip

# Groups of tables that are written together. A new table joins one of them, or gets a group of its own.
RECORD = (
    "audit_auditentry",
    "audit_words",
    "identities_recordkey",
)  # an entry, and beside it what somebody typed
ALARMS = ("alarms_alarm", "alarms_sighting", *RECORD)
STORY = (
    *ALARMS, "cases_candidatelink", "cases_case", "cases_positiveagain", "cases_rulingout", "contacts_contact",
    "contacts_exposure", "investigations_clockstop", "investigations_formblock", "investigations_investigation",
    "investigations_milestone", "investigations_stop", "orders_appeal", "orders_hold", "orders_laterexposure", "orders_order",
    "orders_stage", "outbox_message", "quarantine_healthcheck", "quarantine_stay", "testing_sample",
    "testing_homevisit", "orders_notice", "transfers_transfer",
)  # fmt: skip
MOVEMENT = (
    "movement_pseudonym",
    "movement_search",
    "movement_lead",
    "movement_recordfile",
    "movement_visitedplace",
)
PEOPLE = ("people_person", "people_identity", "people_indexcard", "identities_datakey", "people_household")
LISTS = ("linelists_importrun", "linelists_importrow")
CORRECTIONS = ("corrections_correction",)
CODES = ("citizens_code", "citizens_visit")
FORGETTING = ("retention_legalhold", "retention_forgotten", "emergencies_opening")
WATCHES = ("home_watch_watch", "home_watch_report", "home_watch_call")
ARRIVALS = (
    "arrivals_arrival",
    "arrivals_traveller",
    "identities_travellerkey",
    "arrivals_stop",
    "arrivals_offer",
)

# A deed of staff opens the tables with which a story goes on; which area it may begin in is asked when it begins. While it is
# open the story sees the whole response: consequences cross areas.
DEEDS: dict[str, tuple[str, ...]] = {
    "sample.record": STORY,
    "person.write": PEOPLE,
    "case.write": STORY,
    "link.write": STORY,
    "investigation.write": STORY + WATCHES + MOVEMENT,
    "contact.write": STORY,
    "contact.classify": STORY,
    "order.read": ("orders_appeal",),  # an appeal that staff take down
    "order.draft": STORY,
    "order.approve": STORY,
    "order.release": STORY,
    "appeal.decide": STORY,
    "stay.manage": STORY,
    "site.manage": STORY,
    "health_check.record": STORY + WATCHES,
    "transfer.manage": STORY,
    "ruleset.change": STORY,
    "outbreak.manage": ("retention_legalhold",),
    "line_list.import": STORY + PEOPLE + LISTS,
    "movement.import": MOVEMENT,
    "movement.search": STORY + PEOPLE + MOVEMENT,
    "movement.approve": MOVEMENT,
    "bulletin.draft": (),  # reads all cases for counts and places, and asks the register for names; writes about nobody
    "bulletin.release": (),
    "sample.at_home": STORY,
    "hold.review": STORY,
    "correction.decide": CORRECTIONS + PEOPLE,
    "code.issue": CODES,
    "person.read": ("emergencies_opening",),  # an emergency is begun by who reads people elsewhere
}  # fmt: skip

# Deeds that write these tables and see nothing else on the way: of staff, and of a person about themselves.
NARROW: dict[str, tuple[str, ...]] = {
    "arrival.write": ARRIVALS,
    "alarm.answer": ALARMS,
    "own": ("orders_appeal", *CORRECTIONS),
}

# The platform itself, by the name of the job: it writes the first tables, reads the second ones as well, and sees nothing else.
JOBS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "door": ((*CODES, *ALARMS), ()),  # the door of the own page, before it is known who asks
    "sign_in": (RECORD, ()),  # somebody failed to: who it was is not known
    "rooms.count": ((), ("quarantine_stay",)),  # numbers without people
    "public.count": ((), STORY),  # the public counts, small ones hidden
    "clock.tick": (STORY + MOVEMENT + ARRIVALS + WATCHES, PEOPLE),
    "home_watch.device": ((*WATCHES, *RECORD, "outbox_message"), ("quarantine_stay", "orders_order", "orders_stage")),
    "arrivals.form": ((*ARRIVALS, *RECORD, "outbox_message"), ()),
    "bulletins.check": ((), STORY + PEOPLE + MOVEMENT),  # numbers, places, and whether a text names somebody
    "orders.check": (ALARMS, (*STORY, "people_person")),  # an order is read with whom it is about
    "ledger.seal": (("audit_auditentry",), ()),
    "ledger.nightly": (ALARMS, ()),
    "ledger.check": (ALARMS, ()),
    "retention.count": ((), STORY + WATCHES + ARRIVALS + PEOPLE + MOVEMENT + LISTS + CORRECTIONS + CODES + FORGETTING),
    "retention.sweep": (STORY + WATCHES + ARRIVALS + PEOPLE + MOVEMENT + LISTS + CORRECTIONS + CODES + FORGETTING, ()),
    "vault.keys": (("identities_datakey", "identities_travellerkey", *RECORD), ()),  # wrapped keys are wrapped anew; no name is opened
    "vault.check": (RECORD, PEOPLE + ARRIVALS),
    "alarms.ask": ((), ("alarms_alarm",)),  # is one open about this?
    "movement.replay": ((), (*MOVEMENT, "cases_case")),
    "answers.forget": (("api_givenanswer",), ()),
}  # fmt: skip
