"""Spark, the one engine for what is larger than a machine. Loaded only when somebody gives a Spark master."""

from .session import connected, java_home, missing

__all__ = ["connected", "java_home", "missing"]
