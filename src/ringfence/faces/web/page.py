"""What the base template shows around every page: outbreak, its clock, navigation, theme, language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ringfence.faces import wording
from ringfence.ground.access import Permission
from ringfence.ground.access.queries import roles_of
from ringfence.kernel import city_date
from ringfence.registry.outbreaks import queries as outbreaks

from .navigation import Shown, ShownGroup, groups_for

THEMES = ("light", "dark", "auto")


class Page:
    """Reads the request only; the middleware sets the attributes of the request that are named here."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def theme(self) -> str:
        """ "light", "dark" or "auto" (as the reader's system); kept in a cookie."""
        chosen = self.request.COOKIES.get("theme", "auto")
        return chosen if chosen in THEMES else "auto"

    @property
    def is_part(self) -> bool:
        """htmx takes one part of the content (a filtered list, a region that is renewed): the frame is not drawn."""
        htmx: Any = getattr(self.request, "htmx", None)
        return (
            self.request.method == "GET" and bool(htmx) and not (htmx.boosted or htmx.history_restore_request)
        )

    @property
    def is_slim(self) -> bool:
        """The side navigation shows icons only; kept in a cookie."""
        return self.request.COOKIES.get("side") == "slim"

    @property
    def language(self) -> str:
        return get_language() or "en"

    @property
    def other_language(self) -> str:
        return "en" if self.language.startswith("zh") else "zh-hans"

    @property
    def outbreak(self) -> Any:
        return getattr(self.request, "outbreak", None)

    @property
    def is_over(self) -> str:
        """Why nothing new begins in this outbreak; empty while its response runs."""
        closed_at = getattr(self.outbreak, "closed_at", None)
        return wording.say(outbreaks.over(closed_at)) if closed_at else ""

    @cached_property
    def outbreaks(self) -> Iterable[Any]:
        """Those that this reader may open."""
        if not self.request.user.is_authenticated:
            return ()
        seen = getattr(self.request, "outbreaks", None)  # asked for already to find the one we are in
        return outbreaks.visible_to(by=self.request.user) if seen is None else seen

    @cached_property
    def permissions(self) -> frozenset[Permission]:
        """What this reader may do somewhere; used for the navigation only, every page checks again."""
        held = roles_of(self.request.user) if self.request.user.is_authenticated else []
        return frozenset(permission for role, _area in held for permission in role.permissions)

    @property
    def now(self) -> datetime | None:
        """The outbreak's clock; outside an outbreak the real one."""
        return getattr(self.request, "outbreak_now", None) or getattr(self.request, "received_at", None)

    @property
    def day_number(self) -> int | None:
        """Day 1 is the day on which the outbreak was opened."""
        if self.outbreak is None or self.now is None:
            return None
        return (city_date(self.now) - city_date(self.outbreak.opened_at)).days + 1

    @property
    def clock_stands(self) -> bool:
        """A past outbreak stands at its instant: countdowns do not run."""
        return self.outbreak is not None and not self.outbreak.clock_runs

    @property
    def open_tasks(self) -> int:
        return getattr(self.request, "open_tasks", 0)

    @property
    def late_tasks(self) -> int:
        return getattr(self.request, "late_tasks", 0)

    @cached_property
    def groups(self) -> list[ShownGroup]:
        """The navigation of this reader."""
        if self.outbreak is None:
            return []
        return groups_for(self.request, slug=self.outbreak.slug, permissions=self.permissions)

    @property
    def phone_entries(self) -> list[Shown]:
        """At most four entries for the bar at the bottom of a phone."""
        return [shown for group in self.groups for shown in group.entries if shown.entry.on_phone][:4]

    @property
    def search_url(self) -> str:
        return address("people:list", self.outbreak.slug) if self.outbreak else ""

    @property
    def outbreaks_url(self) -> str:
        return address("home:outbreaks")

    @property
    def clock_url(self) -> str:
        """Where the clock of a past outbreak or a drill is set, for who may."""
        if (
            self.outbreak is None
            or self.outbreak.purpose == "RESPONSE"
            or Permission.OUTBREAK_MANAGE not in self.permissions
        ):
            return ""
        return address("home:clock", self.outbreak.slug)

    @property
    def live_url(self) -> str:
        """The stream that tells what changed in this outbreak."""
        return address("live", self.outbreak.slug) if self.outbreak else ""

    @property
    def language_url(self) -> str:
        return address("set_language")

    @property
    def sign_out_url(self) -> str:
        return address("account_logout")

    @property
    def account_links(self) -> list[tuple[str, str]]:
        """Addresses and names of the pages of one's own account."""
        links = [("account_change_password", _("Change password")), ("mfa_index", _("Second factor")), ("usersessions_list", _("Where I am signed in")),
                 ("tokens:list", _("Keys for programs")), ("api:api-root", _("Programming interface"))]  # fmt: skip
        return [(url, label) for name, label in links if (url := address(name))]


def address(name: str, *args: str) -> str:
    """The address of a named page, or nothing where there is no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def page(request: HttpRequest) -> dict[str, Page]:
    """Context processor: `page` in every template."""
    return {"page": Page(request)}
