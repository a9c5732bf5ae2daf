"""Owns how problems look: as text, as annotations of GitHub, as JSON.

What the user's files hold is escaped before it is shown.
"""

from __future__ import annotations

from itertools import groupby
from typing import Dict, Iterable, List, Sequence, Tuple

from understudy.report.blocks import block
from understudy.report.style import Style, visible
from understudy.text.diagnostic import Diagnostic, Severity
from understudy.text.source import Position

_RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
_LEVELS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "notice",
}


def render(diagnostics: Iterable[Diagnostic], style: Style, width: int = 100) -> str:
    """Return all problems as blocks of text, in the order of the files.

    Problems of one place share a block: one is its headline, the others are notes.
    """
    groups = groupby(_in_order(diagnostics), key=lambda problem: problem.span)
    return "\n\n".join(block(list(group), style, width) for _, group in groups)


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """Return how many problems there are, in how many files, and how many fixable."""
    found = _in_order(diagnostics)
    if not found:
        return "no problems"
    severities = [problem.severity for problem in found]
    counts = [
        _count(severities.count(severity), severity.value)
        for severity in Severity
        if severity in severities
    ]
    files = _count(len({problem.span.path for problem in found}), "file")
    fixable = sum(any(fix.safe for fix in problem.fixes) for problem in found)
    text = f"{', '.join(counts)} in {files}"
    return f"{text}, {fixable} fixable" if fixable else text


def to_json(diagnostics: Iterable[Diagnostic]) -> List[Dict[str, object]]:
    """Return all problems as objects of the JSON contract, in the order of files."""
    return [problem.to_json() for problem in _in_order(diagnostics)]


def to_annotations(diagnostics: Iterable[Diagnostic]) -> str:
    """Return all problems as log commands, which GitHub shows beside the lines."""
    return "\n".join(map(_annotation, _in_order(diagnostics)))


def _in_order(diagnostics: Iterable[Diagnostic]) -> List[Diagnostic]:
    return sorted(dict.fromkeys(diagnostics), key=_order)


def _order(problem: Diagnostic) -> Tuple[str, Position, Position, int]:
    span = problem.span
    return span.path, span.start, span.end, _RANKS[problem.severity]


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _annotation(problem: Diagnostic) -> str:
    span = problem.span
    properties = {
        "file": span.path,
        "line": str(span.line),
        "col": str(span.column),
        "title": problem.id,
    }
    text = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    texts: Sequence[str] = [problem.message, *problem.notes]
    if problem.help:
        texts = [*texts, f"help: {problem.help}"]
    lines = (line for text in texts for line in text.split("\n"))
    message = "%0A".join(map(_data, lines))
    return f"::{_LEVELS[problem.severity]} {text}::{message}"


def _data(text: str) -> str:
    # The runner decodes `%0A` and the like; nothing else can break the command.
    return visible(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
