"""DATABASE_URL becomes Django's description of the database; web processes share few connections."""

import pytest

from ringfence.settings.database import driver_parameters, from_url, pooled


@pytest.mark.parametrize(("url", "key", "value"), [
    ("postgresql://li@db.example:5433/town", "HOST", "db.example"),
    ("postgresql://li@db.example:5433/town", "PORT", "5433"),
    ("postgresql://li:se%2Fcret@db.example/town", "PASSWORD", "se/cret"),
    ("postgresql://li@/town?host=/run/postgresql", "HOST", "/run/postgresql"),
    ("postgresql://li@db.example", "NAME", "ringfence"),
    ("postgres://db.example/town?sslmode=require", "OPTIONS", {"sslmode": "require"}),
])  # fmt: skip
def test_a_url_names_the_database(url, key, value):
    assert from_url(url)[key] == value


def test_a_pool_keeps_other_options_and_gives_connections_back():
    where = pooled({"OPTIONS": {"sslmode": "require"}, "CONN_MAX_AGE": 300}, largest=8)
    assert where["OPTIONS"]["sslmode"] == "require"
    assert where["OPTIONS"]["pool"]["max_size"] == 8
    assert where["CONN_MAX_AGE"] == 0


def test_the_driver_gets_its_own_names_and_no_pool():
    settings = {
        "HOST": "/run",
        "PORT": "",
        "USER": "li",
        "NAME": "town",
        "OPTIONS": {"pool": {}, "sslmode": "require"},
    }
    assert driver_parameters(settings) == {
        "host": "/run",
        "user": "li",
        "dbname": "town",
        "sslmode": "require",
    }
