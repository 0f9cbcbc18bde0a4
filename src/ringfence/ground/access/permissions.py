"""What may be done, and which role may do it. Roles are data that a manager can read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """One thing that a person may do, within the areas where the role is held."""

    DASHBOARD_READ = "dashboard.read"
    PERSON_READ = "person.read"
    PERSON_WRITE = "person.write"
    CASE_READ = "case.read"
    CASE_WRITE = "case.write"
    SAMPLE_READ = "sample.read"
    SAMPLE_RECORD = "sample.record"
    SAMPLE_AT_HOME = "sample.at_home"
    INVESTIGATION_WRITE = "investigation.write"
    CONTACT_READ = "contact.read"
    CONTACT_WRITE = "contact.write"
    CONTACT_CLASSIFY = "contact.classify"
    ORDER_READ = "order.read"
    ORDER_DRAFT = "order.draft"
    ORDER_APPROVE = "order.approve"
    ORDER_RELEASE = "order.release"
    APPEAL_DECIDE = "appeal.decide"
    SITE_READ = "site.read"
    SITE_MANAGE = "site.manage"
    STAY_MANAGE = "stay.manage"
    HEALTH_CHECK_RECORD = "health_check.record"
    TRANSFER_READ = "transfer.read"
    TRANSFER_MANAGE = "transfer.manage"
    RULESET_CHANGE = "ruleset.change"
    OUTBREAK_MANAGE = "outbreak.manage"
    LINE_LIST_IMPORT = "line_list.import"
    LINE_LIST_EXPORT = "line_list.export"
    LINK_WRITE = "link.write"
    AUDIT_READ = "audit.read"
    CODE_ISSUE = "code.issue"
    CORRECTION_DECIDE = "correction.decide"
    FORECAST_MAKE = "forecast.make"
    MOVEMENT_READ = "movement.read"
    MOVEMENT_IMPORT = "movement.import"
    MOVEMENT_SEARCH = "movement.search"
    MOVEMENT_APPROVE = "movement.approve"
    HOLD_REVIEW = "hold.review"
    ALARM_READ = "alarm.read"
    ALARM_ANSWER = "alarm.answer"
    OVERSIGHT_READ = "oversight.read"
    ARRIVAL_READ = "arrival.read"
    ARRIVAL_WRITE = "arrival.write"
    AREA_DECLARE = "area.declare"
    BULLETIN_READ = "bulletin.read"
    BULLETIN_DRAFT = "bulletin.draft"
    BULLETIN_RELEASE = "bulletin.release"


@dataclass(frozen=True, slots=True)
class Role:
    """A named bundle of permissions, with a sentence that says what its holder does."""

    code: str
    name: str
    name_zh: str
    description: str
    description_zh: str
    permissions: frozenset[Permission]


_READ = frozenset({
    Permission.DASHBOARD_READ, Permission.PERSON_READ, Permission.CASE_READ, Permission.SAMPLE_READ,
    Permission.CONTACT_READ, Permission.ORDER_READ, Permission.SITE_READ, Permission.TRANSFER_READ,
})  # fmt: skip

ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        Role("CITY_COMMAND", "City command", "市指挥部",
             "Leads the response in the city: sees everything, opens outbreaks, changes the rule set. Restricts nobody.",
             "领导全市处置：查看全部情况，建立疫情，变更规则。不能限制任何人。",
             _READ | {Permission.OUTBREAK_MANAGE, Permission.RULESET_CHANGE, Permission.AUDIT_READ,
                      Permission.FORECAST_MAKE, Permission.ALARM_READ, Permission.ALARM_ANSWER,
                      Permission.ARRIVAL_READ, Permission.AREA_DECLARE,
                      Permission.BULLETIN_READ, Permission.BULLETIN_RELEASE}),
        Role("COUNTY_COMMAND", "County command", "县级指挥部",
             "Leads the response in one county.", "领导本县（市、区）处置。",
             _READ | {Permission.FORECAST_MAKE, Permission.ALARM_READ, Permission.ARRIVAL_READ}),
        Role("INVESTIGATOR", "Investigator (county CDC)", "流调员（县疾控）",
             "Investigates cases, names and classifies contacts, drafts orders.",
             "开展流行病学调查，登记和判定密切接触者，起草隔离决定。",
             _READ | {Permission.PERSON_WRITE, Permission.CASE_WRITE, Permission.INVESTIGATION_WRITE,
                      Permission.CONTACT_WRITE, Permission.CONTACT_CLASSIFY, Permission.ORDER_DRAFT,
                      Permission.LINK_WRITE, Permission.TRANSFER_MANAGE, Permission.SAMPLE_RECORD,
                      Permission.CODE_ISSUE, Permission.CORRECTION_DECIDE, Permission.MOVEMENT_READ,
                      Permission.MOVEMENT_SEARCH, Permission.ARRIVAL_READ}),
        Role("EPIDEMIOLOGIST", "Epidemiologist (city CDC)", "流行病学专家（市疾控）",
             "Approves or rejects orders of another organisation, decides appeals.",
             "审批其他单位起草的决定，裁定申诉。",
             _READ | {Permission.ORDER_APPROVE, Permission.ORDER_RELEASE, Permission.APPEAL_DECIDE,
                      Permission.CONTACT_CLASSIFY, Permission.LINK_WRITE, Permission.RULESET_CHANGE,
                      Permission.CODE_ISSUE, Permission.FORECAST_MAKE, Permission.MOVEMENT_READ,
                      Permission.MOVEMENT_APPROVE, Permission.ARRIVAL_READ, Permission.AREA_DECLARE,
                      Permission.BULLETIN_READ, Permission.BULLETIN_RELEASE}),
        Role("LABORATORY", "Laboratory", "检测实验室",
             "Records samples and their results.", "登记样本和检测结果。",
             frozenset({Permission.SAMPLE_READ, Permission.SAMPLE_RECORD, Permission.DASHBOARD_READ,
                        Permission.PERSON_READ, Permission.PERSON_WRITE})),
        Role("SITE_MANAGER", "Quarantine site manager", "隔离点负责人",
             "Runs a quarantine site: rooms, arrivals, departures.", "管理隔离点：房间、入住和离开。",
             frozenset({Permission.DASHBOARD_READ, Permission.PERSON_READ, Permission.SITE_READ,
                        Permission.SITE_MANAGE, Permission.STAY_MANAGE, Permission.HEALTH_CHECK_RECORD,
                        Permission.TRANSFER_READ, Permission.TRANSFER_MANAGE, Permission.ORDER_READ,
                        Permission.SAMPLE_READ, Permission.SAMPLE_RECORD, Permission.CONTACT_READ,
                        Permission.CODE_ISSUE})),
        Role("SITE_NURSE", "Site nurse", "隔离点护士",
             "Keeps the daily health checks and takes samples.", "每日健康监测和采样。",
             frozenset({Permission.DASHBOARD_READ, Permission.PERSON_READ, Permission.SITE_READ,
                        Permission.HEALTH_CHECK_RECORD, Permission.SAMPLE_READ, Permission.SAMPLE_RECORD,
                        Permission.ORDER_READ, Permission.CONTACT_READ, Permission.CODE_ISSUE})),
        Role("DRIVER", "Transfer driver", "转运人员",
             "Takes people to the site or home, handing over with both parties.", "闭环转运，双方交接。",
             frozenset({Permission.TRANSFER_READ, Permission.TRANSFER_MANAGE})),
        Role("GRID_WORKER", "Grid worker", "网格员",
             "Looks after people in home quarantine in one township, takes their samples, and looks after who arrives.",
             "照看本乡镇居家隔离人员，上门采样，并联系来返人员。",
             frozenset({Permission.SAMPLE_AT_HOME, Permission.DASHBOARD_READ, Permission.PERSON_READ, Permission.CONTACT_READ,
                        Permission.HEALTH_CHECK_RECORD, Permission.ORDER_READ, Permission.CODE_ISSUE,
                        Permission.ARRIVAL_READ, Permission.ARRIVAL_WRITE})),
        Role("DATA_OFFICER", "Data officer", "数据专员",
             "Imports and exports line lists, decides requests for correction.", "导入和导出病例一览表，处理更正申请。",
             _READ | {Permission.LINE_LIST_IMPORT, Permission.LINE_LIST_EXPORT, Permission.CASE_WRITE,
                      Permission.PERSON_WRITE, Permission.LINK_WRITE, Permission.CORRECTION_DECIDE,
                      Permission.MOVEMENT_IMPORT, Permission.ARRIVAL_READ, Permission.ARRIVAL_WRITE}),
        Role("PRESS", "Press office", "新闻发布",
             "Drafts bulletins from the platform's own numbers and places; somebody of another organisation releases them. Reads nobody's data.",
             "根据平台自身的数字和场所起草通报，由其他单位的人员签发。不能查看任何人的资料。",
             frozenset({Permission.DASHBOARD_READ, Permission.BULLETIN_READ, Permission.BULLETIN_DRAFT})),
        Role("OVERSIGHT", "Oversight", "监督员",
             "Reads the audit, every order and every alarm without asking anybody. Changes nothing but the answer to an alarm.",
             "无须批准即可查阅审计记录、全部决定和全部告警。除答复告警外不能更改任何内容。",
             frozenset({Permission.AUDIT_READ, Permission.ORDER_READ, Permission.DASHBOARD_READ,
                        Permission.ALARM_READ, Permission.ALARM_ANSWER, Permission.MOVEMENT_READ,
                        Permission.OVERSIGHT_READ, Permission.BULLETIN_READ})),
        Role("REVIEWER", "Independent reviewer", "独立审查员",
             "Opens or breaks held batches of restrictions, with reasons. Outside the command line; drafts and approves nothing.",
             "独立审查被暂停的成批限制决定，说明理由后放行或撤销。不属于指挥体系，不起草也不审批决定。",
             frozenset({Permission.HOLD_REVIEW, Permission.ORDER_READ, Permission.CASE_READ, Permission.CONTACT_READ,
                        Permission.DASHBOARD_READ, Permission.ALARM_READ, Permission.ALARM_ANSWER,
                        Permission.OVERSIGHT_READ})),
    )
}  # fmt: skip


def roles_with(permission: Permission) -> frozenset[str]:
    """The codes of the roles that carry this permission."""
    return frozenset(code for code, role in ROLES.items() if permission in role.permissions)
