"""Owns when a checkout would run a stranger's code with the project's own rights.

The rules are those of `unsafe-pr-checkout-helper.ts` of actions/checkout.
"""

from __future__ import annotations

import re
from typing import Mapping, Tuple

_PULL = re.compile(r"refs/pull/[0-9]+/(?:head|merge)")


def refuses(
    event: str, payload: Mapping[str, object], repository: str, ref: str, commit: str
) -> bool:
    """Return whether a checkout brings the code of a fork into a trusted workflow.

    Args:
        event: the name of the event.
        payload: what came with it.
        repository: the repository asked for, `owner/name`.
        ref: the ref asked for, if it is no commit.
        commit: the commit asked for.
    """
    if event == "pull_request_target":
        head, name, commits = _of_pull_request(payload)
    elif event == "workflow_run":
        head, name, commits = _of_workflow_run(payload)
    else:
        return False
    base = _at(payload, "repository", "id")
    known = isinstance(base, (int, float)) and isinstance(head, (int, float))
    if not known or head == base:
        return False
    return (
        (isinstance(name, str) and name.lower() == repository.lower())
        or _PULL.fullmatch(ref) is not None
        or (bool(commit) and commit.lower() in commits)
    )


_Head = Tuple[object, object, Tuple[str, ...]]


def _of_pull_request(payload: Mapping[str, object]) -> _Head:
    pull = ("pull_request", "head")
    return (
        _at(payload, *pull, "repo", "id"),
        _at(payload, *pull, "repo", "full_name"),
        _commits(
            _at(payload, *pull, "sha"),
            _at(payload, "pull_request", "merge_commit_sha"),
        ),
    )


def _of_workflow_run(payload: Mapping[str, object]) -> _Head:
    event = _at(payload, "workflow_run", "event")
    if not isinstance(event, str) or not event.startswith("pull_request"):
        return None, None, ()
    commits = [_at(payload, "workflow_run", "head_commit", "id")]
    if event != "pull_request_target":  # there it is that of the base branch
        commits.append(_at(payload, "workflow_run", "head_sha"))
    repository = ("workflow_run", "head_repository")
    return (
        _at(payload, *repository, "id"),
        _at(payload, *repository, "full_name"),
        _commits(*commits),
    )


def _commits(*found: object) -> Tuple[str, ...]:
    return tuple(one.lower() for one in found if isinstance(one, str) and one)


def _at(value: object, *path: str) -> object:
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value
