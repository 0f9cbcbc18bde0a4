"""Which rows of which table: a condition in SQL for reading, by who acts. Areas are looked up once a statement."""

from __future__ import annotations


def areas(*permissions: str) -> str:
    """The areas in which the acting user holds one of these permissions: a value that is worked out once a statement."""
    asked = ", ".join(f"'{one}'" for one in permissions)
    return f"(select guard.areas({asked}))::text[]"


def lies_in(*permissions: str, column: str = "area_id") -> str:
    return f"{column} ^@ any ({areas(*permissions)})"


def parent(table: str, column: str) -> str:
    """Seen with the row that it belongs to, by that row's own policy."""
    return f"exists (select from {table} whole where whole.id = {column})"


# Whoever reads a person reads what holds for them: the order, where they stay, the way there, the tests to come.
OF_ORDERS = ("order.read", "person.read")
OF_STAYS = ("site.read", "health_check.record", "order.read", "person.read")
OF_TRIPS = ("transfer.read", "person.read")
OF_SAMPLES = ("sample.read", "person.read")
CASE = f"guard.case_lies_in(case_id, {areas('case.read')})"
INVESTIGATION = (
    "exists (select from investigations_investigation i join cases_case c on c.id = i.case_id "
    f"where i.id = investigation_id and c.{lies_in('case.read')})"
)
OWN = "person_id = (select guard.acting_person())"

OWN_CASE = (
    "exists (select from cases_case c where c.id = case_id and c.person_id = (select guard.acting_person()))"
)

EMERGENCY = (
    "guard.opened_in_emergency({column})"  # three hours, one person, one reader (registry/emergencies)
)

READS: dict[str, tuple[str, ...]] = {
    "people_person": (
        "id = (select guard.acting_person())", lies_in("person.read"), EMERGENCY.format(column="id"),
        f"guard.person_in_sight(id, {areas('case.read')}, {areas('contact.read')}, {areas(*OF_ORDERS)}, {areas(*OF_STAYS)}, "
        f"{areas(*OF_TRIPS)}, {areas(*OF_SAMPLES)}, {areas('correction.decide')})",
    ),
    "people_identity": (parent("people_person", "person_id"),),
    "people_household": (lies_in("person.read"),),
    "testing_sample": (
        OWN, lies_in(*OF_SAMPLES),
        "exists (select from cases_case c where c.confirming_sample_id = testing_sample.id)",  # what a case rests on
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
    "movement_pseudonym": (f"guard.person_lies_in(person_id, {areas('movement.search')})",),  # who stands behind a number
    "movement_search": (lies_in("movement.read", "movement.search", "movement.approve"),),
    "movement_lead": (parent("movement_search", "search_id"),),
    "movement_visitedplace": (parent("movement_search", "search_id"),),
    "orders_order": (
        OWN, lies_in(*OF_ORDERS), EMERGENCY.format(column="person_id"),
        f"guard.order_in_sight(id, basis_contact_id, {areas(*OF_ORDERS)}, {areas(*OF_STAYS)}, {areas(*OF_TRIPS)})",
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
    "emergencies_opening": (
        "by_id = (select guard.acting_user())", lies_in("alarm.read", column="area_code"),
        f"organisation_id = (select guard.acting_organisation()) and cardinality({areas('alarm.read')}) > 0",
    ),
    "retention_legalhold": (f"guard.outbreak_lies_in(outbreak_id, {areas('audit.read', 'outbreak.manage')})",),
    "corrections_correction": (OWN, lies_in("correction.decide")),
    "citizens_code": (OWN, f"guard.person_lies_in(person_id, {areas('code.issue')})"),
    "citizens_visit": ("exists (select from citizens_code c where c.id = code_id)",),
    "audit_auditentry": (
        "by_id = coalesce((select guard.acting_user()), (select guard.acting_person()))",
        "persons @> array[(select guard.acting_person())]",
        f"guard.outbreak_lies_in(outbreak_id, {areas('audit.read')})",
        f"outbreak_id is null and cardinality({areas('audit.read')}) > 0",
        "kind = 'DEED' and exists (select from people_person p where p.id = any (persons))",
        "kind = 'DEED' and persons = '{}' and guard.subject_in_sight(subject_type, subject_id)",
    ),
    "outbox_message": (),
    "api_givenanswer": ("user_id = (select guard.acting_user())",),
}  # fmt: skip

# Rows that are written without a deed: everybody's own trail, and the early end of an emergency by whoever is told of it.
WRITES: dict[str, str] = {
    "audit_auditentry": "by_id = coalesce((select guard.acting_user()), (select guard.acting_person()))",
    "api_givenanswer": "user_id = (select guard.acting_user())",
    "emergencies_opening": " or ".join(READS["emergencies_opening"]),
}

# Tables that lead to a person and have no policy, with the reason.
OPEN: dict[str, str] = {}
