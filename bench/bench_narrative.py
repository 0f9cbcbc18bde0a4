"""Exact spans read from investigation narratives: the grammar beside one plain regular expression a kind, same run.

    python -m bench.bench_narrative TEXTS.jsonl [--year 2020] [--json]

Each line of TEXTS is {"text": ..., "entities": [[start, end, label], ...]}. Labels counted: Date and EndDate (TIME, with
UNTIL: such labels mark few ends of ranges as ends), Spot and Location (PLACE), ResidencePlace (HOME_ADDRESS), Vehicle
(TRANSPORT), LocalID and Name (PERSON), SocialRelation (RELATION). A span counts when start, end and kind are exactly right.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ringfence.cores.narrative import Gazetteer, read_narrative

from .harness import machine, percentile_95

KINDS = {
    "Date": "TIME", "EndDate": "TIME", "Spot": "PLACE", "Location": "PLACE", "ResidencePlace": "HOME_ADDRESS",
    "Vehicle": "TRANSPORT", "LocalID": "PERSON", "Name": "PERSON", "SocialRelation": "RELATION",
}  # fmt: skip
PLAIN = {
    "TIME": re.compile(r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日(?:\d{1,2}时)?"),
    "PLACE": re.compile(
        r"(?<=[到在往至于回从])[\u4e00-\u9fa5]{1,12}?(?:医院|医疗机构|超市|车站|机场|酒店|市|县|区|家中)|武汉|深圳|温州|湖北|北京"
    ),
    "HOME_ADDRESS": re.compile(r"(?<=现住)[\u4e00-\u9fa5]{2,15}|(?<=居住在)[\u4e00-\u9fa5]{2,15}"),
    "TRANSPORT": re.compile(r"[GDKTZ]\d{1,4}次列车|私家车|出租车|高铁|动车|火车|飞机|公交车"),
    "PERSON": re.compile(r"(?:病例|患者)\d+"),
    "RELATION": re.compile(r"妻子|丈夫|女儿|儿子|父亲|母亲|同事|朋友"),
}
Found = set[tuple[int, int, str]]


def main() -> None:
    wish = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wish.add_argument("texts", type=Path)
    wish.add_argument("--year", type=int, default=2020)
    wish.add_argument("--json", action="store_true")
    options = wish.parse_args()
    texts = [json.loads(line) for line in options.texts.read_text(encoding="utf-8").splitlines()]
    known = Gazetteer()
    read_narrative("", year=options.year, places=known)
    ours, milliseconds = scores(texts, lambda text: grammar(text, options.year, known))
    plain, _ = scores(texts, regular)
    told: dict[str, Any] = {"machine": machine(), "texts": len(texts), "median_ms": statistics.median(milliseconds), "p95_ms": percentile_95(milliseconds),
                            "slowest_ms": max(milliseconds), "f1": {kind: {"grammar": ours[kind], "plain": plain[kind]} for kind in PLAIN}}  # fmt: skip
    if options.json:
        print(json.dumps(told))
        return
    print(
        f"{len(texts)} texts; {machine()}\n  processor time a text: median {told['median_ms']:.2f} ms, p95 {told['p95_ms']:.2f} ms, slowest {told['slowest_ms']:.2f} ms"
    )
    for kind in PLAIN:
        (precision, recall, f1, spans), (_, _, plain_f1, _) = ours[kind], plain[kind]
        print(
            f"  {kind:13} {spans:>5} spans  grammar: precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}   plain: F1 {plain_f1:.3f}"
        )


def grammar(text: str, year: int, known: Gazetteer) -> Found:
    found = read_narrative(text, year=year, places=known)
    return {(one.start, one.end, "TIME" if one.kind == "UNTIL" else str(one.kind)) for one in found.spans}


def regular(text: str) -> Found:
    return {(*one.span(), kind) for kind, pattern in PLAIN.items() for one in pattern.finditer(text)}


def scores(
    texts: list[dict[str, Any]], read: Callable[[str], Found]
) -> tuple[dict[str, tuple[float, float, float, int]], list[float]]:
    """By kind: precision, recall, F1, spans in the labels; and milliseconds of processor time a text."""
    right, read_, labelled = Counter[str](), Counter[str](), Counter[str]()
    milliseconds = []
    for one in texts:
        begin = time.thread_time()
        found = read(one["text"])
        milliseconds.append(1000 * (time.thread_time() - begin))
        wanted = {(start, end, KINDS[label]) for start, end, label in one["entities"] if label in KINDS}
        right.update(kind for *_, kind in found & wanted)
        read_.update(kind for *_, kind in found)
        labelled.update(kind for *_, kind in wanted)
    return {kind: _score(right[kind], read_[kind], labelled[kind]) for kind in PLAIN}, milliseconds


def _score(right: int, read: int, labelled: int) -> tuple[float, float, float, int]:
    precision, recall = right / max(1, read), right / max(1, labelled)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall), labelled


if __name__ == "__main__":
    main()
