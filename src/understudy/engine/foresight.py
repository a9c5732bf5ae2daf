"""Owns why a leg cannot be played here, as far as that is known before it starts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Callable, Dict, FrozenSet, Mapping, Optional, Tuple

from understudy.dialects.stage import Moment, Stage
from understudy.engine.contract import Actions, Found, Machine
from understudy.engine.here import Here
from understudy.engine.runner_images import SELF_HOSTED, image_of
from understudy.errors import UnderstudyError
from understudy.expressions import ExpressionError
from understudy.model.pipeline import Step, StepKind
from understudy.model.plan import Leg, Reason
from understudy.model.template import Template
from understudy.records import dataclass

if TYPE_CHECKING:  # Whoever foresees may find none, and starts no process.
    from understudy.engine.interpreters import Interpreter

# What only an earlier step can say, and variables, which one may have set.
_LATER = re.compile(r"\bsteps\.|\bhashFiles\b", re.IGNORECASE)
_VARIABLE = re.compile(r"\benv\.([\w-]+)")


@dataclass(frozen=True)
class Outlook:
    """What a leg is looked at with; `labels` are played here as well."""

    actions: Actions
    interpreters: Callable[[], Tuple[Interpreter, ...]]
    here: Here
    labels: FrozenSet[str] = frozenset()
    offline: bool = False
    project: Optional[Path] = None

    def machine(self, leg: Leg) -> Machine:
        """Return what actions may know of this machine."""
        labels = leg.labels or ()
        return Machine(self.interpreters, labels, self.offline, self.project)


def obstacle(leg: Leg, stage: Stage, outlook: Outlook) -> Optional[Reason]:
    """Return why a leg cannot be played here at all, None where nothing is known."""
    job = leg.job
    found = _platform(leg, outlook)
    if found is None and job.container is not None:
        found = _unplayed("service", "it runs in a container")
    if found is None and job.services is not None:
        found = _unplayed("service", "it starts service containers")
    if found is not None:
        return found
    return _action(leg, stage, outlook)


def _unplayed(code: str, what: str) -> Reason:
    return Reason(code, f"{what}, which understudy cannot play yet", fixable=True)


def _platform(leg: Leg, outlook: Outlook) -> Optional[Reason]:
    """Return why the runner that a leg asks for is not this machine."""
    labels, here = leg.labels, outlook.here
    if labels is None:
        return Reason("platform", "its runner is not known", fixable=True)
    if outlook.labels.intersection(labels):
        return None
    image, said = image_of(labels), ", ".join(labels)
    if image is None or image.label == SELF_HOSTED:
        text = f"needs a runner called {said}"
        hint = f'[tool.understudy.runners] "{labels[0] if labels else said}" = "here"'
        return Reason("platform", text, command=hint)
    if image.retired:
        text = f"{image.label} is retired: on GitHub this job never starts"
        return Reason("platform", text, fixable=True)
    if image.system and image.system != here.system:
        return Reason("platform", f"needs {image.system}, this is {here.system}")
    if image.architecture and image.architecture != here.architecture:
        text = f"needs {image.architecture}, this is {here.architecture}"
        return Reason("platform", text)
    return None


def _action(leg: Leg, stage: Stage, outlook: Outlook) -> Optional[Reason]:
    """Return why an action of the leg will not be played, if that is sure already."""
    job: Optional[Moment] = None
    actions = outlook.actions
    for step in leg.job.steps:
        if step.kind is not StepKind.USES or step.uses is None:
            continue
        try:
            # Most actions foresee nothing, and what a step sees takes time to build.
            if not actions.foresees(step.uses.text):
                continue
            found = actions.find(step.uses.text, comment(step.uses))
            if not isinstance(found, Found):
                continue
            job = job or Moment(stage.job_env())
            moment = Moment({**job.env, **stage.step_env(step, job)})
            if _is_certain(step, moment):
                given = lowered(stage.inputs(step, moment))
                inputs = filled(found, given, stage, moment)
                reason = found.action.foresee(inputs, outlook.machine(leg))
                if reason is not None:
                    return reason
        except (ExpressionError, UnderstudyError):
            continue  # Whatever it is, the step itself will say it.
    return None


def _is_certain(step: Step, moment: Moment) -> bool:
    """Tell whether a step runs if all goes well, with inputs that no step sets."""
    if step.condition is not None and step.condition.source is not None:
        return False
    inputs = _raw(step.inputs) if step.inputs else ""
    return not _LATER.search(inputs) and all(
        name in moment.env for name in _VARIABLE.findall(inputs)
    )


def _raw(template: Template) -> str:
    span = template.span
    source = span.source
    return source.text[source.offset(span.start) : source.offset(span.end)]


def lowered(inputs: Mapping[str, str]) -> Dict[str, str]:
    """Return inputs by their names in lower case."""
    return {name.lower(): value for name, value in inputs.items()}


def filled(
    found: Found, given: Mapping[str, str], stage: Stage, moment: Moment
) -> Dict[str, str]:
    """Return the inputs of a step, then the defaults of those that it does not give."""
    defaults = {
        name: stage.default_input(text, moment)
        for name, text in found.action.INPUTS.items()
        if name not in given
    }
    return {**given, **defaults}


def comment(uses: Optional[Template]) -> str:
    """Return the comment behind a `uses` in its line, where pins name a version."""
    if uses is None:
        return ""
    span = uses.span
    rest = span.source.lines[span.end.line - 1][span.end.column - 1 :]
    return rest.partition("#")[2].strip()


def image_label(labels: Optional[Tuple[str, ...]]) -> str:
    """Return the label whose image a leg runs on, empty where there is none."""
    for label in labels or ():
        if image_of([label]) is not None:
            return label
    return ""
