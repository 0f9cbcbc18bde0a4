"""The person's own page: opened with a one-time code, for old phones, without scripts."""
