"""Owns reading the steps of a job or of a composite action into the model."""

from __future__ import annotations

from dataclasses import replace
from typing import List, Mapping, Optional, Set, Tuple

from understudy.dialects.github.conditions import condition
from understudy.dialects.github.ids import Ids, action_reference, base_of_action
from understudy.dialects.github.nodes import Entry, entries, scalars, template, text
from understudy.dialects.github.problems import Problems
from understudy.dialects.github.schema import Definition
from understudy.model.pipeline import Step, StepKind
from understudy.text import yaml

# What a step is by the keys it has; the first one found decides (steps.ts).
_KINDS = {
    "run": StepKind.RUN,
    "uses": StepKind.USES,
    "wait": StepKind.WAIT,
    "wait-all": StepKind.WAIT_ALL,
    "cancel": StepKind.CANCEL,
    "parallel": StepKind.PARALLEL,
}


def read_steps(
    node: Optional[yaml.Node], definition: Definition, problems: Problems
) -> Tuple[Step, ...]:
    """Return the steps of a list, each with its id; what is no step is left out.

    Args:
        definition: what the `if` of a step may use.
    """
    if not isinstance(node, yaml.Sequence):
        return ()
    ids = Ids()
    known: Set[str] = set()
    steps: List[Step] = []
    for item in node.items:
        fields = entries(item)
        kind = next((kind for key, kind in _KINDS.items() if key in fields), None)
        id = _claim(fields, ids, known, problems)
        if kind is None:
            _report_no_kind(item, problems)
            continue
        step = _read_step(kind, id, item, fields, definition, problems)
        _check_targets(step, fields, known, problems)
        steps.append(step)
    return tuple(step if step.id else _named(step, ids) for step in steps)


def _read_step(
    kind: StepKind,
    id: str,
    node: yaml.Node,
    fields: Mapping[str, Entry],
    definition: Definition,
    problems: Problems,
) -> Step:
    conditional = kind in (StepKind.RUN, StepKind.USES)
    wrong = fields.get("if")
    background = fields.get("background")
    if kind is StepKind.USES:
        _check_uses(fields["uses"].value, problems)
    return Step(
        id=id,
        kind=kind,
        span=node.span,
        condition=(
            condition(wrong.value if wrong else None, definition, problems)
            if conditional
            else None
        ),
        has_own_id=bool(id),
        name=template(fields.get("name")),
        uses=template(fields.get("uses")),
        inputs=template(fields.get("with")),
        script=template(fields.get("run")),
        shell=template(fields.get("shell")),
        working_directory=template(fields.get("working-directory")),
        env=template(fields.get("env")),
        continue_on_error=template(fields.get("continue-on-error")),
        timeout_minutes=template(fields.get("timeout-minutes")),
        background=background is not None and text(background.value) == "true",
        targets=_targets(kind, fields),
        steps=_parallel(kind, node, fields, definition, problems),
    )


def _claim(
    fields: Mapping[str, Entry], ids: Ids, known: Set[str], problems: Problems
) -> str:
    entry = fields.get("id")
    id = text(entry.value) if entry else ""
    if entry and id:
        objection = ids.claim(id)
        if objection:
            problems.error("invalid-id", objection, entry.value.span)
        known.add(id)
    return id


def _named(step: Step, ids: Ids) -> Step:
    base = step.kind.value
    if step.uses and step.kind is StepKind.USES:
        base = base_of_action(text(step.uses.node))
    return replace(step, id=ids.generate(base))


def _check_uses(node: yaml.Node, problems: Problems) -> None:
    uses = text(node)
    if not uses.startswith(("docker://", "./", ".\\", "$/")):
        if action_reference(uses) is None:
            problems.error(
                "invalid-uses",
                f"Expected format {{org}}/{{repo}}[/path]@ref. Actual '{uses}'",
                node.span,
            )


def _targets(kind: StepKind, fields: Mapping[str, Entry]) -> Tuple[str, ...]:
    if kind in (StepKind.WAIT, StepKind.CANCEL):
        return tuple(map(text, scalars(fields[kind.value].value)))
    return ()


def _check_targets(
    step: Step, fields: Mapping[str, Entry], known: Set[str], problems: Problems
) -> None:
    if step.kind is StepKind.WAIT_ALL:
        value = fields["wait-all"].value
        if text(value) == "false":
            message = "The value of 'wait-all' must be true or omitted"
            problems.error("invalid-step", message, value.span)
    if not step.targets:
        return
    for target in scalars(fields[step.kind.value].value):
        name = text(target)
        if name.startswith("__"):
            message = (
                f"The identifier '{name}' is invalid. "
                "IDs starting with '__' are reserved."
            )
        elif name.lower() == step.id.lower():
            message = f"Step '{step.id}' cannot reference itself"
        elif name not in known:
            message = f"Step references unknown step ID '{name}'"
        else:
            continue
        problems.error("invalid-step", message, target.span)


def _parallel(
    kind: StepKind,
    node: yaml.Node,
    fields: Mapping[str, Entry],
    definition: Definition,
    problems: Problems,
) -> Tuple[Step, ...]:
    if kind is not StepKind.PARALLEL:
        return ()
    inner = fields["parallel"].value
    steps = read_steps(inner, definition, problems)
    for item in inner.items if isinstance(inner, yaml.Sequence) else ():
        keys = entries(item)
        for key, message in _NOT_PARALLEL.items():
            if key in keys:
                problems.error("invalid-step", message, node.span)
    return steps


_NOT_PARALLEL = {
    "background": (
        "'background' is not allowed inside a parallel block. "
        "Steps in a parallel block are automatically run as background steps."
    ),
    "wait": "'wait' is not allowed inside a parallel block.",
    "wait-all": "'wait-all' is not allowed inside a parallel block.",
    "cancel": "'cancel' is not allowed inside a parallel block.",
    "parallel": "Nested 'parallel' blocks are not allowed.",
}


def _report_no_kind(node: yaml.Node, problems: Problems) -> None:
    problems.error(
        "invalid-step",
        "Expected one of uses, run, wait, wait-all, cancel, or parallel to be defined",
        node.span,
    )
