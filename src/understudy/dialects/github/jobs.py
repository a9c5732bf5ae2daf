"""Owns reading the jobs of a workflow into the model; expands no matrix."""

from __future__ import annotations

from types import MappingProxyType
from typing import Dict, Mapping, Optional, Tuple

from understudy.dialects.github.conditions import condition
from understudy.dialects.github.containers import check_container, check_services
from understudy.dialects.github.ids import Ids
from understudy.dialects.github.keys import JOB_IF, STEP_IF
from understudy.dialects.github.matrices import check_matrix
from understudy.dialects.github.nodes import (
    Entry,
    entries,
    has_hole,
    scalars,
    templates,
    text,
    value,
)
from understudy.dialects.github.permissions import read_permissions
from understudy.dialects.github.problems import Problems
from understudy.dialects.github.runners import check_runner
from understudy.dialects.github.steps import read_steps
from understudy.model.pipeline import Call, Defaults, Job, Need, Strategy
from understudy.model.template import Template
from understudy.text import yaml

# Keys that the model has a place for; all others are kept in `Job.extra`.
_MODELLED = frozenset(
    "name needs if strategy permissions concurrency runs-on timeout-minutes "
    "continue-on-error container services env environment outputs defaults steps "
    "uses with secrets".split()
)
_LONGEST_GROUP = 400


def read_jobs(node: Optional[yaml.Node], problems: Problems) -> Tuple[Job, ...]:
    """Return the jobs of a workflow, in the order of the file."""
    return tuple(
        _job(id, entry, problems)
        for id, entry in entries(node).items()
        if isinstance(entry.value, yaml.Mapping) and not has_hole(entry.key)
    )


def read_defaults(node: Optional[yaml.Node]) -> Defaults:
    """Return what `run` steps fall back to."""
    get = templates(entries(value(entries(node), "run"))).get
    return Defaults(get("shell"), get("working-directory"))


def check_concurrency(entry: Optional[Entry], problems: Problems) -> None:
    """Report a concurrency group that is too long."""
    if entry is None:
        return
    group = entries(entry.value).get("group", entry)
    if not has_hole(group.value) and len(text(group.value)) > _LONGEST_GROUP:
        problems.error(
            "invalid-concurrency",
            f"Concurrency group name must be less than {_LONGEST_GROUP} characters",
            entry.value.span,
        )


def _job(id: str, entry: Entry, problems: Problems) -> Job:
    fields = entries(entry.value)
    objection = Ids().claim(id)
    if objection:
        problems.error("invalid-id", objection, entry.key.span)
    _check(fields, problems)
    get = templates(fields).get
    return Job(
        id=id,
        span=entry.value.span,
        condition=condition(value(fields, "if"), JOB_IF, problems),
        key_span=entry.key.span,
        name=get("name"),
        needs=tuple(
            Need(text(need), need.span) for need in scalars(value(fields, "needs"))
        ),
        strategy=_strategy(value(fields, "strategy")),
        runner=get("runs-on"),
        env=get("env"),
        defaults=read_defaults(value(fields, "defaults")),
        outputs=get("outputs"),
        permissions=read_permissions(value(fields, "permissions")),
        concurrency=get("concurrency"),
        environment=get("environment"),
        container=get("container"),
        services=get("services"),
        continue_on_error=get("continue-on-error"),
        timeout_minutes=get("timeout-minutes"),
        steps=read_steps(value(fields, "steps"), STEP_IF, problems),
        call=_call(fields),
        extra=_extra(fields),
    )


def _check(fields: Mapping[str, Entry], problems: Problems) -> None:
    check_concurrency(fields.get("concurrency"), problems)
    if "runs-on" in fields:
        check_runner(fields["runs-on"].value, problems)
    if "container" in fields:
        check_container(fields["container"].value, problems)
    if "services" in fields:
        check_services(fields["services"].value, problems)
    if "strategy" in fields:
        check_matrix(fields["strategy"].value, problems)


def _strategy(node: Optional[yaml.Node]) -> Optional[Strategy]:
    if node is None:
        return None
    get = templates(entries(node)).get
    return Strategy(
        span=node.span,
        whole=Template(node) if has_hole(node) else None,
        matrix=get("matrix"),
        fail_fast=get("fail-fast"),
        max_parallel=get("max-parallel"),
    )


def _call(fields: Mapping[str, Entry]) -> Optional[Call]:
    get = templates(fields).get
    uses = get("uses")
    if uses is None:
        return None
    inherits = text(value(fields, "secrets")) == "inherit"
    return Call(
        uses=uses,
        inputs=get("with"),
        secrets=None if inherits else get("secrets"),
        inherits_secrets=inherits,
    )


def _extra(fields: Mapping[str, Entry]) -> Mapping[str, Template]:
    found: Dict[str, Template] = {
        name: Template(entry.value)
        for name, entry in fields.items()
        if name not in _MODELLED
    }
    return MappingProxyType(found)
