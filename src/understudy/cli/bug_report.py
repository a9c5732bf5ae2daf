"""Owns the report of an error in understudy itself, ready for an issue."""

from __future__ import annotations

import platform
import sys
import tempfile
import traceback
from pathlib import Path
from typing import List, Sequence

import platformdirs

from understudy.cli.version import version

_NAME = "internal-error.md"
_SECRET = "--secret="
_PAGE = "https://github.com/understudy-ci/understudy/issues"


def write(error: BaseException, arguments: Sequence[str]) -> str:
    """Keep what happened in a file, and return what to tell the user."""
    text = _text(error, arguments)
    for folder in (platformdirs.user_state_path("understudy"), _anywhere()):
        path = folder / _NAME
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", errors="backslashreplace")
        except OSError:
            continue
        return f"this is a bug in understudy; please paste {path} into {_PAGE}"
    return f"this is a bug in understudy; please tell {_PAGE}"


def _anywhere() -> Path:
    return Path(tempfile.gettempdir())


def _text(error: BaseException, arguments: Sequence[str]) -> str:
    trace = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    return "\n".join(
        [
            f"### understudy {version()}: {type(error).__name__}",
            "",
            f"- command: `understudy {' '.join(_without_secrets(arguments))}`",
            f"- Python: {platform.python_version()} ({sys.executable})",
            f"- system: {platform.platform()}",
            "",
            "```text",
            trace.rstrip("\n"),
            "```",
            "",
        ]
    )


def _without_secrets(arguments: Sequence[str]) -> List[str]:
    """Return a command line with the values of secrets left out."""
    shown: List[str] = []
    for argument in arguments:
        option = _SECRET if argument.startswith(_SECRET) else ""
        if option or shown[-1:] == ["--secret"]:
            name, equals, _ = argument[len(option) :].partition("=")
            argument = f"{option}{name}{equals}{'***' if equals else ''}"
        shown.append(argument)
    return shown
