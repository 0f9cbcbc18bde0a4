"""Exports that can be imported again: line list, contacts, links, and failed rows to correct."""

from .exports import write_csv, write_xlsx
from .failed_rows import write_failed_csv, write_failed_xlsx

__all__ = ["write_csv", "write_failed_csv", "write_failed_xlsx", "write_xlsx"]
