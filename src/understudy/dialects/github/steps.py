"""Owns reading the steps of a job or of a composite action into the model."""

from __future__ import annotations

from typing import List, Mapping, Optional, Set, Tuple

from understudy.dialects.github.conditions import condition
from understudy.dialects.github.ids import (
    LOCAL_OR_IMAGE,
    RESERVED,
    Ids,
    action_reference,
    base_of_action,
)
from understudy.dialects.github.nodes import (
    Entry,
    entries,
    items,
    scalars,
    templates,
    text,
    value,
)
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


def read_steps(
    node: Optional[yaml.Node], definition: Definition, problems: Problems
) -> Tuple[Step, ...]:
    """Return the steps of a list, each with its id; what is no step is left out.

    Args:
        definition: what the `if` of a step may use.
    """
    scope = _Scope(definition, problems)
    steps: List[Step] = []
    for item in items(node):
        fields = entries(item)
        kind = next((kind for key, kind in _KINDS.items() if key in fields), None)
        id = scope.claim(fields)
        if kind is None:
            message = (
                "Expected one of uses, run, wait, wait-all, cancel, or parallel "
                "to be defined"
            )
            problems.error("invalid-step", message, item.span)
        else:
            steps.append(scope.read(kind, id, item, fields))
    return tuple(steps)


class _Scope:
    """One list of steps: ids are unique in it, and targets come before."""

    def __init__(self, definition: Definition, problems: Problems) -> None:
        self._definition = definition
        self._problems = problems
        self._ids = Ids()
        self._known: Set[str] = set()

    def claim(self, fields: Mapping[str, Entry]) -> str:
        """Return the id that a step gives itself, and report what is wrong with it."""
        node = value(fields, "id")
        id = text(node)
        if node and id:
            objection = self._ids.claim(id)
            if objection:
                self._problems.error("invalid-id", objection, node.span)
            self._known.add(id)
        return id

    def read(
        self, kind: StepKind, id: str, node: yaml.Node, fields: Mapping[str, Entry]
    ) -> Step:
        """Return the step that these fields are."""
        if kind is StepKind.USES:
            self._check_uses(fields["uses"].value)
        get = templates(fields).get
        return Step(
            id=id or self._ids.generate(_base(kind, fields)),
            kind=kind,
            span=node.span,
            condition=(
                condition(value(fields, "if"), self._definition, self._problems)
                if kind in (StepKind.RUN, StepKind.USES)
                else None
            ),
            has_own_id=bool(id),
            name=get("name"),
            uses=get("uses"),
            inputs=get("with"),
            script=get("run"),
            shell=get("shell"),
            working_directory=get("working-directory"),
            env=get("env"),
            continue_on_error=get("continue-on-error"),
            timeout_minutes=get("timeout-minutes"),
            background=text(value(fields, "background")) == "true",
            targets=self._targets(kind, id, fields),
            steps=self._parallel(kind, node, fields),
        )

    def _check_uses(self, node: yaml.Node) -> None:
        uses = text(node)
        if not uses.startswith(LOCAL_OR_IMAGE) and action_reference(uses) is None:
            self._problems.error(
                "invalid-uses",
                f"Expected format {{org}}/{{repo}}[/path]@ref. Actual '{uses}'",
                node.span,
            )

    def _targets(
        self, kind: StepKind, id: str, fields: Mapping[str, Entry]
    ) -> Tuple[str, ...]:
        """Return the ids that a `wait` or `cancel` names, and report the wrong ones."""
        node = value(fields, kind.value)
        if kind is StepKind.WAIT_ALL and node and text(node) == "false":
            message = "The value of 'wait-all' must be true or omitted"
            self._problems.error("invalid-step", message, node.span)
        if kind not in (StepKind.WAIT, StepKind.CANCEL):
            return ()
        targets = scalars(node)
        for target in targets:
            objection = self._objection(text(target), id)
            if objection:
                self._problems.error("invalid-step", objection, target.span)
        return tuple(map(text, targets))

    def _objection(self, target: str, id: str) -> Optional[str]:
        if target.startswith("__"):
            return RESERVED.format(target)
        if target.lower() == id.lower():
            return f"Step '{id}' cannot reference itself"
        if target not in self._known:
            return f"Step references unknown step ID '{target}'"
        return None

    def _parallel(
        self, kind: StepKind, node: yaml.Node, fields: Mapping[str, Entry]
    ) -> Tuple[Step, ...]:
        if kind is not StepKind.PARALLEL:
            return ()
        inner = value(fields, "parallel")
        for item in items(inner):
            keys = entries(item)
            for key, message in _NOT_PARALLEL.items():
                if key in keys:
                    self._problems.error("invalid-step", message, node.span)
        return read_steps(inner, self._definition, self._problems)


def _base(kind: StepKind, fields: Mapping[str, Entry]) -> str:
    """Return what the generated id of a step is made of."""
    if kind is StepKind.USES:
        return base_of_action(text(fields["uses"].value))
    return str(kind.value)
