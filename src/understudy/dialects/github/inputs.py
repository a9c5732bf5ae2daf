"""Owns the inputs of a dispatch or a call: what GitHub refuses, and their types."""

from __future__ import annotations

from typing import Dict, List, Mapping, Optional, Sequence, Tuple, TypeVar

from understudy.expressions import Unknown, kind_of, to_number, to_string
from understudy.expressions.coerce import is_primitive
from understudy.model.pipeline import Input
from understudy.model.value import Value
from understudy.records import dataclass
from understudy.text.suggest import suggest
from understudy.text.yaml import Scalar

V = TypeVar("V")

_KINDS = {"boolean": "Boolean", "number": "Number"}
_ABSENT: Mapping[str, Value] = {"boolean": False, "number": 0.0}


@dataclass(frozen=True)
class Problem:
    """Why GitHub refuses inputs, and the option of the command line that mends it."""

    text: str
    command: Optional[str] = None


def problem(declared: Sequence[Input], given: Mapping[str, Value]) -> Optional[Problem]:
    """Return why GitHub refuses a dispatch with these inputs, None where it does not.

    The sentences without back quotes are those of GitHub's API.
    """
    names = {input.name.lower() for input in declared}
    unexpected = [name for name in given if name.lower() not in names]
    if unexpected:
        listed = ", ".join(f'"{name}"' for name in unexpected)
        close = suggest(unexpected[0], [input.name for input in declared])
        mended = f"--input {close}=VALUE" if close else None
        return Problem(f"Unexpected inputs provided: [{listed}]", mended)
    values = _by_lower_name(given)
    for input in declared:
        value = to_string(values.get(input.name.lower()))
        found = _problem(input, value)
        if found:
            return found
    return None


def dispatched(
    declared: Sequence[Input], given: Mapping[str, Value], defaults: Mapping[str, Value]
) -> Dict[str, object]:
    """Return the `inputs` context of a dispatch.

    Everything but a boolean is a string, a number too: GitHub's page on contexts says
    so, and whoever passes one on to `type: number` finds out (mozilla/addons-server
    #22445).

    Args:
        defaults: the value of the `default` of each input that has one.
    """
    return {
        name: text == "true" if boolean else text
        for name, text, boolean in _dispatched(declared, given, defaults)
    }


def of_event(
    declared: Sequence[Input], given: Mapping[str, Value], defaults: Mapping[str, Value]
) -> Dict[str, str]:
    """Return `github.event.inputs`: the same as `dispatched`, all of it strings."""
    return {name: text for name, text, _ in _dispatched(declared, given, defaults)}


def defaults(declared: Sequence[Input]) -> Dict[str, Value]:
    """Return the defaults of a dispatch, in which there can be no expressions."""
    return {
        input.name: input.default.node.value
        for input in declared
        if input.default is not None and isinstance(input.default.node, Scalar)
    }


@dataclass(frozen=True)
class Called:
    """The `inputs` context of a called workflow, and what GitHub refuses in a call."""

    values: Mapping[str, object]
    problems: Sequence[str] = ()


def called(
    declared: Sequence[Input],
    given: Mapping[str, object],
    defaults: Mapping[str, object],
) -> Called:
    """Return the `inputs` context of a called workflow, typed as it declares them.

    Args:
        given: the evaluated `with` of the call; values may be unknown.
        defaults: the value of the `default` of each input that has one.
    """
    values: Dict[str, object] = {}
    problems: List[str] = []
    named = _by_lower_name(given)
    for input in declared:
        name = input.name.lower()
        if name in named:
            value = named[name]
        else:
            value = defaults.get(input.name, _ABSENT.get(input.type, ""))
            if input.required:  # whatever its default: WorkflowTemplateConverter.cs
                problems.append(
                    f"Input {input.name} is required, but not provided while calling."
                )
        kind = _KINDS.get(input.type)
        if isinstance(value, Unknown):
            values[input.name] = value
        elif kind is None and is_primitive(value):
            # A string takes any scalar, nothing else is converted (TemplateEvaluator).
            values[input.name] = to_string(value)
        elif kind is not None and kind_of(value) == kind:
            values[input.name] = value
        else:
            problems.append(f"Unexpected value '{to_string(value)}'")
            values[input.name] = _ABSENT.get(input.type, "")
    known = {input.name.lower() for input in declared}
    problems.extend(
        f"Invalid input, {name} is not defined in the referenced workflow."
        for name in given
        if name.lower() not in known
    )
    return Called(values, tuple(problems))


def _problem(input: Input, value: str) -> Optional[Problem]:
    if not value:
        if not input.required or input.default is not None:
            return None
        return Problem(f"Required input '{input.name}' not provided", _option(input))
    if input.type == "choice" and value not in input.options:
        return Problem(
            f"Provided value '{value}' for input '{input.name}' not in the list of "
            "allowed values",
            _option(input),
        )
    if input.type == "boolean" and value not in ("true", "false"):
        text = f"input `{input.name}` is `true` or `false`, not `{value}`"
        return Problem(text, _option(input))
    if input.type == "number" and to_number(value) != to_number(value):
        text = f"input `{input.name}` is a number, not `{value}`"
        return Problem(text, _option(input))
    return None


def _option(input: Input) -> str:
    examples = {"boolean": "true", "number": "1"}
    example = input.options[0] if input.options else examples.get(input.type, "VALUE")
    return f"--input {input.name}={example}"


def _dispatched(
    declared: Sequence[Input], given: Mapping[str, Value], defaults: Mapping[str, Value]
) -> List[Tuple[str, str, bool]]:
    values = _by_lower_name(given)
    found = []
    for input in declared:
        is_boolean = input.type == "boolean"
        text = to_string(values.get(input.name.lower()))
        if not text:
            text = to_string(defaults.get(input.name)) or (
                "false" if is_boolean else ""
            )
        found.append((input.name, text, is_boolean))
    return found


def _by_lower_name(given: Mapping[str, V]) -> Dict[str, V]:
    return {name.lower(): value for name, value in given.items()}
