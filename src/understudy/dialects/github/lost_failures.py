"""Owns finding the commands of a script whose failure GitHub never hears of.

Without `pipefail` a pipe ends as its last command does, and the shell that GitHub takes
where none is named has no `pipefail` (ScriptHandlerHelpers.cs). Told of is only what
hands on a command's output and nearly always succeeds: `pytest | tee log` is green
whatever pytest says.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Iterator, List, Optional, Sequence

from understudy.dialects.github.holes import OPEN
from understudy.dialects.github.nodes import (
    entries,
    has_hole,
    items,
    text,
    value,
    walk,
)
from understudy.dialects.github.problems import Problems
from understudy.model.pipeline import Defaults, Job, Step, Workflow
from understudy.model.template import Template
from understudy.text import yaml

if TYPE_CHECKING:
    from understudy.dialects.github.pipes import Pipeline, Stage, Words

_SUSPECT = re.compile(r"\|&?\s*(?:\w+=\S*\s+)*(?:sudo\b.*?\s)?(?:\S*/)?tee\b")
_HELP = "add `shell: bash` to the step, which has `pipefail`, or `set -o pipefail`"
_EXIT = re.compile(r"\bexit\s+(?!0\b)[\w$\"']")
_SHOWN = 40
_MOST = 100
_AXIS = re.compile(r"\$\{\{\s*matrix\.([\w-]+)\s*\}\}")
# What these print is what they are there for; they fail as good as never.
_HARMLESS = frozenset(
    ": [ [[ alias basename break cat cd cut date declare df dirname dmesg du echo env "
    "envsubst exit export false file free grep head hostname id let local ls lscpu nl "
    "nproc paste printenv printf ps pwd read return rev sed seq set shift shopt sleep "
    "sort stat sysctl tail tee test tr tree true type ulimit uname unset uniq uptime "
    "wait wc which whoami yes awk egrep fgrep column fold".split()
)


def check_scripts(workflow: Workflow, problems: Problems) -> None:
    """Report the pipes of a workflow's steps in which a failure is lost."""
    for job in workflow.jobs:
        for step in _steps(job.steps):
            node = step.script.node if step.script else None
            if not isinstance(node, yaml.Scalar) or not _SUSPECT.search(node.text):
                continue
            if not _is_tolerated(step):
                shell = _named(step.shell, job.defaults, workflow.defaults)
                reason = _reason(shell, job)
                if reason is not None:
                    _report(node, reason, problems)


def _steps(steps: Sequence[Step]) -> Iterator[Step]:
    for step in steps:
        yield step
        yield from _steps(step.steps)


def _is_tolerated(step: Step) -> bool:
    given = step.continue_on_error
    return given is not None and given.text == "true"


def _named(shell: Optional[Template], *defaults: Defaults) -> Optional[yaml.Node]:
    found = [shell, *(default.shell for default in defaults)]
    return next((template.node for template in found if template), None)


def _reason(shell: Optional[yaml.Node], job: Job) -> Optional[str]:
    """Return why a script is played without `pipefail`; None where it may have it."""
    if shell is not None:
        command = text(shell)
        if has_hole(shell) or "pipefail" in command or command == "bash":
            return None
        if command.partition(" ")[0] in ("sh", "bash", "dash"):
            return f"the shell, `{command}`, has no `pipefail`"
        return None
    if _is_windows(job):
        return None
    default = "sh -e {0}" if job.container else "bash -e {0}"
    return f"the default shell, `{default}`, has no `pipefail`"


def _is_windows(job: Job) -> bool:
    """Tell whether all legs surely run on Windows, where the default is PowerShell."""
    labels = [text(node) for node in walk(job.runner.node)] if job.runner else []
    found = []
    for label in labels:
        axis = _AXIS.fullmatch(label)
        found.append(_values(job, axis[1]) if axis else [label])
    return any(
        values and all("windows" in value and OPEN not in value for value in values)
        for values in found
    )


def _values(job: Job, key: str) -> List[str]:
    """Return what a key of the matrix may be, as it is written."""
    matrix = job.strategy.matrix if job.strategy else None
    fields = entries(matrix.node) if matrix else {}
    nodes = [*items(value(fields, key))]
    for item in items(value(fields, "include")):
        nodes += [found.value for name, found in entries(item).items() if name == key]
    return [text(node) for node in nodes]


def _report(node: yaml.Scalar, reason: str, problems: Problems) -> None:
    from understudy.dialects.github.pipes import pipelines

    written = node.text
    if "PIPESTATUS" in written:
        return
    for pipeline in pipelines(written)[:_MOST]:
        stage = _lost(pipeline)
        tee = written.find("tee", pipeline.stages[-1].start)
        if stage is not None and not _is_looked_at(written, tee):
            pipe = written.rindex("|", 0, tee)
            problems.warning(
                "lost-failure",
                f"if `{_shown(written[stage.start : stage.end])}` fails, this step "
                f"passes all the same: {reason}",
                yaml.span_in(node, pipe, tee + len("tee")),
                help=_HELP,
            )


def _is_looked_at(script: str, pipe: int) -> bool:
    """Tell whether a script decides by itself, later on, that it has failed."""
    end_of_line = script.find("\n", pipe)
    return end_of_line >= 0 and bool(_EXIT.search(script, end_of_line))


def _shown(command: str) -> str:
    line = " ".join(command.replace("\\\n", " ").split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 3]}..."


def _lost(pipeline: Pipeline) -> Optional[Stage]:
    """Return the stage of a pipeline whose failure is lost, if one is."""
    if pipeline.is_strict or pipeline.is_forgiven:
        return None
    *before, last = pipeline.stages
    if not _is_tee(last):
        return None
    for stage in reversed(before):
        if not all(map(_is_harmless, stage.commands)):
            return stage
    return None


def _is_tee(stage: Stage) -> bool:
    return len(stage.commands) == 1 and _program(stage.commands[0]) == "tee"


def _is_harmless(words: Words) -> bool:
    program = _program(words)
    return not program or program in _HARMLESS or words[-1] in ("--version", "-V")


def _program(words: Words) -> str:
    """Return the name of the command that words are, without what only wraps it."""
    rest = list(words)
    while rest and (rest[0] in ("sudo", "command", "env", "nice") or "=" in rest[0]):
        rest = rest[1:]
        while rest and rest[0].startswith("-"):
            rest = rest[1:]
    return rest[0].rpartition("/")[2] if rest else ""
