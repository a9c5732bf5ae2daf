"""What tests of several layers get: plans made of a few lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Optional, Protocol

import pytest

from understudy.dialects.github import dialect
from understudy.dialects.github.reader import read
from understudy.model.event import Event
from understudy.model.plan import Plan
from understudy.plan.planner import plan, plan_all
from understudy.plan.situation import Settings
from understudy.text.source import Source


class MakePlan(Protocol):
    """Plan an event, by default a push; None plans every workflow whatever the event.

    Files are named by what they are called in the folder of workflows.
    """

    def __call__(
        self,
        files: Mapping[str, str],
        event: Optional[Event] = ...,
        settings: Settings = ...,
    ) -> Plan: ...


@pytest.fixture
def push() -> Event:
    """Return a push to the default branch."""
    return Event("push", "refs/heads/main", "f" * 40, "octo/mathkit", actor="octo")


@pytest.fixture
def planned(push: Event) -> MakePlan:
    """Make plans: `planned({"ci.yml": "..."})`."""

    def make(
        files: Mapping[str, str],
        event: Optional[Event] = push,
        settings: Settings = Settings(),
    ) -> Plan:
        pipeline = read(
            [Source(f".github/workflows/{name}", text) for name, text in files.items()]
        )
        if event is None:
            return plan_all(pipeline, dialect, settings)
        return plan(pipeline, event, dialect, settings)

    return make


@pytest.fixture
def one(planned: MakePlan):
    """Plan the jobs of one workflow that listens to pushes: `one(a="runs-on: x")`."""

    def make(event: object = ..., settings: Settings = Settings(), **jobs: str) -> Plan:
        lines = ["on: push", "jobs:"]
        for id, text in jobs.items():
            steps = [] if "uses:" in text else ["steps: [{run: x}]"]
            runner = [] if "uses:" in text or "runs-on:" in text else ["runs-on: x"]
            body = [*text.strip().splitlines(), *runner, *steps]
            lines += [f"  {id}:", *(f"    {line}" for line in body)]
        files = {"ci.yml": "\n".join(lines)}
        if any("/called.yml" in text for text in jobs.values()):
            files["called.yml"] = CALLED
        if event is ...:
            return planned(files, settings=settings)
        return planned(files, event, settings)  # type: ignore[arg-type]

    return make


CALLED = """
on:
  workflow_call:
    inputs: {level: {type: string, default: low}}
    secrets: {KEY: {}}
    outputs: {done: {value: '${{ jobs.inner.outputs.x }}'}}
concurrency: ${{ inputs.level }}
jobs:
  inner: {runs-on: x, outputs: {x: '1'}, steps: [{run: x}]}
  last: {needs: inner, if: "inputs.level == 'high'", runs-on: x, steps: [{run: x}]}
"""
