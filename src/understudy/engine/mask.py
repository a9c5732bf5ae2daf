"""Owns the values that a log must not show, in every spelling; not who adds them."""

from __future__ import annotations

import base64
import json
import threading
from typing import Callable, Iterator, List, Tuple
from urllib.parse import quote

HIDDEN = "***"

_ENTITIES = (  # The ampersand first: the others hold one.
    ("&", "&amp;"),
    ("<", "&lt;"),
    (">", "&gt;"),
    ('"', "&quot;"),
    ("'", "&apos;"),
)

_HIDDEN = HIDDEN.encode()
# What a shell shows of a secret that PowerShell coloured in parts; shorter parts would
# hide half of the log (ValueEncoders.cs).
_SHORTEST_PART = 6


class Masker:
    """Hides values, their lines and their encodings; more can be added at any time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._values: Tuple[bytes, ...] = ()
        # Without those that span lines: a log is masked line by line.
        self._needles: Tuple[bytes, ...] = ()

    def add(self, value: str) -> None:
        """Hide a value and each of its lines from now on; blank ones hide nothing."""
        lines = value.replace("\r", "\n").split("\n")
        found = {
            encoded.encode("utf-8", "surrogateescape")
            for part in (value, *(line.strip() for line in lines))
            if part.strip()
            for encoded in (part, *_encoded(part))
            if encoded
        }
        with self._lock:
            values = found.union(self._values)
            self._values = tuple(sorted(values, key=len, reverse=True))
            self._needles = tuple(
                needle
                for needle in self._values
                if b"\n" not in needle and b"\r" not in needle
            )

    def hide(self, text: str) -> str:
        """Return a text without any of the values."""
        raw = text.encode("utf-8", "surrogateescape")
        return _hide(raw, self._values).decode("utf-8", "surrogateescape")

    def reveals(self, text: str) -> bool:
        """Return whether a text holds one of the values."""
        return self.hide(text) != text

    def hide_lines(self, data: bytes) -> bytes:
        """Return a stretch of output without any of the values that fit in a line."""
        return _hide(data, self._needles)

    def held(self, data: bytes) -> int:
        """Return how many bytes at the end may be the beginning of a value."""
        longest = 0
        for needle in self._needles:
            for size in range(min(len(needle) - 1, len(data)), longest, -1):
                if data.endswith(needle[:size]):
                    longest = size
                    break
        return longest


def _hide(data: bytes, needles: Tuple[bytes, ...]) -> bytes:
    # Searching for one value after the other is four times as fast as one expression of
    # alternatives, and finds those that overlap.
    found: List[Tuple[int, int]] = []
    for needle in needles:
        at = data.find(needle)
        while at >= 0:
            found.append((at, at + len(needle)))
            at = data.find(needle, at + 1)
    if not found:
        return data
    parts: List[bytes] = []
    end = 0
    for start, stop in _merged(sorted(found)):
        parts += (data[end:start], _HIDDEN)
        end = stop
    return b"".join((*parts, data[end:]))


def _merged(spans: List[Tuple[int, int]]) -> Iterator[Tuple[int, int]]:
    # Spans that touch become one, as in SecretMasker.cs.
    start, end = spans[0]
    for next_start, next_end in spans[1:]:
        if next_start > end:
            yield start, end
            start, end = next_start, next_end
        end = max(end, next_end)
    yield start, end


def _encoded(value: str) -> Iterator[str]:
    for encode in _ENCODERS:
        yield encode(value)


def _base64(shift: int) -> Callable[[str], str]:
    # A value inside of `user:value` begins at any of three places of a group of bytes.
    def encode(value: str) -> str:
        raw = value.encode("utf-8", "surrogateescape")
        return base64.b64encode(raw[shift:] if len(raw) > shift else raw).decode()

    return encode


def _command_line(value: str) -> str:
    return value.replace('"', '\\"')


def _expression(value: str) -> str:
    return value.replace("'", "''")


def _json(value: str) -> str:
    text = json.dumps(value, ensure_ascii=False)[1:-1]
    for character in "\x85\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _uri(value: str) -> str:
    return quote(value, safe="", errors="surrogateescape")


def _xml(value: str) -> str:
    # As xml.sax.saxutils.escape, which takes a web client along.
    for character, entity in _ENTITIES:
        value = value.replace(character, entity)
    return value


def _without_quotes(value: str) -> str:
    quoted = len(value) > 8 and value.startswith('"') and value.endswith('"')
    return value[1:-1] if quoted else ""


def _before_ampersand(value: str) -> str:
    head, found, _ = value.partition("&+")
    if not found:
        head, found, _ = value.rpartition("&")
    part = head + found
    return part if found and len(part) >= _SHORTEST_PART else ""


def _after_ampersand(value: str) -> str:
    _, found, part = value.partition("&+")
    if found:
        part = part[1:]
    else:
        _, found, part = value.rpartition("&")
    return part if found and len(part) >= _SHORTEST_PART else ""


# HostContext.cs registers these, in this order.
_ENCODERS: Tuple[Callable[[str], str], ...] = (
    _base64(0),
    _base64(1),
    _base64(2),
    _command_line,
    _expression,
    _json,
    _uri,
    _xml,
    _without_quotes,
    _before_ampersand,
    _after_ampersand,
)
