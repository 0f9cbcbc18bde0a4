"""Every column that is known, in Chinese and English, for each kind of list."""

from .contacts import CONTACTS, LINKS
from .exposure import EXPOSURE
from .illness import ILLNESS
from .model import Field, Kind, Schema
from .person import CASE_ID, PERSON

LINE_LIST = Schema("LINE_LIST", (CASE_ID, *PERSON, *ILLNESS, *EXPOSURE))
SCHEMAS = {schema.key: schema for schema in (LINE_LIST, CONTACTS, LINKS)}

__all__ = ["CONTACTS", "LINE_LIST", "LINKS", "SCHEMAS", "Field", "Kind", "Schema"]
