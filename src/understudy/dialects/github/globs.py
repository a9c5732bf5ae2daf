"""Owns GitHub's filter patterns for branches, tags and paths; not what they filter.

A pattern is read into parts and run as a machine that is in all of its states at once:
time grows with the length of the name, where a regular expression would try every way
to read `a?a?a?aaa`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import (
    Dict,
    FrozenSet,
    Iterable,
    List,
    NamedTuple,
    Optional,
    Sequence,
    Set,
    Tuple,
    Union,
)

from understudy.records import dataclass

_ESCAPABLE = frozenset("[?*+\\!")
_MOST_STATES = 500


@dataclass(frozen=True)
class Problem:
    """Why GitHub refuses a pattern; `column` counts its characters from 1."""

    message: str
    column: int


# From one character to another, both included; `!` and `^` are characters like others.
_Ranges = Tuple[Tuple[str, str], ...]


class _Part(NamedTuple):
    """One state: the characters that leave it, and the states it is left for unread.

    `inverted` accepts all but the characters; a part that `loops` stays where it is.
    """

    ranges: _Ranges
    inverted: bool = False
    loops: bool = False
    skips: Tuple[int, ...] = ()

    def accepts(self, character: str) -> bool:
        held = any(first <= character <= last for first, last in self.ranges)
        return held is not self.inverted


_SLASH = (("/", "/"),)
_WITHIN = _Part(_SLASH, inverted=True, loops=True, skips=(1,))
_ACROSS = _Part((), inverted=True, loops=True, skips=(1,))
# `**/` is any number of folders, none included: `docs/**/*.md` holds `docs/a.md`.
_FOLDERS = (_Part((), skips=(1, 3)), _ACROSS, _Part(_SLASH))


def problem(pattern: str) -> Optional[Problem]:
    """Return why GitHub refuses a pattern, None where it does not."""
    read = _read(pattern)
    return read if isinstance(read, Problem) else None


def matches(pattern: str, name: str) -> bool:
    """Tell whether a pattern holds a whole name; a `!` in front is not looked at.

    A pattern with a problem holds nothing.
    """
    machine = _read(pattern)
    return isinstance(machine, _Machine) and machine.holds(name)


def last_match(patterns: Iterable[str], name: str) -> Optional[str]:
    """Return the pattern that decides on a name: the last one that holds it.

    A pattern with a `!` in front only takes back what one before it has let in.
    """
    found: Optional[str] = None
    for pattern in patterns:
        if is_negative(pattern):
            if found is not None and not is_negative(found) and matches(pattern, name):
                found = pattern
        elif matches(pattern, name):
            found = pattern
    return found


def includes(patterns: Iterable[str], name: str) -> bool:
    """Tell whether a list of patterns lets a name in."""
    found = last_match(patterns, name)
    return found is not None and not is_negative(found)


def is_negative(pattern: str) -> bool:
    """Tell whether a pattern takes names out instead of letting them in."""
    return pattern.startswith("!")


class _State:
    """All the parts that a name may have come to, and where each character leads."""

    __slots__ = ("following", "parts")

    def __init__(self, parts: FrozenSet[int]) -> None:
        self.parts = parts
        self.following: Dict[str, _State] = {}


class _Machine:
    """A pattern at work; its states are made when a name first leads to them."""

    def __init__(self, parts: Sequence[_Part]) -> None:
        self._parts = tuple(parts)
        self._states: Dict[FrozenSet[int], _State] = {}
        self._start = self._state([0])

    def holds(self, name: str) -> bool:
        """Tell whether the whole name leads to the end."""
        state = self._start
        for character in name:
            following = state.following.get(character)
            if following is None:
                following = self._follow(state, character)
            if not following.parts:
                return False
            state = following
        return len(self._parts) in state.parts

    def _follow(self, state: _State, character: str) -> _State:
        if len(self._states) > _MOST_STATES:
            self._states.clear()
            self._start = self._state([0])
        reached = []
        for index in state.parts - {len(self._parts)}:
            part = self._parts[index]
            if part.accepts(character):
                reached.append(index if part.loops else index + 1)
        following = self._state(reached)
        state.following[character] = following
        return following

    def _state(self, waiting: List[int]) -> _State:
        """Return the state of these parts, and of those that may be left out."""
        reached: Set[int] = set()
        while waiting:
            index = waiting.pop()
            if index not in reached:
                reached.add(index)
                if index < len(self._parts):
                    waiting.extend(index + skip for skip in self._parts[index].skips)
        parts = frozenset(reached)
        return self._states.setdefault(parts, _State(parts))


@lru_cache(maxsize=4096)
def _read(pattern: str) -> Union[_Machine, Problem]:
    """pattern = [ "!" ] { ( one | set ) [ "?" | "+" ] | "*" | "**" | "**/" }"""
    parts: List[_Part] = []
    at = 1 if is_negative(pattern) else 0
    if at == len(pattern):
        missing = "nothing follows the `!`" if at else "a pattern cannot be empty"
        return Problem(missing, at)
    repeatable = False
    start = at
    while at < len(pattern):
        character = pattern[at]
        if character in "?+":
            if not repeatable:
                return Problem(
                    f"`{character}` repeats the character before it, and there is none",
                    at + 1,
                )
            one = parts.pop()
            parts += _repeated(one, character)
            repeatable, at = False, at + 1
        elif character == "*":
            parts_read, at = _stars(pattern, at, start)
            parts += parts_read
            repeatable = False
        elif character == "[":
            read = _set(pattern, at)
            if isinstance(read, Problem):
                return read
            ranges, at = read
            parts.append(_Part(ranges))
            repeatable = True
        else:
            # Before anything else, `\` is itself: a path may hold one (actionlint).
            if character == "\\" and pattern[at + 1 : at + 2] in _ESCAPABLE:
                at += 1
            parts.append(_Part(((pattern[at], pattern[at]),)))
            repeatable, at = True, at + 1
    return _Machine(parts)


def _repeated(one: _Part, sign: str) -> Tuple[_Part, ...]:
    if sign == "?":
        return (one._replace(skips=(1,)),)
    return one, one._replace(loops=True, skips=(1,))


def _stars(pattern: str, at: int, start: int) -> Tuple[Tuple[_Part, ...], int]:
    """stars = "*" | "**" | "**/" ; the last at the start of a folder's name only"""
    if not pattern.startswith("**", at):
        return (_WITHIN,), at + 1
    if pattern.startswith("/", at + 2) and (at == start or pattern[at - 1] == "/"):
        return _FOLDERS, at + 3
    return (_ACROSS,), at + 2


def _set(pattern: str, at: int) -> Union[Tuple[_Ranges, int], Problem]:
    """set = "[" { character [ "-" character ] } "]" """
    end = pattern.find("]", at)
    if end < 0:
        return Problem("the `]` of this `[` is missing", at + 1)
    inside = pattern[at + 1 : end]
    if not inside:
        return Problem("`[]` holds no character", at + 1)
    ranges: List[Tuple[str, str]] = []
    index = 0
    while index < len(inside):
        first = inside[index]
        if inside[index + 1 : index + 2] != "-":
            ranges.append((first, first))
            index += 1
            continue
        last = inside[index + 2 : index + 3]
        if not last:
            return Problem(f"the range `{first}-` has no end", at + 2 + index)
        if last < first:
            return Problem(f"the range `{first}-{last}` is empty", at + 2 + index)
        ranges.append((first, last))
        index += 3
    return tuple(ranges), end + 1
