"""The words inside templates: drop-down lists (value, Chinese), sheet names, explanations."""

from __future__ import annotations

LISTS: dict[str, tuple[tuple[str, str], ...]] = {
    "sex": (("F", "女"), ("M", "男"), ("U", "不详")),
    "classification": (("SUSPECTED", "疑似病例"), ("CONFIRMED", "确诊病例"), ("ASYMPTOMATIC", "无症状感染者"), ("PRESUMPTIVE", "初筛阳性"), ("RULED_OUT", "排除")),
    "severity": (("ASYMPTOMATIC", "无症状"), ("MILD", "轻型"), ("MODERATE", "普通型"), ("SEVERE", "重型"), ("CRITICAL", "危重型"), ("UNKNOWN", "不详")),
    "origin": (("LOCAL", "本土"), ("IMPORTED", "境外输入"), ("IMPORT_RELATED", "输入关联"), ("UNKNOWN", "不详")),
    "found_by": (
        ("ACTIVE_SCREENING", "主动筛查"), ("KEY_GROUP_TEST", "重点人群"), ("QUARANTINE", "隔离管控"), ("FEVER_CLINIC", "发热门诊"),
        ("CROSS_AREA_NOTICE", "外地协查"), ("SELF_REPORT", "自行就诊"), ("UNKNOWN", "不详"),
    ),
    "outcome": (("ONGOING", "在治"), ("RECOVERED", "治愈"), ("DIED", "死亡"), ("TRANSFERRED", "转出"), ("UNKNOWN", "不详")),
    "relation": (
        ("FAMILY", "家属"), ("COLLEAGUE", "同事"), ("CLASSMATE", "同学"), ("FRIEND", "朋友"), ("MEAL", "同餐"), ("VENUE", "同场所"),
        ("TRAVEL", "同行"), ("CARE", "诊疗"), ("NEIGHBOUR", "邻居"), ("OTHER", "其他"), ("UNKNOWN", "不详"),
    ),
    "setting": (
        ("HOUSEHOLD", "同住"), ("CARE", "诊疗"), ("AEROSOL_PROCEDURE", "气溶胶操作"), ("WORK_STUDY", "同室工作学习"), ("MEAL_ENTERTAINMENT", "同餐"),
        ("HOSPITAL_VISIT", "探视"), ("TRANSPORT", "同车"), ("CONTAMINATED_ENVIRONMENT", "污染环境"), ("INVESTIGATOR_JUDGEMENT", "流调判定"), ("VENUE", "同场所"),
    ),
    "contact_kind": (("CLOSE", "密接"), ("SECONDARY", "次密接"), ("CASUAL", "一般接触者"), ("NONE", "排除")),
    "measure": (
        ("ISOLATION", "隔离治疗"), ("FACILITY_QUARANTINE", "集中隔离"), ("HOME_QUARANTINE", "居家隔离"),
        ("HOME_HEALTH_MONITORING", "居家健康监测"), ("SELF_MONITORING", "自我健康监测"),
    ),
    "mention_kind": (("CASE", "病例"), ("UNKNOWN_CASE", "未知病例"), ("PLACE", "地点"), ("TRAVEL", "旅行"), ("UNKNOWN", "不详")),
    "link_grade": (("CONFIRMED", "确认"), ("PROBABLE", "很可能"), ("POSSIBLE", "可能"), ("MENTION", "仅提及")),
    "direction": (("UNKNOWN", "不详"), ("SOURCE_TO_CASE", "来源到病例")),
}  # fmt: skip

SHEETS = {
    True: {
        "LINE_LIST": "病例一览表",
        "CONTACTS": "接触者一览表",
        "LINKS": "关联",
        "lists": "选项",
        "explanation": "填写说明",
    },
    False: {
        "LINE_LIST": "Line list",
        "CONTACTS": "Contacts",
        "LINKS": "Links",
        "lists": "Lists",
        "explanation": "Explanation",
    },
}

EXPLANATIONS: dict[bool, dict[str, tuple[str, ...]]] = {
    True: {
        "heading": ("字段", "名称", "说明", "可填内容或示例"),
        "rules": (
            "日期请写成 2022-01-09；也能识别 2022/1/9、2022年1月9日、9/1/2022 等，导入前会显示识别结果供确认。",
            "身份证号、电话、编号列已设为文本格式，请勿改为数字，否则 Excel 只保留 15 位。",
            "灰色示例行不会导入，可以删除。不认识的列会原样保留，并随导出返回。",
            "空白单元格不会清除系统中已有的内容。",
        ),
    },
    False: {
        "heading": ("Field", "Name", "Explanation", "Words to use, or an example"),
        "rules": (
            "Write dates as 2022-01-09. Other forms (9/1/2022, 9 Jan 2022, 2022年1月9日) are understood and shown before the import.",
            "Identity numbers, phones and IDs are text columns. Do not make them numbers: Excel keeps only 15 digits.",
            "The grey example row is never imported; you may delete it. Unknown columns are kept and come back in the export.",
            "An empty cell does not erase what is already known.",
        ),
    },
}
