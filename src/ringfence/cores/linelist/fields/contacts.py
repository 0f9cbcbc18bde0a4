"""The contact line list and the list of links between cases: exported and read again."""

from .exposure import EXPOSURE
from .model import Field, Kind, Schema, words
from .person import PERSON

_PERSONAL = tuple(one for one in PERSON if one.key not in {"nationality", "occupation"})
_CLOSING = tuple(one for one in EXPOSURE if one.key in {"notes", "correction"})

CONTACTS = Schema("CONTACTS", (
    Field("contact_id", Kind.CASE_ID, "接触者编号", "Contact ID", "接触者编号", "Unique in the outbreak", "C-001", words(
        "密接编号|密切接触者编号|编号|contact id|contact_number|contact no|contact uuid|visual_id|visualId|id"), weak=words("序号|uuid"), required=True),
    *_PERSONAL,
    Field("case_id", Kind.CASE_ID, "关联病例编号", "Linked case ID", "接触的病例编号", "The case this person was exposed to", "TJ14", words(
        "关联病例|所属病例|病例编号|对应病例|linked_case|linked case|linked_case_id|source case|source_case_id|case|case number|index case|caze")),
    Field("relation", Kind.WORD, "与病例关系", "Relation", "与病例的关系", "Relation to the case", "FAMILY", words(
        "关系|与病例的关系|relationship|relation to case|relationToCase|link type"), vocabulary="relation"),
    Field("setting", Kind.WORD, "接触方式", "Setting", "接触方式", "Setting of the exposure", "HOUSEHOLD", words(
        "接触类型方式|contact mode|exposure setting|mode of contact|contact setting|exposure type"), vocabulary="setting"),
    Field("contact_kind", Kind.WORD, "接触者类别", "Contact kind", "密接、次密接、一般接触者", "Close, secondary, casual", "CLOSE", words(
        "接触类型|密接类型|类别|contact type|contact category|category|contactProximity|contact classification"), vocabulary="contact_kind"),
    Field("first_contact_date", Kind.DATE, "首次接触日期", "First contact", "首次接触日期", "First day of contact", "2022-01-05", words(
        "首次暴露日期|first_exposure|date of first contact|firstContactDate|first contact")),
    Field("last_contact_date", Kind.DATE, "末次接触日期", "Last contact", "末次接触日期", "Last day of contact", "2022-01-08", words(
        "最后接触日期|末次暴露日期|last_exposure|date of last contact|lastContactDate|last contact|date_of_last_contact")),
    Field("measure", Kind.WORD, "管控方式", "Measure", "集中、居家等", "Facility, home ...", "FACILITY_QUARANTINE", words(
        "观察方式|隔离方式|管理方式|observation mode|quarantine|quarantine type"), vocabulary="measure"),
    Field("site", Kind.TEXT, "隔离点", "Site", "隔离点名称", "Quarantine site", "", words("隔离场所|隔离地点|quarantine site|facility")),
    Field("measure_start_date", Kind.DATE, "隔离开始日期", "Measure start", "隔离开始日期", "First day of the measure", "", words(
        "入住日期|入住时间|隔离日期|quarantine from|quarantine start|check-in|quarantineFrom")),
    Field("release_date", Kind.DATE, "解除日期", "Release", "预计或实际解除日期", "Planned or actual day of release", "", words(
        "解除隔离日期|预计解除日期|解除时间|quarantine to|quarantine end|follow up until|followUpUntil|quarantineTo")),
    *_CLOSING,
))  # fmt: skip

LINKS = Schema("LINKS", (
    Field("case_id", Kind.CASE_ID, "病例编号", "Case ID", "被感染者", "The case that was infected", "TJ54", words(
        "to|infectee|secondary_case|secondary case|target|被感染者|续发病例"), required=True),
    Field("source_case_id", Kind.CASE_ID, "来源病例编号", "Source case ID", "候选来源病例；来源为地点时留空", "The candidate source; empty when the source is a place", "TJ14", words(
        "from|infector|source|source case|source_id|来源病例|传染源|上代病例")),
    Field("kind", Kind.WORD, "来源种类", "Kind", "病例、未知病例、地点、旅行、不详", "Case, unknown case, place, travel, unknown", "CASE", words(
        "source_kind|mention kind"), vocabulary="mention_kind"),
    Field("relation", Kind.WORD, "关系", "Relation", "与来源病例的关系", "Relation to the source", "FAMILY", words(
        "relationship|与来源病例关系"), vocabulary="relation"),
    Field("grade", Kind.WORD, "可信度", "Grade", "确认、很可能、可能、仅提及", "Confirmed, probable, possible, mention", "MENTION", words(
        "link_grade|confidence|certainty"), vocabulary="link_grade"),
    Field("direction", Kind.WORD, "方向", "Direction", "仅提及时方向为不详", "A mention alone has no direction", "UNKNOWN", vocabulary="direction"),
    Field("given_text", Kind.LONG_TEXT, "原文", "Given text", "提及该来源的原文", "The words that mention the source", "family of TJ14", words(
        "text|原始文字|evidence|exposure|exposure place")),
    *_CLOSING,
))  # fmt: skip
