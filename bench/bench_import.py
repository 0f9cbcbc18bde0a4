"""Import of a line list with its duplicate check, into an outbreak that is large already.

    python -m bench.bench_import [--people 130000] [--rows 10000] [--plain-rows 150] [--home FOLDER] [--json]

Everybody in the city is a case. Of the rows 80 % are new, 10 % are known and corrected, 5 % known and the same,
5 % a known person under another number. Upload, preview and run are the product's own, as the worker calls them.
The plain way takes each row for itself: looks for the number, the identity number, the telephone and the name,
registers, opens the case, links. It is timed on fewer rows and told as rows a second.
"""

from __future__ import annotations

import csv
import io
import random
from datetime import datetime, timedelta
from typing import Any

from . import city, harness
from .harness import Report, exactly, say, seconds, sql

HEADER = (
    "病例编号",
    "姓名",
    "性别",
    "年龄",
    "身份证号",
    "电话",
    "现住址",
    "发病日期",
    "报告日期",
    "感染来源",
)
AIM_ROWS_PER_SECOND = 500


def main() -> None:
    wish = harness.arguments(__doc__, people=130_000, rows=10_000, plain_rows=150)
    with harness.product(home=wish.home):
        built = city.build(people=wish.people, cases=wish.people, contacts=1000, with_work=False)
        exactly(wish.people, what="people", found=[(built.people,)])
        report = Report(f"Import of {wish.rows:,} rows into {built.people:,} people who are cases")
        measure(built, report, rows=wish.rows, plain_rows=wish.plain_rows)
    report.print(as_json=wish.json)


def measure(built: city.City, report: Report, *, rows: int, plain_rows: int) -> None:
    from ringfence.faces.clock import real_now
    from ringfence.ground.access import queries as access
    from ringfence.tracing.linelists import actions as linelists

    told: dict[str, Any] = {"by": access.user_named(username="xuna"), "now": real_now()}
    table = rows_of(built, rows, seed=int(told["now"].timestamp()))
    state: dict[str, Any] = {}

    def upload() -> None:
        state["run"] = linelists.upload(
            outbreak_id=built.outbreak_id, file_name="list.csv", content=as_csv(table), **told
        )

    def import_all() -> None:
        linelists.queue(run_id=state["run"].id, **told)
        linelists.start(run_id=state["run"].id, **told)
        linelists.run_batch(run_id=state["run"].id, **told)

    steps = {}
    for name, work in (
        ("upload", upload),
        ("preview", lambda: linelists.preview(run_id=state["run"].id, **told)),
        ("run", import_all),
    ):
        steps[name] = seconds(work)
        say(f"{name}: {steps[name][0]:.1f} s, processor {steps[name][1]:.1f} s")
    run = state["run"]
    run.refresh_from_db()
    became = {
        name: getattr(run, name)
        for name in ("rows_in", "created", "updated", "unchanged", "skipped", "failed", "links_found")
    }
    plain_wall, plain_busy = seconds(
        lambda: one_by_one(built, rows_of(built, plain_rows, seed=7, mark="P"), told)
    )
    wall, busy = (sum(one[at] for one in steps.values()) for at in (0, 1))
    report.add("whole import: upload, preview, run", rows / wall, unit="rows/s", aim=AIM_ROWS_PER_SECOND, at_least=True,
               naive=plain_rows / plain_wall, per_processor_second=rows / busy, plain_per_processor_second=plain_rows / plain_busy)  # fmt: skip
    for name, (its_wall, its_busy) in steps.items():
        report.add(f"  {name}", rows / its_wall, unit="rows/s", per_processor_second=rows / its_busy)
    report.add("rows that are not accounted for", run.rows_in - sum(
        became[name] for name in ("created", "updated", "unchanged", "skipped", "failed")), unit="rows", aim=0, **became)  # fmt: skip


