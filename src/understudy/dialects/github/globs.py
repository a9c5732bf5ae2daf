"""Owns GitHub's filter patterns for branches, tags and paths; not what they filter.

A pattern is read into parts and run as an automaton that holds all of its states at
once: a name of n characters costs n steps whatever the pattern, where a regular
expression would backtrack on `*a*a*a*b` for hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import FrozenSet, Iterable, List, NamedTuple, Optional, Set, Tuple, Union

_ESCAPABLE = frozenset("[?*+\\!")


@dataclass(frozen=True)
class Problem:
    """Why GitHub refuses a pattern; `column` counts its characters from 1."""

    message: str
    column: int


class _Part(NamedTuple):
    """One state: the characters that leave it, and the states it is left for unread.

    `inverted` accepts all but the characters; a part that `loops` stays where it is.
    """

    characters: FrozenSet[str]
    inverted: bool = False
    loops: bool = False
    skips: Tuple[int, ...] = ()

    def accepts(self, character: str) -> bool:
        return (character in self.characters) is not self.inverted


_NOTHING: FrozenSet[str] = frozenset()
_WITHIN = _Part(frozenset("/"), inverted=True, loops=True, skips=(1,))
_ACROSS = _Part(_NOTHING, inverted=True, loops=True, skips=(1,))
# `**/` is any number of folders, none included: `docs/**/*.md` holds `docs/a.md`.
_FOLDERS = (_Part(_NOTHING, skips=(1, 3)), _ACROSS, _Part(frozenset("/")))


def problem(pattern: str) -> Optional[Problem]:
    """Return why GitHub refuses a pattern, None where it does not."""
    read = _read(pattern)
    return read if isinstance(read, Problem) else None


def matches(pattern: str, name: str) -> bool:
    """Tell whether a pattern holds a whole name; a `!` in front is not looked at.

    A pattern with a problem holds nothing.
    """
    parts = _read(pattern)
    if isinstance(parts, Problem):
        return False
    states = _closure(parts, (0,))
    for character in name:
        states = _closure(parts, _step(parts, states, character))
        if not states:
            return False
    return len(parts) in states


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


def _step(parts: Tuple[_Part, ...], states: Set[int], character: str) -> List[int]:
    reached: List[int] = []
    for state in states:
        if state < len(parts) and parts[state].accepts(character):
            reached.append(state if parts[state].loops else state + 1)
    return reached


def _closure(parts: Tuple[_Part, ...], states: Iterable[int]) -> Set[int]:
    closed: Set[int] = set()
    waiting = list(states)
    while waiting:
        state = waiting.pop()
        if state not in closed:
            closed.add(state)
            if state < len(parts):
                waiting.extend(state + skip for skip in parts[state].skips)
    return closed


@lru_cache(maxsize=4096)
def _read(pattern: str) -> Union[Tuple[_Part, ...], Problem]:
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
            characters, at = read
            parts.append(_Part(characters))
            repeatable = True
        else:
            # Before anything else, `\` is itself: a path may hold one (actionlint).
            if character == "\\" and pattern[at + 1 : at + 2] in _ESCAPABLE:
                at += 1
            parts.append(_Part(frozenset(pattern[at])))
            repeatable, at = True, at + 1
    return tuple(parts)


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


def _set(pattern: str, at: int) -> Union[Tuple[FrozenSet[str], int], Problem]:
    """set = "[" { character [ "-" character ] } "]" """
    end = pattern.find("]", at)
    if end < 0:
        return Problem("the `]` of this `[` is missing", at + 1)
    inside = pattern[at + 1 : end]
    if not inside:
        return Problem("`[]` holds no character", at + 1)
    characters: Set[str] = set()
    index = 0
    while index < len(inside):
        first = inside[index]
        if inside[index + 1 : index + 2] != "-":
            characters.add(first)
            index += 1
            continue
        last = inside[index + 2 : index + 3]
        if not last:
            return Problem(f"the range `{first}-` has no end", at + 2 + index)
        if last < first:
            return Problem(f"the range `{first}-{last}` is empty", at + 2 + index)
        characters.update(map(chr, range(ord(first), ord(last) + 1)))
        index += 3
    return frozenset(characters), end + 1
