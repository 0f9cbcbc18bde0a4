"""Which rows of which table: a condition in SQL for reading, by who acts. Areas are looked up once a statement."""

from __future__ import annotations


def areas(*permissions: str) -> str:
    """The areas in which the acting user holds one of these permissions: a value that is worked out once a statement."""
    asked = ", ".join(f"'{one}'" for one in permissions)
    return f"(select guard.areas({asked}))::text[]"


def areas_of_leads(*permissions: str) -> str:
    """Those of them in which a search has answered; null where none has, and a strict function is then not called at all."""
    return areas(*permissions).replace("(select guard.areas(", "(select guard.areas_of_leads(")


def lies_in(*permissions: str, column: str = "area_id") -> str:
    return f"{column} ^@ any ({areas(*permissions)})"


def parent(table: str, column: str) -> str:
    """Seen with the row that it belongs to, by that row's own policy.

    `offset 0` keeps the question one about one row: without it the planner may answer it for all rows at once, and works out
    who of the whole city is in sight because a name is borne by some.
    """
    return f"exists (select from {table} whole where whole.id = {column} offset 0)"


# Whoever reads a person reads what holds for them: the order, where they stay, the way there, the tests to come.
OF_ORDERS = ("order.read", "person.read")
OF_STAYS = ("site.read", "health_check.record", "order.read", "person.read")
OF_TRIPS = ("transfer.read", "person.read")
OF_SAMPLES = ("sample.read", "person.read")
CASE = f"guard.case_lies_in(case_id, {areas('case.read')})"
INVESTIGATION = (
    "exists (select from investigations_investigation i join cases_case c on c.id = i.case_id "
    f"where i.id = investigation_id and c.{lies_in('case.read')} offset 0)"
)
OWN = "person_id = (select guard.acting_person())"

BY_ME = "by_id = coalesce((select guard.acting_user()), (select guard.acting_person()))"

OWN_CASE = (
    "exists (select from cases_case c where c.id = case_id and c.person_id = (select guard.acting_person()))"
)

EMERGENCY = "{column} = any ((select guard.opened_people())::uuid[])"  # three hours, one person, one reader (registry/emergencies)

