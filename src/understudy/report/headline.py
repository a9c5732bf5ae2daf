"""Owns the first line of every screen: project, event, commit, uncommitted files."""

from __future__ import annotations

from typing import List, Optional

from understudy.model.event import Event
from understudy.report.style import Style

_SHORT = 7


def headline(event: Optional[Event], style: Style, *more: str) -> str:
    """Return what a screen is about.

    Args:
        event: what happened; None for every workflow whatever the event.
        style: whether more than ASCII may be used.
        more: what else is to be said, as the number of a run.
    """
    dot = " · " if style.unicode else ", "
    if event is None:
        return dot.join(("every workflow, whatever the event", *more))
    project = event.repository.rpartition("/")[2]
    found = [project, happened(event, style), *_tree(event), *more]
    return dot.join(part for part in found if part)


def happened(event: Event, style: Style = Style()) -> str:
    """Return an event in words, without any commit: `pull_request faster → main`."""
    if event.name.startswith("pull_request") and event.head and event.base:
        fork = " from a fork" if event.fork else ""
        return f"{event.name} {event.head} {style.arrow} {event.base}{fork}"
    if event.name == "push":
        verb = "of tag" if event.ref_type == "tag" else "to"
        return f"push {verb} {event.ref_name}"
    if event.name == "release":
        action = f" {event.action}" if event.action else ""
        return f"release{action} of {event.ref_name}"
    return f"{event.name} on {event.ref_name}" if event.ref else event.name


def _tree(event: Event) -> List[str]:
    found: List[str] = []
    files = event.changes.files
    if event.sha and (event.base is None or files is None):
        found.append(f"at {event.sha[:_SHORT]}")
    # A first push has no commit before it, and all files are new.
    if files is not None and not event.changes.against.startswith("nothing"):
        since = f" since {event.changes.against}" if event.changes.against else ""
        found.append(f"{_count(len(files), 'file')} changed{since}")
    if event.dirty:
        found.append(f"{_count(len(event.dirty), 'uncommitted file')}")
    return found


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
