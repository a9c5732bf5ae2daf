"""Owns which refs a checkout fetches, and what it checks out: no git is run here.

The rules are those of `ref-helper.ts` of actions/checkout.
"""

from __future__ import annotations

from typing import Tuple

from understudy.records import dataclass

TAGS = "+refs/tags/*:refs/tags/*"
HEADS, PULL, TAG = "refs/heads/", "refs/pull/", "refs/tags/"


@dataclass(frozen=True)
class Target:
    """What is checked out; with a start, a branch that begins there."""

    ref: str
    start: str = ""


def starts(ref: str, beginnings: Tuple[str, ...]) -> bool:
    """Return whether a ref begins in one of these ways, in whatever case."""
    return ref.lower().startswith(beginnings)


def is_unqualified(ref: str) -> bool:
    """Return whether only a look at the branches and tags tells what a ref is."""
    return bool(ref) and not starts(ref, ("refs/",))


def local_name(ref: str) -> str:
    """Return where a fetched branch or pull request stands in the checkout."""
    if starts(ref, (PULL,)):
        return f"refs/remotes/pull/{ref[len(PULL) :]}"
    return f"refs/remotes/origin/{ref[len(HEADS) :]}"


def wanted(ref: str, commit: str, tags: bool = False) -> Tuple[str, ...]:
    """Return what is fetched for one ref, or commit, or both."""
    every_tag = (TAGS,) if tags else ()
    if starts(ref, (TAG,)):
        return every_tag or (f"+{ref}:{ref}",)
    if starts(ref, (HEADS, PULL)):
        return (*every_tag, f"+{commit or ref}:{local_name(ref)}")
    if commit:
        return (*every_tag, commit)
    if is_unqualified(ref):
        branches = f"+refs/heads/{ref}*:refs/remotes/origin/{ref}*"
        return (*every_tag, branches) + (
            () if tags else (f"+refs/tags/{ref}*:refs/tags/{ref}*",)
        )
    return (*every_tag, f"+{ref}:{ref}")


def everything(ref: str, commit: str) -> Tuple[str, ...]:
    """Return what is fetched where all of the history is asked for."""
    pull = (f"+{commit or ref}:{local_name(ref)}",) if starts(ref, (PULL,)) else ()
    return (f"+{HEADS}*:refs/remotes/origin/*", TAGS, *pull)


def target(ref: str, commit: str) -> Target:
    """Return what is checked out for a ref that is no bare name."""
    if not ref:
        return Target(commit)
    if starts(ref, (HEADS,)):
        return Target(ref[len(HEADS) :], local_name(ref))
    if starts(ref, (PULL,)):
        return Target(local_name(ref))
    if starts(ref, (TAG,)):
        return Target(ref)
    return Target(commit or ref)
