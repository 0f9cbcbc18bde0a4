"""The first evening's bulletin: refused where it tells who somebody is, signed by two organisations, corrected openly."""

from __future__ import annotations

from .drill import NOON, Drill, hours
from .telling import expect, expect_same

SHOP = "示例购物广场"


def play(*, drill: Drill) -> None:
    """Song Yu of the press office drafts, Chen Jing of the city CDC signs."""
    drill.telling.chapter("What everybody is told")
    place = {
        "place": SHOP,
        "from_at": (NOON - hours(20)).isoformat(),
        "to_at": (NOON - hours(19)).isoformat(),
    }
    drill.post(f"cases/{drill.case['case_id']}/investigation/movement", place, by="wangfang")
    texts = {
        "text_zh": "请市民以本通报为准，累计{total}。",
        "text_en": "What is published here counts: {total} so far.",
    }
    _refused(drill, texts)
    facts = drill.get("bulletins/facts", by="songyu")
    expect_same(what="Places offered", found=[one["place"] for one in facts["places"]], wanted=[SHOP])
    places = {one["key"]: "TEST_NOW" for one in facts["places"]}
    draft = drill.post("bulletins", texts | {"places": places}, by="songyu")
    own = drill.attempt(f"bulletins/{draft['id']}/release", by="songyu")
    expect_same(what="The drafter's own release", found=own.status, wanted=403)
    told = drill.post(f"bulletins/{draft['id']}/release", by="chenjing")
    expect(that=SHOP in told["text_zh"], otherwise="The bulletin does not tell the place.")
    expect(that=drill.case["number"] not in told["text_zh"] + told["text_en"], otherwise="The bulletin tells the number of the case.")  # fmt: skip
    drill.telling.step(
        f"Song Yu drafts, Chen Jing signs bulletin no. {told['number']}: {told['text_en'].splitlines()[2]}"
    )
    _corrected(drill, told["bulletin_id"], texts | {"places": {}})


def _refused(drill: Drill, texts: dict[str, str]) -> None:
    answer = drill.attempt("bulletins", texts | {"text_zh": "知情者请致电１３８ 1234 5678。"}, by="songyu")
    expect_same(what="A text with somebody's telephone", found=answer.status, wanted=422)
    drill.telling.step(f"A draft with a telephone number is refused: {answer.json['detail']}")


def _corrected(drill: Drill, bulletin_id: str, texts: dict[str, object]) -> None:
    why = {"corrects": bulletin_id, "why_zh": "场所已处置完毕。", "why_en": "The place has been dealt with."}
    draft = drill.post("bulletins", texts | why, by="songyu")
    told = drill.post(f"bulletins/{draft['id']}/release", by="chenjing")
    expect_same(what="Version of the corrected bulletin", found=told["version"], wanted=2)
    drill.telling.step("The correction is a second version, signed by two; the first stays with when and why")
