"""How values turn into strings, numbers and truth, and how they compare.

Unknown values are not handled here: the evaluator stops at them before.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

from understudy.expressions.value import Unknown

# Char.IsWhiteSpace of .NET. Python's own idea of white space adds U+001C to U+001F.
WHITE_SPACE = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    "\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
# One of these as a pattern. A class that lists them takes a millisecond to compile.
SPACE = r"[^\S\x1c-\x1f]"

_DECIMAL = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
# Both are read as 32 bits with a sign (ExpressionUtility.cs): 0xFFFFFFFF is -1.
_INTEGERS = (
    (re.compile(r"0x0*([0-9a-fA-F]{1,8})"), 16),
    (re.compile(r"0o0*([0-7]{1,11})"), 8),
)
_NAMED_NUMBERS = {
    "INFINITY": math.inf,
    "+INFINITY": math.inf,
    "-INFINITY": -math.inf,
}

# U+0131 and U+017F have ASCII capitals, which .NET leaves out of its ordinal
# casing table (pal_casing.c), or "ı" would equal "I".
_KEPT = frozenset("\u0131\u017f")


def kind_of(value: object) -> str:
    """Name the kind of a value as GitHub does in its messages."""
    if isinstance(value, str):
        return "String"
    if value is None:
        return "Null"
    if isinstance(value, bool):
        return "Boolean"
    if isinstance(value, (float, int)):
        return "Number"
    if isinstance(value, (list, tuple)):
        return "Array"
    if isinstance(value, Unknown):
        raise TypeError(f"the value is unknown: {value.reason}")
    return "Object"


def is_primitive(value: object) -> bool:
    """Tell whether a value is neither an array nor an object."""
    return value is None or isinstance(value, (str, bool, float, int))


def truthy(value: object) -> bool:
    """Tell whether a value counts as true."""
    if isinstance(value, Unknown):
        if value.truth is None:
            raise TypeError(f"the value is unknown: {value.reason}")
        return value.truth
    if isinstance(value, (float, int)):
        return value != 0 and value == value
    return value is not None and value != ""


def to_string(value: object) -> str:
    """Convert a value to the string that GitHub would put in its place."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (float, int)):
        return number_to_string(value)
    return kind_of(value)


def number_to_string(value: float) -> str:
    """Write a number with 15 significant digits, as .NET's format G15 does."""
    number = _float(value)
    if number == 0:
        return "0"  # never "-0": EvaluationResult.cs
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    return "NaN" if number != number else "%.15G" % number


def to_number(value: object) -> float:
    """Convert a value to a number; NaN where it has none."""
    if isinstance(value, (float, int)):
        return _float(value)
    if value is None:
        return 0.0
    return parse_number(value) if isinstance(value, str) else math.nan


def parse_number(text: str) -> float:
    """Read a number as `Number()` of JavaScript would; NaN where there is none."""
    text = text.strip(WHITE_SPACE)
    if not text:
        return 0.0
    if _DECIMAL.fullmatch(text):
        return float(text)
    for pattern, base in _INTEGERS:
        digits = pattern.fullmatch(text)
        if digits:
            return _signed(int(digits[1], base))
    return _NAMED_NUMBERS.get(text.upper(), math.nan) if text.isascii() else math.nan


def loose_equal(left: object, right: object) -> bool:
    """Compare as `==` does: coerced, ignoring case, objects by identity."""
    if isinstance(left, str) and isinstance(right, str):
        return left == right or upper(left) == upper(right)
    if is_primitive(left) and is_primitive(right):
        return to_number(left) == to_number(right)
    return left is right


def loose_less(left: object, right: object) -> bool:
    """Compare as `<` does: coerced, strings by their capitals."""
    if isinstance(left, str) and isinstance(right, str):
        return _ordinal(left) < _ordinal(right)
    return to_number(left) < to_number(right)


def upper(text: str) -> str:
    """Write a text in capitals, one for one, as .NET does to ignore case."""
    return text.upper() if text.isascii() else "".join(map(_capital, text))


def utf16_length(text: str) -> int:
    """Count the UTF-16 units of a text, in which GitHub counts."""
    if text.isascii():
        return len(text)
    return len(text) + sum(character > "\uffff" for character in text)


@lru_cache(maxsize=1024)
def _capital(character: str) -> str:
    if character in _KEPT:
        return character
    capital = character.upper()
    if len(capital) == 1:
        return capital
    # The title case of U+1F80 and its like is their simple upper case, which Python
    # has no method for; all others without one, as U+00DF, stay what they are.
    capital = character.title()
    return capital if len(capital) == 1 else character


def _ordinal(text: str) -> bytes:
    # By UTF-16 units: U+1F600 comes before U+FF5E.
    return upper(text).encode("utf-16-be", "surrogatepass")


def _float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:  # an int beyond the range of a double
        return math.inf if value > 0 else -math.inf


def _signed(number: int) -> float:
    if number >= 1 << 32:
        return math.nan
    return float(number - (1 << 32) if number >= 1 << 31 else number)
