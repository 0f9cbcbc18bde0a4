"""The log of the processes, without people: what could tell who somebody is does not reach a line of it."""

from __future__ import annotations

import logging
import re

from ringfence.cores.disclosure import numbers, words
from ringfence.cores.disclosure.finding import Kind
from ringfence.cores.disclosure.plain import plain

# What the database says of a row that it refuses: the row itself.
DETAIL = re.compile(r"^(\s*(?:DETAIL|CONTEXT|HINT|QUERY|STATEMENT)): .*$", re.M)
QUERY = re.compile(r"(/[^\s?\"']*)\?[^\s\"']+")
KINDS = (Kind.IDENTITY_NUMBER, Kind.PHONE, Kind.EMAIL, Kind.DOCUMENT, Kind.PLATE)
LINE_BREAK = re.compile(r"[\r\n\x00-\x08\x0b-\x1f\x7f\u2028\u2029]")


class WithoutPeople(logging.Formatter):
    """Numbers, telephones, addresses of mail, plates and the database's details are left out; a message is one line."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the library's name
        record.message = LINE_BREAK.sub(" ", record.message)
        return super().formatMessage(record)

    def format(self, record: logging.LogRecord) -> str:
        return scrubbed(super().format(record))


def scrubbed(line: str) -> str:
    """The line with `[left out]` where something told who somebody is."""
    line = QUERY.sub(r"\1?[left out]", DETAIL.sub(r"\1: [left out]", line))
    seen = plain(line)
    spans = [one for one in (*numbers.spans(seen.text), *words.spans(seen.text)) if one[2] in KINDS]
    for start, end in sorted({seen.place(start, end) for start, end, _kind in spans}, reverse=True):
        line = f"{line[:start]}[left out]{line[end:]}"
    return line
