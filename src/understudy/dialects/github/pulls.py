"""Owns the events of pull requests, and of the merge groups that they wait in."""

from __future__ import annotations

from typing import List, Mapping, Optional, Tuple

from understudy.dialects.github import payloads
from understudy.dialects.github.drafts import (
    STRANGER,
    Assumption,
    Draft,
    Given,
    action_of,
)
from understudy.dialects.github.payloads import text_at
from understudy.model.event import Changes
from understudy.model.facts import Base
from understudy.model.value import Value


def pull_request(given: Given) -> Draft:
    """Return a `pull_request`, or one of the events that are like it."""
    facts, setting = given.facts, given.setting
    base, head = ends(given.name, given.payload)
    base = base or given.request.branch or setting.default_branch
    head = head or facts.branch or "HEAD"
    into = facts.bases.get(base)
    changes = Changes(None, reason=f"`{base}` is not known here")
    if into is not None:
        changes = into.changes
    pull = payloads.Pull(
        number=_number(given.payload),
        action=_activity(given),
        head=head,
        base=base,
        base_sha=into.sha if into is not None else "",
        head_repository=(
            f"{STRANGER}/{setting.repository.partition('/')[2]}"
            if given.fork
            else setting.repository
        ),
        commits=changes.commits or 1,
    )
    payload = payloads.pull_request(setting, facts, pull)
    assumed = _assumed(given, pull)
    if given.name != "pull_request_target":
        return Draft(f"refs/pull/{pull.number}/merge", payload, assumed, "", changes)
    # It runs on the default branch whatever the base is, as GitHub's page on events
    # has it since December 2025.
    default = facts.bases.get(setting.default_branch, Base(""))
    ref = f"refs/heads/{setting.default_branch}"
    return Draft(ref, payload, assumed, default.sha, changes)


def _activity(given: Given) -> str:
    if given.name not in ("pull_request", "pull_request_target"):
        return action_of(given)
    return "opened" if given.facts.upstream is None else "synchronize"


def _assumed(given: Given, pull: payloads.Pull) -> Tuple[Assumption, ...]:
    found: List[Assumption] = []
    if given.facts.branch is None:
        text = f"head branch `{pull.head}`: HEAD is detached"
        found.append(Assumption("pull_request.head.ref", text))
    elif pull.head == pull.base and not given.fork:
        text = f"head branch `{pull.head}`, though it is the base as well"
        found.append(Assumption("pull_request.head.ref", text))
    if not pull.base_sha:
        text = f"no commit of `{pull.base}`: it is not known here"
        found.append(Assumption("pull_request.base.sha", text))
    if given.fork:
        text = f"fork `{pull.head_repository}`"
        found.append(Assumption("pull_request.head.repo.full_name", text))
    found.append(
        Assumption("pull_request.number", f"pull request number {pull.number}")
    )
    found.append(Assumption("action", f"activity `{pull.action}`"))
    found.append(Assumption("pull_request.labels", "no labels"))
    found.append(Assumption("pull_request.draft", "no draft"))
    for noun, name in (
        ("review", "pull_request_review"),
        ("comment", "pull_request_review_comment"),
    ):
        if given.name == name:
            found.append(Assumption(noun, f"nothing about the {noun}"))
    return tuple(found)


def merge_group(given: Given) -> Draft:
    """Return a `merge_group` that holds one pull request."""
    base = given.request.branch or given.setting.default_branch
    into = given.facts.bases.get(base, Base(""))
    ref = f"refs/heads/gh-readonly-queue/{base}/pr-1-{into.sha or given.facts.sha}"
    return Draft(
        ref,
        payloads.merge_group(given.setting, given.facts, base, into.sha, ref),
        (Assumption("merge_group.head_ref", "a merge group of pull request 1 alone"),),
    )


def ends(
    name: str, payload: Mapping[str, Value]
) -> Tuple[Optional[str], Optional[str]]:
    """Return the base and the head branch that a payload names."""
    if name == "merge_group":
        base = text_at(payload, "merge_group.base_ref") or ""
        return base[len("refs/heads/") :] or None, None
    base_ref = text_at(payload, "pull_request.base.ref")
    return base_ref, text_at(payload, "pull_request.head.ref")


def _number(payload: Mapping[str, Value]) -> int:
    for path in ("pull_request.number", "number"):
        value = payloads.at(payload, path)
        if isinstance(value, (int, float)):
            return int(value)
    return 1
