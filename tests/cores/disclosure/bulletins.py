"""Ordinary bulletins of the kind that Henan's cities published in January 2022; composed, no copy of any."""

from __future__ import annotations

from hypothesis import strategies as st

TOWNS = ("新乡市", "红旗区", "牧野区", "卫滨区", "长垣市", "辉县市", "郑州市", "安阳市汤阴县", "许昌禹州市")
VENUES = (
    "胖东来生活广场", "新乡东站", "丹尼斯百货（人民路店）", "第二人民医院门诊楼", "平原示范区体育馆", "金谷小区3号楼", "宏力大道与平原路交叉口核酸采样点",
    "豫北综合批发市场12排", "G30连霍高速原武服务区", "7路公交车", "G1234次列车5车厢", "CZ3612次航班",
)  # fmt: skip
NUMBER = st.integers(0, 9999)
DAY = st.tuples(st.integers(1, 12), st.integers(1, 28)).map(lambda d: f"{d[0]}月{d[1]}日")
CLOCK = st.tuples(st.integers(0, 23), st.sampled_from((0, 30))).map(lambda t: f"{t[0]:02}:{t[1]:02}")
TOWN, VENUE = st.sampled_from(TOWNS), st.sampled_from(VENUES)

SENTENCES = (
    st.builds("{}0—24时，{}新增本土确诊病例{}例（{}{}例），新增本土无症状感染者{}例。".format, DAY, TOWN, NUMBER, TOWN, NUMBER, NUMBER),
    st.builds("截至2022年{}24时，累计报告本土确诊病例{}例，出院{}例，正在医学观察的密切接触者{}人。".format, DAY, NUMBER, NUMBER, NUMBER),
    st.builds("{} {}-{} {}".format, DAY, CLOCK, CLOCK, VENUE),
    st.builds("{}，{}曾有感染者到过{}，请在此时段到过的市民立即向所在社区报告，并进行核酸检测。".format, DAY, TOWN, VENUE),
    st.builds("第{}轮全员核酸检测共采样{}万人份，检测点{}个，结果均为阴性。".format, st.integers(1, 9), NUMBER, NUMBER),
    st.builds("自{}{}起，将{}调整为中风险地区，其他区域风险等级不变。".format, DAY, CLOCK, VENUE),
    st.builds("咨询电话：12345、12320；急救请拨打120。服务热线400-{:03}-{:04}。".format, st.integers(0, 999), NUMBER),
    st.builds("12岁以上人群请尽快完成疫苗接种，60岁以上老年人可就近接种，{}个接种点全天开放。".format, NUMBER),
    st.builds("凡{}以来有{}旅居史的人员，请主动报备，落实“3天2检”，14天内不聚集。".format, DAY, TOWN),
    st.builds("关注微信公众号“健康新乡”，经微信小程序查询结果；市疾控中心王某某副主任、张女士介绍情况。{}".format, DAY),
    st.builds("全市共设集中隔离点{}个，房间{}间，每日供餐{}份，第{}会议室每天16时召开例会。".format, NUMBER, NUMBER, NUMBER, st.integers(1, 9)),
    st.builds("新乡市常住人口6251929人，面积8291平方公里；{}轮检测后6251929人均为阴性。".format, NUMBER),
    st.builds("From 00:00 to 24:00 on {} January 2022, {} new cases were reported; {} people are in quarantine.".format, st.integers(1, 31), NUMBER, NUMBER),
    st.builds("If you were at {} on 2022-01-0{} between {} and {}, report to your community and take a test.".format, VENUE, st.integers(1, 9), CLOCK, CLOCK),
    st.builds("Call 12345 for questions. Close contacts: {}. Schools in {} stay closed until further notice.".format, NUMBER, TOWN),
)  # fmt: skip

SENTENCE = st.one_of(*SENTENCES)
BULLETIN = st.lists(SENTENCE, min_size=1, max_size=6).map("\n".join)
