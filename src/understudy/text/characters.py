"""Owns the characters that YAML does not allow, and reading on in spite of them."""

from __future__ import annotations

import re
from typing import Dict, Iterator, List, NamedTuple

from understudy.text.diagnostic import Diagnostic, Severity
from understudy.text.source import Source

# What YAML does not call printable, and the byte order mark, which parsers skip or
# keep. All that is allowed instead takes ten times as long to compile.
_FOREIGN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]"
)
_REPLACEMENT = "\ufffd"
_PRIVATE = range(0xF0000, 0xFFFFE)


class Readable(NamedTuple):
    """A text that parsers accept, as long as the one in the file.

    `shift` characters in front of it are left out, and `hidden` gives back the
    characters that have stand-ins, for `str.translate`.
    """

    text: str
    shift: int
    hidden: Dict[int, str]
    diagnostics: List[Diagnostic]


def readable(source: Source) -> Readable:
    """Return a source's text, every character but a byte order mark in its place."""
    shift = int(source.text.startswith("\ufeff"))
    text = source.text[shift:]
    found = dict.fromkeys(_FOREIGN.findall(text))
    if not found:
        return Readable(text, shift, {}, [])
    stand_ins = (chr(code) for code in _PRIVATE if chr(code) not in text)
    table = {
        ord(char): _REPLACEMENT if _is_surrogate(char) else next(stand_ins)
        for char in found
    }
    hidden = {
        ord(stand_in): chr(code)
        for code, stand_in in table.items()
        if stand_in != _REPLACEMENT
    }
    clean = text.translate(table)
    return Readable(clean, shift, hidden, list(_diagnostics(source, shift)))


def _diagnostics(source: Source, shift: int) -> Iterator[Diagnostic]:
    seen = set()
    for match in _FOREIGN.finditer(source.text, shift):
        char = match[0]
        if char not in seen and char != "\ufeff":
            seen.add(char)
            span = source.span(*match.span())
            message = _message(char)
            yield Diagnostic("yaml-character", Severity.ERROR, message, span)


def _message(char: str) -> str:
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:
        return f"byte 0x{code - 0xDC00:02x} is not UTF-8"
    return f"the character U+{code:04X} is not allowed in YAML"


def _is_surrogate(char: str) -> bool:
    return "\ud800" <= char <= "\udfff"
