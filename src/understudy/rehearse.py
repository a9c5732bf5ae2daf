"""Wires one run together: its places, its origin, what plays it; then plays it.

Apart from `api`, since plans are made without any of this.
"""

from __future__ import annotations

import secrets as randomness
from dataclasses import replace
from pathlib import Path
from typing import Iterable, Optional, Tuple

from understudy.api import Project
from understudy.dialects.github import commits
from understudy.engine import indexes, origin, verdict
from understudy.engine.cancellation import Cancellation
from understudy.engine.engine import Engine
from understudy.engine.files import remove_tree
from understudy.engine.foreword import foreword
from understudy.engine.mask import Masker
from understudy.engine.observe import Broadcast, Observer, RunFinished, Warned
from understudy.engine.options import RunOptions
from understudy.engine.origin import Origin
from understudy.engine.rehearsal import Rehearsal
from understudy.engine.services import Services
from understudy.engine.store import Run, Store
from understudy.errors import CannotStart
from understudy.means import Means, make_services
from understudy.model.event import Event
from understudy.model.plan import Plan, Starts
from understudy.model.result import RunResult
from understudy.plan.situation import Settings
from understudy.report.run_json import to_json

# A tag and a release are made of a commit, whatever lies in the working tree.
_OF_A_COMMIT = ("refs/tags/",)


def rehearse(
    project: Project,
    plan: Plan,
    settings: Settings = Settings(),
    options: RunOptions = RunOptions(),
    observers: Iterable[Observer] = (),
    cancellation: Optional[Cancellation] = None,
    means: Optional[Means] = None,
) -> RunResult:
    """Play what the event of a plan starts, and return how that ended.

    Args:
        project: whose pipeline it is.
        plan: made by `api.plan`, with an event.
        settings: those that the plan was made with.
        options: what to play of it, and how.
        observers: learn of everything while it happens.
        cancellation: ends the run before its time.
        means: with what it is played.

    Raises:
        CannotStart: the tree of the event cannot be made.
        ValueError: the plan has no event.
    """
    if plan.event is None:
        raise ValueError("a plan without an event cannot be played")
    means = means or Means()
    cancellation = cancellation or Cancellation()
    store = Store(project.root, means.places)
    broadcast = Broadcast(observers)
    for cleaned in store.clean():
        broadcast.notify(Warned(0.0, str(cleaned)))
    run = store.start()
    place = run.workspaces / "origin"
    result: Optional[RunResult] = None
    try:
        event, source = _stage_event(project, plan.event, place, means)
        services = make_services(project, means)
        rehearsal = _rehearsal(
            run, event, source, settings, services, options, broadcast, means
        )
        notes = tuple(foreword(plan, rehearsal))
        legs = Engine(rehearsal, cancellation).play(plan, notes)
        broken = any(
            workflow.workflow.broken and workflow.starts is not Starts.YES
            for workflow in plan.workflows
        )
        worth, status = verdict.judge(
            legs,
            options.allow_missing,
            options.strict,
            cancellation.requested,
            broken,
        )
        result = RunResult(
            number=run.number,
            legs=legs,
            verdict=worth,
            exit=status,
            seconds=rehearsal.seconds(),
            folder=str(run.folder),
            pushed=tuple(str(change) for change in source.pushed()),
        )
    finally:
        remove_tree(place)
        run.finish({"type": "run_failed"} if result is None else to_json(result))
    broadcast.notify(RunFinished(result.seconds, result))
    store.prune(project.config.keep_runs)
    return result


def _stage_event(
    project: Project, event: Event, place: Path, means: Means
) -> Tuple[Event, Origin]:
    """Return the event with the commit that is played, and the origin that has it."""
    source = origin.create(
        project.root,
        place,
        means.environment,
        untracked=means.untracked,
        snapshot=not event.ref.startswith(_OF_A_COMMIT),
        repository=event.repository,
    )
    event = commits.playing(event, source.facts.head, source.played)
    pull = commits.pull_of(event)
    if pull is None:
        return event, source.having(event.ref, event.sha)
    return replace(event, sha=_merge(event, pull, source)), source


def _merge(event: Event, pull: commits.Pull, source: Origin) -> str:
    """Return the merge commit of a pull request, made in the origin."""
    if not pull.base:
        raise CannotStart(
            f"`{event.base}`, the base of the pull request, is not known here",
            "fetch it, or name another one: understudy run pull_request BASE",
        )
    merge = source.merge(pull.base, pull.number)
    if not merge.sha:
        files = f": {', '.join(merge.conflicts[:3])}" if merge.conflicts else ""
        raise CannotStart(
            f"`{event.head}` cannot be merged into `{event.base}`:"
            f" {merge.reason}{files}",
            "merge or rebase first: GitHub starts no run for such a pull request",
        )
    return merge.sha


def _rehearsal(
    run: Run,
    event: Event,
    source: Origin,
    settings: Settings,
    services: Services,
    options: RunOptions,
    broadcast: Broadcast,
    means: Means,
) -> Rehearsal:
    home = Path(means.environment.get("HOME") or Path.home())
    found = indexes.effective(means.environment, home)
    token = f"ghs_{randomness.token_hex(18)}"
    masker = Masker()
    for value in (token, *found.secrets, *settings.secrets.values()):
        masker.add(value or "")
    return Rehearsal(
        run=run,
        event=event,
        origin=source,
        settings=settings,
        services=services,
        options=options,
        observer=broadcast,
        masker=masker,
        indexes=found,
        environ=means.environment,
        cache=means.cache,
        token=token,
        started=services.now(),
    )
