"""Owns the block of text that shows one place of a file, and what is wrong there.

error[workflow-syntax]: Unexpected value 'runn'
  --> .github/workflows/ci.yml:24:9
   |
24 |       - runn: tox run
   |         ^^^^ not a key of a step
   = help: did you mean `run`?
"""

from __future__ import annotations

from typing import Dict, Iterator, List, NamedTuple, Sequence

from understudy.report.excerpt import excerpt
from understudy.report.preview import preview
from understudy.report.style import Style, visible
from understudy.text.diagnostic import Diagnostic, Severity
from understudy.text.source import Span

_LOOKS = {
    Severity.ERROR: "bold red",
    Severity.WARNING: "bold yellow",
    Severity.NOTE: "bold",
}


class _Mark(NamedTuple):
    """A stretch to underline, and what stands beside it."""

    span: Span
    sign: str
    look: str
    text: str


def block(problems: Sequence[Diagnostic], style: Style, width: int) -> str:
    """Return the text of problems at one place; the first of them is the headline."""
    marks = list(_marks(problems))
    margin = max(len(str(mark.span.line)) for mark in marks)
    by_file: Dict[str, List[_Mark]] = {}
    for mark in marks:
        by_file.setdefault(mark.span.path, []).append(mark)
    lines = [_headline(problems[0], style)]
    arrow = "-->"
    for found in by_file.values():
        place = style.paint(visible(str(found[0].span)), "dim")
        lines.append(f"{' ' * margin}{style.paint(arrow, 'dim')} {place}")
        if len(marks) == 1:
            lines.append(_gutter("", margin, style))
        lines += _excerpts(found, margin, style, width)
        arrow = ":::"
    indent = " " * (margin + 1)
    equals = indent + style.paint("=", "dim")
    lines += (f"{equals} {remark}" for remark in _remarks(problems, style))
    for fix in (fix for problem in problems for fix in problem.fixes):
        first, *others = preview(fix, style)
        lines += [f"{equals} {first}", *(f"{indent}  {line}" for line in others)]
    return "\n".join(lines)


def _headline(problem: Diagnostic, style: Style) -> str:
    kind = style.paint(f"{problem.severity.value}[{problem.id}]", _look(problem))
    return f"{kind}{style.paint(': ' + visible(problem.message), 'bold')}"


def _look(problem: Diagnostic) -> str:
    return _LOOKS[problem.severity]


def _marks(problems: Sequence[Diagnostic]) -> Iterator[_Mark]:
    first = problems[0]
    label = next((problem.label for problem in problems if problem.label), "")
    yield _Mark(first.span, "^", _look(first), label)
    for problem in problems:
        for extra in problem.labels:
            yield _Mark(extra.span, "-", "cyan", extra.text)


def _excerpts(
    marks: Sequence[_Mark], margin: int, style: Style, width: int
) -> Iterator[str]:
    shown = 0
    for mark in sorted(marks, key=lambda mark: mark.span.line):
        line = mark.span.line
        part = excerpt(mark.span, max(20, width - margin - 3), style)
        if shown and line > shown + 1:
            yield " " * margin + style.paint(" ...", "dim")
        if line != shown:
            number = f"{line:>{margin}}"
            yield f"{_gutter(number, margin, style)} {part.text}".rstrip()
        shown = line
        underline = style.paint(mark.sign * part.length, mark.look)
        text = style.paint(visible(mark.text), mark.look)
        gutter = _gutter("", margin, style)
        yield f"{gutter} {' ' * part.start}{underline} {text}".rstrip()


def _gutter(number: str, margin: int, style: Style) -> str:
    return style.paint(f"{number:<{margin}} |", "dim")


def _remarks(problems: Sequence[Diagnostic], style: Style) -> Iterator[str]:
    helps = [("help", problem.help) for problem in problems if problem.help]
    notes = [("note", note) for problem in problems for note in problem.notes]
    others = [("note", _other(problem, problems[0])) for problem in problems[1:]]
    for kind, text in dict.fromkeys(helps + others + notes):
        yield f"{style.paint(kind, 'bold')}: {visible(text)}"


def _other(problem: Diagnostic, first: Diagnostic) -> str:
    if (problem.id, problem.severity) == (first.id, first.severity):
        return problem.message
    return f"{problem.severity.value}[{problem.id}]: {problem.message}"
