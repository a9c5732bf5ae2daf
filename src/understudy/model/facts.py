"""Owns what git knows of a project, as plain values; the engine finds it out."""

from __future__ import annotations

from dataclasses import field
from types import MappingProxyType
from typing import Mapping, Optional, Tuple

from understudy.model.event import Changes
from understudy.records import dataclass

_UNKNOWN_CHANGES = Changes(None, reason="no changed files are known")


@dataclass(frozen=True)
class Base:
    """A branch that a pull request may go into.

    `sha` is its newest commit, `merge_base` where the current branch left it. `changes`
    are the files since `merge_base` (three dots), `direct` the difference to `sha` (two
    dots). `conflict` says that git cannot merge the current branch into it.
    """

    sha: str
    merge_base: Optional[str] = None
    changes: Changes = _UNKNOWN_CHANGES
    direct: Changes = _UNKNOWN_CHANGES
    conflict: bool = False


@dataclass(frozen=True)
class Person:
    """Who wrote a commit."""

    name: str = ""
    email: str = ""


@dataclass(frozen=True)
class Facts:
    """What git knows of a project.

    `branch` is None where HEAD is detached. `repository` is `owner/name` of the remote.
    `message`, `author`, `timestamp` (ISO 8601) and `tree` are those of the head commit
    `sha`; `parent` is its first parent. `upstream` is the commit of the remote-tracking
    branch, None where the branch was never pushed. `changes` is what a push of the
    branch would change. `bases` holds the default branch, and the base that was asked
    for, where they exist. `tags` are newest first, `tag_shas` their commits.
    """

    sha: str
    branch: Optional[str]
    default_branch: str = "main"
    repository: Optional[str] = None
    dirty: Tuple[str, ...] = ()
    untracked: Tuple[str, ...] = ()
    message: str = ""
    author: Person = Person()
    timestamp: str = ""
    tree: str = ""
    parent: Optional[str] = None
    upstream: Optional[str] = None
    changes: Changes = _UNKNOWN_CHANGES
    bases: Mapping[str, Base] = field(default_factory=lambda: MappingProxyType({}))
    tags: Tuple[str, ...] = ()
    tag_shas: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    is_shallow: bool = False

    @property
    def last_tag(self) -> Optional[str]:
        """The newest tag."""
        return self.tags[0] if self.tags else None