READS: dict[str, tuple[str, ...]] = {
    "people_person": (
        "id = (select guard.acting_person())", lies_in("person.read"), EMERGENCY.format(column="id"),
        f"guard.person_in_sight(id, {areas('case.read')}, {areas('contact.read')}, {areas(*OF_ORDERS)}, {areas(*OF_STAYS)}, "
        f"{areas(*OF_TRIPS)}, {areas(*OF_SAMPLES)}, {areas('correction.decide')})",
        f"guard.is_lead(id, {areas_of_leads('movement.search')})",
    ),
    "people_identity": (parent("people_person", "person_id"),),
    "people_indexcard": (lies_in("person.read", column="area_code"), parent("people_person", "person_id")),
    "identities_datakey": (parent("people_person", "person_id"),),
    "people_household": (lies_in("person.read"),),
    "testing_sample": (
        OWN, lies_in(*OF_SAMPLES),
        "exists (select from cases_case c where c.confirming_sample_id = testing_sample.id offset 0)",  # what a case rests on
    ),
    "testing_homevisit": (parent("testing_sample", "sample_id"),),
    "cases_case": (
        OWN, lies_in("case.read"), EMERGENCY.format(column="person_id"), f"guard.case_in_sight(id, {areas('contact.read')}, {areas(*OF_ORDERS)})",
    ),
    "cases_rulingout": (OWN_CASE, CASE),
    "cases_positiveagain": (OWN_CASE, CASE),
    "cases_candidatelink": (OWN_CASE, CASE, f"guard.case_lies_in(source_case_id, {areas('case.read')})"),
    "contacts_contact": (
        OWN, lies_in("contact.read"), f"guard.case_lies_in(case_id, {areas('contact.read')})",
        f"guard.contact_in_sight(id, {areas('contact.read')}, {areas(*OF_ORDERS)})",
    ),
    "contacts_exposure": (parent("contacts_contact", "contact_id"),),
    "investigations_investigation": (OWN_CASE, CASE),
    "investigations_milestone": (INVESTIGATION,),
    "investigations_clockstop": (INVESTIGATION,),
    "investigations_formblock": (INVESTIGATION,),
    "investigations_stop": (INVESTIGATION,),
    "linelists_importrun": (f"guard.outbreak_lies_in(outbreak_id, {areas('line_list.import')})",),
    "linelists_importrow": (parent("linelists_importrun", "run_id"),),
    "movement_pseudonym": (
        f"guard.person_lies_in(person_id, {areas('movement.search')})", f"guard.is_lead(person_id, {areas_of_leads('movement.search')})",
    ),  # who stands behind a number
    "movement_search": (lies_in("movement.read", "movement.search", "movement.approve"),),
    "movement_recordfile": (f"guard.outbreak_lies_in(outbreak_id, {areas('movement.import')})",),
    "movement_lead": (parent("movement_search", "search_id"),),
    "movement_visitedplace": (parent("movement_search", "search_id"),),
    "orders_order": (
        OWN, lies_in(*OF_ORDERS), EMERGENCY.format(column="person_id"),
        f"guard.order_in_sight(id, basis_contact_id, {areas(*OF_ORDERS)}, {areas(*OF_STAYS)}, {areas(*OF_TRIPS)})",
    ),
    "orders_hold": (
        lies_in(*OF_ORDERS), "exists (select from orders_order o where o.hold_id = orders_hold.id offset 0)",
    ),
    "orders_notice": (parent("orders_order", "order_id"),),
    "orders_stage": (parent("orders_order", "order_id"),),
    "orders_laterexposure": (parent("orders_order", "order_id"),),
    "orders_appeal": (parent("orders_order", "order_id"),),
    "quarantine_stay": (
        OWN, lies_in(*OF_STAYS, *OF_TRIPS), f"guard.site_lies_in(room_id, {areas(*OF_STAYS, *OF_TRIPS)})",
    ),
    "quarantine_healthcheck": (
        "exists (select from quarantine_stay s where s.id = stay_id and s.person_id = (select guard.acting_person()))",
        f"guard.stay_lies_in(stay_id, {areas(*OF_STAYS)})",
    ),
    "transfers_transfer": (
        OWN, lies_in(*OF_TRIPS), f"guard.stay_lies_in(stay_id, {areas(*OF_TRIPS)})",
    ),
    "alarms_alarm": (
        lies_in("alarm.read", column="area_code"), f"area_code = '' and cardinality({areas('alarm.read')}) > 0", BY_ME,
        "subject_type = 'hold' and exists (select from orders_hold h where h.id::text = subject_id)",
    ),
    "alarms_sighting": (parent("alarms_alarm", "alarm_id"),),
    "emergencies_opening": (
        "by_id = (select guard.acting_user())", lies_in("alarm.read", column="area_code"),
        f"organisation_id = (select guard.acting_organisation()) and cardinality({areas('alarm.read')}) > 0",
    ),
    "retention_forgotten": (),  # whose number was whose: for the sweep and the proof of its certificate
    "retention_legalhold": (f"guard.outbreak_lies_in(outbreak_id, {areas('audit.read', 'outbreak.manage')})",),
    "corrections_correction": (OWN, lies_in("correction.decide")),
    "citizens_code": (OWN, f"guard.person_lies_in(person_id, {areas('code.issue')})"),
    "citizens_visit": ("exists (select from citizens_code c where c.id = code_id offset 0)",),
    "audit_auditentry": (
        BY_ME,
        "persons @> array[(select guard.acting_person())]",
        f"guard.outbreak_lies_in(outbreak_id, {areas('audit.read')})",
        f"outbreak_id is null and cardinality({areas('audit.read')}) > 0",
        "exists (select from people_person p where p.id = any (persons))",  # who sees a person sees who looked
        "kind = 'DEED' and persons = '{}' and guard.subject_in_sight(subject_type, subject_id)",
    ),
    "audit_words": ("exists (select from audit_auditentry e where e.words = commitment offset 0)",),  # with the entry
    "identities_recordkey": (parent("audit_words", "words_id"),),
    "home_watch_watch": (lies_in("health_check.record", "investigation.write"),),
    "home_watch_report": (parent("home_watch_watch", "watch_id"),),
    "home_watch_call": (parent("home_watch_report", "report_id"),),
    "arrivals_arrival": (lies_in("arrival.read"),),
    "arrivals_traveller": (f"guard.arrival_lies_in(arrival_id, {areas('arrival.write')})",),  # names: who looks after the place
    "identities_travellerkey": (f"guard.arrival_lies_in(arrival_id, {areas('arrival.write')})",),
    "arrivals_stop": (parent("arrivals_arrival", "arrival_id"),),
    "arrivals_offer": (parent("arrivals_arrival", "arrival_id"),),
    "outbox_message": (),
    "api_givenanswer": ("user_id = (select guard.acting_user())",),
}  # fmt: skip

