"""Writes a value as `toJSON` does: indented by two, keys in their order."""

from __future__ import annotations

import re
import typing
from collections.abc import Mapping

from understudy.expressions.coerce import to_string
from understudy.expressions.value import Unknown

# What Newtonsoft.Json escapes by default.
_SPECIAL = re.compile('["\\\\\x00-\x1f\x85\u2028\u2029]')
_SHORT = {
    '"': '\\"',
    "\\": "\\\\",
    "\b": "\\b",
    "\f": "\\f",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
}

_Items = typing.Iterator[typing.Tuple[str, object]]


def to_json(value: object, count: typing.Callable[[str], str] = str) -> str | Unknown:
    """Write a value; unknown as soon as it holds something unknown.

    Every piece of text passes through `count`, which may end it by an exception. A
    loop and no recursion: a value can be as deep as its author likes.
    """
    pieces: list[str] = []
    # Each opened array or object: what is left of it, and how it ends.
    opened: list[tuple[_Items, str]] = [(iter([("", value)]), "")]
    while opened:
        items, closing = opened[-1]
        for before, value in items:
            if isinstance(value, Unknown):
                return Unknown(value.reason)
            indent = "\n" + "  " * len(opened)
            if isinstance(value, Mapping) and value:
                pieces.append(count(before + "{"))
                opened.append((_members(value, indent), indent[:-2] + "}"))
            elif isinstance(value, (list, tuple)) and value:
                pieces.append(count(before + "["))
                opened.append((_elements(value, indent), indent[:-2] + "]"))
            else:
                pieces.append(count(before + _scalar(value)))
                continue
            break
        else:
            pieces.append(count(closing))
            opened.pop()
    return "".join(pieces)


def quote(text: str) -> str:
    """Write a string of JSON."""
    return '"' + _SPECIAL.sub(_escape, text) + '"'


def _members(value: Mapping[str, object], indent: str) -> _Items:
    before = indent
    for key, member in value.items():
        yield f"{before}{quote(to_string(key))}: ", member
        before = "," + indent


def _elements(value: typing.Sequence[object], indent: str) -> _Items:
    before = indent
    for element in value:
        yield before, element
        before = "," + indent


def _scalar(value: object) -> str:
    if isinstance(value, str):
        return quote(value)
    if value is None:
        return "null"
    if isinstance(value, (bool, float, int)):
        return to_string(value)
    return "[]" if isinstance(value, (list, tuple)) else "{}"


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    return _SHORT.get(character) or f"\\u{ord(character):04x}"
