"""Reads ranges of versions as npm's semver does, as far as setup-python uses it.

After node-semver's classes/range.js. What a version is of is no matter here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Iterable, Iterator, List, Optional, Sequence, Tuple

Key = Tuple[Tuple[int, ...], bool, Tuple[Tuple[int, int, str], ...]]
_Comparator = Tuple[str, Key]

_X = r"(?:0|[1-9]\d*|[xX*])"
_PRE = r"(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]+)?"
_PARTIAL = rf"[v=\s]*({_X})(?:\.({_X})(?:\.({_X}){_PRE})?)?"
_FULL = re.compile(rf"\s*[=v]*\s*(\d+)\.(\d+)\.(\d+){_PRE}\s*")
_SIMPLE = re.compile(rf"(\^|~>?|[<>]=?|=?)\s*{_PARTIAL}")
# Not compiled before somebody writes a hyphen: few do.
_HYPHEN = rf"\s*{_PARTIAL}\s+-\s+{_PARTIAL}\s*"

NOTHING: Key = ((0, 0, 0), False, ())  # below every version
_LOWEST: Key = ((0, 0, 0), True, ())
_ZERO = ((0, 0, ""),)  # the pre-release `-0`, the lowest of a version


def _key(numbers: Iterable[object], pre: Optional[str]) -> Key:
    """Return a version that compares as semver says: pre-releases before releases."""
    parts = pre.split(".") if pre else []
    return (
        tuple(int(str(number)) for number in numbers),
        not parts,
        tuple((0, int(p), "") if p.isdigit() else (1, 0, p) for p in parts),
    )


@lru_cache(maxsize=256)
def version(text: str) -> Optional[Key]:
    """Return a whole version so that it compares as semver says, None if it is none."""
    found = _FULL.fullmatch(text)
    return _key(found.groups()[:3], found.group(4)) if found else None


def satisfies(text: str, wanted: str) -> bool:
    """Tell whether a version is in the ranges."""
    have, exact = version(text), version(wanted)
    if have is None:
        return False
    if exact is not None:
        return have == exact
    return any(_within(have, group) for group in ranges(wanted) or ())


@lru_cache(maxsize=256)
def reaches(wanted: str, major: int, minors: range) -> bool:
    """Tell whether the first release of any of these minors is in the ranges.

    From one minor to the next the answer changes only at a version that the ranges
    name: it is enough to ask for the first minor, and at and after those named.
    """
    exact = version(wanted)
    groups = [[("", exact)]] if exact else ranges(wanted) or []
    named = {bound[0][1] for group in groups for _, bound in group}
    asked = {minors.start, *named, *(minor + 1 for minor in named)}
    return any(
        minor in minors and satisfies(f"{major}.{minor}.0", wanted) for minor in asked
    )


def _within(have: Key, group: Sequence[_Comparator]) -> bool:
    compared = {
        "<": lambda bound: have < bound,
        "<=": lambda bound: have <= bound,
        ">": lambda bound: have > bound,
        ">=": lambda bound: have >= bound,
        "": lambda bound: have == bound,
    }
    if not all(compared[operator](bound) for operator, bound in group):
        return False
    # A pre-release is taken only where the range names one of the same version.
    return have[1] or any(not b[1] and b[0] == have[0] for _, b in group)


@lru_cache(maxsize=256)
def ranges(text: str) -> Optional[List[List[_Comparator]]]:
    """RANGES = RANGE ("||" RANGE)*

    Return groups of comparators of which one has to hold whole; None if a part is none.
    """
    groups: List[List[_Comparator]] = []
    for part in text.split("||"):
        group = _range(part)
        if group is None:
            return None
        groups.append(group)
    # beside `*` nothing else counts, not even the pre-releases that it names
    return groups if all(groups) else [[]]


def _range(text: str) -> Optional[List[_Comparator]]:
    """RANGE = PARTIAL " - " PARTIAL | (OPERATOR? PARTIAL)*"""
    hyphen = re.fullmatch(_HYPHEN, text) if "-" in text else None
    if hyphen:
        low, high = hyphen.groups()[:4], hyphen.groups()[4:]
        return _simple(">=", *low) + _simple("<=", *high)
    # npm allows blanks after an operator
    joined = re.sub(r"([<>=~^]+)\s+", r"\1", text.strip())
    comparators: List[_Comparator] = []
    for word in joined.split():
        found = _SIMPLE.fullmatch(word)
        if not found:
            return None
        operator, *partial = found.groups()
        comparators += _simple({"~>": "~", "=": ""}.get(operator, operator), *partial)
    return comparators


def _simple(
    operator: str,
    major: str,
    minor: Optional[str] = None,
    patch: Optional[str] = None,
    pre: Optional[str] = None,
) -> List[_Comparator]:
    """Return what one operator with a version, of which parts may be open, compares."""
    given = [int(part) for part in _until_open((major, minor, patch))]
    low = _key((given + [0, 0, 0])[:3], pre)
    if not given or (operator == ">=" and low == _LOWEST):
        # `<*` and `>*` hold for nothing, the others for everything
        return [("<", NOTHING)] if operator in ("<", ">") else []
    if len(given) == 3 and operator not in ("~", "^"):
        return [(operator, low)]
    if operator == ">=":
        return [(">=", low)]
    kept = {"~": min(len(given), 2), "^": _first_nonzero(given)}
    after = _next(given[: kept.get(operator, len(given))])
    if operator == ">":
        return [(">=", (after, True, ()))]
    below: _Comparator = ("<", (after, False, _ZERO))
    if operator in ("<", "<="):
        return [("<", (low[0], False, _ZERO)) if operator == "<" else below]
    return [(">=", low), below]


def _until_open(parts: Iterable[Optional[str]]) -> Iterator[str]:
    for part in parts:
        if part is None or part in ("x", "X", "*"):
            return
        yield part


def _first_nonzero(given: Sequence[int]) -> int:
    for place, number in enumerate(given, start=1):
        if number:
            return place
    return len(given)


def _next(given: Sequence[int]) -> Tuple[int, ...]:
    """Return the first version after all that begin with these numbers."""
    return (*given[:-1], given[-1] + 1, 0, 0)[:3]
