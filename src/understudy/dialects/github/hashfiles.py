"""Owns `hashFiles`: which files its patterns find, in which order, and their digest.

The rules are those of @actions/glob 0.7, and of minimatch 10 with the options that it
sets, on a POSIX system. The file system is only read.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Callable, NamedTuple, Optional, Tuple, TypeVar

from understudy.expressions import ExpressionError

# What trim() of JavaScript takes away.
_BLANK = (
    "\t\n\v\f\r \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    "\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
)
_MAX_PATTERN = 65536
_FOLLOW = "--follow-symbolic-links"
_CHUNK = 1 << 20

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

_NOT_ESCAPABLE = frozenset(f"-,#{_BLANK}")

_Item = TypeVar("_Item")
# What one item has to fulfil; None stands for any number of items.
_Test = Optional[Callable[[_Item], bool]]


class _Failure(Exception):
    """Why GitHub's script would have ended with an error."""


def hash_arguments(
    arguments: Sequence[str],
    workspace: Path,
    home: Path | None = None,
    known_as: str = "",
) -> str:
    """Return what a call of `hashFiles` does: an option may be its first argument."""
    option = arguments[0] if arguments else ""
    follow = option.lower() == _FOLLOW
    if option.startswith("--") and not follow:
        # HashFilesFunction.cs, with the spelling that it has there.
        raise ExpressionError(
            "evaluation",
            "Specified argument was out of the range of valid values. (Parameter "
            f"'Invalid glob option {option}, avaliable option: '{_FOLLOW}'.')",
        )
    patterns = arguments[1:] if follow else arguments
    return hash_files(patterns, workspace, follow, home, known_as)


def hash_files(
    patterns: Sequence[str],
    workspace: Path,
    follow_symbolic_links: bool = False,
    home: Path | None = None,
    known_as: str = "",
) -> str:
    """Return the digest of the files that the patterns find, or "" if there are none.

    `home` is what `~` stands for, `known_as` another path that the patterns may give
    the workspace. Raises ExpressionError: GitHub's words, followed by the reason, which
    GitHub writes to the debug log alone.
    """
    root = os.path.realpath(workspace)
    known_as = known_as.rstrip("/")
    digest = hashlib.sha256()
    found = False
    try:
        for path in _find(_read(patterns, root, home, known_as), follow_symbolic_links):
            if path.startswith(root.rstrip("/") + "/") and not os.path.isdir(path):
                digest.update(_hash_file(path))
                found = True
    except (_Failure, OSError, ValueError) as error:
        called = ", ".join(patterns).replace("'", "''")
        raise ExpressionError(
            "evaluation",
            f"hashFiles('{called}') failed. "
            f"Fail to hash files under directory '{root}'. {error}",
        ) from error
    return digest.hexdigest() if found else ""


def _hash_file(path: str) -> bytes:
    # GitHub waits for a named pipe until it times out.
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise _Failure(f"'{path}' is not a regular file.")
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for chunk in iter(lambda: file.read(_CHUNK), b""):
            digest.update(chunk)
    return digest.digest()


class Search(NamedTuple):
    """Where patterns look, there or not, and the files that they find, in order."""

    roots: Tuple[str, ...]
    files: Tuple[str, ...]


def find_files(
    patterns: str, workspace: Path, home: Path | None = None, hidden: bool = True
) -> Search:
    """Return what the lines of an input find, through symbolic links.

    Without `hidden`, nothing whose name begins with a dot, and nothing below it. Raises
    ValueError, in the words of @actions/glob.
    """
    try:
        read = _read([patterns], os.path.realpath(workspace), home, known_as="")
        roots = _roots([pattern for pattern in read if not pattern.implicit])
        return Search(tuple(roots), tuple(_find(read, True, hidden)))
    except _Failure as failure:
        raise ValueError(str(failure)) from failure


class _Pattern(NamedTuple):
    """An absolute pattern: its segments as written, and a test for each of them."""

    negated: bool
    segments: Tuple[str, ...]
    tests: Tuple[_Test[str], ...]
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
            literal = _literal(segment)
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
        return _matches(self.tests, path.split("/")[1:])

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
        if "." in map(_literal, segments):  # as in `\./a`, which passed at first
            raise _relative("/" + "/".join(segments))
        return _pattern(self.negated, segments, implicit=True)


def _read(
    patterns: Sequence[str], root: str, home: Path | None, known_as: str
) -> list[_Pattern]:
    result = []
    for line in "\n".join(patterns).split("\n"):
        text = line.strip(_BLANK)
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
        text = text[1:].strip(_BLANK)
    if not text:
        raise _Failure("pattern cannot be empty")
    written, text = text, re.sub("/+", "/", text)
    first, *others = map(_literal, text.rstrip("/").split("/"))
    if ".." in (first, *others) or "." in others:
        raise _relative(written)
    if text.startswith("~") and text[1:2] in ("", "/"):
        if home is None:
            raise _Failure("Unable to determine HOME directory")
        text = _escape(os.fspath(home)) + text[1:]
    elif text.startswith(".") and text[1:2] in ("", "/"):
        text = _escape(root) + text[1:]
    elif not text.startswith("/"):
        text = f"{_escape(root).rstrip('/')}/{text}"
    if known_as and f"{text}/".startswith(f"{known_as}/"):
        text = _escape(root) + text[len(known_as) :]
    if len(text) > _MAX_PATTERN:
        raise _Failure("pattern is too long")
    segments = tuple(segment for segment in text.split("/") if segment)
    return _pattern(negated, segments, only_directories=text.endswith("/"))


def _relative(pattern: str) -> _Failure:
    return _Failure(
        f"Invalid pattern '{pattern}'. Relative pathing '.' and '..' is not allowed."
    )


def _pattern(
    negated: bool,
    segments: tuple[str, ...],
    only_directories: bool = False,
    implicit: bool = False,
) -> _Pattern:
    tests: list[_Test[str]] = []
    for segment in segments or ("",):
        if segment != "**":
            tests.append(_segment_test(segment))
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


def _escape(path: str) -> str:
    """Write a path as a pattern that matches nothing else."""
    path = re.sub(r"\[(?=[^/]+\])", "[[]", path.replace("\\", "\\\\"))
    return path.replace("?", "[?]").replace("*", "[*]")


def _literal(segment: str) -> str:
    """Return the one name that a segment stands for, or "" if it has wildcards."""
    result = ""
    for piece in _PIECE.finditer(segment):
        members = re.sub(r"\\(.)", r"\1", piece["set"] or "", flags=re.DOTALL)
        if piece["wildcard"] or len(members) > 1:
            return ""
        result += piece["escaped"] or members or piece[0]
    return result


def _segment_test(segment: str) -> Callable[[str], bool]:
    """Return the test for a name, shortcuts of minimatch and their slips included."""
    # Both compare what is behind the wildcards as written, backslashes and all.
    shortcut = _STARS.fullmatch(segment) or _MARKS.fullmatch(segment)
    if shortcut:
        stars, ending = segment[0] == "*", shortcut[1]
        length = 0 if stars else len(segment)
        if stars and not ending:
            return bool
        return lambda name: name.endswith(ending) and length in (0, len(name))
    tests: list[_Test[str]] = []
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
        raise _Failure(f"Invalid regular expression for '{segment}': Invalid escape")
    return lambda name: _matches(tests, name)


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


def _matches(tests: Sequence[_Test[_Item]], items: Sequence[_Item]) -> bool:
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
