"""Owns what an event asks of git, so that nothing is looked up that nobody reads."""

from __future__ import annotations

from typing import Mapping, Optional, Tuple

from understudy.dialects.github.payloads import text_at
from understudy.dialects.github.pulls import ends
from understudy.dialects.github.requests import Request
from understudy.model.value import Value
from understudy.records import dataclass


@dataclass(frozen=True)
class Questions:
    """The branches to compare with, and whether a push of the current one counts."""

    bases: Tuple[str, ...] = ()
    pushes: bool = False


def ask(
    request: Request,
    payload: Mapping[str, Value],
    branch: Optional[str],
    default_branch: str,
) -> Questions:
    """Return what is to be asked for the event of a request.

    Args:
        request: with the name of the event.
        payload: the caller's, which may name other branches.
        branch: the current one.
        default_branch: where pull requests go that say nothing else.
    """
    name = request.name or ""
    if name == "push":
        if request.tag is not None:
            return Questions()
        # A detached HEAD is taken for the default branch.
        pushed = request.branch or branch or default_branch
        known = pushed == branch
        return Questions(bases=() if known else (pushed,), pushes=known)
    if name.startswith("pull_request") or name == "merge_group":
        default = text_at(payload, "repository.default_branch") or default_branch
        base = ends(name, payload)[0] or request.branch or default
        return Questions(bases=tuple(dict.fromkeys((base, default))))
    return Questions()
