"""The compiled processes, one to a file; `engine.py` runs them in order."""
