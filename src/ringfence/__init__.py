"""Ringfence: outbreak response for a city, from the first positive sample to the last release."""
