"""Owns what a problem in the user's files is; how it looks belongs to `report`."""

from __future__ import annotations

from enum import Enum
from typing import Dict, Optional, Tuple

from understudy.records import dataclass
from understudy.text.source import Position, Span


class Severity(Enum):
    """How bad: an error makes a file useless, a warning is a trap, a note explains."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Authority(Enum):
    """Whose words the message is: with `github`, GitHub itself says so, verbatim."""

    GITHUB = "github"
    UNDERSTUDY = "understudy"


@dataclass(frozen=True)
class Label:
    """A second place that belongs to a problem, and why."""

    span: Span
    text: str


@dataclass(frozen=True)
class Edit:
    """Replace the text of one span."""

    span: Span
    replacement: str


@dataclass(frozen=True)
class Fix:
    """A way out to be written; a `safe` one never changes what a pipeline does."""

    title: str
    edits: Tuple[Edit, ...]
    safe: bool = True


@dataclass(frozen=True)
class Diagnostic:
    """A problem in the user's files: what, where, whose words, what to do about it."""

    id: str
    severity: Severity
    message: str
    span: Span
    authority: Authority = Authority.UNDERSTUDY
    label: Optional[str] = None
    labels: Tuple[Label, ...] = ()
    help: Optional[str] = None
    notes: Tuple[str, ...] = ()
    fixes: Tuple[Fix, ...] = ()

    @property
    def is_error(self) -> bool:
        """Whether GitHub (or understudy) cannot use the file because of this."""
        return self.severity is Severity.ERROR

    @property
    def order(self) -> Tuple[str, Position, str]:
        """The key that sorts diagnostics by place."""
        return self.span.path, self.span.start, self.id

    def to_json(self) -> Dict[str, object]:
        """Return the JSON contract's object; lines and columns from 1."""
        return {
            "id": self.id,
            "severity": self.severity.value,
            "source": self.authority.value,
            "message": self.message,
            "path": self.span.path,
            "line": self.span.start.line,
            "column": self.span.start.column,
            "end_line": self.span.end.line,
            "end_column": self.span.end.column,
            "help": self.help,
            "fixes": [
                {
                    "title": fix.title,
                    "safe": fix.safe,
                    "edits": [
                        {
                            "path": edit.span.path,
                            "line": edit.span.start.line,
                            "column": edit.span.start.column,
                            "end_line": edit.span.end.line,
                            "end_column": edit.span.end.column,
                            "replacement": edit.replacement,
                        }
                        for edit in fix.edits
                    ],
                }
                for fix in self.fixes
            ],
        }

    def __repr__(self) -> str:
        text = (
            f"<{self.severity.value} {self.id} at {self.span}: {self.message}>".replace(
                "\n", "\\n"
            )
        )
        return text if len(text) < 240 else f"{text[:150]} ... {text[-80:]}"
