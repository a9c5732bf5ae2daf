"""Owns one segment of a file pattern: which names it stands for, as minimatch does.

The rules are those of minimatch 10 with the options that @actions/glob 0.7 sets, on a
POSIX system. Paths, and files, are not looked at here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Callable, NamedTuple, Optional, TypeVar

# What trim() of JavaScript takes away.
BLANK = (
    "\t\n\v\f\r \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    "\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
)

# The wildcards that minimatch tests without an expression, and what is behind them.
_STARS = re.compile(r"\*+([^+@!?*[(]*)", re.DOTALL)
_MARKS = re.compile(r"\?+([^+@!?*[(]*)", re.DOTALL)
_PIECE = re.compile(
    r"\\(?P<escaped>.)|(?P<wildcard>[*?])|\[(?P<set>(?:\\.|[^\]\\])*)\]|.", re.DOTALL
)

# Classes of characters: by the start of their Unicode category, and by themselves.
_ASCII = "".join(map(chr, range(128)))
_CLASSES = {
    "alnum": (("L", "Nl", "Nd"), ""),
    "alpha": (("L", "Nl"), ""),
    "ascii": ((), _ASCII),
    "blank": (("Zs",), "\t"),
    "cntrl": (("Cc",), ""),
    "digit": (("Nd",), ""),
    "lower": (("Ll",), ""),
    "punct": (("P",), ""),
    "space": (("Z",), "\t\r\n\v\f"),
    "upper": (("Lu",), ""),
    "word": (("L", "Nl", "Nd", "Pc"), ""),
    "xdigit": ((), "0123456789ABCDEFabcdef"),
}
# And those that are all but some categories.
_OUTSIDE = {"graph": ("Z", "C"), "print": ("C",)}
_CLASS = re.compile(rf"\[:({'|'.join([*_CLASSES, *_OUTSIDE])}):\]")

_NOT_ESCAPABLE = frozenset(f"-,#{BLANK}")

_Item = TypeVar("_Item")
# What one item has to fulfil; None stands for any number of items.
Test = Optional[Callable[[_Item], bool]]


class InvalidPattern(ValueError):
    """Why GitHub's script would have ended with an error, in its words."""


def escape(path: str) -> str:
    """Write a path as a pattern that matches nothing else."""
    path = re.sub(r"\[(?=[^/]+\])", "[[]", path.replace("\\", "\\\\"))
    return path.replace("?", "[?]").replace("*", "[*]")


def literal_of(segment: str) -> str:
    """Return the one name that a segment stands for, or "" if it has wildcards."""
    result = ""
    for piece in _PIECE.finditer(segment):
        members = re.sub(r"\\(.)", r"\1", piece["set"] or "", flags=re.DOTALL)
        if piece["wildcard"] or len(members) > 1:
            return ""
        result += piece["escaped"] or members or piece[0]
    return result


def matcher(segment: str) -> Callable[[str], bool]:
    """Return the test for a name, shortcuts of minimatch and their slips included."""
    # Both compare what is behind the wildcards as written, backslashes and all.
    shortcut = _STARS.fullmatch(segment) or _MARKS.fullmatch(segment)
    if shortcut:
        stars, ending = segment[0] == "*", shortcut[1]
        length = 0 if stars else len(segment)
        if stars and not ending:
            return bool
        return lambda name: name.endswith(ending) and length in (0, len(name))
    tests: list[Test[str]] = []
    position = 0
    unicode = broken = False
    while position < len(segment):
        character = segment[position]
        position += 1
        if character == "*":
            tests.append(None)
        elif character == "?":
            tests.append(lambda _: True)
        elif character == "[" and (found := _read_set(segment, position)):
            tests.append(found.test)
            unicode = unicode or found.unicode
            broken = broken or found.literal in _NOT_ESCAPABLE
            position = found.end
        elif character == "\\" and position < len(segment):
            character = segment[position]
            position += 1
            tests.append(_equals(character))
            broken = broken or character == "!"
        else:
            tests.append(_equals(character))
            broken = broken or character in _NOT_ESCAPABLE
    # minimatch escapes more than an expression with the flag u can bear.
    if unicode and broken:
        raise InvalidPattern(
            f"Invalid regular expression for '{segment}': Invalid escape"
        )
    return lambda name: matches(tests, name)


class _Set(NamedTuple):
    """What was read of `[…]`: its test, its one character if that is all, its end."""

    test: Callable[[str], bool]
    end: int
    literal: str = ""
    unicode: bool = False


def _equals(expected: str) -> Callable[[str], bool]:
    return lambda character: character == expected


def _read_set(segment: str, start: int) -> _Set | None:
    """Read `[!a-z[:digit:]]` from behind its bracket; None if it is never closed.

    One that makes no sense matches nothing, and takes the rest of the segment with it:
    brace-expressions.ts.
    """
    inverted = segment[start : start + 1] in ("!", "^")
    first = position = start + inverted
    ranges: list[tuple[str, str]] = []
    classes: list[str] = []
    low = ""  # the start of a range that waits for its end
    while position < len(segment):
        character = segment[position]
        if character == "]" and position > first:
            if not ranges and not classes:
                return _Set(_never, len(segment))
            return _set(inverted, ranges, classes, position + 1)
        named = _CLASS.match(segment, position)
        if named:
            if low:
                return _Set(_never, len(segment))
            classes.append(named[1])
            position = named.end()
            continue
        if character == "\\":
            position += 1
            character = segment[position : position + 1]
        position += 1
        if low:
            if character >= low:
                ranges.append((low, character))
            low = ""
        elif (
            segment.startswith("-", position)
            and segment[position + 1 : position + 2] != "]"
        ):
            low = character
            position += 1
        else:
            ranges.append((character, character))
    return None


def _set(
    inverted: bool, ranges: list[tuple[str, str]], classes: list[str], end: int
) -> _Set:
    wanted = [_CLASSES[name] for name in classes if name in _CLASSES]
    unwanted = [_OUTSIDE[name] for name in classes if name in _OUTSIDE]

    def test(character: str) -> bool:
        category = unicodedata.category(character)
        if wanted or ranges:
            inside = any(low <= character <= high for low, high in ranges) or any(
                category.startswith(categories) or character in others
                for categories, others in wanted
            )
            if inside is not inverted:
                return True
        outside = any(category.startswith(categories) for categories in unwanted)
        return bool(unwanted) and outside is inverted

    literal = ""
    if len(ranges) == 1 and not classes and not inverted:
        literal = ranges[0][0] if len(set(ranges[0])) == 1 else ""
    return _Set(test, end, literal, not {"ascii", "xdigit"}.issuperset(classes))


def matches(tests: Sequence[Test[_Item]], items: Sequence[_Item]) -> bool:
    """Match all items, one by one; never takes more than tests times items steps."""
    position = index = 0
    star = swallowed = -1  # the last None, and where what it has taken ends
    while index < len(items):
        test = tests[position] if position < len(tests) else _never
        if test is None:
            star, swallowed = position, index
            position += 1
        elif test(items[index]):
            position += 1
            index += 1
        elif star < 0:
            return False
        else:
            swallowed += 1
            position, index = star + 1, swallowed
    return all(test is None for test in tests[position:])


def _never(_: object) -> bool:
    return False
