"""Keys for the demo staff, made by a program of its own inside the demo's instance: `python -m ...demo.keys`."""

from __future__ import annotations

import os

from ..printing import Printer

DAYS = 1


def make_keys() -> dict[str, str]:
    """A key for everybody of the demo staff, by user name."""
    from ringfence.faces import clock
    from ringfence.ground.access import actions as access
    from ringfence.ground.access import queries as staff

    from ..seeding import DEMO_STAFF

    return {
        one.username: access.make_token(
            by=staff.user_named(username=one.username), name="demo", days=DAYS, now=clock.real_now()
        )[1]
        for one in DEMO_STAFF
    }


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ringfence.settings.base")
    django.setup()
    Printer(as_json=True).result(make_keys())
