"""What a workbook may be before it is opened: a zip of reasonable size, not encrypted, with one table in reach."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from typing import BinaryIO

from ringfence.kernel import Reason, Refused, reason

LARGEST_UNPACKED = 1 << 30  # 120,000 rows of 30 columns unpack to about 175 MB
LARGEST_AREA = 24_000_000  # cells that the reader lays out in memory, about 32 bytes each
_MOST_MEMBERS = 5_000
# What Python's zip reader raises over bytes that are no proper archive.
BROKEN = (
    zipfile.BadZipFile,
    struct.error,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    KeyError,
)
_CELL = re.compile(rb'<(?:\w+:)?c (?:[^>]*? )?r="([A-Z]{1,3})([0-9]{1,7})"[^>]*[^/]>')
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def refuse_unless_workbook(content: BinaryIO) -> None:
    """Refuse what is not a readable XLSX workbook, with the sentence that says what to do."""
    content.seek(0)
    start = content.read(8)
    if start.startswith(_OLE):
        _refuse_old(content)
    try:
        content.seek(0)
        with zipfile.ZipFile(content) as archive:
            _check_members(archive)
            _check_unpacked(content, archive)
            _check_extent(archive)
    except BROKEN as broken:
        raise Refused(damaged()) from broken


def locked() -> Reason:
    return reason(
        "This workbook is protected by a password. Remove the password in Excel (File, Info, Protect Workbook) and import it again."
    )


def damaged() -> Reason:
    return reason(
        "This workbook is damaged. Open it in Excel or WPS, save it again as .xlsx and import that file."
    )


def _refuse_old(content: BinaryIO) -> None:
    content.seek(0)
    while chunk := content.read(1 << 20):
        if _ENCRYPTED in chunk:
            raise Refused(locked())
    raise Refused(
        reason(
            "This is an old Excel file (.xls), which cannot be read safely. Open it in Excel or WPS, save it as .xlsx and import that file."
        )
    )


def _check_members(archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    if len(names) > _MOST_MEMBERS:
        raise Refused(
            reason(
                "This workbook holds too many parts. Copy the table into a new workbook and save it as .xlsx."
            )
        )
    if "xl/workbook.bin" in names:
        raise Refused(reason("This is a binary Excel file (.xlsb). Save it as .xlsx and import that file."))
    if "content.xml" in names and "mimetype" in names:
        raise Refused(
            reason("This is an OpenDocument file. Save it as .xlsx or as CSV (UTF-8) and import that file.")
        )
    if "xl/workbook.xml" not in names:
        raise Refused(
            reason("This zip file is not an Excel workbook. Unpack it and import the table inside it.")
        )


def _check_unpacked(content: BinaryIO, archive: zipfile.ZipFile) -> None:
    """Unpack and count: the sizes that a hostile archive declares are not believed."""
    total = 0
    for member in archive.infolist():
        if member.flag_bits & 1:
            raise Refused(locked())
        total += _unpacked_size(content, member, LARGEST_UNPACKED - total)
        if total > LARGEST_UNPACKED:
            raise Refused(
                reason(
                    "This workbook is too large when unpacked. Split it into several files, or save it as CSV (UTF-8)."
                )
            )


def _unpacked_size(content: BinaryIO, member: zipfile.ZipInfo, most: int) -> int:
    """Bytes that this member really unpacks to, counted up to a little more than `most`."""
    if member.compress_type == zipfile.ZIP_STORED:
        return member.compress_size
    content.seek(member.header_offset + 26)
    name_length, extra_length = struct.unpack("<HH", content.read(4))
    content.seek(member.header_offset + 30 + name_length + extra_length)
    unpacker, left, size = zlib.decompressobj(-15), member.compress_size, 0
    while left > 0 and size <= most:
        chunk = content.read(min(left, 1 << 16))
        if not chunk:
            break
        left -= len(chunk)
        while chunk and size <= most:
            size += len(unpacker.decompress(chunk, 1 << 22))
            chunk = unpacker.unconsumed_tail
    return size


def _check_extent(archive: zipfile.ZipFile) -> None:
    """A single stray cell far away would make the reader lay out the whole area before it."""
    for name in archive.namelist():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            rows, width, corner = _extent(archive, name)
            if rows * width > LARGEST_AREA:
                raise Refused(reason(
                    "The sheet reaches to cell {corner}: a cell far from the table is not empty. Copy the table alone into a new workbook and import that.",
                    corner=corner,
                ))  # fmt: skip


def _extent(archive: zipfile.ZipFile, name: str) -> tuple[int, int, str]:
    """Last row, number of columns and the last corner of the cells that are not empty."""
    last_row, columns, kept = 0, {b"A"}, b""
    with archive.open(name) as sheet:
        while chunk := sheet.read(1 << 20):
            cells = _CELL.findall(kept + chunk)
            if cells:
                last_row = max(last_row, *map(int, {row for _, row in cells}))
                columns.update(letters for letters, _ in cells)
            kept = chunk[-80:]
    widest = max(columns, key=_column_number)
    return last_row, _column_number(widest), f"{widest.decode()}{last_row}"


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
