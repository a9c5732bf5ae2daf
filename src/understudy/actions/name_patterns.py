"""Owns whether a pattern of minimatch matches a name without slashes; reads no files.

Braces, `!` and `#` mean what they mean to minimatch, and a name that begins with a dot
has to be named so. Its extended patterns, `@(a|b)`, only match themselves here.
"""

from __future__ import annotations

import re
from typing import Iterator, List

_RANGE = re.compile(r"(-?\d+)\.\.(-?\d+)|([A-Za-z])\.\.([A-Za-z])")
_MOST = 1000  # patterns out of one: braces multiply


def matches(pattern: str, name: str) -> bool:
    """Return whether a pattern matches a name."""
    if pattern.startswith("#"):
        return False
    negated = False
    while pattern.startswith("!"):
        negated = not negated
        pattern = pattern[1:]
    found = any(_regex(one).fullmatch(name) for one in _alternatives(pattern))
    return found is not negated


def _alternatives(pattern: str) -> List[str]:
    found: List[str] = []
    for one in _expanded(pattern):
        found.append(one)
        if len(found) == _MOST:
            break
    return found


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


def _regex(pattern: str) -> re.Pattern[str]:
    result = r"(?!\.)" if pattern[:1] in ("*", "?", "[") else ""
    index = 0
    while index < len(pattern):
        character = pattern[index]
        index += 1
        if character == "*":
            result += ".*" if not result.endswith(".*") else ""
        elif character == "?":
            result += "."
        elif character == "\\" and index < len(pattern):
            result += re.escape(pattern[index])
            index += 1
        elif character == "[" and "]" in pattern[index + 1 :]:
            end = pattern.index("]", index + 1)
            result += _set(pattern[index:end])
            index = end + 1
        else:
            result += re.escape(character)
    return re.compile(result, re.DOTALL)


def _set(inside: str) -> str:
    negated = inside[0] in "!^"
    members = re.sub(r"([\\\[\]^&~|])", r"\\\1", inside[negated:])
    try:
        re.compile(f"[{members}]")
    except re.error:
        return "(?!)"
    return f"[{'^' if negated else ''}{members}]"
