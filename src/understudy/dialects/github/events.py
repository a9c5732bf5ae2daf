"""Owns making the event that is rehearsed, out of what is asked for and what git knows.

Nothing here asks git. What neither git nor the caller's payload says is assumed, and
every such fact is listed in words.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Callable, List, Mapping, Optional, Sequence, Tuple

from understudy.dialects.github import occasions, payloads, pulls, pushes
from understudy.dialects.github.drafts import STRANGER, Assumption, Draft, Given
from understudy.dialects.github.payloads import Setting, text_at
from understudy.dialects.github.requests import Request, parse_event
from understudy.errors import UsageError
from understudy.model.event import Changes, Event
from understudy.model.facts import Facts
from understudy.model.pipeline import Workflow
from understudy.model.value import Value

__all__ = ["Request", "default_request", "parse_event", "synthesise"]

_WITH_INPUTS = frozenset(("workflow_dispatch", "repository_dispatch"))


def default_request(facts: Facts, workflows: Sequence[Workflow]) -> Request:
    """Return the event that is rehearsed where none was asked for.

    A push on the default branch; on any other a pull request into it, if one is
    listened to: a push there often starts nothing, and a green void is no rehearsal.
    """
    if facts.branch in (None, facts.default_branch):
        return Request("push")
    listened = any(workflow.trigger("pull_request") for workflow in workflows)
    return Request("pull_request" if listened else "push")


def synthesise(
    request: Request,
    facts: Facts,
    workflows: Sequence[Workflow],
    *,
    payload: Mapping[str, Value] = MappingProxyType({}),
    inputs: Mapping[str, Value] = MappingProxyType({}),
    changed: Optional[Sequence[str]] = None,
    fork: bool = False,
    repository: str = "local/project",
) -> Event:
    """Make the event of a request.

    Args:
        payload: laid over the payload that is made up, key by key.
        inputs: of a dispatch; of a `repository_dispatch`, its client payload.
        changed: the changed files, in place of those that git knows.
        fork: whether a pull request comes from a fork.
        repository: the name of the repository where there is no remote.

    Raises:
        UsageError: the request lacks something, names what does not exist, or has
            what its event cannot have.
    """
    if request.name is None:
        request = default_request(facts, workflows)
    name = request.name or "push"
    if inputs and name not in _WITH_INPUTS:
        hint = "those are for `dispatch` and `repository_dispatch`"
        raise UsageError(f"`{name}` has no inputs", hint)
    if fork and not name.startswith("pull_request"):
        raise UsageError(f"`{name}` comes from no fork", "`pull_request` may")
    given = _given(request, name, facts, workflows, payload, inputs, fork, repository)
    draft = _DRAFTS.get(name, occasions.other)(given)
    merged = payloads.merged(draft.payload, payload)
    dispatched: Mapping[str, Value] = {}
    if name == "workflow_dispatch":
        said = merged["inputs"]
        dispatched = {**(said if isinstance(said, dict) else {}), **inputs}
        merged["inputs"] = dict(dispatched)
    clean = draft.takes_the_commit
    changes = draft.changes
    if changed is not None:
        changes = Changes(tuple(changed), against="the files that were given")
    base, head = pulls.ends(name, merged)
    assumed = [*given.assumed, *draft.assumed]
    if clean and facts.dirty:
        text = f"the commit, without {len(facts.dirty)} uncommitted files"
        assumed.append(Assumption("", text))
    return Event(
        name=name,
        ref=_ref(name, draft.ref, merged),
        sha=draft.sha,
        repository=text_at(merged, "repository.full_name") or "",
        default_branch=text_at(merged, "repository.default_branch") or "",
        base=base,
        head=head,
        action=text_at(merged, "action"),
        actor=text_at(merged, "sender.login") or "",
        fork=_is_fork(merged),
        changes=changes,
        payload=MappingProxyType(merged),
        inputs=MappingProxyType(dispatched),
        dirty=() if clean else facts.dirty,
        untracked=facts.untracked,
        assumed=_still_assumed(assumed, payload),
        problem=_conflict(name, base, head, facts),
        # A commit that is still to be made has another message.
        message="" if facts.dirty and not clean else facts.message,
    )


def _given(
    request: Request,
    name: str,
    facts: Facts,
    workflows: Sequence[Workflow],
    payload: Mapping[str, Value],
    inputs: Mapping[str, Value],
    fork: bool,
    fallback: str,
) -> Given:
    assumed: List[Assumption] = []
    repository = facts.repository
    if repository is None:
        repository = fallback
        text = f"repository `{repository}`: there is no remote"
        assumed.append(Assumption("repository.full_name", text))
    repository = text_at(payload, "repository.full_name") or repository
    actor = STRANGER if fork else repository.split("/")[0]
    assumed.append(Assumption("sender.login", f"actor `{actor}`"))
    assumed.append(Assumption("repository.private", "a public repository"))
    setting = Setting(
        repository,
        text_at(payload, "repository.default_branch") or facts.default_branch,
        text_at(payload, "sender.login") or actor,
    )
    return Given(
        request, name, facts, workflows, setting, payload, inputs, fork, tuple(assumed)
    )


def _ref(name: str, ref: str, payload: Mapping[str, Value]) -> str:
    if name == "push":
        return text_at(payload, "ref") or ref
    if name == "pull_request" and payloads.at(payload, "pull_request.merged") is True:
        base = text_at(payload, "pull_request.base.ref")
        return f"refs/heads/{base}"
    return ref


def _is_fork(payload: Mapping[str, Value]) -> bool:
    source = text_at(payload, "pull_request.head.repo.full_name")
    return source is not None and source != text_at(payload, "repository.full_name")


def _conflict(
    name: str, base: Optional[str], head: Optional[str], facts: Facts
) -> Optional[str]:
    into = facts.bases.get(base or "")
    if name != "pull_request" or into is None or not into.conflict:
        return None
    return f"{head} conflicts with {base}: GitHub starts no pull_request workflow"


def _still_assumed(
    assumed: Sequence[Assumption], payload: Mapping[str, Value]
) -> Tuple[str, ...]:
    return tuple(
        one.text
        for one in assumed
        if not one.path or payloads.at(payload, one.path) is None
    )


_DRAFTS: Mapping[str, Callable[[Given], Draft]] = {
    "create": occasions.create,
    "delete": occasions.delete,
    "merge_group": pulls.merge_group,
    "pull_request": pulls.pull_request,
    "pull_request_review": pulls.pull_request,
    "pull_request_review_comment": pulls.pull_request,
    "pull_request_target": pulls.pull_request,
    "push": pushes.push,
    "release": pushes.release,
    "repository_dispatch": occasions.repository_dispatch,
    "schedule": occasions.schedule,
    "workflow_dispatch": occasions.dispatch,
    "workflow_run": occasions.workflow_run,
}
