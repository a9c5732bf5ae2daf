"""Owns how GitHub shows a step; what a step's name is filled with is not known here."""

from __future__ import annotations

from typing import Callable, Optional

from understudy.dialects.github.ids import action_reference
from understudy.dialects.github.nodes import has_hole
from understudy.expressions import ExpressionError
from understudy.model.pipeline import Step, StepKind
from understudy.model.template import Template

# What the runner shows where nothing else is left (ActionRunner.cs, DisplayName).
NAMELESS = "run"

_BLANK = " \t\r\n"
_IMAGE = "docker://"

# Fills a string; None where a value is not known yet. May raise ExpressionError.
Fill = Callable[[Template], Optional[str]]


def step_name(step: Step, fill: Fill) -> str:
    """Return how GitHub shows a step (ActionRunner.cs, GenerateDisplayName)."""
    if step.kind not in (StepKind.RUN, StepKind.USES):
        # JobExtension.cs: a name with an expression in it is no name there.
        has_name = step.name is not None and not has_hole(step.name.node)
        return (step.name.text if step.name and has_name else "") or step.kind.value
    prefix, name = "", ""
    if step.name is not None:
        name = _filled(step.name, fill)
    elif step.uses is not None:
        prefix, name = "Run ", _action(step.uses.text)
    elif step.script is not None:
        prefix, name = "Run ", _filled(step.script, fill)
    return f"{prefix}{_first_line(name)}" if name else NAMELESS


def _filled(template: Template, fill: Fill) -> str:
    """Return a filled string, or as it is written where a value is not known yet."""
    try:
        found = fill(template)
    except ExpressionError:
        # Only a warning on GitHub.
        return ""
    return template.text if found is None else found


def _action(uses: str) -> str:
    if uses.startswith(_IMAGE):
        return uses[len(_IMAGE) :]
    path, _, ref = uses.partition("@")
    if not action_reference(uses):
        return uses
    segments = (segment for segment in path.replace("\\", "/").split("/") if segment)
    return f"{'/'.join(segments)}@{ref}"


def _first_line(text: str) -> str:
    return text.lstrip(_BLANK).replace("\r", "\n").split("\n", 1)[0]
