"""Tags of the design system; built in, so that templates need no {% load %}."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.template.base import FilterExpression, Node, Parser, Token
from django.template.context import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from ringfence.cores.linelist.fields import SCHEMAS
from ringfence.cores.linelist.template_words import LISTS
from ringfence.faces import wording
from ringfence.faces.web import assets, durations, tones, wordlist
from ringfence.faces.web.names import names_of
from ringfence.kernel import Reason, city_date, start_of_day
from ringfence.registry.people import queries as people

LIST_FIELDS = {one.key: one for schema in SCHEMAS.values() for one in schema.fields}
register = template.Library()


@register.simple_tag
def page_styles(entry: str = "src/main.ts") -> SafeString:
    """The style sheets of an entry."""
    return format_html_join(
        "", '<link rel="stylesheet" href="{}">', ((url,) for url in assets.manifest().styles(entry))
    )


@register.simple_tag
def page_script(entry: str = "src/main.ts") -> SafeString:
    """The script of an entry."""
    return format_html('<script type="module" src="{}"></script>', assets.manifest().url(entry))


@register.simple_tag
def preload_island(name: str) -> SafeString:
    """Begin to load an island's script with the page; for pages whose subject is a chart."""
    urls = assets.manifest().preloads(f"src/islands/{name}/index.ts")
    return format_html_join("", '<link rel="modulepreload" href="{}">', ((url,) for url in urls))


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """A Tabler icon of web/icons.txt, beside a word or with a name on its button: decoration only."""
    return _icon(assets.manifest().url("icons.svg"), name, size)


@lru_cache(maxsize=500)  # a page of a list draws two hundred
def _icon(sprite: str, name: str, size: str) -> SafeString:
    kind = format_html(" is-{}", size) if size else ""
    return format_html(
        '<svg class="rf-icon{}" aria-hidden="true" viewBox="0 0 24 24"><use href="{}#{}"/></svg>',
        kind,
        sprite,
        name,
    )


@register.simple_tag
def words_for_scripts() -> str:
    """The sentences that the islands say, as JSON for the body's data-words."""
    return _words(get_language() or "")


@lru_cache(maxsize=8)
def _words(_language: str) -> str:
    return json.dumps(wordlist.words(), ensure_ascii=False)


@register.filter
def moment(instant: datetime | None) -> str:
    """9 Jan 18:00 / 1月9日 18:00."""
    return wording.instant(instant)


@register.filter
def moment_with_year(instant: datetime | None) -> str:
    return wording.instant(instant, with_year=True)


@register.filter
def day(when: date | None) -> str:
    """9 Jan / 1月9日."""
    return wording.day(_city_day(when))


@register.filter
def day_with_year(when: date | None) -> str:
    return wording.day(_city_day(when), with_year=True)


@register.filter
def reported(case: Any, how: str = "") -> str:
    """When a case was reported; a day alone where only the day is known, as in a line list. `how`: "year" adds it."""
    if case.reported_at == start_of_day(case.reported_on):
        return wording.day(case.reported_on, with_year=how == "year")
    return wording.instant(case.reported_at, with_year=how == "year")


def _city_day(when: date | None) -> date | None:
    return city_date(when) if isinstance(when, datetime) else when


@register.filter
def named(thing: Any) -> str:
    """The name of an outbreak, place, person or organisation in the reader's language."""
    for field in ("name", "full_name"):
        if hasattr(thing, field):
            english = "" if wording.is_chinese() else getattr(thing, f"{field}_en", "")
            return str(english or getattr(thing, field))
    return str(thing or "")


@register.filter
def provenance(outbreak: Any) -> str:
    """Where an outbreak's data come from, in the reader's language."""
    return str(outbreak.provenance if wording.is_chinese() else outbreak.provenance_en or outbreak.provenance)


@register.simple_tag(takes_context=True)
def person_name(context: Context, person: Any, of_case: Any = None) -> str:
    """The name of a person (loaded with identity) as this reader may see it, as a contact of a case or as anybody."""
    return names_of(context["request"]).of(person, of_case=of_case)


@register.filter
def sex_word(value: str) -> str:
    """F, M, U as a word."""
    return str(dict(people.SEXES).get(value, value))