# Rows that are written without a deed: everybody's own trail, and the early end of an emergency by whoever is told of it.
WRITES: dict[str, str] = {
    "audit_auditentry": BY_ME,
    "audit_words": f"exists (select from audit_auditentry e where e.words = commitment and e.{BY_ME} offset 0)",
    "identities_recordkey": "coalesce((select guard.acting_user()), (select guard.acting_person())) is not null",  # before its words
    "alarms_alarm": BY_ME,  # whoever tries what they should not raises one; what it says never changes (ground/alarms)
    "alarms_sighting": "by_id = (select guard.acting_user())",
    "api_givenanswer": "user_id = (select guard.acting_user())",
    "emergencies_opening": " or ".join(READS["emergencies_opening"]),
}

# Every other table, with the reason why its rows may be seen by whoever the application lets in. A test wants each table
# either here or above.
NOT_ABOUT_PEOPLE = "tells of nobody outside the staff"
OPEN: dict[str, str] = {
    **dict.fromkeys((
        "outbreaks_outbreak", "outbreaks_rulesetchange", "places_place", "quarantine_site", "quarantine_room",
        "quarantine_disinfection", "rulesets_localversion", "rulesets_localvalue",
    ), NOT_ABOUT_PEOPLE),
    **dict.fromkeys(("areas_declaredarea", "areas_visitorcount"), "places and counts of ten and more"),
    **dict.fromkeys(("bulletins_bulletin", "bulletins_version"), "what everybody reads, or will: places, not people"),
    "movement_matchedbatch": "numbers of batches, and how many leads each made",
    "identities_keyfile": "which key file is the right one",
    "linelists_savedmap": "headings of columns, no row of a list",
    "forecasts_forecast": "counts of a simulated city",
    **dict.fromkeys(("drills_drill", "drills_drillfile"), "residents of a simulated city: nobody in a drill exists"),
    "retention_certificate": "counts, and a root over numbers that nobody else has",
    "citizens_failedtry": "hashes of codes that opened nothing",
    "audit_unsealed": "numbers of entries that wait for their seal",
    **dict.fromkeys(("audit_ledgerleaf", "audit_ledgerblock", "audit_ledgerhead"), "hashes"),
    **dict.fromkeys((
        "access_user", "access_roleheld", "access_apitoken", "access_organisation", "account_emailaddress",
        "account_emailconfirmation", "mfa_authenticator", "usersessions_usersession", "django_session",
    ), "staff and their sign-in, read before it is known who asks; duties cannot be given by the application"),
    **dict.fromkeys((
        "axes_accessattempt", "axes_accessattemptexpiration", "axes_accessfailurelog", "axes_accesslog",
    ), "sign-ins that failed, counted before it is known who asks"),
    **dict.fromkeys((
        "procrastinate_jobs", "procrastinate_events", "procrastinate_periodic_defers", "procrastinate_workers",
    ), "names of jobs and numbers of rows"),
    **dict.fromkeys((
        "auth_group", "auth_permission", "auth_group_permissions", "django_content_type", "django_migrations",
    ), "the framework's own, unused by the response"),
}  # fmt: skip
