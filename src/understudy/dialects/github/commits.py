"""Owns where an event names commits: the one that is played, and a pull request's base.

The commit that is played may be made for the run, of files that are not committed yet.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Dict, Optional, Tuple

from understudy.dialects.github.payloads import text_at
from understudy.model.event import Event
from understudy.model.value import Value
from understudy.records import dataclass

# `*` stands for every item of a list.
_HEADS: Tuple[Tuple[str, ...], ...] = (
    ("after",),
    ("head_commit", "id"),
    ("commits", "*", "id"),
    ("pull_request", "head", "sha"),
    ("merge_group", "head_sha"),
    ("workflow_run", "head_sha"),
)


@dataclass(frozen=True)
class Pull:
    """A pull request whose merge is played; `base` is empty where it is not known."""

    number: int
    base: str


def pull_of(event: Event) -> Optional[Pull]:
    """Return the pull request whose merge an event plays, None where it plays none."""
    parts = event.ref.split("/")
    if parts[:2] != ["refs", "pull"] or not parts[2].isdigit():
        return None
    return Pull(int(parts[2]), text_at(event.payload, "pull_request.base.sha") or "")


def playing(event: Event, head: str, played: str) -> Event:
    """Return an event that happened to the commit that is played, not to the head.

    Args:
        head: the newest commit of the project.
        played: the commit that holds the files as they are now.
    """
    payload: Value = dict(event.payload)
    for path in _HEADS:
        payload = _replaced(payload, path, head, played)
    sha = played if event.sha in ("", head) else event.sha
    assert isinstance(payload, dict)
    return replace(event, sha=sha, payload=MappingProxyType(payload))


def _replaced(value: Value, path: Tuple[str, ...], old: str, new: str) -> Value:
    if not path:
        return new if value == old else value
    first, *rest = path
    below = tuple(rest)
    if first == "*" and isinstance(value, list):
        return [_replaced(item, below, old, new) for item in value]
    if isinstance(value, dict) and first in value:
        kept: Dict[str, Value] = dict(value)
        kept[first] = _replaced(value[first], below, old, new)
        return kept
    return value
