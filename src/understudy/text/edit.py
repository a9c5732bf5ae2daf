"""Owns applying edits to a text; which edits are worth making is not known here."""

from __future__ import annotations

from typing import Iterable, List, Tuple

from understudy.text.diagnostic import Edit
from understudy.text.source import Position, Source


def apply(source: Source, edits: Iterable[Edit]) -> str:
    """Return the text of a source with some stretches of it replaced.

    The same edit twice is one; edits of another file, and edits that overlap, are
    refused with a ValueError. Replacements get the line breaks of the file.
    """
    breaks = "\r\n" if source.text.count("\r\n") * 2 > source.text.count("\n") else "\n"
    done: List[str] = []
    end = 0
    previous = None
    for edit in sorted(dict.fromkeys(edits), key=_place):
        if edit.span.path != source.path:
            raise ValueError(f"{edit.span} is not in {source.path}")
        start = source.offset(edit.span.start)
        if start < end:
            raise ValueError(f"the edit at {edit.span} overlaps the one at {previous}")
        replacement = edit.replacement.replace("\r\n", "\n").replace("\n", breaks)
        done += (source.text[end:start], replacement)
        end = source.offset(edit.span.end)
        previous = edit.span
    return "".join(done) + source.text[end:]


def _place(edit: Edit) -> Tuple[Position, Position]:
    # Only by place: insertions at one place keep the order in which they were given.
    return edit.span.start, edit.span.end
