"""Owns finding versions that YAML reads as numbers: 3.10 without quotes is 3.1.

Looked at are matrices, and everything that is called a version where a text is wanted:
inputs, variables, defaults of inputs.
"""

from __future__ import annotations

import re
from typing import Iterator, Mapping, Optional, Tuple

from understudy.dialects.github.nodes import Entry, entries, items, text, value
from understudy.dialects.github.problems import Problems
from understudy.expressions import to_number
from understudy.model.action import ActionDefinition, Composite
from understudy.model.pipeline import Input, Step, Workflow
from understudy.model.template import Template
from understudy.text import yaml
from understudy.text.diagnostic import Diagnostic, Edit, Fix, Severity

ID = "unquoted-version"
_LOSES = re.compile(r"\d+\.\d*0|0\d+(\.\d+)?")
_VERSION = re.compile(
    r"version|(^|[^a-z])(python|py|node|nodejs|go|golang|ruby|java|jdk|php|dotnet|rust"
    r"|perl|django|numpy|pypy|cpython|toolchain|release)s?([^a-z]|$)",
    re.IGNORECASE,
)
# A matrix may count as well; a number keeps its worth without its last zero.
_AMOUNT = re.compile(
    r"timeout|minute|second|hour|percent|ratio|factor|fraction|weight|threshold|rate"
    r"|size|limit|parallel|share|shard|scale|tolerance|coverage|score|budget",
    re.IGNORECASE,
)


def check_versions(workflow: Workflow, problems: Problems) -> None:
    """Report the versions of a workflow that lose a zero."""
    for key, scalar in _suspects(workflow):
        check_version(key, scalar, problems)


def check_action_versions(action: ActionDefinition, problems: Problems) -> None:
    """Report the versions of an action's metadata that lose a zero."""
    for input in action.inputs:
        node = input.default.node if input.default else None
        if isinstance(node, yaml.Scalar):
            check_version(input.name, node, problems)
    for step in action.runs.steps if isinstance(action.runs, Composite) else ():
        for key, scalar in _step(step):
            check_version(key, scalar, problems)


def check_version(key: str, scalar: yaml.Scalar, problems: Problems) -> None:
    """Report a scalar that is not the text that it looks like."""
    if scalar.style != "plain" or isinstance(scalar.value, (str, bool)):
        return
    read = text(scalar)
    if _LOSES.fullmatch(scalar.text) and read != scalar.text:
        quoted = f'"{scalar.text}"'
        problems.add(
            Diagnostic(
                ID,
                Severity.WARNING,
                f"`{key}` is {read} here, not {scalar.text}: without quotes it is a "
                "number",
                scalar.span,
                help=f"write {quoted}",
                # Not safe: it is another version then, the one that was meant.
                fixes=(Fix("quote it", (Edit(scalar.span, quoted),), safe=False),),
            )
        )


def is_version(name: str) -> bool:
    """Tell whether something of this name is a version."""
    return bool(_VERSION.search(name)) and not _AMOUNT.search(name)


def _suspects(workflow: Workflow) -> Iterator[Tuple[str, yaml.Scalar]]:
    yield from _given(workflow.env)
    for trigger in workflow.triggers:
        yield from _defaults(trigger.inputs)
    for job in workflow.jobs:
        yield from _given(job.env)
        if job.strategy and job.strategy.matrix:
            yield from _matrix(job.strategy.matrix.node)
        if job.call:
            yield from _given(job.call.inputs)
        for step in job.steps:
            yield from _step(step)


def _step(step: Step) -> Iterator[Tuple[str, yaml.Scalar]]:
    yield from _given(step.inputs)
    yield from _given(step.env)
    for inner in step.steps:
        yield from _step(inner)


def _given(template: Optional[Template]) -> Iterator[Tuple[str, yaml.Scalar]]:
    """Yield the versions among inputs and variables, which are texts, all of them."""
    for name, entry in entries(template.node if template else None).items():
        if isinstance(entry.value, yaml.Scalar) and is_version(name):
            yield name, entry.value


def _defaults(inputs: Tuple[Input, ...]) -> Iterator[Tuple[str, yaml.Scalar]]:
    for input in inputs:
        node = input.default.node if input.default else None
        if isinstance(node, yaml.Scalar) and input.type not in ("number", "boolean"):
            yield input.name, node


def _matrix(node: yaml.Node) -> Iterator[Tuple[str, yaml.Scalar]]:
    fields = entries(node)
    yield from _vectors(fields)
    # What `exclude` names is compared by worth, and never seen by a job.
    for item in items(value(fields, "include")):
        for key, scalar in _vectors(entries(item)):
            if not _is_among(scalar, value(fields, key)):
                yield key, scalar


def _is_among(scalar: yaml.Scalar, vector: Optional[yaml.Node]) -> bool:
    """Tell whether an inclusion means a combination that is there, and keeps it."""
    return any(
        isinstance(found, yaml.Scalar)
        and isinstance(found.value, str)
        and to_number(found.value) == scalar.value
        for found in items(vector)
    )


def _vectors(fields: Mapping[str, Entry]) -> Iterator[Tuple[str, yaml.Scalar]]:
    for name, entry in fields.items():
        if name not in ("include", "exclude") and not _AMOUNT.search(name):
            for item in (entry.value, *items(entry.value)):
                if isinstance(item, yaml.Scalar):
                    yield name, item
                else:
                    yield from _vectors(entries(item))
