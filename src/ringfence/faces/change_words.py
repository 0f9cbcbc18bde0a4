"""What the record calls a changed field, in words. A test holds this against every field that the source records."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

FIELDS = {
    # readings of oversight
    "page": pgettext_lazy("subject", "Page"), "mark": _("Which"), "approver": _("Approver"), "proposer": _("Proposed by"),
    "took": pgettext_lazy("two signatures", "Between"),
    # accounts
    "means": pgettext_lazy("of signing in", "Means"), "known": _("Such an account exists"), "by_itself": _("Ended by itself"),
    # cases
    "classification": _("Classification"), "severity": _("Severity"), "origin": _("Origin"), "found_by": _("Found by"),
    "onset_date": _("Onset date"), "symptoms": _("Symptoms"), "sampled_on": _("Sampled on"), "reported_on": _("Reported on"),
    "outcome": _("Outcome"), "outcome_on": _("Date of the outcome"), "exposure_place": _("Place of exposure"),
    "exposure_from": _("Exposed from"), "exposure_to": _("Exposed until"), "source_text": _("Source as told"),
    "notes": _("Notes"), "isolated_at": _("Isolated since"), "fever_free_since": _("Free of fever since"),
    "symptoms_improved": _("Symptoms improved"), "symptom_free_since": _("Free of symptoms since"),
    "source": _("Source"), "link": _("Candidate source"), "grade": _("Grade"), "discharged_at": _("Discharged"),
    "affected": _("Affected people"), "contacts": _("Contacts"), "number": _("Number"), "case": _("Case"), "cases": _("Cases"),
    # contacts, movement, investigation
    "relation": _("Relation"), "last_exposure": _("Last exposure"), "setting": _("Setting"), "investigator": _("Investigator"),
    "note": _("Note"), "minutes": _("Minutes"), "block": _("Block of the form"), "version": _("Version"),
    "stop": _("Stop"), "place": _("Place"), "from": pgettext_lazy("instant", "From"), "evidence": _("Evidence"),
    # exposure searches, records of movement
    "search": _("Exposure search"), "leads": _("Leads"), "digest": _("Fingerprint of the answer"), "asked": _("What was called"),
    "rule": _("What counts as together"), "ring": _("Who is looked for"), "harm": _("People flagged"),
    "store_version": _("Version of the records"), "whole": _("Every row came out again"), "basis": _("Legal basis"),
    "parts_destroyed": _("Parts destroyed"), "parts_that_go_with_their_day": _("Parts that go with their day"),
    "stops": _("Stops"), "unknown_places": _("Places that the records do not know"), "rows_in": _("Rows in"),
    "kept": pgettext_lazy("rows", "Kept"), "merged": pgettext_lazy("rows", "Merged"), "refused": pgettext_lazy("rows", "Refused"),
    # measures
    "kind": _("Kind"), "stage": _("Stage"), "starts_at": _("Begins"), "ends_at": _("Ends"), "ruleset": _("Rule set"),
    "contact": _("Contact"), "upheld": _("Appeal upheld"), "why": _("Why"),
    # alarms, held batches
    "hold": _("Held batch"), "cause": _("Why it was held"), "step": _("Step"), "orders": _("Orders"), "total": _("All together"),
    "deed": _("Deed"), "about": _("What it is about"), "answer": _("Answer"),
    # samples
    "code": _("Code"), "result": _("Result"), "days": _("Days"), "count": _("How many"), "sample": _("Sample"),
    # sites, stays, transfers
    "room": _("Room"), "rooms": _("Rooms"), "site": _("Site"), "state": _("State"), "accessible": _("Accessible"),
    "found": _("Found"), "on": _("Day"), "slot": _("Time of day"), "finding": _("Finding"), "temperature": _("Temperature"),
    "to": pgettext_lazy("place", "To"), "vehicle": _("Vehicle"), "given_by": _("Given by"), "driver": _("Driver"),
    # people, places, users
    "area": _("Area"), "fields": _("Fields"), "field": _("Field"), "household": _("Household"), "name": _("Name"),
    "rows": _("Rows"), "username": _("User name"), "role": _("Role"), "correction": _("Request for correction"),
    "handed_to": _("Handed to"), "expires_at": _("Valid until"),
    # the outbreak and its files
    "purpose": _("Purpose"), "clock": _("Clock"), "runs": _("Clock runs"), "file": _("File"), "sha256": _("Fingerprint of the file"),
    "verdict": _("Verdict"), "choice": _("Decision"), "created": _("Created"), "updated": _("Updated"), "links": _("Candidate links"),
    "what": _("What"), "title": _("Title"), "strategies": _("Strategies"), "as_of": _("As of"), "engine": _("Version of the simulator"),
    "at": _("At"), "how": _("How"), "size": _("Entries"), "faults": _("Faults"), "codes": _("Kinds of faults"),
    # arrivals, declared areas, devices at home, live leads
    "arrives_on": _("Day of arrival"),
    "channel": _("How it was registered"),
    "offer": _("Offer"),
    "declared_area": _("Declared area"),
    "arrivals": _("Registered arrivals"),
    "travellers": pgettext_lazy("arrival", "Travellers"),
    "to_at": _("Until"),
    "batch": _("Batch of records"),
    "open": _("Stops with open hours"),
    "came": _("New leads"),
    "grew": _("Leads with more time"),
    "people": _("People"),
    "watch": _("Use of a device"),
    "device": _("Device"),
    "agreed_by": _("Who agreed"),
    "grace_minutes": _("Minutes of grace"),
    "report": _("Report of a device"),
    "heard": _("What was heard"),
    "watches": _("Uses of devices"),
    "by": _("By whom"),
    # the vault
    "key": pgettext_lazy("vault", "Key"), "data_keys": _("People's keys wrapped anew"), "words": _("Words opened"),
    # retention
    "paper": _("The authority's paper"), "ends_on": pgettext_lazy("retention", "Last day"), "certificate": _("Certificate"), "content": _("Content"),
    "kept_head": _("Entries of the kept head"),
}  # fmt: skip

VALUES = {
    "password": _("Password"), "totp": _("Authenticator app"), "webauthn": _("Security key"), "recovery_codes": _("Recovery codes"),
    "line-list": _("Line list"), "contacts": _("Contacts"), "links": _("Candidate links"), "tree": _("Transmission tree"),
}  # fmt: skip
