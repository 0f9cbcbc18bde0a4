"""What ends a place, what begins one, and what only looks like one."""

from __future__ import annotations

import re

ENDINGS = [
    "定点医疗机构", "定点医院", "定点救治医院", "医院", "传染病院", "附院", "中大五院", "市二院", "省二院", "一院", "二院", "三院", "四院",
    "五院", "六院", "卫生院", "卫生室", "卫生所", "卫生服务站", "卫生服务中心", "诊所", "发热门诊", "门诊部", "门诊", "医疗机构", "医疗救治点",
    "救治点", "公共卫生临床中心", "留观点", "隔离点", "小区", "花园", "家园", "新村", "社区", "公寓", "酒店", "宾馆", "饭店", "饭庄",
    "餐厅", "餐馆", "食堂", "茶楼", "超市", "市场", "商场", "商城", "百货", "广场", "购物中心", "商店", "药店", "药房", "大药房",
    "火车站", "高铁站", "汽车站", "客运站", "地铁站", "车站", "东站", "西站", "南站", "北站", "机场", "码头", "收费站", "服务区", "学校",
    "大学", "学院", "中学", "小学", "幼儿园", "公司", "工厂", "银行", "公园", "景区", "网吧", "影院", "棋牌室", "麻将馆", "理发店",
    "菜场", "农贸市场", "批发市场", "海鲜市场", "加油站", "派出所", "村委会", "家中", "家里", "单位", "市", "县", "区", "镇", "乡",
    "村", "街道",
]  # fmt: skip
END = re.compile("|".join(sorted(map(re.escape, ENDINGS), key=len, reverse=True)))
WHOLE = (
    "定点救治医院",
    "家中",
    "家里",
    "单位",
    "医院",
    "定点医院",
    "定点医疗机构",
    "中大五院",
    "市二院",
    "省二院",
)  # stand for themselves, without a name before
# Characters at which a name that is read backwards has begun; a name of the gazetteer is never cut by them.
BREAKS = frozenset(
    "，。；：、！？（）()《》“”\"' \n\t\u3000→为是系到至去在回赴往从由自经于入住诊达送转乘坐驾的了后并与和及被再又日时分许点晚午号"
)
NO_BREAK = ("和平", "和谐", "和睦", "和顺", "和兴", "和盛")  # names of streets and quarters
BREAK_WORDS = (
    "住地",
    "住址",
    "常住",
    "前往",
    "返回",
    "抵",
    "收治",
    "治疗",
    "就医",
    "购物",
    "陪同",
    "一起",
    "某某",
    "居",
    "接触",
    "确诊",
    "发热",
    "其",
    "该",
    "患者",
    "病例",
    "进行",
    "返",
    "报告单位",
    "参加",
)
SUFFIX = re.compile(
    r"(?:[东西南北]院区?)?（[^（）]{2,16}(?:院|区|院区|科)）|[东西南北]院区?|(?:发热|感染性疾病|呼吸|急诊|传染)?(?:门诊|科|病区)"
)
HOME_BEFORE = re.compile(
    r"(?:现住(?:址)?(?:在|于|：)?|现居住?(?:地)?(?:在|于|：)?|家住|居住在|居住于|居住地(?:为|：)?|住址(?:为|：)?|户籍(?:地)?(?:为|：)?|籍贯(?:为|：)?|常住(?:地)?(?:为|：|于|在)?|长期居住(?:在|于)?|(?:居住|长居|租住)(?:在|于|：)?)$"
)
# What follows a place where somebody lives or works for long; a history of living there is no stay.
HOME_AFTER = re.compile(r"(?:长期)?(?:居住(?!史)|定居|务工|打工|经商|居民)")
NO_PLACE = ("我市", "我县", "我区", "我省", "本市", "本县", "本区", "全市", "该市", "自治区")
COUNTED = re.compile(
    r"(?:累计|新增)?第?[\d一二三四五六七八九十]+(?:例|名)"
)  # a place whose cases are counted was not visited
# Cities by one character, as local reports write them: only behind a verb of coming, and where the clause goes on.
SHORT_CITY = re.compile(
    r"(?<=[返回抵来])[京津沪渝温深甬杭穗宁郑洛新漯许焦鹤濮萍漳通常锡苏扬淮徐连泰合芜蚌厦泉莆绍衢蓉昆筑邕榕青济烟潍](?=[，。；、,;]|后|途中|探亲|过年)"
)
NOT_VISITED = re.compile(r"旅居史|旅行史|旅游史|居住史|接触史|旅行或居住|生活史")
