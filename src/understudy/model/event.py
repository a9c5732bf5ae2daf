"""Owns the event that a plan answers: every fact that is known, and what is not."""

from __future__ import annotations

from dataclasses import field
from types import MappingProxyType
from typing import Mapping, Optional, Tuple

from understudy.model.value import Value
from understudy.records import dataclass


@dataclass(frozen=True)
class Changes:
    """The files that an event changed.

    `files` is None where they cannot be known, and `reason` says why. `against` names
    what they were compared with, for the first line of a plan. `commits` counts the
    commits that the event brings, None where that is not known.
    """

    files: Optional[Tuple[str, ...]]
    against: str = ""
    reason: str = ""
    commits: Optional[int] = None


@dataclass(frozen=True)
class Event:
    """What happened to a repository.

    `ref` is the full ref that the run sees (`refs/pull/1/merge` for a pull request),
    `sha` its commit or an empty string where it will only exist in the run's origin.
    `base` and `head` are branch names of a pull request. `action` is the activity type.
    `payload` is what contexts show as the event. `assumed` names each fact that is not
    from the repository, in words. `dirty` and `untracked` are paths. `message` is that
    of the head commit.
    """

    name: str
    ref: str
    sha: str
    repository: str
    default_branch: str = "main"
    base: Optional[str] = None
    head: Optional[str] = None
    action: Optional[str] = None
    actor: str = ""
    fork: bool = False
    changes: Changes = Changes(None, reason="no changed files are known")
    payload: Mapping[str, Value] = field(
        default_factory=lambda: MappingProxyType({}), repr=False
    )
    inputs: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))
    dirty: Tuple[str, ...] = ()
    untracked: Tuple[str, ...] = ()
    assumed: Tuple[str, ...] = ()
    problem: Optional[str] = None
    message: str = field(default="", repr=False)

    @property
    def ref_name(self) -> str:
        """The short name of the ref."""
        for prefix in ("refs/heads/", "refs/tags/", "refs/pull/"):
            if self.ref.startswith(prefix):
                return self.ref[len(prefix) :]
        return self.ref

    @property
    def ref_type(self) -> str:
        """`branch` or `tag`."""
        return "tag" if self.ref.startswith("refs/tags/") else "branch"

    def __repr__(self) -> str:
        return (
            f"<event {self.name} {self.ref} at {self.sha[:7] or 'a commit to be made'}>"
        )
