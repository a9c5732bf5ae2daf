"""Owns what one leg sees of GitHub while it plays; `dialect` answers before that."""

from __future__ import annotations

from typing import Dict, Mapping, Optional, Tuple, TypeVar, Union

from understudy.dialects.base import Contexts, Judgement
from understudy.dialects.github.anatomy import is_status
from understudy.dialects.github.decisions import decide_condition
from understudy.dialects.github.holes import OPEN
from understudy.dialects.github.scope import scope, service, variables
from understudy.dialects.github.step_names import step_name
from understudy.dialects.github.templates import (
    evaluate_boolean,
    evaluate_number,
    evaluate_string,
    evaluate_strings,
)
from understudy.dialects.github.unset import unset
from understudy.dialects.stage import Moment, NotKnown, Setting
from understudy.expressions import Unknown
from understudy.model.pipeline import Defaults, Job, Step, Workflow
from understudy.model.template import Template
from understudy.records import dataclass
from understudy.text import yaml

T = TypeVar("T")


@dataclass(frozen=True)
class Stage:
    """One leg of a job: what its expressions see, and what GitHub does around steps.

    `contexts` are those of the leg before there is a machine (`dialect.leg`), for an
    event and a run.
    """

    contexts: Contexts
    job: Job
    workflow: Workflow
    setting: Setting

    def job_env(self) -> Dict[str, str]:
        """Return the variables of the workflow and of the job."""
        templates = [env for env in (self.workflow.env, self.job.env) if env]
        if not templates:
            return {}
        # Neither sees the other, nor a function of a step (JobExtension.cs).
        seen = Contexts(self._scope(Moment({})).values)
        found: Dict[str, str] = {}
        for template in templates:
            found.update(_strings(template, seen))
        return found

    def defaults(self, moment: Moment) -> Tuple[Optional[str], Optional[str]]:
        """Return the shell and the folder that `run` steps fall back to."""
        # JobExtension.cs: a `run` of the job takes the place of the workflow's, whole.
        level = self.workflow.defaults
        if self.job.defaults != Defaults():
            level = self.job.defaults
        seen = self._scope(moment)
        shell, folder = (
            _string(template.node, seen) if template else ""
            for template in (level.shell, level.working_directory)
        )
        return shell or None, folder or None

    def step_env(self, step: Step, moment: Moment) -> Dict[str, str]:
        """Return the step's own variables."""
        return self._strings(step.env, moment)

    def judge(self, step: Step, moment: Moment) -> Judgement:
        """Say whether a step runs; `moment.env` has the step's own variables too."""
        if step.condition is None:
            return Judgement(True)
        seen = self._scope(moment)
        found = decide_condition(step.condition, seen.values, seen.functions)
        if isinstance(found.value, Unknown):
            reason = found.value.reason
            return Judgement(None, found.expression, found.leaves, unknown=reason)
        read = found.explanation.leaves
        statuses = bool(read) and all(map(is_status, read))
        return Judgement(found.value, found.expression, found.leaves, statuses=statuses)

    def name(self, step: Step, moment: Moment) -> str:
        """Return how GitHub shows a step."""
        seen = self._scope(moment)

        def fill(template: Template) -> Optional[str]:
            found = evaluate_string(template.node, seen.values, seen.functions)
            return None if isinstance(found, Unknown) else found

        return step_name(step, fill)

    def text(self, template: Template, moment: Moment) -> str:
        """Fill a string."""
        return _string(template.node, self._scope(moment))

    def flag(self, template: Optional[Template], moment: Moment) -> bool:
        """Fill a boolean; false where nothing is said."""
        if template is None:
            return False
        seen = self._scope(moment)
        found = evaluate_boolean(template.node, seen.values, seen.functions)
        return _known(found)

    def number(self, template: Optional[Template], moment: Moment) -> Optional[float]:
        """Fill a number, cut to a whole one; None where nothing is said."""
        if template is None:
            return None
        seen = self._scope(moment)
        found = evaluate_number(template.node, seen.values, seen.functions)
        # PipelineTemplateConverter.cs: half a minute is none, and sets no limit.
        return float(int(_known(found)))

    def inputs(self, step: Step, moment: Moment) -> Dict[str, str]:
        """Return what a step gives to its action."""
        return self._strings(step.inputs, moment)

    def default_input(self, text: str, moment: Moment) -> str:
        """Fill the default of an action's input."""
        if OPEN not in text:
            return text  # As most are; what an expression sees takes time to build.
        return _string(yaml.Scalar(text, text, self.job.span), self._scope(moment))

    def outputs(self, moment: Moment) -> Dict[str, str]:
        """Return the outputs of the job."""
        return self._strings(self.job.outputs, moment)

    def variables(self, moment: Moment) -> Dict[str, str]:
        """Return the variables that GitHub sets for every step."""
        return variables(self.contexts, self.job, self.setting, moment)

    def event(self) -> Mapping[str, object]:
        """Return the payload, as the file of the event holds it."""
        event = service(self.contexts)["event"]
        assert isinstance(event, Mapping)
        return event

    def empty(self, step: Step) -> Tuple[str, ...]:
        """Return the secrets and variables that a step reads and nobody has set."""
        templates = (
            step.name,
            step.env,
            step.inputs,
            step.script,
            step.working_directory,
            step.continue_on_error,
            step.timeout_minutes,
        )
        return unset(templates, self.contexts.values, step.condition)

    def empty_in_job(self) -> Tuple[str, ...]:
        """Return the same for what the job and its workflow read for all steps."""
        job = self.job
        templates = (
            self.workflow.env,
            job.env,
            self.workflow.defaults.shell,
            self.workflow.defaults.working_directory,
            job.defaults.shell,
            job.defaults.working_directory,
            job.environment,
            job.container,
            job.services,
            job.outputs,
        )
        return unset(templates, self.contexts.values)

    def _strings(self, template: Optional[Template], moment: Moment) -> Dict[str, str]:
        return _strings(template, self._scope(moment)) if template else {}

    def _scope(self, moment: Moment) -> Contexts:
        return scope(self.contexts, self.job, self.workflow, self.setting, moment)


def _string(node: yaml.Node, seen: Contexts) -> str:
    return _known(evaluate_string(node, seen.values, seen.functions))


def _strings(template: Template, seen: Contexts) -> Dict[str, str]:
    found = _known(evaluate_strings(template.node, seen.values, seen.functions))
    return {name: _known(value) for name, value in found.items()}


def _known(value: Union[T, Unknown]) -> T:
    if isinstance(value, Unknown):
        reason = f"a value is not known: {value.reason}"
        raise NotKnown("evaluation", reason)
    return value
