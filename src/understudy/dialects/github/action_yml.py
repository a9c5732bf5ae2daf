"""Owns reading an action's metadata, `action.yml`, as the runner does."""

from __future__ import annotations

from dataclasses import replace
from typing import Mapping, Optional, Tuple, Union

from understudy.dialects.github.action_keys import ACTION, PRE_OR_POST_IF, STEP_IF
from understudy.dialects.github.holes import tree
from understudy.dialects.github.inspection import Inspection
from understudy.dialects.github.names import Known, step_ids
from understudy.dialects.github.nodes import Entry, entries, templates, text, value
from understudy.dialects.github.problems import Problems
from understudy.dialects.github.steps import read_steps
from understudy.dialects.github.validation import Validator, report_fault
from understudy.expressions import ExpressionError
from understudy.model.action import (
    ActionDefinition,
    ActionInput,
    ActionOutput,
    Composite,
    Docker,
    JavaScript,
)
from understudy.model.template import Condition
from understudy.text import yaml
from understudy.text.diagnostic import Diagnostic
from understudy.text.source import Source, Span

NODES = ("node12", "node16", "node20", "node24")
_ALWAYS = Condition("always()")
_Runs = Union[None, JavaScript, Docker, Composite]


def read_action(source: Source) -> Tuple[ActionDefinition, Tuple[Diagnostic, ...]]:
    """Return what an `action.yml` says, and all that the runner says against it."""
    problems = Problems()
    node, found = yaml.load(source)
    for diagnostic in found:
        problems.add(diagnostic)
    span = node.span if node else source.span(0, 0)
    validator = Validator(problems, "action-syntax")
    if node and not problems.has_errors:
        validator.check(node, ACTION)
    meaning = Problems()
    fields = entries(node)
    action = ActionDefinition(
        path=source.path,
        span=span,
        name=text(value(fields, "name")),
        description=text(value(fields, "description")),
        inputs=_inputs(value(fields, "inputs")),
        outputs=_outputs(value(fields, "outputs")),
        runs=_runs(source, fields, span, meaning),
    )
    if not problems.has_errors:
        for diagnostic in meaning.sorted():
            problems.add(diagnostic)
    if node and not problems.has_errors:
        _inspect(node, action, Inspection(validator.register, problems))
    return replace(action, broken=problems.has_errors), tuple(problems.sorted())


def _inspect(node: yaml.Node, action: ActionDefinition, inspection: Inspection) -> None:
    steps = action.runs.steps if isinstance(action.runs, Composite) else ()
    known = Known(inputs=tuple(input.name for input in action.inputs))
    items = value(entries(value(entries(node), "runs")), "steps")
    inspection.check(node, replace(known, steps=step_ids(steps)), without=items)
    inspection.check_steps(items, steps, known, STEP_IF)


def _inputs(node: Optional[yaml.Node]) -> Tuple[ActionInput, ...]:
    found = []
    for name, entry in entries(node).items():
        # The runner reads these two keys in any case (ActionManifestManager.cs).
        fields = {key.lower(): item for key, item in entries(entry.value).items()}
        found.append(
            ActionInput(
                name=name,
                default=templates(fields).get("default"),
                required=text(value(fields, "required")) == "true",
                description=text(value(fields, "description")),
                deprecated=text(value(fields, "deprecationmessage")) or None,
                span=entry.key.span,
            )
        )
    return tuple(found)


def _outputs(node: Optional[yaml.Node]) -> Tuple[ActionOutput, ...]:
    return tuple(
        ActionOutput(
            name=name,
            value=templates(entries(entry.value)).get("value"),
            description=text(value(entries(entry.value), "description")),
            span=entry.key.span,
        )
        for name, entry in entries(node).items()
    )


def _runs(
    source: Source, fields: Mapping[str, Entry], span: Span, problems: Problems
) -> _Runs:
    node = value(fields, "runs")
    if node is None:
        message = f"Top level 'runs:' section is required for {source.path}"
        problems.error("action-syntax", message, span)
        return None
    runs = entries(node)
    using = text(value(runs, "using")).lower()
    steps = value(runs, "steps")
    lacking = None
    if using == "docker":
        if text(value(runs, "image")):
            return _docker(runs, problems)
        lacking = "You are using a Container Action but an image is not provided in {}."
    elif using in NODES:
        if text(value(runs, "main")):
            return _javascript(using, runs, problems)
        lacking = (
            "You are using a JavaScript Action but there is not an entry "
            "JavaScript file provided in {}."
        )
    elif using == "composite":
        if steps is not None:
            return Composite(read_steps(steps, STEP_IF, problems))
        lacking = (
            "You are using a composite action but there are no steps provided in {}."
        )
    elif using:
        lacking = (
            f"'using: {text(value(runs, 'using'))}' is not supported, use 'docker', "
            "'node12', 'node16', 'node20' or 'node24' instead."
        )
    else:
        lacking = (
            "Missing 'using' value. 'using' requires 'composite', 'docker', "
            "'node12', 'node16', 'node20' or 'node24'."
        )
    problems.error("action-syntax", lacking.replace("{}", source.path), node.span)
    return None


def _javascript(
    using: str, runs: Mapping[str, Entry], problems: Problems
) -> JavaScript:
    return JavaScript(
        node=using,
        main=text(value(runs, "main")),
        pre=text(value(runs, "pre")) or None,
        pre_condition=_condition(value(runs, "pre-if"), problems),
        post=text(value(runs, "post")) or None,
        post_condition=_condition(value(runs, "post-if"), problems),
    )


def _docker(runs: Mapping[str, Entry], problems: Problems) -> Docker:
    get = templates(runs).get
    return Docker(
        image=text(value(runs, "image")),
        entrypoint=text(value(runs, "entrypoint")) or None,
        arguments=get("args"),
        env=get("env"),
        pre=text(value(runs, "pre-entrypoint")) or None,
        pre_condition=_condition(value(runs, "pre-if"), problems),
        post=text(value(runs, "post-entrypoint")) or None,
        post_condition=_condition(value(runs, "post-if"), problems),
    )


def _condition(node: Optional[yaml.Node], problems: Problems) -> Condition:
    """Return a `pre-if` or `post-if`, which no status function is added to."""
    expression = text(node).strip()
    if not expression or not isinstance(node, yaml.Scalar):
        return _ALWAYS
    try:
        tree(expression, PRE_OR_POST_IF.contexts)
    except ExpressionError as error:
        offset = max(node.text.find(expression), 0)
        report_fault(error, node, offset, problems, PRE_OR_POST_IF.contexts)
    return Condition(expression, expression, node.span)
