"""Numbers that belong to one person: identity numbers, telephones, plates, passports, bank cards."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from .finding import Kind

Span = tuple[int, int, Kind]

GAP = r"[ \t\-_./·•|]{0,3}"  # what people put between the digits of one number
# GB/T 2260: the first two digits are a province; 81-83 Hong Kong, Macao, Taiwan; 9x permanent residence (GB 11643)
PROVINCES = frozenset(["11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83", "91"])  # fmt: skip
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
CHECK_DIGITS = "10X98765432"  # GB 11643-1999
LONGEST_ORDINARY = 11  # digits in a row; more are no count and no date (house decision)

_EIGHTEEN = re.compile(rf"(?<!\d)\d(?:{GAP}\d){{16}}{GAP}[\dXx](?![\dA-Za-z])")
_FIFTEEN = re.compile(rf"(?<!\d)\d(?:{GAP}\d){{14}}(?!\d)")
_LONG = re.compile(rf"(?<![\d.])\d{{{LONGEST_ORDINARY + 1},}}(?!\d)")
_CARD = re.compile(r"(?<!\d)\d{4}(?:[ -]\d{4}){3}(?:[ -]?\d{1,3})?(?!\d)")

# Mobile: 1, then 3-9, then nine digits (numbering plan of the MIIT); +86 or 0086 may stand before it.
_MOBILE = re.compile(rf"(?<![\d])(?:(?:\+|00){GAP}86{GAP}|86{GAP}|\(\+?86\){GAP})?1{GAP}[3-9](?:{GAP}\d){{9}}(?!\d)")  # fmt: skip
# Landline: area code 010, 02x or 0xxx, then seven or eight digits.
_LANDLINE = re.compile(rf"(?<!\d)\(?0(?:10|2\d|[3-9]\d\d)\)?{GAP}[2-8](?:{GAP}\d){{6,7}}(?!\d)")
_ABROAD = re.compile(r"(?<![A-Za-z0-9+])(?:\+|00)[1-9](?:[ \-.()]{0,2}\d){7,14}(?!\d)")
_CALLED = re.compile(
    r"(?:电话|手机|联系方式|座机|致电|拨打|热线|tel(?:ephone)?|phone|mobile|call)[号码为是拨打至:：. ]{0,6}(\d(?:[ -]?\d){6,10})(?!\d)", re.I
)  # fmt: skip

_PROVINCE_LETTERS = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE = re.compile(
    rf"(?<![A-Za-z])[{_PROVINCE_LETTERS}]\s?[A-HJ-NP-Za-hj-np-z][ ·.\-•]{{0,2}}"
    r"(?=(?:[A-Za-z]{0,6}\d){2})(?:[0-9A-HJ-NP-Za-hj-np-z]{6}|[0-9A-HJ-NP-Za-hj-np-z]{5}|[0-9A-HJ-NP-Za-hj-np-z]{4}[挂学警港澳领试超])(?![0-9A-Za-z])"
)  # fmt: skip
_OFFICIAL_PLATE = re.compile(
    rf"WJ\s?[{_PROVINCE_LETTERS}]?[ ·.\-]?\d{{4}}[0-9A-Z](?![0-9A-Za-z])|(?<!\d)\d{{6}}使|使\d{{6}}(?!\d)"
)

# Passports: one or two letters and six to nine digits (ICAO 9303 leaves the form to states; this covers China's E/G/D/S/P/K
# and most others); Hong Kong's card with its check digit in brackets; Taiwan's; residence permits of three letters and twelve digits.
_PASSPORT = re.compile(
    r"(?<![0-9A-Za-z])(?:[A-Z]{1,2}[ -]?\d{6,10}(?:\([0-9A]\))?|E[A-HJ-NP-Z]\d{7}|[A-Z]{3}\d{12})(?![0-9A-Za-z])", re.I
)  # fmt: skip
_LABELLED = re.compile(
    r"(?:身份证|证件|护照|通行证|台胞证|回乡证|学号|工号|病案号|住院号|门诊号|社保|医保卡|银行卡|卡号|准考证|passport|ID card|identity (?:card|number)|student (?:ID|number))"
    r"(?:号码|号|编号|no\.?|number|为|是|[:：# ]){0,4}([A-Za-z]{0,3}\d(?:[ -]?[0-9A-Za-z]){4,})", re.I
)  # fmt: skip


def spans(text: str, *, public_phones: Sequence[str] = ()) -> Iterator[Span]:
    """Numbers in a plain text. `public_phones`: those that the city publishes itself."""
    for found in _EIGHTEEN.finditer(text):
        if is_identity_number(_bare(found[0]).upper()):
            yield *found.span(), Kind.IDENTITY_NUMBER
    for found in _FIFTEEN.finditer(text):
        if is_old_identity_number(_bare(found[0])):
            yield *found.span(), Kind.IDENTITY_NUMBER
    for pattern, kind in ((_LONG, Kind.LONG_NUMBER), (_CARD, Kind.LONG_NUMBER), (_PLATE, Kind.PLATE),
                          (_OFFICIAL_PLATE, Kind.PLATE), (_PASSPORT, Kind.DOCUMENT)):  # fmt: skip
        for found in pattern.finditer(text):
            yield *found.span(), kind
    for found in _LABELLED.finditer(text):
        yield *found.span(1), Kind.DOCUMENT
    yield from _phones(text, {_bare(one) for one in public_phones})


def _phones(text: str, public: set[str]) -> Iterator[Span]:
    for pattern in (_MOBILE, _LANDLINE, _ABROAD):
        for found in pattern.finditer(text):
            if _bare(found[0]) not in public:
                yield *found.span(), Kind.PHONE
    for found in _CALLED.finditer(text):
        if _bare(found[1]) not in public and not _is_service(_bare(found[1])):
            yield *found.span(1), Kind.PHONE


def is_identity_number(number: str) -> bool:
    """18 characters: a province, a day, and the check digit of GB 11643. Nothing else passes for one by chance."""
    if number[:2] not in PROVINCES or not _is_day(number[6:10], number[10:12], number[12:14]):
        return False
    return number[17] == CHECK_DIGITS[sum(int(d) * w for d, w in zip(number[:17], WEIGHTS, strict=True)) % 11]


def is_old_identity_number(number: str) -> bool:
    """15 digits: a province and a day of the twentieth century."""
    return number[:2] in PROVINCES and _is_day(f"19{number[6:8]}", number[8:10], number[10:12])


def _is_day(year: str, month: str, day: str) -> bool:
    try:
        return 1850 <= date(int(year), int(month), int(day)).year <= 2099
    except ValueError:
        return False


def _is_service(number: str) -> bool:
    """400 and 800 numbers are of houses, not of people."""
    return len(number) == 10 and number[:3] in ("400", "800")


def _bare(number: str) -> str:
    return re.sub(r"[^0-9A-Za-z]", "", number)
