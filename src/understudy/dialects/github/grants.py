"""Owns what the token of a job may do; reading `permissions` is `permissions`'s."""

from __future__ import annotations

from typing import Mapping, Optional

from understudy.model.event import Event
from understudy.model.pipeline import Job, Workflow

# PermissionsHelper.cs, policy "limited read": the default of new repositories.
DEFAULT: Mapping[str, str] = {"contents": "read", "packages": "read"}

_OF_FORKS = frozenset(
    ("pull_request", "pull_request_review", "pull_request_review_comment")
)
_OF_DEPENDABOT = _OF_FORKS | {"create", "deployment", "deployment_status", "push"}
_ORDER = {"none": 0, "read": 1, "write": 2}


def permissions(
    job: Job,
    workflow: Workflow,
    allowed: Optional[Mapping[str, str]],
    event: Optional[Event],
) -> Mapping[str, str]:
    """Return what the token of a job may do, without what it may not do at all.

    A job's own `permissions` replace the workflow's, and these the caller's; what a
    caller does not allow, nobody below it gets.
    """
    written = job.permissions or workflow.permissions
    scopes = written.scopes if written else DEFAULT if allowed is None else allowed
    found = {scope: level for scope, level in scopes.items() if level != "none"}
    if allowed is not None:
        found = {
            scope: min(level, allowed[scope], key=_ORDER.__getitem__)
            for scope, level in found.items()
            if scope in allowed
        }
    if event is not None and is_untrusted(event):
        # No token can be made to write for them, and no identity is vouched for.
        found = {scope: "read" for scope in found if scope != "id-token"}
    return found


def is_untrusted(event: Event) -> bool:
    """Tell whether an event has no secrets, and a token that only reads."""
    if event.actor == "dependabot[bot]":
        return event.name in _OF_DEPENDABOT
    return event.fork and event.name in _OF_FORKS
