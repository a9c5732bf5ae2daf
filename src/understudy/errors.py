"""Owns every exception raised on purpose; problems in a pipeline are diagnostics."""

from __future__ import annotations

from typing import ClassVar, Optional


class UnderstudyError(Exception):
    """What went wrong in one lower-case sentence, and what to do next."""

    exit_code: ClassVar[int] = 3

    def __init__(self, message: str, hint: Optional[str] = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}; {self.hint}" if self.hint else self.message


class UsageError(UnderstudyError):
    """The command line (or an API call) asks for something that does not exist."""

    exit_code = 2


class CannotStart(UnderstudyError):
    """There is nothing to play: no pipeline, no git, a project that cannot be read."""

    exit_code = 4
