"""The words, Chinese and English, by which a pasted line says relation, setting and column."""

from __future__ import annotations

import re

from ringfence.ground.rulesets.words import Setting

# Said about a person, and taken out of the text: word -> relation to the case.
RELATIONS: dict[str, tuple[str, ...]] = {
    "FAMILY": (
        "家人", "家属", "亲属", "亲戚", "妻子", "爱人", "老婆", "丈夫", "老公", "配偶", "父亲", "母亲", "爸爸", "妈妈", "父母",
        "儿子", "女儿", "孩子", "哥哥", "弟弟", "姐姐", "妹妹", "爷爷", "奶奶", "外公", "外婆", "姥姥", "姥爷", "孙子", "孙女",
        "儿媳", "女婿", "岳父", "岳母", "公公", "婆婆", "family", "wife", "husband", "spouse", "partner", "father", "mother",
        "parent", "son", "daughter", "child", "brother", "sister", "grandfather", "grandmother", "grandson", "relative",
    ),
    "COLLEAGUE": ("同事", "工友", "同单位", "colleague", "coworker", "co-worker", "workmate"),
    "CLASSMATE": ("同学", "同班", "室友", "老师", "学生", "classmate", "roommate", "teacher", "pupil", "student"),
    "FRIEND": ("朋友", "好友", "牌友", "球友", "friend"),
    "NEIGHBOUR": ("邻居", "同楼", "同单元", "neighbour", "neighbor"),
    "CARE": ("护工", "保姆", "医生", "护士", "carer", "caregiver", "nurse", "doctor"),
    "TRAVEL": ("同行", "旅伴", "司机", "乘客", "driver", "passenger", "travelled together", "fellow traveller"),
}  # fmt: skip

# Said about the meeting, and taken out of the text: word -> setting.
SETTINGS: dict[Setting, tuple[str, ...]] = {
    Setting.HOUSEHOLD: ("同住", "同屋", "同家庭", "共同居住", "同床", "household", "lives together", "same household", "lives with"),
    Setting.MEAL_ENTERTAINMENT: (
        "同餐", "聚餐", "共餐", "同桌", "吃饭", "一起吃", "就餐", "用餐", "打牌", "打麻将", "唱歌", "娱乐", "喝酒", "meal", "dinner",
        "lunch", "breakfast", "ate together", "same table", "cards", "karaoke", "entertainment",
    ),
    Setting.WORK_STUDY: ("同办公室", "同室工作", "同班级", "工作接触", "上班", "开会", "上课", "same office", "same class", "at work", "meeting", "lesson", "work", "study"),
    Setting.CARE: ("照顾", "陪护", "护理", "诊疗", "照料", "cared for", "nursing", "care"),
    Setting.AEROSOL_PROCEDURE: ("插管", "气溶胶", "intubation", "aerosol"),
    Setting.HOSPITAL_VISIT: ("探视", "看望", "同病房", "探病", "hospital visit", "visited in hospital", "same ward"),
    Setting.TRANSPORT: ("同车", "同乘", "乘车", "拼车", "同机", "同航班", "same car", "same bus", "same train", "same flight", "shared a ride", "transport"),
    Setting.CONTAMINATED_ENVIRONMENT: ("污染环境", "接触污染", "contaminated"),
    Setting.VENUE: ("同场所", "同空间", "same venue", "same place", "venue"),
}  # fmt: skip

