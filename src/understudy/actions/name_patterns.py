"""Owns whether a pattern of minimatch matches a name without slashes; reads no files.

Braces, `!` and `#` mean what they mean to minimatch, and a name that begins with a dot
has to be named so. Its extended patterns, `@(a|b)`, only match themselves here.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Iterator, List, Optional, Pattern

_RANGE = re.compile(r"(-?\d+)\.\.(-?\d+)|([A-Za-z])\.\.([A-Za-z])")
_NOTHING = re.compile("(?!)")
_WILD = ("*", "?", "[")
_MOST = 1000  # patterns out of one: braces multiply
_DEEPEST = 50  # braces in one: more are what they are


def matches(pattern: str, name: str) -> bool:
    """Return whether a pattern matches a name."""
    if pattern.startswith("#"):
        return False
    bare = pattern.lstrip("!")
    negated = (len(pattern) - len(bare)) % 2 == 1
    plain = bare.count("{") > _DEEPEST
    alternatives = [bare] if plain else islice(_expanded(bare), _MOST)
    return any(_matches_one(one, name) for one in alternatives) is not negated


def _expanded(pattern: str) -> Iterator[str]:
    """Yield what braces stand for: `{a,b}` and `{1..3}`, also within each other."""
    start = -1
    depth = 0
    commas: List[int] = []
    for index, character in enumerate(pattern):
        if character == "{":
            if depth == 0:
                start, commas = index, []
            depth += 1
        elif character == "," and depth == 1:
            commas.append(index)
        elif character == "}" and depth:
            depth -= 1
            parts = _parts(pattern, start, index, commas) if depth == 0 else []
            if parts:
                for part in parts:
                    for inner in _expanded(part):
                        for rest in _expanded(pattern[index + 1 :]):
                            yield pattern[:start] + inner + rest
                return
    yield pattern


def _parts(pattern: str, start: int, end: int, commas: List[int]) -> List[str]:
    if commas:
        edges = [start, *commas, end]
        return [pattern[a + 1 : b] for a, b in zip(edges, edges[1:])]
    found = _RANGE.fullmatch(pattern, start + 1, end)
    if not found:
        return []
    if found.group(3):
        low, high = ord(found.group(3)), ord(found.group(4))
        return [chr(code) for code in _steps(low, high)]
    return [str(n) for n in _steps(int(found.group(1)), int(found.group(2)))]


def _steps(low: int, high: int) -> range:
    high = max(min(high, low + _MOST), low - _MOST)
    return range(low, high + 1) if low <= high else range(low, high - 1, -1)


def _matches_one(pattern: str, name: str) -> bool:
    """Match in no more steps than the lengths of both multiplied."""
    if name.startswith(".") and pattern[:1] in _WILD:
        return False
    tests = list(_tests(pattern))
    at = index = 0
    star = kept = -1
    while index < len(name):
        test = tests[at] if at < len(tests) else _NOTHING
        if test is None:
            star, kept = at, index
            at += 1
        elif test.fullmatch(name[index]):
            at += 1
            index += 1
        elif star < 0:
            return False
        else:
            kept += 1
            at, index = star + 1, kept
    return all(test is None for test in tests[at:])


def _tests(pattern: str) -> Iterator[Optional[Pattern[str]]]:
    """Yield what each character has to match, None for any number of them."""
    index = 0
    while index < len(pattern):
        character = pattern[index]
        index += 1
        if character == "*":
            yield None
        elif character == "?":
            yield re.compile(".", re.DOTALL)
        elif character == "[" and "]" in pattern[index + 1 :]:
            end = pattern.index("]", index + 1)
            yield _set(pattern[index:end])
            index = end + 1
        else:
            if character == "\\" and index < len(pattern):
                character = pattern[index]
                index += 1
            yield re.compile(re.escape(character))


def _set(inside: str) -> Pattern[str]:
    negated = inside[0] in "!^"
    members = re.sub(r"([\\\[\]^&~|])", r"\\\1", inside[negated:])
    try:
        return re.compile(f"[{'^' if negated else ''}{members}]")
    except re.error:
        return _NOTHING  # a range that goes backwards
