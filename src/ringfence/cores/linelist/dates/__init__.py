"""Dates as people write them: shapes, the order of a column, refusals."""

from .finding import DateColumn, DateFinding, find_order, with_order
from .forms import Form, Shape, form_of
from .orders import EARLIEST, DateRules, Order
from .votes import Certainty, Vote

__all__ = [
    "EARLIEST",
    "Certainty",
    "DateColumn",
    "DateFinding",
    "DateRules",
    "Form",
    "Order",
    "Shape",
    "Vote",
    "find_order",
    "form_of",
    "with_order",
]
