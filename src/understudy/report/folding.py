"""Owns rows: what does not fit one line of a screen goes on below, by whole cells."""

from __future__ import annotations

from typing import Iterator, List, NamedTuple, Optional, Sequence

from understudy.report.lines import Line, Part, length

_LEAST = 24  # narrower columns are not worth keeping
_INDENT = 2


class Cell(NamedTuple):
    """What stays together, and what stands before it unless it begins a row."""

    gap: str
    line: Line


def fold(
    lead: Line,
    cells: Sequence[Cell],
    column: int,
    width: Optional[int] = None,
    indent: int = _INDENT,
) -> List[Line]:
    """Return rows of cells; only words longer than the width are longer than it.

    Args:
        lead: what the first row begins with, the gap before its first cell included.
        cells: what follows it.
        column: where the other rows begin, if every cell has room there.
        width: without one there is a single row.
        indent: where they begin otherwise.
    """
    begin = indent
    longest = max((length(line) for _, line in cells), default=0)
    if width is None or width - column >= max(longest, _LEAST):
        begin = column
    rows: List[List[Part]] = [list(lead)]
    is_fresh = True
    for gap, line in cells:
        used = length(rows[-1])
        more = [*([] if is_fresh else [Part(gap)]), *line]
        if width is None or used + length(more) <= width:
            rows[-1].extend(more)
        else:
            if not is_fresh or used > begin:
                rows.append([Part(" " * begin)])
            first, *others = _pieces(line, width - begin)
            rows[-1].extend(first)
            rows.extend([Part(" " * begin), *piece] for piece in others)
        is_fresh = False
    return [_trimmed(row) for row in rows]


def _pieces(line: Line, room: int) -> List[List[Part]]:
    """Return a cell in pieces that fit, broken at blanks where it must be."""
    if length(line) <= room:
        return [list(line)]
    pieces: List[List[Part]] = [[]]
    for word in _words(line):
        if pieces[-1] and length(pieces[-1]) + length(_trimmed(word)) > room:
            pieces.append([])
        pieces[-1].extend(word)
    return pieces


def _words(line: Line) -> Iterator[List[Part]]:
    """Yield the words of a line, each with the blank behind it."""
    word: List[Part] = []
    for text, look in line:
        *ended, last = text.split(" ")
        for part in ended:
            yield [*word, Part(f"{part} ", look)]
            word = []
        word.append(Part(last, look))
    yield word


def _trimmed(line: Line) -> List[Part]:
    """Return a line without the blanks at its end."""
    parts = list(line)
    while parts and not parts[-1].text.strip():
        parts.pop()
    if parts:
        parts[-1] = Part(parts[-1].text.rstrip(), parts[-1].look)
    return parts
