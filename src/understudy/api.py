"""Wires the pieces together: load a project, make an event, plan it. Start here.

Every function takes what the one before it returned; nothing is kept in between.
"""

from __future__ import annotations

import os
from dataclasses import field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Mapping, Optional, Sequence, Tuple

from understudy import config as configuration
from understudy.config import Config
from understudy.dialects.base import Dialect, Operand
from understudy.dialects.github import dialect as github
from understudy.dialects.github import events, questions, reader
from understudy.dialects.github.files import Checkout
from understudy.dialects.github.folder import (
    WORKFLOWS,
    check_tracked,
    read_workflows,
)
from understudy.dialects.github.reader import Strictness
from understudy.engine import facts, history
from understudy.errors import CannotStart
from understudy.model.event import Event
from understudy.model.facts import Facts
from understudy.model.pipeline import Pipeline
from understudy.model.plan import Plan
from understudy.model.value import Value
from understudy.plan import addresses, planner
from understudy.plan.situation import Settings
from understudy.records import dataclass
from understudy.repositories import Repositories

__all__ = ["Asked", "Project", "Settings", "Strictness", "event", "explain", "load"]

_DIALECT: Dialect = github
_NOTHING: Mapping[str, Value] = MappingProxyType({})


@dataclass(frozen=True)
class Project:
    """A project as it is now: its checkout, its pipeline, what it says to us."""

    checkout: facts.Facts
    config: Config
    pipeline: Pipeline
    repositories: Repositories = field(repr=False)

    @property
    def root(self) -> Path:
        """The top of the checkout."""
        return self.checkout.project

    def settings(
        self,
        vars: Mapping[str, str] = MappingProxyType({}),
        secrets: Mapping[str, Optional[str]] = MappingProxyType({}),
    ) -> Settings:
        """Return what is configured outside of the pipeline, with some more of it."""
        return Settings({**self.config.vars, **vars}, secrets)


@dataclass(frozen=True)
class Asked:
    """The event that somebody asks for: its words, and what is known better than here.

    Without words it is the one that the configuration names, or that git suggests.
    """

    words: Tuple[str, ...] = ()
    payload: Mapping[str, Value] = field(default_factory=lambda: _NOTHING)
    inputs: Mapping[str, Value] = field(default_factory=lambda: _NOTHING)
    changed: Optional[Sequence[str]] = None
    fork: bool = False


def load(
    directory: Path,
    local_repositories: Mapping[str, Path] = MappingProxyType({}),
    strictness: Strictness = Strictness.SERVER,
    environment: Mapping[str, str] = os.environ,
) -> Project:
    """Return the project that a folder belongs to.

    Args:
        directory: any folder of the checkout.
        local_repositories: checkouts that stand in for `owner/name[@ref]`.
        strictness: whose view of `on` counts, the server's or the editor's.
        environment: what git sees.

    Raises:
        CannotStart: there is no git, no repository, no commit or no pipeline.
    """
    checkout = facts.read(directory, environment)
    sources = read_workflows(checkout.project)
    if not sources:
        raise CannotStart(
            f"there is no workflow in `{checkout.project / WORKFLOWS}`",
            "GitHub looks there, for files that end in .yml or .yaml",
        )
    config = configuration.read(checkout.project)
    repositories = Repositories({**config.repositories, **local_repositories})
    files = Checkout(checkout.project)
    pipeline = reader.read(sources, repositories, strictness, files)
    warnings = check_tracked(sources, checkout.untracked)
    pipeline = replace(pipeline, diagnostics=(*pipeline.diagnostics, *warnings))
    return Project(checkout, config, pipeline, repositories)


def event(
    project: Project,
    asked: Asked = Asked(),
    verb: str = "plan",
    environment: Mapping[str, str] = os.environ,
) -> Event:
    """Return the event that was asked for, with all that git knows of it.

    Raises:
        UsageError: there is no such event, or it lacks something.
    """
    checkout, workflows = project.checkout, project.pipeline.workflows
    request = _request(project, asked.words, verb, environment)
    if request.name is None:
        here = Facts(checkout.head, checkout.branch or None, checkout.default_branch)
        request = events.default_request(here, workflows)
    wanted = questions.ask(
        request, asked.payload, checkout.branch or None, checkout.default_branch
    )
    return events.synthesise(
        request,
        history.read(checkout, wanted.bases, environment, pushes=wanted.pushes),
        workflows,
        payload=asked.payload,
        inputs=asked.inputs,
        changed=asked.changed,
        fork=asked.fork,
        repository=_repository(project),
    )


def plan(project: Project, event: Event, settings: Settings = Settings()) -> Plan:
    """Return what an event starts, with a reason for everything that it does not."""
    return planner.plan(project.pipeline, event, _DIALECT, settings)


def plan_all(project: Project, settings: Settings = Settings()) -> Plan:
    """Return every workflow with all that is known of it whatever the event."""
    return planner.plan_all(project.pipeline, _DIALECT, settings)


def explain(plan: Plan, address: str, settings: Settings = Settings()) -> Operand:
    """Return the condition of a planned job in its parts, each with its own value."""
    return planner.dissect(plan, address, _DIALECT, settings)


def _request(
    project: Project, words: Sequence[str], verb: str, environment: Mapping[str, str]
) -> events.Request:
    if not words and project.config.event != configuration.AUTO:
        words = project.config.event.split()
    stems = addresses.stems(found.path for found in project.pipeline.workflows)
    jobs = [
        f"{stems[workflow.path]}/{job.id}"
        for workflow in project.pipeline.workflows
        for job in workflow.jobs
    ]
    tag = None
    if list(words) == ["tag"]:
        tag = history.read(project.checkout, (), environment, pushes=False).last_tag
    return events.parse_event(
        words, jobs=jobs, workflows=list(stems.values()), last_tag=tag, verb=verb
    )


def _repository(project: Project) -> str:
    """Return what the repository is called where there is no remote."""
    if project.checkout.repository:
        return project.checkout.repository
    named = project.config.repository
    return (
        named
        or configuration.published_repository(project.root)
        or project.checkout.local_name
    )
