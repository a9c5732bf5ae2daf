"""Owns how output becomes a log file: masked, and cut into lines only where needed."""

from __future__ import annotations

import re
from typing import BinaryIO, Iterable, Iterator, Optional, Protocol, Tuple

from understudy.engine.mask import Masker

# A line longer than this goes into the log in pieces, and is searched for no command.
LONGEST_LINE = 1 << 20

_NEW_COMMAND = re.compile(rb"[\r\n][ \t\f\v]*::")
_AT_START = re.compile(rb"[ \t\f\v]*::")
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|\Z)")


class Listener(Protocol):
    """Reads the lines of a step's output that may mean something."""

    def wants_lines(self, chunk: bytes) -> bool:
        """Return whether every line of a chunk is wanted, not only commands."""
        ...

    def line(self, text: str) -> Optional[Iterable[str]]:
        """Return the lines that the log shows in place of one, None for itself."""
        ...


class Log:
    """Writes output into a file; `position` and `tail` say what is there so far."""

    def __init__(
        self, file: BinaryIO, masker: Masker, listener: Optional[Listener] = None
    ) -> None:
        self._file = file
        self._masker = masker
        self.listener = listener
        self._begun = b""
        self._partial = b""
        self.position = 0
        self.tail = b""

    def feed(self, data: bytes) -> None:
        """Take the next output, which may end anywhere."""
        data = self._partial + data
        end = data.rfind(b"\n") + 1
        self._partial = data[end:]
        if end:
            self._emit(data[:end])
        if len(self._partial) > LONGEST_LINE:
            self._flush()

    def idle(self) -> None:
        """Show an unfinished line that can no longer become a command."""
        partial = self._partial
        begins = not self._begun and partial.lstrip()[:1] in (b"", b":")
        if not begins and b"##[" not in partial and not partial.endswith(b"#"):
            self._flush()

    def finish(self) -> None:
        """End the last line."""
        if self._partial or self._begun:
            self._partial, data = b"", self._partial + b"\n"
            self._emit(data)

    def write(self, *lines: str) -> None:
        """Write lines that are not a step's own; secrets are hidden in these too."""
        self.finish()
        for line in lines:
            self._put(line.encode("utf-8", "surrogateescape") + b"\n")

    def _flush(self) -> None:
        held = self._masker.held(self._partial)
        end = len(self._partial) - held
        ready, self._partial = self._partial[:end], self._partial[end:]
        self._put(ready)
        self._begun = (self._begun + ready)[-LONGEST_LINE:]

    def _emit(self, data: bytes) -> None:
        listener = self.listener
        if listener is None:
            self._put(data)
        else:
            done = 0
            lines = (
                _lines(data)
                if listener.wants_lines(data)
                else _commands(data, bool(self._begun))
            )
            for start, end in lines:
                text = data[start:end].rstrip(b"\r\n")
                if start == 0:
                    text = self._begun + text
                shown = listener.line(text.decode("utf-8", "replace"))
                if shown is not None:
                    self._put(data[done:start])
                    if start == 0 and self._begun:
                        self._put(b"\n")
                    for line in shown:
                        self._put(line.encode("utf-8", "surrogateescape") + b"\n")
                    done = end
            self._put(data[done:])
        self._begun = b""

    def _put(self, data: bytes) -> None:
        if data:
            data = self._masker.hide_lines(data)
            self._file.write(data)
            self.position += len(data)
            self.tail = (
                data[-4096:] if len(data) >= 4096 else (self.tail + data)[-4096:]
            )


def _lines(data: bytes) -> Iterator[Tuple[int, int]]:
    for found in _LINE.finditer(data):
        if found.end() > found.start():
            yield found.span()


def _commands(data: bytes, begun: bool) -> Iterator[Tuple[int, int]]:
    """Yield the lines that may be a command: `::` at the start, `##[` anywhere."""
    new = 0 if not begun and _AT_START.match(data) else _next_new(data, 0)
    old = data.find(b"##[")
    while new >= 0 or old >= 0:
        if new < 0 or 0 <= old < new:
            start = max(data.rfind(b"\n", 0, old), data.rfind(b"\r", 0, old)) + 1
        else:
            start = new
        found = _LINE.match(data, start)
        end = found.end() if found else len(data)
        yield start, end
        if 0 <= new < end:
            new = _next_new(data, end - 1)
        if 0 <= old < end:
            old = data.find(b"##[", end)


def _next_new(data: bytes, at: int) -> int:
    # Looking for the two characters first is ten times as fast, and mostly enough.
    found = _NEW_COMMAND.search(data, at) if data.find(b"::", at) >= 0 else None
    return found.start() + 1 if found else -1
