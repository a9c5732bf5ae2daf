"""Owns the first lines of a run: what is rehearsed, and what is known before it."""

from __future__ import annotations

from typing import Iterator, List, Mapping, Optional

from understudy.engine.observe import RunStarted
from understudy.model.event import Event
from understudy.report.headline import happened
from understudy.report.run_words import number_of
from understudy.report.style import Style
from understudy.report.style import width as width_of

_SHORT = 7


def headline(event: Optional[Event], number: int, style: Style) -> str:
    """Return what is rehearsed: `mathkit · push to main · 4f2a1c0 · run 14`."""
    parts = []
    if event is not None:
        parts = [_project(event), happened(event, style), tree(event)]
    dot = " · " if style.unicode else ", "
    return dot.join(part for part in (*parts, f"run {number}") if part)


def sentence(event: Optional[Event], number: int) -> str:
    """Return the same for a log: `push to main of mathkit at 4f2a1c0, run 14`."""
    if event is None:
        return f"run {number}"
    at = f" at {tree(event)}" if tree(event) else ""
    what = happened(event, Style(unicode=False))
    return f"{what} of {_project(event)}{at}, run {number}"


def tree(event: Event) -> str:
    """Return what is played: `4f2a1c0 + 2 uncommitted files`."""
    sha = event.sha or _head(event)
    found = [sha[:_SHORT]] if sha else []
    if event.dirty:
        found.append(number_of(len(event.dirty), "uncommitted file"))
    return " + ".join(found)


def _notes(event: RunStarted) -> Iterator[str]:
    """Yield the notes, of those about a confinement the first: it says enough here."""
    told = False
    for note in event.notes:
        is_about_it = note.partition(": ")[0].endswith(" confinement")
        if not (told and is_about_it):
            yield note
        told = told or is_about_it


def _head(event: Event) -> str:
    """Return the commit of the branch that a merge is made of."""
    pull = event.payload.get("pull_request")
    head = pull.get("head") if isinstance(pull, Mapping) else None
    sha = head.get("sha") if isinstance(head, Mapping) else None
    return sha if isinstance(sha, str) else ""


def preface(event: RunStarted, separator: str, width: Optional[int]) -> List[str]:
    """Return what is known before the first step, in as few lines as hold it."""
    size = number_of(len(event.legs), "leg")
    if len(event.legs) > 1:
        size = f"{size}, {event.at_once} at a time"
    lines = [size]
    for note in _notes(event):
        longer = f"{lines[-1]}{separator}{note}"
        if width is None or width_of(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(note)
    return lines


def _project(event: Event) -> str:
    return event.repository.rpartition("/")[2]
