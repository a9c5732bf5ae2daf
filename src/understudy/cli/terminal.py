"""Owns what is known of the terminal, and writing to it."""

from __future__ import annotations

import json
import os
import shutil
import sys
from typing import Mapping, Optional, TextIO

from understudy.report.style import Style

WIDTH = 100


def style(
    when: str, stream: TextIO, environment: Mapping[str, str] = os.environ
) -> Style:
    """Return how text may look on a stream.

    Args:
        when: colours `always`, `never`, or `auto`: FORCE_COLOR and NO_COLOR decide,
            else whether it is a terminal.
        stream: where the text goes.
        environment: the variables that say more.
    """
    dumb = environment.get("TERM") == "dumb"
    encoding = (getattr(stream, "encoding", None) or "").lower().replace("-", "")
    colour = when == "always"
    if when == "auto":
        if environment.get("NO_COLOR"):
            colour = False
        elif environment.get("FORCE_COLOR"):
            colour = True
        else:
            colour = stream.isatty() and not dumb
    return Style(colour, unicode=encoding.startswith("utf") and not dumb)


def width(stream: TextIO, environment: Mapping[str, str] = os.environ) -> Optional[int]:
    """Return how many columns there are; None where nobody says so, as in a pipe."""
    columns = environment.get("COLUMNS", "")
    if columns.isdigit() and int(columns):
        return int(columns)
    return shutil.get_terminal_size().columns if stream.isatty() else None


def write(text: str, stream: Optional[TextIO] = None) -> None:
    """Write lines; characters that the stream does not have are escaped."""
    stream = sys.stdout if stream is None else stream
    encoding = getattr(stream, "encoding", None) or "utf-8"
    readable = text.encode(encoding, "backslashreplace").decode(encoding)
    stream.write(readable if readable.endswith("\n") else f"{readable}\n")


def as_json(value: object, indent: Optional[int] = None) -> str:
    """Return a value as JSON that the standard output can hold to the last character.

    What `write` escapes for people would be no JSON: here it is escaped as JSON does.
    """
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return json.dumps(value, indent=indent)
    return text


def silence() -> None:
    """Let nothing more be written: the reader has gone."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
