import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def test_the_test_database_speaks_postgresql_15_or_newer():
    with connection.cursor() as cursor:
        cursor.execute("show server_version_num")
        assert int(cursor.fetchone()[0]) >= 150000