# Part of a place's name, and left in it: word -> the setting that such a place suggests.
PLACES: dict[Setting, tuple[str, ...]] = {
    Setting.MEAL_ENTERTAINMENT: (
        "饭店", "餐厅", "餐馆", "面馆", "火锅", "烧烤", "食堂", "酒店", "小吃", "饭馆", "酒吧", "KTV", "网吧", "棋牌", "麻将馆", "影院", "restaurant",
        "noodle", "hotpot", "canteen", "cafe", "bar", "cinema",
    ),
    Setting.WORK_STUDY: ("办公室", "公司", "工厂", "车间", "工地", "学校", "中学", "小学", "大学", "教室", "班级", "单位", "培训", "office", "factory", "workshop", "school", "classroom", "university"),
    Setting.TRANSPORT: ("公交", "大巴", "客车", "出租车", "网约车", "高铁", "火车", "航班", "飞机", "地铁", "bus", "coach", "taxi", "train", "flight", "metro"),
    Setting.HOSPITAL_VISIT: ("医院", "诊所", "卫生院", "hospital", "clinic"),
    Setting.HOUSEHOLD: ("家中", "家里", "在家", "at home"),
    Setting.VENUE: ("超市", "商场", "菜市场", "市场", "药店", "理发", "银行", "公园", "广场", "浴池", "supermarket", "market", "shop", "mall", "pharmacy", "bank", "park"),
}  # fmt: skip

# What a relation lets one suppose when nothing was said about the meeting; the line says that it was supposed.
SUPPOSED: dict[str, Setting] = {
    "FAMILY": Setting.HOUSEHOLD, "COLLEAGUE": Setting.WORK_STUDY, "CLASSMATE": Setting.WORK_STUDY,
    "CARE": Setting.CARE, "TRAVEL": Setting.TRANSPORT,
}  # fmt: skip

COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("姓名", "名字", "name", "full name"),
    "phone": ("电话", "手机", "手机号", "手机号码", "联系电话", "联系方式", "phone", "tel", "telephone", "mobile"),
    "id_number": ("身份证", "身份证号", "身份证号码", "证件号", "证件号码", "id", "id number", "identity number"),
    "sex": ("性别", "sex", "gender"),
    "age": ("年龄", "age"),
    "relation": ("关系", "与病例关系", "与患者关系", "relation", "relationship"),
    "setting": ("接触方式", "接触场景", "接触类型", "暴露方式", "setting", "contact type", "how they met"),
    "first_on": ("首次接触", "首次接触时间", "首次接触日期", "开始接触时间", "first contact", "first exposure"),
    "last_on": ("最后接触", "最后接触时间", "最后接触日期", "末次接触", "末次接触时间", "末次接触日期", "接触时间", "接触日期", "日期",
                "last contact", "last exposure", "last exposure date", "date", "when"),
    "place": ("地点", "接触地点", "场所", "接触场所", "place", "where", "venue"),
    "area": ("住址", "地址", "现住址", "家庭住址", "乡镇", "address", "lives in", "township"),
    "minutes": ("时长", "分钟", "接触时长", "minutes", "duration"),
    "metres": ("距离", "距离米", "metres", "distance"),
    "note": ("备注", "说明", "note", "notes", "remarks"),
}  # fmt: skip

SEXES = {"男": "M", "女": "F", "m": "M", "f": "F", "male": "M", "female": "F", "男性": "M", "女性": "F"}


def pattern_of(words: list[str]) -> re.Pattern[str]:
    """Finds any of the words, the longest first; Latin ones only as whole words, in the singular or plural."""
    parts = [
        rf"(?<![A-Za-z]){re.escape(word)}s?(?![A-Za-z])" if word.isascii() else re.escape(word)
        for word in sorted(words, key=len, reverse=True)
    ]
    return re.compile("|".join(parts), re.IGNORECASE)


def turned(table: dict[Setting, tuple[str, ...]] | dict[str, tuple[str, ...]]) -> dict[str, str]:
    """word -> what it says."""
    return {word.lower(): str(key) for key, words in table.items() for word in words}


COLUMN_OF = turned(COLUMNS)
RELATION_OF, SETTING_OF, PLACE_OF = turned(RELATIONS), turned(SETTINGS), turned(PLACES)
RELATION, SETTING, PLACE = (pattern_of(list(one)) for one in (RELATION_OF, SETTING_OF, PLACE_OF))


def meaning(found: str, table: dict[str, str]) -> str:
    """What a found word says, also in the plural."""
    word = found.lower()
    return table.get(word) or table[word.removesuffix("s")]
