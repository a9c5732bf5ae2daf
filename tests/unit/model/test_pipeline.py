"""A pipeline's parts are found by their names, and explain themselves."""

from __future__ import annotations

from understudy.model.pipeline import Filter, Job, Pipeline, Trigger, Workflow
from understudy.model.template import Condition
from understudy.text.source import Source

SPAN = Source("ci.yml", "x").span(0, 1)
BRANCHES = Filter("branches", ("main",), (SPAN,), SPAN)
PUSH = Trigger("push", SPAN, filters=(BRANCHES,))
BUILD = Job("Build", SPAN, Condition("success()"))
CI = Workflow("ci.yml", SPAN, triggers=(PUSH,), jobs=(BUILD,))


def test_a_trigger_is_found_by_its_event() -> None:
    assert CI.trigger("push") is PUSH
    assert CI.trigger("release") is None


def test_a_filter_is_found_by_its_kind() -> None:
    assert PUSH.filter("branches") is BRANCHES
    assert PUSH.filter("tags") is None


def test_a_job_is_found_in_any_case() -> None:
    assert CI.job("BUILD") is BUILD
    assert CI.job("test") is None


def test_a_pipeline_explains_itself() -> None:
    broken = Workflow("ci.yml", SPAN, broken=True)

    assert repr(CI) == "<workflow ci.yml: 1 jobs>"
    assert repr(broken) == "<workflow ci.yml: 0 jobs, broken>"
    assert repr(Pipeline((CI,))) == "<pipeline of 1 workflows, 0 diagnostics>"
