"""Owns whether a call fits the workflow called: inputs, secrets, permissions."""

from __future__ import annotations

from typing import Iterator, Mapping, Optional, Tuple

from understudy.dialects.github.grants import DEFAULT
from understudy.dialects.github.nodes import Entry, entries, has_holes, text
from understudy.dialects.github.permissions import violations
from understudy.dialects.github.problems import Problems
from understudy.dialects.github.validation import did_you_mean
from understudy.expressions import to_string
from understudy.model.pipeline import Call, Input, Job, Permissions, Trigger, Workflow
from understudy.model.template import Template
from understudy.text import yaml
from understudy.text.source import Source

LOCAL = ("./", "$/")
_FOLDER = ".github/workflows/"
_NOWHERE = Source("", "").span(0, 0)
_DEFAULT = Permissions(DEFAULT, _NOWHERE)


def objection_to(uses: str) -> Optional[str]:
    """Return what GitHub says against a reference to a workflow, whatever is there."""
    path, at, ref = uses.partition("@")
    if uses.startswith(LOCAL):
        if at:
            reason = "cannot specify version when calling local workflows"
            return f"invalid value workflow reference: {reason}"
        inside = path[2:]
    elif not ref:
        return "invalid value workflow reference: no version specified"
    else:
        inside = "/".join(path.split("/")[2:])
    if not inside.startswith(_FOLDER):
        reason = "references to workflows must be rooted in '.github/workflows'"
    elif "/" in inside[len(_FOLDER) :]:
        reason = (
            "workflows must be defined at the top level of the .github/workflows/ "
            "directory"
        )
    else:
        return None
    return f"invalid value workflow reference: {reason}"


def check_call(call: Call, trigger: Optional[Trigger], problems: Problems) -> None:
    """Report inputs and secrets that do not fit what the workflow called listens to.

    Args:
        trigger: the `workflow_call` of the workflow called, None where it has none.
    """
    if trigger is None:
        message = "workflow_call key is not defined in the referenced workflow."
        problems.error("invalid-call", message, call.uses.span)
        return
    _check_inputs(call, trigger, problems)
    if not call.inherits_secrets:
        _check_given("secret", call, call.secrets, trigger.secrets, problems)


def check_permissions(
    caller: Job,
    callee: Workflow,
    allowed: Permissions,
    problems: Problems,
    by_name: bool = False,
) -> None:
    """Report a workflow, or a job of it, that asks for more than its caller may.

    Args:
        by_name: whether the message names the workflow twice, as GitHub's test data
            do and its server does not.
    """
    uses = text(caller.call.uses.node) if caller.call else ""
    own = f"The workflow '{uses}'" if by_name else "The workflow"
    for who, requested in _asking(callee, own, "The nested job '{}'"):
        wanted, most = violations(requested, allowed)
        if wanted:
            problems.error(
                "call-permissions",
                f"Error calling workflow '{uses}'. {who} is requesting '{wanted}', "
                f"but is only allowed '{most}'.",
                caller.key_span or caller.span,
                help=f"let the `permissions` of this job hold `{wanted}`",
            )


def check_default(caller: Job, callee: Workflow, problems: Problems) -> None:
    """Warn of a workflow that asks for more than a caller without `permissions` may.

    What that is, is a setting of the repository or its organization, which no file
    shows. New ones can read only; then GitHub ends the run before it starts
    (PermissionsHelper.cs), as `startup_failure`.
    """
    uses = text(caller.call.uses.node) if caller.call else ""
    for who, requested in _asking(callee, f"`{uses}`", f"the job `{{}}` of `{uses}`"):
        wanted, _ = violations(requested, _DEFAULT)
        if wanted:
            wanted = requested.shorthand or wanted
            problems.warning(
                "call-permissions",
                f"{who} asks for `{wanted}`, and nothing here grants it: GitHub starts "
                "nothing unless the repository lets all workflows write",
                caller.key_span or caller.span,
                help=f"add `permissions` with `{wanted}` to this job",
            )
            return


def _asking(
    callee: Workflow, own: str, nested: str
) -> Iterator[Tuple[str, Permissions]]:
    """Yield who asks for permissions in a workflow that is called."""
    if callee.permissions:
        yield own, callee.permissions
    for job in callee.jobs:
        if job.permissions:
            yield nested.replace("{}", job.id), job.permissions


def _check_inputs(call: Call, trigger: Trigger, problems: Problems) -> None:
    given = entries(call.inputs.node if call.inputs else None)
    by_name = {name.lower(): entry for name, entry in given.items()}
    for input in trigger.inputs:
        if input.default:
            _check_type(input, input.default.node, problems)
        entry = by_name.get(input.name.lower())
        if entry:
            _check_type(input, entry.value, problems)
    _check_given("input", call, call.inputs, trigger.inputs, problems)


def _check_type(input: Input, node: yaml.Node, problems: Problems) -> None:
    if not isinstance(node, yaml.Scalar) or has_holes(node):
        return
    is_boolean = isinstance(node.value, bool)
    is_number = isinstance(node.value, (int, float)) and not is_boolean
    fits = {"boolean": is_boolean, "number": is_number}.get(input.type, True)
    if not fits:
        problems.error(
            "call-inputs",
            f"Unexpected value '{to_string(node.value)}'",
            node.span,
            help=f"the input `{input.name}` is a {input.type}",
        )


def _check_given(
    kind: str,
    call: Call,
    values: Optional[Template],
    definitions: Tuple[Input, ...],
    problems: Problems,
) -> None:
    given: Mapping[str, Entry] = entries(values.node if values else None)
    names = {name.lower() for name in given}
    for definition in definitions:
        if definition.required and definition.name.lower() not in names:
            problems.error(
                f"call-{kind}s",
                f"{kind.capitalize()} {definition.name} is required, "
                "but not provided while calling.",
                call.uses.span,
            )
    known = {definition.name.lower() for definition in definitions}
    for name, entry in given.items():
        if name.lower() not in known:
            problems.error(
                f"call-{kind}s",
                f"Invalid {kind}, {name} is not defined in the referenced workflow.",
                entry.value.span,
                help=did_you_mean(name, [found.name for found in definitions]),
            )
