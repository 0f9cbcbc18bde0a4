"""The columns of a file of records or places, as people name them in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

NAMES: dict[str, tuple[str, ...]] = {
    "person": ("number", "编号", "人员编号"),
    "id_number": ("identity number", "id number", "身份证", "身份证号", "身份证号码", "证件号码"),
    "phone": ("telephone", "mobile", "手机", "手机号", "手机号码", "电话", "联系电话"),
    "name": ("姓名",),
    "place": ("place code", "venue", "场所", "场所编码", "场所编号", "地点编码"),
    "longitude": ("lon", "lng", "经度"),
    "latitude": ("lat", "纬度"),
    "datum": ("坐标系",),
    "entered_at": ("entered", "from", "entry time", "进入时间", "开始时间", "扫码时间", "登记时间"),
    "left_at": ("left", "until", "exit time", "离开时间", "结束时间"),
    "source": ("来源", "数据来源"),
}
PLACES: dict[str, tuple[str, ...]] = {
    "code": ("场所编码", "编码", "地点编码"), "name": ("名称", "场所名称"), "longitude": NAMES["longitude"],
    "latitude": NAMES["latitude"], "datum": NAMES["datum"], "kind": ("类型", "场所类型"), "ventilation": ("通风",),
    "crowd": ("人数", "同时人数"),
}  # fmt: skip
WHO = ("id_number", "phone", "name", "person")


def renamed(row: Mapping[str, str], *, known: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The row with its columns under their own names; columns that nobody knows stay as they are."""
    words = {word: name for name, others in known.items() for word in (name, *others)}
    return {words.get(heading.strip(), heading): value for heading, value in row.items()}
