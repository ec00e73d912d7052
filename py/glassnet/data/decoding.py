"""Bytes to text: the encoding of a file, by its byte order mark or by what its bytes can be.

A byte that the encoding does not have is refused by its row. Nothing is replaced in silence.
"""

from __future__ import annotations

import codecs
import re
from importlib import import_module
from typing import Any

from glassnet import checks
from glassnet.data.other_kinds import refuse_no_text, refuse_other_files
from glassnet.data.reading import ENCODINGS

MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
# The modules of Python that decode; the others' names are cp and a number.
CODECS = {
    "mac-roman": "mac_roman",
    "dos": "cp850",
    "gb18030": "gb18030",
    "big5": "big5",
    "shift-jis": "cp932",
    "euc-kr": "cp949",
}
LOOKED_AT = 4096  # bytes that decide whether every second one is 0
MUCH = 1_000_000  # bytes that decide which letters there are
RARELY = 10
NOT_ASCII, LATIN = rb"[\x80-\xff]", rb"[A-Za-z]"
# Letters, in windows-1252, and what it has no sign for; not its marks, such as quotes, degrees and currencies.
FOREIGN = rb"[\x81\x8a\x8c-\x90\x9a\x9c-\x9f\xc0-\xff]"
MOST_FOREIGN = 3
# In a word of windows-1252 these are marks or capitals where small letters stand: the letters of DOS and of old Macs.
WITHIN_WORDS = rb"[a-z](?:[\x82\x84-\x87\x89\x8b\x93\x94\xa1\xa7\xa8\xab\xb6\xbf][a-z\xdf-\xff]|[\x8a\x8e\x9f])"
SEVERAL_BYTES = rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"


def decoded(data: Any, chosen: str | None = None) -> tuple[str, str]:
    """The text of a file, and the name of its encoding; ``chosen`` is an encoding chosen by hand.

    Raises ``ValueError`` for a file that is no text, and for a byte that the encoding does not have, by its row.
    """
    if not isinstance(data, (bytes, bytearray, memoryview)):
        raise ValueError(f"the file is {checks.short(data)}; expected its bytes")
    data = bytes(data)
    refuse_other_files(data)
    name = chosen or encoding_of(data)
    if name == "utf-16":
        data = data if data[:2] in MARKS else order_mark_of(data) + data
    try:
        text = data.decode(codec_of(name))
    except UnicodeDecodeError as error:
        raise ValueError(refusal(data, name, error, chosen is not None)) from None
    if "\0" in text:
        row = text.count("\n", 0, text.index("\0")) + 1
        raise ValueError(f"row {row} has a zero byte: the file is no text; expected text in columns, such as CSV")
    return text.removeprefix("\ufeff"), name


def encoding_of(data: bytes) -> str:
    """The encoding that a file's byte order mark names, else that which its bytes can be."""
    for mark, name in MARKS.items():
        if data.startswith(mark):
            return name
    if order_mark_of(data):
        return "utf-16"
    refuse_no_text(data)
    try:
        data.decode()
    except UnicodeDecodeError:
        # Text in UTF-8 with one broken byte is no windows-1252: that would spell all its other letters wrong.
        several = sum(map(len, re.findall(SEVERAL_BYTES, data[:MUCH])))
        if 2 * several > len(re.findall(NOT_ASCII, data[:MUCH])):
            return "utf-8"
        refuse_foreign_letters(data[:MUCH])
        return "windows-1252"
    return "utf-8"


def refuse_foreign_letters(data: bytes) -> None:
    """Raise ``ValueError`` where most letters are beyond ASCII, or marks stand within words: no language of
    windows-1252 has such words."""
    foreign = len(re.findall(FOREIGN, data))
    if foreign > max(MOST_FOREIGN, len(re.findall(LATIN, data))) or re.search(WITHIN_WORDS, data):
        raise ValueError(
            "the file is not in UTF-8, and its letters make no words in windows-1252; expected one of these, or "
            "choose the encoding"
        )


def codec_of(name: str) -> str:
    """The codec of an encoding. Raises ``ValueError`` while its part of Python has not arrived."""
    if name in MARKS.values():
        return name  # Python has these in itself
    codec = CODECS.get(name, name.replace("windows-", "cp"))
    try:
        import_module(f"encodings.{codec}")
    except ImportError:
        raise ValueError(f"{ENCODINGS[name]} cannot be read yet; try it again in some seconds") from None
    return codec


def order_mark_of(data: bytes) -> bytes:
    """The mark that UTF-16 without one lacks: of its bytes every second is 0, as long as the letters are Latin."""
    first = data[:LOOKED_AT]
    even, odd = first[::2].count(0), first[1::2].count(0)
    # Other files have zeros everywhere, UTF-16 few at the other place: Ā has one there.
    if not first or 2 * max(even, odd) < len(first[::2]) or RARELY * min(even, odd) > max(even, odd):
        return b""
    return codecs.BOM_UTF16_LE if odd > even else codecs.BOM_UTF16_BE


def refusal(data: bytes, name: str, error: UnicodeDecodeError, chosen: bool) -> str:
    """Where the first byte is that the encoding does not have, and what to do."""
    before = data[: error.start]
    row = (before.decode("utf-16", "replace").count("\n") if name == "utf-16" else before.count(b"\n")) + 1
    came = " ".join(f"{byte:02X}" for byte in data[error.start : error.end][:4])
    label = ENCODINGS[name].partition(" (")[0]
    which = f"the chosen {label}" if chosen else f"{label}, which the rest of the file seems to be"
    if not chosen and name == "windows-1252":
        which = "neither UTF-8 nor windows-1252"
        return f"row {row} has the byte {came}, which is {which}; expected one of these, or choose the encoding"
    return f"row {row} has the byte {came}, which is not in {which}; expected text in one encoding, or choose another"
