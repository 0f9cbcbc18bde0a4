"""Demo staff: every role, in organisations of their own; two epidemiologists, for who approves answers no appeal. For trying out; never on a real server."""

from __future__ import annotations

from dataclasses import dataclass

from ringfence.ground.access import Actor
from ringfence.ground.access import actions as access

CITY = "4107"
DEMO_PASSWORD = "ringfence-demo"  # noqa: S105 - printed at the start; demo users exist only with demo data


@dataclass(frozen=True, slots=True)
class DemoUser:
    username: str
    name: str
    name_en: str
    role: str
    area_code: str
    organisation: str


ORGANISATIONS = {
    "command": ("新乡市疫情防控指挥部", "Xinxiang EOC", "COMMAND", CITY),
    "hongqi-eoc": ("红旗区疫情防控指挥部", "Hongqi District EOC", "COMMAND", "410702"),
    "city-cdc": ("新乡市疾病预防控制中心", "Xinxiang City CDC", "CDC", CITY),
    "province-cdc": ("河南省疾控驻新乡工作组", "Henan CDC team in Xinxiang", "CDC", CITY),
    "hongqi-cdc": ("红旗区疾病预防控制中心", "Hongqi District CDC", "CDC", "410702"),
    "changyuan-cdc": ("长垣市疾病预防控制中心", "Changyuan CDC", "CDC", "410783"),
    "lab": ("新乡市核酸检测基地", "Xinxiang Testing Laboratory", "LABORATORY", CITY),
    "site": ("新乡市集中隔离点管理专班", "Quarantine Site Task Force", "SITE", CITY),
    "transport": ("新乡市转运专班", "Transfer Task Force", "TRANSPORT", CITY),
    "township": ("东街街道社区防控组", "Dongjie Subdistrict", "COMMUNITY", "410702"),
    "review": ("新乡市法律专家独立审查组", "Independent Review Panel", "OVERSIGHT", CITY),
    "oversight": ("新乡市疫情防控监督组", "Oversight Group", "OVERSIGHT", CITY),
    "press": ("新乡市新闻发布专班", "Press Office", "OTHER", CITY),
    "tianjin": ("天津市疾控数据组", "Tianjin CDC data group", "CDC", "12"),
}

DEMO_STAFF = (
    DemoUser("liwei", "李伟", "Li Wei", "CITY_COMMAND", CITY, "command"),
    DemoUser("zhaolei", "赵磊", "Zhao Lei", "COUNTY_COMMAND", "410702", "hongqi-eoc"),
    DemoUser("wangfang", "王芳", "Wang Fang", "INVESTIGATOR", "410702", "hongqi-cdc"),
    DemoUser("liuyang", "刘洋", "Liu Yang", "INVESTIGATOR", "410783", "changyuan-cdc"),
    DemoUser("chenjing", "陈静", "Chen Jing", "EPIDEMIOLOGIST", CITY, "city-cdc"),
    DemoUser("helin", "何琳", "He Lin", "EPIDEMIOLOGIST", CITY, "province-cdc"),
    DemoUser("zhangqiang", "张强", "Zhang Qiang", "LABORATORY", CITY, "lab"),
    DemoUser("yangmin", "杨敏", "Yang Min", "SITE_MANAGER", CITY, "site"),
    DemoUser("huangli", "黄丽", "Huang Li", "SITE_NURSE", CITY, "site"),
    DemoUser("wujun", "吴军", "Wu Jun", "DRIVER", CITY, "transport"),
    DemoUser("zhoujie", "周杰", "Zhou Jie", "GRID_WORKER", "410702", "township"),
    DemoUser("xuna", "徐娜", "Xu Na", "DATA_OFFICER", CITY, "city-cdc"),
    DemoUser("qianyu", "钱瑜", "Qian Yu", "REVIEWER", CITY, "review"),
    DemoUser("songyu", "宋玉", "Song Yu", "PRESS", CITY, "press"),
    DemoUser("sunping", "孙平", "Sun Ping", "OVERSIGHT", CITY, "oversight"),
)


def seed_system() -> Actor:
    """The platform's own user, which signs what the clock does. It cannot sign in and holds no demo role."""
    house = access.seed_organisation(name="Ringfence", name_en="Ringfence", kind="OTHER", area_code=CITY)
    return access.seed_user(
        username="ringfence", full_name="Ringfence", full_name_en="Ringfence", organisation=house, password=None,
        roles=[], is_system=True,
    )  # fmt: skip


def seed_staff() -> list[Actor]:
    """Make sure the demo staff exists. Everybody may also read the past outbreak of Tianjin."""
    houses = {
        key: access.seed_organisation(name=name, name_en=name_en, kind=kind, area_code=area)
        for key, (name, name_en, kind, area) in ORGANISATIONS.items()
    }
    return [
        access.seed_user(
            username=one.username, full_name=one.name, full_name_en=one.name_en,
            organisation=houses[one.organisation], password=DEMO_PASSWORD,
            roles=[(one.role, one.area_code), (one.role, "12")],
        )
        for one in DEMO_STAFF
    ]  # fmt: skip
