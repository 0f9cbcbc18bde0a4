"""Alarms: what must not pass unseen."""
