"""Owns where a report goes: any text, to any stream, for as long as somebody reads."""

from __future__ import annotations

from typing import Callable, Protocol, TextIO


class Out(Protocol):
    """Takes text."""

    def write(self, text: str) -> object:
        """Write a text."""
        ...

    def flush(self) -> object:
        """Let all that was written be seen."""
        ...


class Lenient:
    """A stream that takes every character, and bears that its reader has gone.

    A run goes on without anybody reading what it says.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._encoding = getattr(stream, "encoding", None) or "utf-8"
        self._gone = False

    def write(self, text: str) -> None:
        """Write a text; characters that the stream does not have are escaped."""
        data = text.encode(self._encoding, "backslashreplace")
        self._try(lambda: self._stream.write(data.decode(self._encoding)))

    def flush(self) -> None:
        """Let all that was written be seen."""
        self._try(self._stream.flush)

    def _try(self, act: Callable[[], object]) -> None:
        if self._gone:
            return
        try:
            act()
        except BrokenPipeError:
            self._gone = True
