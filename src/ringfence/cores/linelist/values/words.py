"""Words for the fixed vocabularies, in Chinese, English and a few other languages of real files."""

from __future__ import annotations

from enum import StrEnum

from ringfence.cores.linelist import vocabulary as v


def _book(*lines: tuple[StrEnum, str]) -> dict[str, StrEnum]:
    return {word.strip(): value for value, text in lines for word in text.split("|")} | {
        value.value.lower(): value for value, _ in lines
    }


# The words are folded (lower case, half-width, no accents), with spaces for underscores. "Normal" is the
# Chinese 普通型, the common (moderate) form; see the diagnosis and treatment protocols since the 5th edition.
SEVERITY = _book(
    (v.Severity.ASYMPTOMATIC, "asymptomatic|无症状|无症状感染者|无症状者|no symptoms"),
    (v.Severity.MILD, "mild|minor|light|轻型|轻症|轻|轻度|轻型病例|leve|leger"),
    (v.Severity.MODERATE, "moderate|normal|common|ordinary|普通型|普通|普通型病例|中型|中症|中度|中|moderado|modere|general"),
    (v.Severity.SEVERE, "severe|serious|重型|重症|重|重度|重型病例|grave|severo"),
    (v.Severity.CRITICAL, "critical|critically ill|very severe|危重型|危重症|危重|危重型病例|critico|critique|icu"),
    (v.Severity.UNKNOWN, "unknown|unclassified|not classified|unspecified|不详|未知|未分型|待定|未定|desconocido|inconnu"),
)  # fmt: skip
CLASSIFICATION = _book(
    (v.Classification.SUSPECTED, "suspected|suspect|probable|possible|疑似|疑似病例|临床诊断|临床诊断病例|not classified|not yet classified|sospechoso|suspecte"),
    (v.Classification.CONFIRMED, "confirmed|confirm|confirmed case|lab confirmed|laboratory confirmed|laboratory-confirmed|positive|确诊|确诊病例|实验室诊断|实验室诊断病例|实验室确诊|阳性|阳性感染者|confirmado|confirme|confirmed unknown symptoms"),
    (v.Classification.ASYMPTOMATIC, "asymptomatic|asymptomatic infection|asymptomatic case|confirmed no symptoms|无症状|无症状感染者|无症状感染|阳性检测|asintomatico"),
    (v.Classification.PRESUMPTIVE, "presumptive|presumptive positive|preliminary positive|initial positive|初筛阳性|初筛|初阳|待复核|复核中"),
    (v.Classification.RULED_OUT, "ruled out|no case|not a case|not a case (discarded)|discarded|excluded|negative|排除|排除病例|已排除|阴性|no es un caso (descartado)|descartado|non cas|non-case|non case"),
)  # fmt: skip
ORIGIN = _book(
    (v.Origin.LOCAL, "local|autochthonous|indigenous|in country|domestic|本土|本地|本土病例|本地病例|本地感染|本土感染|no|n|false|否|非输入"),
    (v.Origin.IMPORTED, "imported|import|境外输入|输入|输入病例|境外|外省输入|外地输入|输入性|国内输入|point of entry|point_of_entry|yes|y|true|是|importado|importe"),
    (v.Origin.IMPORT_RELATED, "import related|import-related|secondary to import|输入继发|输入关联|输入相关|关联输入|输入病例关联|境外输入关联"),
    (v.Origin.UNKNOWN, "unknown|unclear|不详|不明|未知|待查|待定"),
)  # fmt: skip
FOUND_BY = _book(
    (v.FoundBy.ACTIVE_SCREENING, "active screening|screening|mass testing|mass test|主动筛查|全员核酸|全员核酸检测|大规模核酸|大规模筛查|区域核酸|区域核酸检测|社区筛查|核酸筛查|筛查|愿检尽检"),
    (v.FoundBy.KEY_GROUP_TEST, "key group test|key group|key population|重点人群|重点人群检测|重点人群筛查|应检尽检|重点人群核酸"),
    (v.FoundBy.QUARANTINE, "quarantine|in quarantine|contact tracing|contact|close contact|隔离管控|隔离|集中隔离|隔离点|隔离管控人员|密接|密切接触者|密接者|密接筛查|密接排查|集中隔离点|居家隔离|管控人员|闭环管理"),
    (v.FoundBy.FEVER_CLINIC, "fever clinic|clinic|hospital|health facility|发热门诊|医疗机构|就诊|门诊|医院|主动就诊|就诊发现"),
    (v.FoundBy.CROSS_AREA_NOTICE, "cross area notice|cross-area notice|notification from other area|外地协查|协查|外省协查|跨区域协查|协查函|外市协查"),
    (v.FoundBy.SELF_REPORT, "self report|self-report|self reported|self referral|自行就诊|自主报告|主动报告|自行检测|自测阳性|主动报备|报备"),
    (v.FoundBy.UNKNOWN, "unknown|不详|未知|其他|other"),
)  # fmt: skip
OUTCOME = _book(
    (v.Outcome.ONGOING, "alive|in treatment|under treatment|ongoing|no outcome|hospitalised|hospitalized|still ill|在治|治疗中|在院|住院|住院治疗|在院治疗|存活|隔离治疗|vivo|vivant|active|sick"),
    (v.Outcome.RECOVERED, "recovered|recover|recovery|cured|cure|healed|discharged|discharge|治愈|痊愈|出院|治愈出院|已出院|已治愈|康复|好转|解除隔离|recuperado|gueri|released"),
    (v.Outcome.DIED, "died|death|dead|deceased|fatal|死亡|病死|已死亡|死|fallecido|decede|mort|yes died"),
    (v.Outcome.TRANSFERRED, "transferred|transfer|transferred out|转院|转出|转运|转定点医院"),
    (v.Outcome.UNKNOWN, "unknown|lost|lost to follow-up|lost to follow up|不详|未知|失访|desconocido|inconnu"),
)  # fmt: skip
RELATION = _book(
    (v.Relation.FAMILY, "family|household|relative|spouse|wife|husband|parent|child|家属|家人|家庭成员|亲属|亲戚|同住|共同居住|配偶|父母|子女|夫妻"),
    (v.Relation.COLLEAGUE, "colleague|coworker|co-worker|work|同事|工作"), (v.Relation.CLASSMATE, "classmate|school|同学|师生"),
    (v.Relation.FRIEND, "friend|朋友"), (v.Relation.MEAL, "meal|dinner|同餐|聚餐|共餐"), (v.Relation.VENUE, "venue|same venue|同场所|同空间|同处一室"),
    (v.Relation.TRAVEL, "travel|same vehicle|flight|train|同行|同机|同车|同乘|同机/车|同航班"),
    (v.Relation.CARE, "care|health worker|patient|nosocomial|诊疗|护理|医患|同病房|医护"), (v.Relation.NEIGHBOUR, "neighbour|neighbor|邻居"),
    (v.Relation.OTHER, "other|其他|其它|contact|密接|接触"), (v.Relation.UNKNOWN, "unknown|不详|未知"),
)  # fmt: skip
CONTACT_KIND = _book(
    (v.ContactKind.CLOSE, "close|close contact|high risk|密接|密切接触者|密切接触|category 1"), (v.ContactKind.SECONDARY, "secondary|contact of contact|次密接|密接的密接|次密切接触者"),
    (v.ContactKind.CASUAL, "casual|general|low risk|一般接触|一般接触者|category 2"), (v.ContactKind.NONE, "none|ruled out|排除|已排除|非接触者"),
)  # fmt: skip
SETTING = _book(
    (v.Setting.HOUSEHOLD, "household|home|同住|同屋|同床|共同居住|家庭"), (v.Setting.CARE, "care|health care|护理|诊疗|医疗"),
    (v.Setting.AEROSOL_PROCEDURE, "aerosol procedure|气溶胶操作|气管插管"), (v.Setting.WORK_STUDY, "work study|work|school|workplace|同室工作学习|工作|学习|同办公室|同班"),
    (v.Setting.MEAL_ENTERTAINMENT, "meal entertainment|meal|entertainment|同餐|聚餐|娱乐活动|娱乐"), (v.Setting.HOSPITAL_VISIT, "hospital visit|visit|探视|同病房|就诊"),
    (v.Setting.TRANSPORT, "transport|vehicle|flight|train|同机/车|同车|同机|同乘|交通工具"), (v.Setting.CONTAMINATED_ENVIRONMENT, "contaminated environment|environment|污染环境|环境暴露"),
    (v.Setting.INVESTIGATOR_JUDGEMENT, "investigator judgement|其他|other|流调判定"), (v.Setting.VENUE, "venue|same venue|同场所|同空间"),
)  # fmt: skip
MEASURE = _book(
    (v.Measure.ISOLATION, "isolation|hospital isolation|医院隔离|隔离治疗"), (v.Measure.FACILITY_QUARANTINE, "facility quarantine|facility|institutional|集中|集中隔离|集中隔离医学观察"),
    (v.Measure.HOME_QUARANTINE, "home quarantine|home|居家|居家隔离|居家隔离医学观察"), (v.Measure.HOME_HEALTH_MONITORING, "home health monitoring|居家健康监测|健康监测"),
    (v.Measure.SELF_MONITORING, "self monitoring|self-monitoring|自我健康监测|自我监测"),
)  # fmt: skip
MENTION_KIND = _book(
    (v.MentionKind.CASE, "case|病例"), (v.MentionKind.UNKNOWN_CASE, "unknown case|未知病例"), (v.MentionKind.PLACE, "place|地点|场所"),
    (v.MentionKind.TRAVEL, "travel|旅行|旅居"), (v.MentionKind.UNKNOWN, "unknown|不详|不明"),
)  # fmt: skip
LINK_GRADE = _book(
    (v.LinkGrade.CONFIRMED, "confirmed|确认|确定"), (v.LinkGrade.PROBABLE, "probable|很可能|较可能"),
    (v.LinkGrade.POSSIBLE, "possible|可能"), (v.LinkGrade.MENTION, "mention|仅提及|提及"),
)  # fmt: skip
DIRECTION = _book(
    (v.Direction.UNKNOWN, "unknown|不详|未知"),
    (v.Direction.SOURCE_TO_CASE, "source to case|directed|来源到病例"),
)
BOOKS: dict[str, dict[str, StrEnum]] = {
    "severity": SEVERITY, "classification": CLASSIFICATION, "origin": ORIGIN, "found_by": FOUND_BY, "outcome": OUTCOME, "relation": RELATION,
    "contact_kind": CONTACT_KIND, "setting": SETTING, "measure": MEASURE, "mention_kind": MENTION_KIND, "link_grade": LINK_GRADE, "direction": DIRECTION,
}  # fmt: skip
UNKNOWN_OF: dict[str, StrEnum] = {
    "severity": v.Severity.UNKNOWN, "origin": v.Origin.UNKNOWN, "found_by": v.FoundBy.UNKNOWN, "outcome": v.Outcome.UNKNOWN,
    "relation": v.Relation.OTHER, "direction": v.Direction.UNKNOWN, "setting": v.Setting.INVESTIGATOR_JUDGEMENT,
}  # fmt: skip
# Words that other systems split more finely than we do: read as given here, with a remark.
COARSER = {
    "classification": frozenset(
        {"probable", "possible", "临床诊断", "临床诊断病例", "not classified", "not yet classified"}
    )
}
