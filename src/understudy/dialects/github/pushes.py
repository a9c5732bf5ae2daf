"""Owns the events of what is pushed: branches, tags, and the releases made of tags."""

from __future__ import annotations

from typing import List, Tuple

from understudy.dialects.github import payloads
from understudy.dialects.github.drafts import Assumption, Draft, Given, action_of
from understudy.dialects.github.payloads import NO_COMMIT, text_at
from understudy.dialects.github.requests import next_version
from understudy.errors import UsageError
from understudy.model.event import Changes
from understudy.model.facts import Facts


def push(given: Given) -> Draft:
    """Return a `push` of a branch, or of a tag."""
    facts = given.facts
    if given.request.tag is not None:
        return _tag(given, given.request.tag)
    assumed: List[Assumption] = []
    branch = given.request.branch or facts.branch
    if branch is None:
        branch = given.setting.default_branch
        assumed.append(Assumption("ref", f"branch `{branch}`: HEAD is detached"))
    base = facts.bases.get(branch)
    changes = facts.changes
    before = facts.upstream
    if branch != facts.branch:
        before = base.sha if base else None
        missing = Changes(None, reason=f"`{branch}` is not known here")
        changes = base.direct if base else missing
    # What is not committed yet is pushed on top.
    if before == facts.sha and not facts.dirty:
        before = facts.parent
        if branch != facts.branch:
            changes = Changes(None, reason=f"`{branch}` has this commit already")
        elif before is None and facts.is_shallow:
            changes = Changes(None, reason="this shallow checkout ends at this commit")
        assumed.append(
            Assumption("before", "the last commit is pushed, as no newer one waits")
        )
    if changes.commits != 1:
        assumed.append(Assumption("commits", "`commits` holds the head commit only"))
    ref = f"refs/heads/{branch}"
    return Draft(
        ref,
        payloads.push(given.setting, facts, ref, before or NO_COMMIT, None),
        tuple(assumed),
        facts.sha,
        changes,
    )


def _tag(given: Given, tag: str) -> Draft:
    facts = given.facts
    ref = f"refs/tags/{tag}"
    # GitHub names a branch there whose newest commit is the one that the tag is on.
    base_ref = None
    if facts.branch is not None and facts.upstream == facts.sha:
        base_ref = f"refs/heads/{facts.branch}"
    return Draft(
        ref,
        payloads.push(given.setting, facts, ref, NO_COMMIT, base_ref),
        _tag_assumed(facts, tag),
        facts.sha,
        takes_the_commit=True,
    )


def _tag_assumed(facts: Facts, tag: str) -> Tuple[Assumption, ...]:
    if tag not in facts.tags:
        text = f"tag `{tag}`: it does not exist yet, and will in the workspaces only"
        return (Assumption("ref", text),)
    elsewhere = facts.tag_shas.get(tag, facts.sha)
    if elsewhere != facts.sha:
        text = f"tag `{tag}` at {facts.sha[:7]}: here it is at {elsewhere[:7]}"
        return (Assumption("ref", text),)
    return ()


def release(given: Given) -> Draft:
    """Return a `release`, of the next version where no tag is given."""
    facts = given.facts
    assumed: List[Assumption] = []
    tag = given.request.tag or text_at(given.payload, "release.tag_name")
    if tag is None:
        if facts.last_tag is None:
            raise UsageError("`release` wants a tag", "as in `release v0.1.0`")
        tag = next_version(facts.last_tag) or facts.last_tag
        text = f"tag `{tag}`, as the last one is {facts.last_tag}"
        assumed.append(Assumption("release.tag_name", text))
    else:
        assumed.extend(_tag_assumed(facts, tag))
    action = action_of(given)
    assumed.append(Assumption("action", f"activity `{action}`"))
    return Draft(
        f"refs/tags/{tag}",
        payloads.release(given.setting, facts, tag, action),
        tuple(assumed),
        facts.sha,
        takes_the_commit=True,
    )