def in_clear(condition: str, text: str) -> Any:
    """Whom the plain way finds: it keeps who is who in clear, and looks through all of it."""
    from django.db.models.expressions import RawSQL

    return RawSQL(f"select person_id from bench_identity where {condition}", [text])


def rows_of(built: city.City, count: int, *, seed: int, mark: str = "N") -> list[list[str]]:
    """Rows of a file: new ones and known ones, each with a source among the known cases."""
    draw = random.Random(seed)
    known = sql(
        "select k.number, i.name, p.sex, p.birth_date, i.id_number, i.phone, k.onset_date, k.reported_on from cases_case k "
        "join people_person p on p.id = k.person_id join bench_identity i using (person_id) "
        "where k.number like %s and k.classification <> 'RULED_OUT' limit %s", ["B%", count],
    )  # fmt: skip
    today = built.now.date()
    table = []
    for n in range(count):
        number, name, sex, born, id_number, phone, onset, reported = draw.choice(known)
        lot, source = draw.random(), draw.choice(known)[0]
        age = (today - born).days // 365
        if lot < 0.8:
            name, id_number, phone = (
                f"{draw.choice(city.SURNAMES)}{draw.choice(city.GIVEN)}{draw.choice(city.GIVEN)}",
                "",
                f"15{seed % 1000:03d}{n:06d}",
            )
            number, onset, reported = (
                f"{mark}{seed}-{n}",
                today - timedelta(days=5),
                today - timedelta(days=2),
            )
        elif lot < 0.9:
            onset -= timedelta(days=1)
        elif lot > 0.95:
            number = f"{mark}{seed}-{n}"
        address = "" if 0.9 <= lot <= 0.95 else f"{n}号"
        told_by = source if lot < 0.9 or lot > 0.95 else ""
        table.append(
            [
                number,
                name,
                {"F": "女", "M": "男"}[sex],
                str(age),
                id_number,
                phone,
                address,
                str(onset),
                str(reported),
                told_by and f"{told_by}的家属",
            ]
        )
    return table


def as_csv(table: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, *table])
    return text.getvalue().encode()


def one_by_one(built: city.City, table: list[list[str]], told: dict[str, Any]) -> None:
    """Each row in a transaction of its own, with a look for duplicates by text that is contained."""
    from django.db import transaction

    from ringfence.registry.people import actions as people
    from ringfence.tracing.cases import many
    from ringfence.tracing.cases.actions import SourceNamed
    from ringfence.tracing.cases.models import Case

    for number, name, sex, age, id_number, phone, address, onset, reported, source in table:
        with transaction.atomic():
            inside = Case.objects.filter(outbreak_id=built.outbreak_id)
            if inside.filter(number__iexact=number).first():
                continue
            if (
                id_number
                and inside.filter(person_id__in=in_clear("lower(id_number) = lower(%s)", id_number)).first()
            ):
                continue
            list(inside.filter(person_id__in=in_clear("phone like %s", f"%{phone}%"))[:5]) if phone else None
            list(inside.filter(person_id__in=in_clear("name like %s", f"%{name}%"))[:5])
            facts = people.PersonFacts(name=name, area_code="4107", sex="F" if sex == "女" else "M", age_years=int(age),
                                       id_number=id_number, phone=phone, address=address)  # fmt: skip
            person = people.register(facts=facts, **told)
            day = datetime.fromisoformat(reported).date()
            case = many.CaseImported(number=number, person_id=person.id, area_code="4107", reported_on=day,
                                     values={"onset_date": datetime.fromisoformat(onset).date()})  # fmt: skip
            (case_id,) = many.add(outbreak_id=built.outbreak_id, imported=[case], **told)
            cause = inside.filter(number__iexact=source.removesuffix("的家属")).first()
            if cause:
                link = SourceNamed(
                    source_kind="CASE",
                    source_case_id=cause.id,
                    relation="FAMILY",
                    grade="MENTION",
                    evidence=source,
                )
                many.link(outbreak_id=built.outbreak_id, named=[(case_id, link)], **told)


if __name__ == "__main__":
    main()
