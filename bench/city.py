"""A synthetic city of any size, the same for the same seed: people, cases, contacts, orders, samples, clocks.

Loaded set-based (one statement a table). The shares of surnames follow the real ones, so that "王" finds many
and a rare name few.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from .harness import say, sql
from .statements import STATEMENTS

SLUG = "bench"
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段漕钱汤尹黎易常武乔贺赖龚文"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国志红梅玉兰春海燕龙飞鹏宇浩博文雪晨佳怡欣悦子轩梓涵"
    "一诺思雨天俊凯峰斌辉波亮成林东旭阳光荣福祥瑞"
)
MOST_SECONDS_UNSEEN = 300
ROLES = (  # (user name, role, areas): every role that reads lists, at every height of the tree
    ("city", "CITY_COMMAND", ["4107"]), ("epi", "EPIDEMIOLOGIST", ["4107"]), ("data", "DATA_OFFICER", ["4107"]),
    ("site", "SITE_MANAGER", ["4107"]), ("nurse", "SITE_NURSE", ["4107"]), ("lab", "LABORATORY", ["4107"]),
    ("county", "COUNTY_COMMAND", ["410702"]), ("cdc", "INVESTIGATOR", ["410782"]),
    ("two", "INVESTIGATOR", ["410702", "410783"]), ("township", "GRID_WORKER", ["410702001"]),
    ("village", "GRID_WORKER", ["410702001016"]), ("elsewhere", "GRID_WORKER", ["410702001", "12"]),
)  # fmt: skip


@dataclass(frozen=True)
class City:
    """What a benchmark needs to know of the city."""

    outbreak_id: UUID
    now: datetime
    people: int
    users: dict[str, Any]


def build(*, people: int, cases: int, contacts: int, seed: int = 1, with_work: bool = True) -> City:
    """The city, or the one that is there already (with `--home`). `with_work`: orders, clocks and samples, too."""
    from ringfence.faces.clock import real_now
    from ringfence.faces.jobs.seeding import seed_city, seed_staff, seed_system
    from ringfence.ground.access import queries as access
    from ringfence.registry.outbreaks import actions as outbreaks
    from ringfence.registry.outbreaks.models import Outbreak

    now = real_now()
    kept = Outbreak.objects.filter(slug=SLUG).first()
    if kept is None:
        seed_city(by=seed_system(), now=now)
        seed_staff()
        _users()
        command = access.user_named(username="liwei")
        kept = outbreaks.open_outbreak(slug=SLUG, name="基准", name_en="Bench", area_code="4107", ruleset_id="CN-8-HN-2022-01",
                                       case_prefix="B", by=command, now=now - timedelta(days=60))  # fmt: skip
        Outbreak.objects.filter(id=kept.id).update(clock_set_to=now, clock_set_at=now)
        given = {"outbreak": kept.id, "people": people, "cases": cases, "contacts": contacts, "now": now}
        _names(seed)
        _load(STATEMENTS if with_work else STATEMENTS[:5], given)
        _seal()
        _wait_until_seen()
    users = {name: access.user_named(username=f"bench-{name}") for name, _role, _areas in ROLES}
    (counted,) = sql("select count(*) from people_person")
    return City(kept.id, now, counted[0], users)


def client_of(user: Any) -> Any:
    """A signed-in browser without a browser: middleware, session, view and template as in the product."""
    from django.conf import settings
    from django.test import Client

    client = Client(headers={"accept-language": "zh-hans"})
    settings.SECOND_FACTOR = False  # a session made by hand has none
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _users() -> None:
    from ringfence.ground.access import actions as access

    house = access.seed_organisation(name="Bench", name_en="Bench", kind="CDC", area_code="4107")
    for name, role, areas in ROLES:
        access.seed_user(username=f"bench-{name}", full_name=name, full_name_en=name, organisation=house, password=None,
                         roles=[(role, area) for area in areas])  # fmt: skip


def _load(statements: Iterable[tuple[str, str]], given: dict[str, Any]) -> None:
    for what, text in statements:
        say(what)
        sql(text, given)


def _seal() -> None:
    """Everybody's identity into the vault, by the product's own door."""
    from django.db import connection, transaction

    from ringfence.registry.people import sealing

    say("sealing")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "declare everybody cursor for select person_id, name, id_number, phone, address from bench_identity order by 1"
        )
        while True:
            cursor.execute("fetch 5000 from everybody")
            rows = cursor.fetchall()
            if not rows:
                break
            told = {
                row[0]: dict(zip(("name", "id_number", "phone", "address"), row[1:], strict=True))
                for row in rows
            }
            sealing.keep(told=told)


def _wait_until_seen() -> None:
    """Until the database has looked at the loaded tables by itself, as it does within a minute of any load.

    No ANALYZE is given by hand: a city at work has been loaded over days, and is not first read in the same second.
    """
    for _ in range(MOST_SECONDS_UNSEEN):
        (unseen,) = sql(
            "select count(*) from pg_stat_user_tables where n_live_tup > 2000 and relname not like 'bench%' "
            "and (last_autoanalyze is null or last_autovacuum is null)"
        )[0]
        if not unseen:
            return
        time.sleep(1)
    say(f"{unseen} tables were not looked at by autovacuum")


def _names(seed: int) -> None:
    """Tables of surnames (1,000 slots by how common they are) and given names, with their pinyin."""
    from django.db import connection

    from ringfence.registry.people.names import initials, pinyin_key

    draw = random.Random(seed)
    weights = [1 / (place + 3) for place in range(len(SURNAMES))]
    surnames = draw.choices(SURNAMES, weights, k=1000)
    common = [1 / (place + 5) for place in range(len(GIVEN))]
    given = ["".join(draw.choices(GIVEN, common, k=1 if draw.random() < 0.15 else 2)) for _ in range(20_000)]
    with connection.cursor() as cursor:
        for table, names in (("bench_surname", surnames), ("bench_given", given)):
            cursor.execute(f"create table {table} (n int primary key, name text, pinyin text, initials text)")
            with cursor.copy(f"copy {table} from stdin") as copy:
                for n, name in enumerate(names):
                    copy.write_row((n, name, pinyin_key(name), initials(name)))
