"""Owns finding the actions of the project itself that steps use; plays none of them.

GitHub looks for them when the step begins, in the workspace as it is then: a step
before may have made what is not in the project, so what is missing is a warning.
"""

from __future__ import annotations

import posixpath
import re
from typing import Dict, Iterator, Optional, Sequence, Set

from understudy.dialects.github.loose_versions import check_action_versions
from understudy.dialects.github.nodes import entries, has_hole
from understudy.dialects.github.problems import Problems
from understudy.dialects.github.repositories import Files
from understudy.dialects.github.validation import did_you_mean
from understudy.model.action import ActionDefinition, Composite, Docker
from understudy.model.pipeline import Step, Workflow
from understudy.model.template import Template

# In the order in which the runner looks (ActionManager.cs).
_METADATA = ("action.yml", "action.yaml")
_IMAGES = ("Dockerfile", "dockerfile")
_LOCAL = ("./", ".\\")
_OF_DOCKER = frozenset({"entrypoint", "args"})
_FETCHES = re.compile(r"\bgit\b|\bgh\s+repo\b|\bcurl\b|\bwget\b|\bunzip\b|\btar\b")
# With these, a checkout brings more than the project, or puts it elsewhere.
_ELSEWHERE = frozenset({"repository", "path", "submodules", "ref"})


class LocalActions:
    """The actions of one project, each read once; `problems` is what is wrong."""

    def __init__(self, files: Files) -> None:
        self.problems = Problems()
        self._files = files
        self._known: Dict[str, Optional[ActionDefinition]] = {}
        self._being_read: Set[str] = set()

    def check(self, workflow: Workflow) -> None:
        """Look at every action of the project that the steps of a workflow use."""
        for job in workflow.jobs:
            steps = tuple(_flat(job.steps))
            for index, step in enumerate(steps):
                self._check_step(step, steps[:index], is_in_job=True)

    def _check_step(
        self, step: Step, before: Sequence[Step], is_in_job: bool = False
    ) -> None:
        uses = step.uses
        if uses is None or not uses.text.startswith(_LOCAL) or has_hole(uses.node):
            return
        path = posixpath.normpath(uses.text.replace("\\", "/"))
        if path.startswith(".."):
            return
        if path in self._being_read:
            return
        if path not in self._known:
            self._being_read.add(path)
            self._known[path] = self._read(path)
            self._being_read.remove(path)
        action = self._known[path]
        if action is not None:
            self._check_inputs(step, uses, action)
        elif not self._has_image(path) and not any(_may_make(path, b) for b in before):
            known = [f"./{folder}" for folder in self._files.actions()]
            self.problems.warning(
                "missing-action",
                f"there is no `action.yml`, `action.yaml` or `Dockerfile` in `{path}`",
                uses.span,
                help=did_you_mean(uses.text.rstrip("/"), known),
            )
            return
        if is_in_job and not any(map(_may_check_out, before)):
            self.problems.warning(
                "no-checkout",
                f"`{uses.text}` is not there yet: no step before this one checks the "
                "repository out",
                uses.span,
                help="begin the job with `- uses: actions/checkout@v4`",
            )

    def _read(self, path: str) -> Optional[ActionDefinition]:
        """Return an action, with all that is wrong in it reported; None without one."""
        from understudy.dialects.github.action_yml import read_action

        for name in _METADATA:
            source = self._files.read(posixpath.normpath(f"{path}/{name}"))
            if source is None:
                continue
            action, found = read_action(source)
            for diagnostic in found:
                self.problems.add(diagnostic)
            check_action_versions(action, self.problems)
            if isinstance(action.runs, Composite):
                for index, step in enumerate(action.runs.steps):
                    self._check_step(step, action.runs.steps[:index])
            return action
        return None

    def _has_image(self, path: str) -> bool:
        return any(
            self._files.read(posixpath.normpath(f"{path}/{name}")) is not None
            for name in _IMAGES
        )

    def _check_inputs(
        self, step: Step, uses: Template, action: ActionDefinition
    ) -> None:
        """Report inputs that an action does not have: the runner warns of them."""
        if action.broken:
            return
        known = [input.name for input in action.inputs]
        spelled = {name.lower() for name in known}
        if isinstance(action.runs, Docker):
            spelled |= _OF_DOCKER
        for name, entry in entries(step.inputs.node if step.inputs else None).items():
            if name.lower() not in spelled and not has_hole(entry.key):
                self.problems.warning(
                    "action-input",
                    f"`{uses.text}` has no input `{name}`",
                    entry.key.span,
                    help=did_you_mean(name, known),
                )


def _flat(steps: Sequence[Step]) -> Iterator[Step]:
    for step in steps:
        yield step
        yield from _flat(step.steps)


def _may_check_out(step: Step) -> bool:
    """Tell whether a step may bring the project: any other action might."""
    if step.script is not None:
        return bool(_FETCHES.search(step.script.text))
    return step.uses is not None and not step.uses.text.startswith(_LOCAL)


def _may_make(path: str, step: Step) -> bool:
    """Tell whether a step may have made a folder that is not in the project."""
    if step.script is not None:
        script = step.script.text
        return posixpath.basename(path) in script or bool(_FETCHES.search(script))
    uses = step.uses.text if step.uses else ""
    if "checkout" in uses.partition("@")[0]:
        given = entries(step.inputs.node if step.inputs else None)
        return not _ELSEWHERE.isdisjoint(given)
    return "download-artifact" in uses
