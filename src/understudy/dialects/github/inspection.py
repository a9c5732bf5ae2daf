"""Owns looking through a file's expressions for names of things that are not there.

GitHub puts an empty string in their place and says nothing. Whether the expressions can
be read is not looked at here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Iterable, Optional, Sequence, Tuple

from understudy.dialects.github.conditions import parsed_condition
from understudy.dialects.github.holes import Register
from understudy.dialects.github.keys import JOB_IF, STEP_IF
from understudy.dialects.github.names import (
    Known,
    inputs_of,
    matrix_keys,
    outputs_of,
    step_ids,
    unknown,
)
from understudy.dialects.github.nodes import entries, items, value
from understudy.dialects.github.problems import Problems
from understudy.dialects.github.references import references
from understudy.dialects.github.schema import Definition
from understudy.dialects.github.validation import did_you_mean
from understudy.expressions import Node
from understudy.model.pipeline import Job, Step, Workflow
from understudy.text import yaml

_OPTIONAL = "unknown-matrix-key"


class Inspection:
    """One look through one file, whose expressions are in the register."""

    def __init__(self, register: Register, problems: Problems) -> None:
        self._register = register
        self._problems = problems

    def check_workflow(self, root: yaml.Node, workflow: Workflow) -> None:
        """Report what a workflow's expressions read that is not there."""
        outside = Known(
            inputs=inputs_of(workflow, "workflow_call", "workflow_dispatch"),
            jobs={job.id: outputs_of(job) for job in workflow.jobs},
        )
        node = value(entries(root), "jobs")
        self.check(root, outside, without=node)
        jobs = entries(node)
        for job in workflow.jobs:
            self._check_job(jobs[job.id].value, job, workflow, outside)

    def check_steps(
        self,
        node: Optional[yaml.Node],
        steps: Sequence[Step],
        known: Known,
        condition: Definition,
    ) -> None:
        """Report what the expressions of steps read that is not there.

        Args:
            condition: what the `if` of a step may use.
        """
        for index, item in enumerate(items(node)):
            if self._register.within(item) or "if" in entries(item):
                before = step_ids(steps[:index])
                self.check(item, replace(known, steps=before), condition)

    def check(
        self,
        node: yaml.Node,
        known: Known,
        condition: Optional[Definition] = None,
        without: Optional[yaml.Node] = None,
    ) -> None:
        """Report what the expressions in a mapping read that is not there.

        Args:
            condition: what its `if` may use, where it has one.
            without: a part of it that is not looked at.
        """
        given = value(entries(node), "if") if condition else None
        if condition and isinstance(given, yaml.Scalar):
            self._check_trees(given, parsed_condition(given, condition), known)
        for scalar, holes in self._register.within(node, without):
            if scalar is not given:
                self._check_trees(scalar, holes.trees, known)

    def _check_job(
        self, node: yaml.Node, job: Job, workflow: Workflow, outside: Known
    ) -> None:
        wanted = {need.job.lower() for need in job.needs}
        known = replace(
            outside,
            matrix=matrix_keys(job.strategy),
            jobs={
                other.id: outputs_of(other)
                for other in workflow.jobs
                if other.id.lower() in wanted
            },
            others=tuple(
                other.id for other in workflow.jobs if other.id.lower() not in wanted
            ),
        )
        steps = value(entries(node), "steps")
        at_end = replace(known, steps=step_ids(job.steps))
        self.check(node, at_end, JOB_IF, without=steps)
        self.check_steps(steps, job.steps, known, STEP_IF)

    def _check_trees(
        self, node: yaml.Scalar, trees: Iterable[Tuple[int, Node]], known: Known
    ) -> None:
        for offset, tree in trees:
            for reference in references(tree):
                found = unknown(reference.names, known)
                # `matrix.x || 'y'` is for jobs where some legs, or none, have an x.
                if found and not (reference.has_fallback and found.id == _OPTIONAL):
                    start = offset + reference.start
                    end = offset + reference.ends[found.depth]
                    self._problems.warning(
                        found.id,
                        found.message,
                        yaml.span_in(node, start, end),
                        help=found.help or did_you_mean(found.name, found.known),
                    )
