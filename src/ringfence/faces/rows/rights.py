"""The database's own books: which role carries which permission, and which tables follow from which deed.

Written by hand a second time on purpose: a permission that slips into a role in `ground/access` does nothing here, and a
test says that the two books differ.
"""

ROLES: dict[str, tuple[str, ...]] = {
    "CITY_COMMAND": (
        "alarm.answer", "alarm.read", "area.declare", "arrival.read", "audit.read", "case.read", "contact.read",
        "dashboard.read", "forecast.make", "order.read", "outbreak.manage", "person.read", "ruleset.change",
        "sample.read", "site.read", "transfer.read",
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
        "appeal.decide", "area.declare", "arrival.read", "case.read", "code.issue", "contact.classify",
        "contact.read", "dashboard.read", "forecast.make", "link.write", "movement.approve", "movement.read",
        "order.approve", "order.read", "order.release", "person.read", "ruleset.change", "sample.read",
        "site.read", "transfer.read",
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
    "OVERSIGHT": (
        "alarm.answer", "alarm.read", "audit.read", "dashboard.read", "movement.read", "order.read",
        "oversight.read",
    ),
    "REVIEWER": (
        "alarm.answer", "alarm.read", "case.read", "contact.read", "dashboard.read", "hold.review",
        "order.read", "oversight.read",
    ),
}  # fmt: skip

# A deed of staff opens the tables with which a story goes on; which area it may begin in is asked when it begins.
STORY = (
    "audit_auditentry", "cases_candidatelink", "cases_case", "cases_positiveagain", "cases_rulingout", "contacts_contact",
    "contacts_exposure", "investigations_clockstop", "investigations_formblock", "investigations_investigation",
    "investigations_milestone", "investigations_stop", "orders_appeal", "orders_laterexposure", "orders_order",
    "orders_stage", "outbox_message", "quarantine_healthcheck", "quarantine_stay", "testing_sample",
    "testing_homevisit", "orders_notice", "transfers_transfer",
)  # fmt: skip
MOVEMENT = ("movement_pseudonym", "movement_search", "movement_lead")
PEOPLE = ("people_person", "people_identity", "people_household")
LISTS = ("linelists_importrun", "linelists_importrow")
CORRECTIONS = ("corrections_correction",)
CODES = ("citizens_code", "citizens_visit")
WATCHES = ("home_watch_watch", "home_watch_report", "home_watch_call")
ARRIVALS = ("arrivals_arrival", "arrivals_traveller", "arrivals_stop", "arrivals_offer")

DEEDS: dict[str, tuple[str, ...]] = {
    "person.read": ("emergencies_opening",),  # an emergency is begun by who reads people elsewhere
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
    "sample.at_home": STORY,
    "arrival.write": ARRIVALS,
    "hold.review": STORY,
    "correction.decide": CORRECTIONS + PEOPLE,
    "code.issue": CODES,
    "own": ("orders_appeal", *CORRECTIONS),
    "job:door": (*CODES, "audit_auditentry"),
    "job:rooms.count": (),
    "job:retention.count": (),
    "job:clock.tick": STORY + MOVEMENT + ARRIVALS + WATCHES,
    "job:home_watch.device": (*WATCHES, "audit_auditentry"),
    "job:arrivals.form": (*ARRIVALS, "audit_auditentry"),
    "job:orders.check": ("audit_auditentry",),
    "job:ledger.seal": ("audit_auditentry",),
    "job:ledger.nightly": ("audit_auditentry",),
    "job:ledger.check": ("audit_auditentry",),
    "job:retention.sweep": STORY + WATCHES + PEOPLE + MOVEMENT + LISTS + CORRECTIONS + CODES + ("retention_legalhold",),
    "job:answers.forget": ("api_givenanswer",),
}  # fmt: skip

# Jobs that read tables and write nothing in them.
SIGHT: dict[str, tuple[str, ...]] = {
    "job:rooms.count": ("quarantine_stay",),
    "job:orders.check": STORY,
    "job:home_watch.device": ("quarantine_stay", "orders_order", "orders_stage"),
    "job:retention.count": STORY
    + WATCHES
    + PEOPLE
    + MOVEMENT
    + LISTS
    + CORRECTIONS
    + CODES
    + ("retention_legalhold",),
}
NARROW = (
    "own",
    "job:door",
    "job:rooms.count",
    "job:retention.count",
    "job:answers.forget",
    "job:arrivals.form",
    "job:home_watch.device",
    "arrival.write",
)  # deeds that see no more than their tables
