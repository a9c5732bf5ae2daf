"""Owns what one leg sees of GitHub while it is played; before that, `dialect` does."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Dict, List, Mapping, Optional, Tuple

from understudy.dialects.base import Contexts, Judgement
from understudy.dialects.github import contexts as builders
from understudy.dialects.github import file_commands, protocol, status
from understudy.dialects.github.decisions import decide_condition, in_words
from understudy.dialects.github.environment import default_environment
from understudy.dialects.github.hashfiles import hash_files
from understudy.dialects.github.matchers import read_matchers
from understudy.dialects.github.matching import Matching
from understudy.dialects.github.nodes import has_hole, walk
from understudy.dialects.github.references import references
from understudy.dialects.github.step_output import StepOutput
from understudy.dialects.github.templates import (
    evaluate,
    evaluate_boolean,
    evaluate_number,
    evaluate_string,
)
from understudy.dialects.stage import Ear, Hearing, Moment, Said, Setting
from understudy.expressions import (
    ExpressionError,
    Node,
    Unknown,
    parse,
    parse_template,
    to_string,
)
from understudy.model.pipeline import Defaults, Job, Step, StepKind, Workflow
from understudy.model.plan import Leaf
from understudy.model.template import Template
from understudy.text import yaml

_FOLLOW = "--follow-symbolic-links"
_LONGEST_NAME = 64


@dataclass(frozen=True)
class Stage:
    """One leg of a job: what its expressions see, and what GitHub does around steps.

    `contexts` are those of the leg before there is a machine (`dialect.leg`).
    """

    contexts: Contexts
    job: Job
    workflow: Workflow
    setting: Setting
    matching: Matching = field(compare=False)

    @property
    def files(self) -> Mapping[str, str]:
        """Return the command files of a step: name to the variable with its path."""
        return file_commands.FILES

    def job_env(self) -> Dict[str, str]:
        """Return the variables of the workflow and of the job."""
        values = self._values(Moment({}))
        env: Dict[str, str] = {}
        for template in (self.workflow.env, self.job.env):
            if template is not None:
                env.update(_strings(evaluate(template.node, values)))
        return env

    def defaults(self, moment: Moment) -> Tuple[Optional[str], Optional[str]]:
        """Return the shell and the folder that `run` steps fall back to."""
        levels = (self.job.defaults, self.workflow.defaults)
        return (
            self._first(levels, lambda level: level.shell, moment),
            self._first(levels, lambda level: level.working_directory, moment),
        )

    def step_env(self, step: Step, moment: Moment) -> Dict[str, str]:
        """Return the step's own variables."""
        return self._strings(step.env, moment)

    def judge(self, step: Step, moment: Moment) -> Judgement:
        """Say whether a step runs; `moment.env` has the step's own variables too."""
        if step.condition is None:
            return Judgement(True)
        values, functions = self._values(moment), self._functions(moment)
        found = decide_condition(step.condition, values, functions)
        if isinstance(found.value, Unknown):
            return Judgement(None, found.expression, unknown=found.value.reason)
        leaves = (
            Leaf(leaf.text, in_words(leaf.value)) for leaf in found.explanation.leaves
        )
        return Judgement(found.value, found.expression, tuple(leaves))

    def name(self, step: Step, moment: Moment) -> str:
        """Return how GitHub shows a step (ActionRunner.cs, GenerateDisplayName)."""
        if step.name is not None:
            return self.text(step.name, moment)
        if step.kind is StepKind.RUN and step.script is not None:
            first = self.text(step.script, moment).strip().splitlines()[:1]
            return f"Run {first[0] if first else ''}".rstrip()
        if step.uses is not None:
            return f"Run {step.uses.text}"
        return step.kind.value

    def text(self, template: Template, moment: Moment) -> str:
        """Fill a string."""
        found = evaluate_string(
            template.node, self._values(moment), self._functions(moment)
        )
        return _known(found)

    def flag(self, template: Optional[Template], moment: Moment) -> bool:
        """Fill a boolean; false where nothing is said."""
        if template is None:
            return False
        values = self._values(moment)
        found = evaluate_boolean(template.node, values, self._functions(moment))
        return found is True

    def number(self, template: Optional[Template], moment: Moment) -> Optional[float]:
        """Fill a number; None where nothing is said."""
        if template is None:
            return None
        values = self._values(moment)
        found = evaluate_number(template.node, values, self._functions(moment))
        return None if isinstance(found, Unknown) else found

    def inputs(self, step: Step, moment: Moment) -> Dict[str, str]:
        """Return what a step gives to its action."""
        return self._strings(step.inputs, moment)

    def default_input(self, text: str, moment: Moment) -> str:
        """Fill the default of an action's input."""
        node = yaml.Scalar(text, text, self.job.span)
        return _known(
            evaluate_string(node, self._values(moment), self._functions(moment))
        )

    def outputs(self, moment: Moment) -> Dict[str, str]:
        """Return the outputs of the job."""
        return self._strings(self.job.outputs, moment)

    def variables(self, moment: Moment) -> Dict[str, str]:
        """Return the variables that GitHub sets for every step."""
        values = self._values(moment)
        github, runner = values["github"], values["runner"]
        assert isinstance(github, Mapping) and isinstance(runner, Mapping)
        return default_environment(github, runner)

    def event(self) -> Mapping[str, object]:
        """Return the payload, as the file of the event holds it."""
        github = self.contexts.values["github"]
        assert isinstance(github, Mapping)
        event = github["event"]
        assert isinstance(event, Mapping)
        return event

    def empty(self, step: Step) -> Tuple[str, ...]:
        """Return the secrets and variables that a step reads and nobody has set."""
        found: List[str] = []
        for node in _expressions(step):
            for reference in references(node):
                if len(reference.names) < 2:
                    continue
                context, name = reference.names[0].lower(), reference.names[1]
                known = self.contexts.values.get(context)
                if context in ("secrets", "vars") and isinstance(known, Mapping):
                    if name.lower() not in {str(key).lower() for key in known}:
                        found.append(f"{context}.{name}")
        return tuple(
            name
            for name in dict.fromkeys(found)
            if name.lower() != "secrets.github_token"
        )

    def ear(self, env: Mapping[str, str], hearing: Hearing) -> Ear:
        """Return what reads the output of a step."""
        reader = protocol.CommandReader(env, workspace=self.setting.workspace)

        def apply(effect: protocol.Effect) -> None:
            if isinstance(effect, protocol.SetVariable):
                hearing.set_variable(effect.name, effect.value)
            elif isinstance(effect, protocol.AddPath):
                hearing.add_path(effect.path)
            elif isinstance(effect, protocol.SetOutput):
                hearing.set_output(effect.name, effect.value)
            elif isinstance(effect, protocol.SaveState):
                hearing.save_state(effect.name, effect.value)
            elif isinstance(effect, protocol.Mask):
                hearing.mask(effect.value)
            elif isinstance(effect, protocol.Annotate):
                hearing.annotate(effect.annotation)
            elif isinstance(effect, protocol.AddMatchers):
                self._add_matchers(effect.file)
            else:
                self.matching.remove([effect.owner])

        return StepOutput(reader, self.matching, apply)

    def said(
        self, files: Mapping[str, Optional[bytes]], mask: Callable[[str], str]
    ) -> Said:
        """Read the command files of a step, by name."""
        report = file_commands.read_files(files, mask)
        return Said(
            report.env,
            report.outputs,
            report.state,
            report.paths,
            report.summary,
            report.issues,
            report.failed,
        )

    def _add_matchers(self, file: str) -> None:
        path = Path(self.setting.workspace, file)
        try:
            self.matching.add(read_matchers(path.read_text("utf-8", "replace")))
        except (OSError, ValueError):
            return

    def _first(
        self,
        levels: Tuple[Defaults, ...],
        key: Callable[[Defaults], Optional[Template]],
        moment: Moment,
    ) -> Optional[str]:
        for level in levels:
            template = key(level)
            if template is not None:
                return self.text(template, moment) or None
        return None

    def _strings(self, template: Optional[Template], moment: Moment) -> Dict[str, str]:
        if template is None:
            return {}
        values = self._values(moment)
        return _strings(evaluate(template.node, values, self._functions(moment)))

    def _values(self, moment: Moment) -> Dict[str, object]:
        setting = self.setting
        service = self.contexts.values["github"]
        assert isinstance(service, Mapping)
        place = builders.Place(
            self.job.id,
            moment.action,
            setting.token,
            setting.workspace,
            setting.event_path,
            files=moment.files,
        )
        machine = builders.Machine(
            setting.system,
            setting.architecture,
            setting.runner,
            setting.temp,
            setting.tool_cache,
            str(Path(setting.workspace).parent),
        )
        ended = {
            id: builders.Ended(end.result, end.outputs, end.outcome)
            for id, end in moment.ended.items()
        }
        secrets = self.contexts.values.get("secrets")
        token = {"github_token": setting.token}
        return {
            **self.contexts.values,
            "secrets": {**(secrets if isinstance(secrets, Mapping) else {}), **token},
            "github": builders.github_in_step(service, place),
            "runner": builders.runner(machine),
            "job": builders.job(moment.status, service, self.workflow),
            "steps": builders.steps(ended),
            "env": builders.env(moment.env),
        }

    def _functions(self, moment: Moment) -> Dict[str, status.Function]:
        functions = status.step_functions(moment.status)
        return {**functions, "hashfiles": self._hash, "hashFiles": self._hash}

    def _hash(self, *patterns: object) -> str:
        given = [to_string(pattern) for pattern in patterns]
        follow = bool(given) and given[0].lower() == _FOLLOW
        wanted = given[1:] if follow else given
        home = Path(self.setting.home)
        return hash_files(wanted, self.setting.hash_root, follow, home)


def make(contexts: Contexts, job: Job, workflow: Workflow, setting: Setting) -> Stage:
    """Return the stage of one leg, with no problem matcher in force."""
    matching = Matching((), setting.workspace, lambda path: Path(path).is_file())
    return Stage(contexts, job, workflow, setting, matching)


def _strings(value: object) -> Dict[str, str]:
    if not isinstance(value, Mapping):
        return {}
    return {str(key): _known(one) for key, one in value.items()}


def _known(value: object) -> str:
    if isinstance(value, Unknown):
        raise ExpressionError("evaluation", f"a value is not known: {value.reason}")
    return to_string(value)


def _expressions(step: Step) -> List[Node]:
    found: List[Node] = []
    templates = (step.name, step.inputs, step.script, step.env, step.working_directory)
    for template in templates:
        for node in walk(template.node) if template else ():
            if has_hole(node) and isinstance(node, yaml.Scalar):
                with suppress(ExpressionError):
                    found.extend(parse_template(str(node.value)).trees)
    if step.condition is not None:
        with suppress(ExpressionError):
            found.append(parse(step.condition.text))
    return found
