"""Owns showing what a fix would write, line by line."""

from __future__ import annotations

from typing import List, NamedTuple

from understudy.report.style import Style, visible
from understudy.text.diagnostic import Edit, Fix

_MOST = 6


class _Change(NamedTuple):
    """Lines that go and lines that come, from a line number on."""

    line: int
    old: List[str]
    new: List[str]


def preview(fix: Fix, style: Style) -> List[str]:
    """Return the lines that show a fix; without edits, what it is called."""
    head = f"fix ({'safe' if fix.safe else 'unsafe'}) "
    if not fix.edits:
        return [head + visible(fix.title)]
    shown: List[str] = []
    for edit in fix.edits:
        change = _change(edit)
        place = visible(f"{edit.span.path}:{change.line}")
        lead = (head if not shown else " " * len(head)) + place + " " * 4
        for row in _rows(change, style):
            shown.append(lead + row)
            lead = " " * len(lead)
    return shown


def _rows(change: _Change, style: Style) -> List[str]:
    rows = [
        style.paint(f"{sign} {_plain(line)}".rstrip(), look)
        for sign, look, lines in (("-", "red", change.old), ("+", "green", change.new))
        for line in lines
    ]
    if len(rows) > _MOST:
        rows[_MOST - 1 :] = [f"... and {len(rows) - _MOST + 1} more lines"]
    return rows


def _change(edit: Edit) -> _Change:
    start, end = edit.span.start, edit.span.end
    old = list(edit.span.source.lines[start.line - 1 : end.line])
    text = edit.replacement.replace("\r\n", "\n")
    new = (old[0][: start.column - 1] + text + old[-1][end.column - 1 :]).split("\n")
    same = _common(old, new)
    old, new = old[same:], new[same:]
    tail = _common(old[::-1], new[::-1])
    old, new = old[: len(old) - tail], new[: len(new) - tail]
    return _Change(start.line + same, old, new)


def _common(one: List[str], other: List[str]) -> int:
    count = 0
    for left, right in zip(one, other):
        if left != right:
            break
        count += 1
    return count


def _plain(line: str) -> str:
    return visible(line.replace("\t", " " * 4))
