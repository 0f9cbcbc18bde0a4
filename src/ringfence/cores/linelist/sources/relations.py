"""Words that say how one person is related to another, as they stand in real line lists, slips included."""

from __future__ import annotations

import re
from typing import NamedTuple

from ringfence.cores.linelist.vocabulary import Relation

# Chinese words may stand directly beside an ID; Latin words end at a word boundary.
_LATIN = (
    (Relation.FAMILY, r"famil(?:y|ies)(?:[- ]members?)?|househ?olds?(?: members?| contacts?)?|relatives?|kin|spouse|wh?ife|hun?sband|"
        r"(?:grand)?(?:sons?|daughters?|dua?gh?t[eo]r|mother|father|parents?|child(?:ren)?)(?:[- ]in[- ]laws?)?|"
        r"(?:(?:younger|elder|older|half)[- ])?(?:brothers?|sisters?|siblings?|twins?)(?:[- ]in[- ]law)?|uncle|aunt(?:ie)?|cousins?|nephew|niece|boyfriend|girlfriend|partner(?= of)|lives? with|living with"),
    (Relation.COLLEAGUE, r"co-?workers?|coll?eag(?:ue?|e)s?|workmates?|business partners?|works? with|working with|employees? of|employer"),
    (Relation.CLASSMATE, r"classmates?|schoolmates?|fellow students?|students? of|teachers? of|roommates?"),
    (Relation.FRIEND, r"friends?"),
    (Relation.MEAL, r"(?:had |ate |eating )?(?:dinner|lunch|dined|dining|meals?|banquet) with|ate with"),
    (Relation.VENUE, r"(?:appeared in )?workplaces? of|same (?:venue|place|shop|mall|market|restaurant)(?: as)?|visited (?:the )?(?:home|house) of|customers? of"),
    (Relation.TRAVEL, r"travell?(?:ed|ing)? with|travell?ing companions?|same (?:flight|train|bus|car|coach|ship|vehicle)(?: as| with)?|fellow (?:travell?ers?|passengers?)"),
    (Relation.CARE, r"caregivers? (?:of|for)|cared for|nurses? of|doctors? of|treated by|patients? of|same (?:ward|hospital|room)(?: as)?"),
    (Relation.NEIGHBOUR, r"neighbou?rs?"),
    (Relation.OTHER, r"clos(?:e|ing|ed) conta?c ?t?s?|conta?c ?ts?(?: of| with)?|contacted(?: with)?|contact with|met(?: with)?|meeting with|exposed to|acquaintances?"),
)  # fmt: skip
_CHINESE = (
    (Relation.FAMILY, "家属|家人|家庭成员|同住人?|共同居住者?|亲属|亲戚|丈夫|妻子|老公|老婆|爱人|配偶|夫妻|夫妇|父亲|母亲|爸爸|妈妈|父母|父子|父女|母子|母女|儿子|女儿|子女|孩子|孙子|孙女|外孙|祖父|祖母|爷爷|奶奶|外公|外婆|姥姥|姥爷|"
        "哥哥|弟弟|姐姐|妹妹|兄弟|姐妹|姊妹|岳父|岳母|公公|婆婆|儿媳|女婿|媳妇|叔叔|舅舅|姑姑|姨妈|侄子|侄女|外甥女?|表[兄弟姐妹]|堂[兄弟姐妹]|之子|之女|之妻|之夫|之父|之母"),
    (Relation.COLLEAGUE, "同事|工友|同单位"), (Relation.CLASSMATE, "同学|同班|师生|室友|舍友|老师"), (Relation.FRIEND, "朋友|男友|女友|好友"),
    (Relation.MEAL, "同餐|聚餐|共餐|就餐|吃饭|共同进餐|同桌"), (Relation.VENUE, "同场所|同一场所|同空间|同处一室|共同暴露"),
    (Relation.TRAVEL, "同行者?|同车|同乘|同机|同航班|同车厢|同列车"), (Relation.CARE, "同病房|护工|护理|诊疗|医患|陪护|主管医生"),
    (Relation.NEIGHBOUR, "邻居|同楼|同单元|同村"), (Relation.OTHER, "密切接触者?|次密接|密接者?|一般接触者?|接触者?"),
)  # fmt: skip
_WORDS = re.compile(
    "|".join(rf"(?P<{one.value}_EN>(?<![a-z])(?:{text})(?![a-z]))" for one, text in _LATIN)
    + "|" + "|".join(f"(?P<{one.value}_ZH>{text})" for one, text in _CHINESE),
    re.IGNORECASE,
)  # fmt: skip
_RELATION = {f"{one.value}_{language}": one for one in Relation for language in ("EN", "ZH")}


class RelationWord(NamedTuple):
    relation: Relation
    start: int
    end: int


def relation_words(text: str) -> list[RelationWord]:
    """Every word of relation with its place; a nearer word (son) wins over a general one (contact)."""
    found = _WORDS.finditer(text)
    return [RelationWord(_RELATION[str(match.lastgroup)], match.start(), match.end()) for match in found]
