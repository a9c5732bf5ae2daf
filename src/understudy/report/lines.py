"""Owns lines of a screen: parts with looks, cut to a width, never wrapped."""

from __future__ import annotations

from typing import List, NamedTuple, Optional, Sequence

from understudy.report.style import Style, visible
from understudy.report.style import width as width_of


class Part(NamedTuple):
    """A stretch of a line, and how it looks."""

    text: str
    look: str = ""


Line = Sequence[Part]


def render(line: Line, style: Style, width: Optional[int] = None) -> str:
    """Return a line as it is written; what does not fit a width ends in an ellipsis."""
    parts = [Part(visible(part.text), part.look) for part in line]
    if width is not None and length(parts) > width:
        parts = _cut(parts, width - width_of(style.ellipsis))
        parts.append(Part(style.ellipsis, "dim"))
    while parts and not parts[-1].text.strip():
        parts.pop()
    if parts:
        parts[-1] = Part(parts[-1].text.rstrip(), parts[-1].look)
    return "".join(style.paint(part.text, part.look) for part in parts)


def pad(line: Line, column: int) -> List[Part]:
    """Return a line that reaches a column; two blanks at least where it is there."""
    used = length(line)
    blanks = column - used if column > used else 2 if column else 0
    return [*line, Part(" " * blanks)]


def spread(left: Line, right: Line, width: Optional[int]) -> List[Part]:
    """Return a line with its end at the right edge, as far as there is one."""
    room = 0 if width is None else width - length(right)
    return [*pad(left, max(room, length(left) + 2)), *right]


def join(parts: Sequence[Line], separator: str) -> List[Part]:
    """Return one line out of several."""
    found: List[Part] = []
    for index, line in enumerate(parts):
        found.extend([Part(separator)] if index else [])
        found.extend(line)
    return found


def length(line: Line) -> int:
    """Return how many columns of a terminal a line takes."""
    return sum(width_of(part.text) for part in line)


def _cut(parts: Sequence[Part], width: int) -> List[Part]:
    found: List[Part] = []
    for part in parts:
        kept = ""
        for character in part.text:
            width -= width_of(character)
            kept += character if width >= 0 else ""
        found.append(Part(kept, part.look))
    return found
