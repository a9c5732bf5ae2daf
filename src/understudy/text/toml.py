"""Owns TOML with positions: its values, and where each key and value stands."""

from __future__ import annotations

import re
import sys
from dataclasses import field
from types import MappingProxyType
from typing import Iterator, List, Mapping, NamedTuple, Optional, Pattern, Tuple

from understudy.records import dataclass
from understudy.text.diagnostic import Diagnostic, Severity
from understudy.text.source import Position, Source, Span

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

Path = Tuple[str, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:\\.|[^"\\])*"|'[^']*'""")
_SPACES = re.compile(r"[ \t]*")
_DOT = re.compile(r"[ \t]*\.[ \t]*")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|' r"'''.*?'{3,5}|" r'"(?:\\.|[^"\\])*"|' r"'[^']*'",
    re.DOTALL,
)
_PLAIN = re.compile(r"[^,\]}\n#]*")
_WHERE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


class Place(NamedTuple):
    """Where a key stands, and its value; a table's is its header."""

    key: Span
    value: Span


@dataclass(frozen=True)
class Document:
    """A file of TOML: empty where it is broken."""

    source: Source
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    places: Mapping[Path, Place] = field(default_factory=lambda: MappingProxyType({}))

    def place(self, path: Path) -> Place:
        """Return where a key stands, or the nearest table around it."""
        while path and path not in self.places:
            path = path[:-1]
        nowhere = self.source.span(0, 0)
        return self.places.get(path, Place(nowhere, nowhere))


def load(source: Source) -> Tuple[Document, Optional[Diagnostic]]:
    """Return what a file holds, and why it cannot be read, if so."""
    text = source.text.removeprefix("\ufeff")
    try:
        values = tomllib.loads(text)
        places = dict(_Scanner(source).statements())
    except RecursionError:
        return Document(source), _broken(
            source, "nested too deeply (at line 1, column 1)"
        )
    except ValueError as error:  # That of tomllib, and numbers that are too long.
        return Document(source), _broken(source, str(error))
    return Document(source, values, places), None


def _broken(source: Source, message: str) -> Diagnostic:
    found = _WHERE.search(message)
    offset = len(source.text)
    if found and found[1]:
        offset = source.offset(Position(int(found[1]), int(found[2])))
    start = source.position(offset)
    rest = len(source.lines[start.line - 1]) - start.column + 1
    text = _WHERE.sub("", message)
    return Diagnostic(
        "toml-syntax",
        Severity.ERROR,
        text[:1].lower() + text[1:],
        source.span(offset, offset + min(rest, 1)),
    )


class _Scanner:
    """Walks over a file that is known to be right, and says what stands where."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.text = source.text
        self.index = int(self.text.startswith("\ufeff"))

    def statements(self) -> Iterator[Tuple[Path, Place]]:
        """file = { "[" key "]" | "[[" key "]]" | pair }"""
        table: Path = ()
        self._takes_match(_BLANK)
        while self.index < len(self.text):
            if self._takes("["):
                double = self._takes("[")
                table, span = self._key()
                self.index = self.text.index("]", self.index) + 1 + double
                yield table, Place(span, span)
            else:
                yield from self._pair(table)
            self._takes_match(_BLANK)

    def _pair(self, table: Path) -> Iterator[Tuple[Path, Place]]:
        """pair = key "=" value"""
        key, span = self._key()
        self.index = self.text.index("=", self.index) + 1
        self._takes_match(_BLANK)
        begin = self.index
        inner = list(self._value((*table, *key)))
        end = begin + len(self.text[begin : self.index].rstrip())
        yield (*table, *key), Place(span, self.source.span(begin, end))
        yield from inner

    def _value(self, path: Path) -> Iterator[Tuple[Path, Place]]:
        """value = string | "[" [value {"," value}] "]" | "{" [pair {"," pair}] "}" """
        if self._takes_match(_STRING):
            return
        if self._takes("["):
            yield from self._items("]", path)
        elif self._takes("{"):
            yield from self._items("}", path)
        else:
            self._takes_match(_PLAIN)

    def _items(self, closing: str, path: Path) -> Iterator[Tuple[Path, Place]]:
        self._takes_match(_BLANK)
        while not self._takes(closing):
            if closing == "}":
                yield from self._pair(path)
            else:
                yield from self._value(path)
            self._takes_match(_BLANK)
            self._takes(",")
            self._takes_match(_BLANK)

    def _key(self) -> Tuple[Path, Span]:
        """key = part { "." part }"""
        parts: List[str] = []
        self._takes_match(_SPACES)
        begin = self.index
        parts.append(_plain(self._takes_match(_KEY)))
        while self._takes_match(_DOT):
            parts.append(_plain(self._takes_match(_KEY)))
        return tuple(parts), self.source.span(begin, self.index)

    def _takes(self, sign: str) -> bool:
        if not self.text.startswith(sign, self.index):
            return False
        self.index += len(sign)
        return True

    def _takes_match(self, pattern: Pattern[str]) -> str:
        """Read what a pattern matches here, and return it."""
        found = pattern.match(self.text, self.index)
        self.index = found.end() if found else self.index
        return found[0] if found else ""


def _plain(key: str) -> str:
    if key[0] == "'":
        return key[1:-1]
    if key[0] == '"':
        return str(next(iter(tomllib.loads(f"{key} = 0"))))
    return key
