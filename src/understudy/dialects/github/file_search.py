"""Owns which files patterns find, and in which order; the file system is only read.

The rules are those of @actions/glob 0.7 on a POSIX system.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, Tuple

from understudy.dialects.github.wildcards import (
    BLANK,
    InvalidPattern,
    Test,
    escape,
    literal_of,
    matcher,
    matches,
)

_MAX_PATTERN = 65536


class Search(NamedTuple):
    """Where patterns look, there or not, and the files that they find, in order."""

    roots: Tuple[str, ...]
    files: Tuple[str, ...]


def find_files(
    patterns: str, workspace: Path, home: Path | None = None, hidden: bool = True
) -> Search:
    """Return what the lines of an input find, through symbolic links.

    Without `hidden`, nothing whose name begins with a dot, and nothing below it.

    Raises:
        InvalidPattern: in the words of @actions/glob.
    """
    read = _read([patterns], os.path.realpath(workspace), home, known_as="")
    roots = _roots([pattern for pattern in read if not pattern.implicit])
    return Search(tuple(roots), tuple(_find(read, True, hidden)))


def find(
    patterns: Sequence[str],
    root: str,
    follow: bool = False,
    home: Path | None = None,
    known_as: str = "",
) -> Iterator[str]:
    """Yield the paths of all that patterns find and is no directory.

    Args:
        root: the real path of the workspace, where relative patterns begin.
        follow: whether symbolic links are gone through.
        home: what `~` stands for.
        known_as: another path that the patterns may give the workspace.

    Raises:
        InvalidPattern: in the words of @actions/glob.
    """
    return _find(_read(patterns, root, home, known_as.rstrip("/")), follow)


class _Pattern(NamedTuple):
    """An absolute pattern: its segments as written, and a test for each of them."""

    negated: bool
    segments: Tuple[str, ...]
    tests: Tuple[Test[str], ...]
    only_directories: bool
    implicit: bool

    @property
    def is_recursive(self) -> bool:
        """Tell whether it ends in `**`."""
        return self.segments[-1:] == ("**",)

    def search_path(self) -> str:
        """Return the directory that holds all it can match."""
        path = ""
        for segment in self.segments:
            literal = literal_of(segment)
            if not literal:
                break
            path += f"/{literal}"
        return path or "/"

    def matches(self, path: str) -> bool:
        """Tell whether the whole path matches."""
        # With an empty name behind it, a directory matches its own `directory/**`;
        # internal-pattern.ts adds it to files as well.
        if self.is_recursive and not self.implicit and path != "/":
            path += "/"
        return matches(self.tests, path.split("/")[1:])

    def may_match_below(self, path: str) -> bool:
        """Tell whether anything in the directory could match."""
        if path == "/":
            return True
        names = path.split("/")[1:]
        for index, test in enumerate(self.tests[: len(names)]):
            if test is None:
                return True
            if not test(names[index]):
                return False
        return len(names) <= len(self.tests)

    def with_descendants(self) -> _Pattern:
        """Return the pattern of all that is below what this one matches."""
        segments = (*self.segments, "**")
        if "." in map(literal_of, segments):  # as in `\./a`, which passed at first
            raise _relative("/" + "/".join(segments))
        return _pattern(self.negated, segments, implicit=True)


def _read(
    patterns: Sequence[str], root: str, home: Path | None, known_as: str
) -> list[_Pattern]:
    result = []
    for line in "\n".join(patterns).split("\n"):
        text = line.strip(BLANK)
        if text and not text.startswith("#"):
            pattern = _absolute(text, root, home, known_as)
            result.append(pattern)
            if pattern.only_directories or not pattern.is_recursive:
                result.append(pattern.with_descendants())
    return result


def _absolute(text: str, root: str, home: Path | None, known_as: str) -> _Pattern:
    negated = False
    while text.startswith("!"):
        negated = not negated
        text = text[1:].strip(BLANK)
    if not text:
        raise InvalidPattern("pattern cannot be empty")
    written, text = text, re.sub("/+", "/", text)
    first, *others = map(literal_of, text.rstrip("/").split("/"))
    if ".." in (first, *others) or "." in others:
        raise _relative(written)
    if text.startswith("~") and text[1:2] in ("", "/"):
        if home is None:
            raise InvalidPattern("Unable to determine HOME directory")
        text = escape(os.fspath(home)) + text[1:]
    elif text.startswith(".") and text[1:2] in ("", "/"):
        text = escape(root) + text[1:]
    elif not text.startswith("/"):
        text = f"{escape(root).rstrip('/')}/{text}"
    if known_as and f"{text}/".startswith(f"{known_as}/"):
        text = escape(root) + text[len(known_as) :]
    if len(text) > _MAX_PATTERN:
        raise InvalidPattern("pattern is too long")
    segments = tuple(segment for segment in text.split("/") if segment)
    return _pattern(negated, segments, only_directories=text.endswith("/"))


def _relative(pattern: str) -> InvalidPattern:
    return InvalidPattern(
        f"Invalid pattern '{pattern}'. Relative pathing '.' and '..' is not allowed."
    )


def _pattern(
    negated: bool,
    segments: tuple[str, ...],
    only_directories: bool = False,
    implicit: bool = False,
) -> _Pattern:
    tests: list[Test[str]] = []
    for segment in segments or ("",):
        if segment != "**":
            tests.append(matcher(segment))
        elif tests[-1:] != [None]:
            tests.append(None)
    if tests[-1] is None:
        tests.insert(-1, lambda name: True)  # at the end, ** takes one name at least
    return _Pattern(negated, segments, tuple(tests), only_directories, implicit)


def _find(patterns: list[_Pattern], follow: bool, hidden: bool = True) -> Iterator[str]:
    """Yield what matches and is no directory: depth first, by the bytes of its name."""
    pending = [(path, 1) for path in reversed(_search_paths(patterns))]
    chain: list[str] = []
    while pending:
        path, level = pending.pop()
        wanted = _is_wanted(patterns, path)
        if not (wanted or _may_descend(patterns, path)):
            continue
        try:
            mode = os.stat(path, follow_symlinks=follow).st_mode
        except FileNotFoundError:
            continue  # a broken link, or gone since
        if not hidden and os.path.basename(path).startswith("."):
            continue
        if not stat.S_ISDIR(mode):
            if wanted:
                yield path
        elif not (follow and _closes_cycle(path, level, chain)):
            names = sorted(os.listdir(path), key=os.fsencode, reverse=True)
            pending += [
                (os.path.normpath(os.path.join(path, name)), level + 1)
                for name in names
            ]


def _search_paths(patterns: list[_Pattern]) -> list[str]:
    """Return where to look and something is."""
    return [path for path in _roots(patterns) if _exists(path)]


def _roots(patterns: list[_Pattern]) -> list[str]:
    """Return where to look: each directory once, and none inside another."""
    paths = dict.fromkeys(
        pattern.search_path() for pattern in patterns if not pattern.negated
    )
    result = []
    for path in paths:
        above = path
        while above != "/":
            above = os.path.dirname(above)
            if above in paths:
                break
        else:
            result.append(path)
    return result


def _exists(path: str) -> bool:
    try:
        os.lstat(path)
    except FileNotFoundError:  # and nothing else: a file on the way is an error
        return False
    return True


def _is_wanted(patterns: list[_Pattern], path: str) -> bool:
    """Tell whether the path is wanted if it is a file; the last pattern wins."""
    wanted = False
    for pattern in patterns:
        if not pattern.only_directories and pattern.matches(path):
            wanted = not pattern.negated
    return wanted


def _may_descend(patterns: list[_Pattern], path: str) -> bool:
    """Tell whether to look into the path if it is a directory; any pattern will do."""
    return any(
        pattern.may_match_below(path) for pattern in patterns if not pattern.negated
    )


def _closes_cycle(path: str, level: int, chain: list[str]) -> bool:
    """Tell whether a directory is one of those above it; `chain` has those."""
    real = os.path.realpath(path)
    del chain[level - 1 :]
    if real in chain:
        return True
    chain.append(real)
    return False
