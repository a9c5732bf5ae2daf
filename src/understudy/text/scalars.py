"""Owns what a YAML scalar means: the core schema of YAML 1.2 as GitHub reads it.

The rules, ranges and messages are those of `YamlObjectReader.cs` in actions/runner:
decimal integers are doubles, `0x` and `0o` wrap at 32 bits, and a tag is only obeyed on
a plain scalar.
"""

from __future__ import annotations

import re
from typing import Dict, Optional, Union

from understudy.text.nodes import Value

_PREFIX = "tag:yaml.org,2002:"
_STYLES = {"'": "SingleQuoted", '"': "DoubleQuoted", "|": "Literal", ">": "Folded"}

_WORDS: Dict[str, Value] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_SPECIAL = {
    **dict.fromkeys((".inf", ".Inf", ".INF"), float("inf")),
    **dict.fromkeys(("+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
_MAYBE_NUMBER = frozenset("+-.0123456789")
_INTEGER = re.compile(r"[-+]?[0-9]+")
_RADIX = re.compile(r"0x(?P<hex>[0-9a-fA-F]+)|0o(?P<octal>[0-7]+)")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_EXACT = 2**53


class InvalidValue(ValueError):
    """A scalar that GitHub's reader refuses, in its own words."""

    def __init__(self, message: str, help: str) -> None:
        super().__init__(message)
        self.help = help


def resolve(text: str, line: int, column: int) -> Value:
    """Return the value of a plain scalar without a tag.

    Line and column, where its tag or anchor stands, only appear in the error.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in _MAYBE_NUMBER:
        integer = _integer(text, line, column)
        if integer is not None:
            return integer
        number = _float(text)
        if number is not None:
            return number
    return text


def resolve_tagged(text: str, style: str, tag: str, line: int, column: int) -> Value:
    """Return the value of a scalar with a tag, otherwise as `resolve` does."""
    if tag == _PREFIX + "str":
        return text
    if style != "plain":
        raise InvalidValue(
            f"The scalar style '{_STYLES[style]}' on line {line} and column {column}"
            f" is not valid with the tag '{tag}'",
            "take away the quotes, or the tag",
        )
    found: Value = None
    if tag == _PREFIX + "null":
        if text in _WORDS and _WORDS[text] is None:
            return None
    elif tag == _PREFIX + "bool":
        found = _WORDS.get(text)
    elif tag == _PREFIX + "int":
        found = _integer(text, line, column)
    elif tag == _PREFIX + "float":
        found = _float(text)
    else:
        raise InvalidValue(
            f"Unexpected tag '{tag}'",
            "put the value in quotes, or in `${{ }}`: an unquoted `!` begins a tag",
        )
    if found is None:
        raise _invalid(text, tag, line, column)
    return found


def _integer(text: str, line: int, column: int) -> Union[None, int, float]:
    if _INTEGER.fullmatch(text):
        number = float(text)
        if number == 0 or abs(number) >= _EXACT:
            return number if text[0] == "-" or number else 0
        return int(number)
    match = _RADIX.fullmatch(text)
    if match is None:
        return None
    digits = match["hex"]
    # An Int32 in .NET: 0xFFFFFFFF is -1, and more than 32 bits are refused.
    number = int(digits, 16) if digits else int(match["octal"], 8)
    if number >= 2**32:
        raise _invalid(text, _PREFIX + "int", line, column)
    return number - 2**32 if number >= 2**31 else number


def _float(text: str) -> Optional[float]:
    if text in _SPECIAL:
        return _SPECIAL[text]
    return float(text) if _FLOAT.fullmatch(text) else None


def _invalid(text: str, tag: str, line: int, column: int) -> InvalidValue:
    place = f"on line {line} and column {column}"
    return InvalidValue(
        f"The value '{text}' {place} is invalid for the type '{tag}'",
        "write a value of this type, or put it in quotes without a tag",
    )