@register.filter
def word(code: str) -> str:
    """A code of a rule (a state, a milestone, a health status) as a word in the reader's language."""
    return wording.word(code)


@register.filter
def list_field(key: str) -> str:
    """The name of a line list's column in the reader's language; a column that is not known keeps its own."""
    key = key.removeprefix("extra.")
    found = LIST_FIELDS.get(key)
    if found is None:
        return key
    return found.zh if wording.is_chinese() else found.en


@register.filter
def list_value(value: object, key: str) -> str:
    """A cell of this column as a word in the reader's language, as the templates say it; nothing is a dash."""
    if value in (None, ""):
        return "—"
    field = LIST_FIELDS.get(key)
    words = dict(LISTS.get(field.vocabulary or field.key, ())) if field else {}
    chinese = words.get(str(value))
    if chinese is None:
        return str(value)
    return chinese if wording.is_chinese() else str(value).replace("_", " ").lower()


@register.filter
def why_changed(told: str) -> str:
    """Why a rule set changed: what somebody wrote, or what the clock did."""
    return wording.why_changed(told)


@register.filter
def why_ended(told: str) -> str:
    """Why a trip or a stay ended: what somebody wrote, or what the platform did."""
    return wording.why_ended(told)


@register.filter
def said(reason: Reason | dict[str, Any]) -> str:
    """A reason of a rule in the reader's language."""
    return wording.say(reason)


@register.filter
def tone_of(value: object) -> str:
    return tones.look_of(value).tone


@register.filter
def icon_of(value: object) -> str:
    return tones.look_of(value).icon


@register.simple_tag(takes_context=True)
def when(context: Context, instant: datetime | None) -> SafeString | str:
    """How long ago on the outbreak's clock; the exact instant on hover."""
    if instant is None:
        return ""
    now = context["page"].now
    text = durations.ago(then=instant, now=now) if now else wording.instant(instant)
    return format_html(
        '<time datetime="{}" title="{}" data-reltime>{}</time>',
        instant.isoformat(), wording.instant(instant, with_year=True), text,
    )  # fmt: skip


@register.simple_tag(takes_context=True)
def left_until(context: Context, due_at: datetime, started_at: datetime | None = None) -> durations.Left:
    """The face of a countdown: text, tone, is_over."""
    return durations.countdown(due_at=due_at, started_at=started_at or None, now=context["page"].now)


class AgainNode(Node):
    def __init__(self, name: FilterExpression) -> None:
        self.name = name

    def render(self, context: Context) -> SafeString:
        block = context.render_context[BLOCK_CONTEXT_KEY].get_block(self.name.resolve(context))
        return SafeString(block.nodelist.render(context).strip())


@register.tag
def again(parser: Parser, token: Token) -> AgainNode:
    """{% again "title" %}: the content of a block once more (a block may stand only once)."""
    return AgainNode(parser.compile_filter(token.split_contents()[1]))


@register.filter
def widget_kind(field: BoundField) -> str:
    """How a field is laid out: "check" (box before its label), "options" (several boxes) or "line"."""
    widget = field.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "options"
    return "check" if isinstance(widget, forms.CheckboxInput) else "line"


@register.filter
def dressed(field: BoundField) -> SafeString:
    """The input of a field with the classes of the design system (Django names its help and error)."""
    widget = field.field.widget
    return field.as_widget(attrs={"class": f"{_input_class(widget)} {widget.attrs.get('class', '')}".strip()})


def _input_class(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"


@register.filter
def times(number: str | int) -> range:
    """{% for _ in lines|times %}: so many rounds."""
    return range(int(number))


@register.filter
def whole(number: int) -> str:
    """A count with its thousands apart: 93,369,168."""
    return f"{number:,}"


@register.filter
def site_tone(state: str) -> str:
    """An open site is well; "open" of a task is work to do, so sites have their own tones."""
    return {"OPEN": "ok", "PREPARING": "warn"}.get(state, "neutral")


@register.filter
def in_use(counted: dict[str, int]) -> int:
    """Rooms that somebody has or is on the way to."""
    return counted.get("OCCUPIED", 0) + counted.get("RESERVED", 0)


@register.filter
def span(length: timedelta | None) -> str:
    """How long something took: 3 s, 5 min, 4 h."""
    return durations.span(length)
