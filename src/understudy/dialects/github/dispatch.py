"""Owns the inputs of a dispatch: what GitHub refuses, and the types it gives them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, Mapping, Optional, Sequence

from understudy.expressions import coerce
from understudy.model.pipeline import Input
from understudy.model.value import Value


@dataclass(frozen=True)
class Problem:
    """Why GitHub refuses a dispatch, and the option that would mend it."""

    text: str
    command: Optional[str] = None


def problem(declared: Sequence[Input], given: Mapping[str, Value]) -> Optional[Problem]:
    """Return why GitHub refuses to dispatch with these inputs, None where it does not.

    The sentences in quotes are those of GitHub's API.
    """
    names = {input.name.lower() for input in declared}
    unexpected = [name for name in given if name.lower() not in names]
    if unexpected:
        listed = ", ".join(f'"{name}"' for name in unexpected)
        return Problem(f"Unexpected inputs provided: [{listed}]")
    values = {name.lower(): value for name, value in given.items()}
    for input in declared:
        value = values.get(input.name.lower())
        if value is None or value == "":
            if input.required and input.default is None:
                return Problem(
                    f"Required input '{input.name}' not provided",
                    f"--input {input.name}={_example(input)}",
                )
            continue
        text = coerce.to_string(value)
        if input.type == "choice" and text not in input.options:
            return Problem(
                f"Provided value '{text}' for input '{input.name}' not in the list of "
                "allowed values",
                f"--input {input.name}={_example(input)}",
            )
        if input.type == "boolean" and text not in ("true", "false"):
            return Problem(
                f"input `{input.name}` is true or false, not `{text}`",
                f"--input {input.name}=true",
            )
        if input.type == "number" and coerce.to_number(text) != coerce.to_number(text):
            return Problem(f"input `{input.name}` is a number, not `{text}`")
    return None


def _example(input: Input) -> str:
    return input.options[0] if input.options else "VALUE"


def typed(
    declared: Sequence[Input], given: Mapping[str, Value], defaults: Mapping[str, Value]
) -> Dict[str, Value]:
    """Return the `inputs` context of a dispatch: declared names, declared types.

    Args:
        defaults: the value of each input's `default`, where it has one.
    """
    values = {name.lower(): value for name, value in given.items()}
    typed: Dict[str, Value] = {}
    for input in declared:
        value = values.get(input.name.lower())
        if value is None or value == "" and input.default is not None:
            value = defaults.get(input.name)
        typed[input.name] = _converted(input.type, value)
    return typed


def _converted(type: str, value: Value) -> Value:
    if type == "boolean":
        return coerce.to_string(value) == "true"
    if type == "number":
        return coerce.to_number(value)
    return coerce.to_string(value)
