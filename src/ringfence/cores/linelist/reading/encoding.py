"""Which characters the bytes of a text file stand for."""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO, NamedTuple

from ringfence.kernel import Refused, reason

_CHUNK = 1 << 18
_SAMPLE = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Two bytes of which both are high: the characters of GB 2312, which Chinese text consists of. In Latin-1 text
# a high byte (an accented letter) stands nearly always alone between ASCII letters.
_PAIR = re.compile(rb"[\xa1-\xf7][\xa1-\xfe]")
_HIGH = re.compile(rb"[\x80-\xff]")
_UNDEFINED_IN_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
NAMES = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "utf-32": "UTF-32", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "gb18030": "GB18030", "cp1252": "Latin-1", "latin-1": "Latin-1"}  # fmt: skip


class Encoding(NamedTuple):
    codec: str
    byte_order_mark: bool
    damaged: bool = False  # some bytes fit no character; they are read as U+FFFD


def detect(content: BinaryIO) -> Encoding:
    """The encoding of a text file. Refuses bytes that are no text."""
    content.seek(0)
    start = content.read(_SAMPLE)
    for mark, codec in _MARKS:
        if start.startswith(mark):
            return Encoding(codec, True)
    if b"\x00" in start:
        return _wide_or_refused(start)
    if _decodes(content, "utf-8"):
        return Encoding("utf-8", False)
    return _eight_bit(content, start)


def _decodes(content: BinaryIO, codec: str) -> bool:
    """True when the whole file, to the last byte, is valid in this encoding."""
    decoder = codecs.getincrementaldecoder(codec)()
    content.seek(0)
    try:
        while chunk := content.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _wide_or_refused(start: bytes) -> Encoding:
    """UTF-16 without a mark has a zero beside nearly every Latin letter; anything else with zeros is no text."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if odd > 0.2 * len(start[1::2]) and even < 0.05 * len(start):
        return Encoding("utf-16-le", False)
    if even > 0.2 * len(start[0::2]) and odd < 0.05 * len(start):
        return Encoding("utf-16-be", False)
    raise Refused(
        reason(
            "This file is not a table. Save it as CSV (UTF-8) or as an Excel workbook (.xlsx) and import it again."
        )
    )


def _eight_bit(content: BinaryIO, start: bytes) -> Encoding:
    """Chinese (GB18030) or Western (Latin-1) text, or UTF-8 with a few broken bytes."""
    broken = start.decode("utf-8", "replace").count("\ufffd")
    valid = len(re.findall(rb"[\xc2-\xf4][\x80-\xbf]+", start))
    if valid > 20 * broken:
        return Encoding("utf-8", False, damaged=True)
    high, pairs = len(_HIGH.findall(start)), len(_PAIR.findall(start))
    if pairs * 2 >= 0.6 * high:
        return Encoding("gb18030", False, damaged=not _decodes(content, "gb18030"))
    return Encoding("cp1252" if _decodes(content, "cp1252") else "latin-1", False)
