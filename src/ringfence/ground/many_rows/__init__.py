"""Many rows of one table in one go; `bulk_create` and `bulk_update` build a statement as long as the rows."""

from .writing import insert, update

__all__ = ["insert", "update"]
