from __future__ import annotations

import pytest

from understudy.cli.last_failed import legs
from understudy.engine.store import Places, Store
from understudy.errors import UsageError
from understudy.model.plan import Reason
from understudy.model.result import LegResult, RunResult, Verdict
from understudy.report.run_json import to_json

CI = """
on: push
jobs:
  a: {runs-on: x, steps: [{run: x}]}
  b: {runs-on: x, steps: [{run: x}], strategy: {matrix: {v: [1, 2]}}}
  c: {runs-on: x, steps: [{run: x}]}
"""


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path, Places(tmp_path / "state", tmp_path / "cache"))


@pytest.fixture
def plan(planned):
    return planned({"ci.yml": CI})


def ended(store, **verdicts):
    """Keep a run in which legs ended so: `b_1="failed"`."""
    found = []
    for name, text in verdicts.items():
        word, _, kind = text.partition(" because ")
        reason = Reason("x", "why", fixable=kind == "fixable") if kind else None
        address = f"ci/{name.replace('_', '/')}"
        found.append(LegResult(address, "ci.yml", "j", name, Verdict(word), reason))
    run = store.start()
    run.finish(to_json(RunResult(run.number, tuple(found), Verdict.FAILED, 1)))


def test_the_legs_that_did_not_pass_and_can_be_helped_play_again(store, plan):
    ended(
        store,
        a="passed",
        b_1="failed",
        b_2="cancelled",
        c="not rehearsed because fixable",
    )

    assert legs(store, plan) == ["ci/b/1", "ci/b/2", "ci/c"]


def test_what_was_skipped_or_is_for_another_system_does_not(store, plan, capsys):
    ended(
        store,
        a="skipped because fixable",
        b_1="not rehearsed because foreign",
        b_2="not rehearsed",
    )

    assert legs(store, plan) == []
    assert capsys.readouterr().err == "note: nothing failed in run 1: all play\n"


def test_without_a_run_before_all_play(store, plan, capsys):
    assert legs(store, plan) == []
    assert capsys.readouterr().err == "note: there was no run before: all legs play\n"


def test_runs_without_a_result_do_not_count(store, plan):
    ended(store, a="failed")
    store.start().finish({"type": "run_failed"})
    store.start()

    assert legs(store, plan) == ["ci/a"]


def test_legs_that_are_gone_are_left_out(store, plan):
    ended(store, a="failed", old="failed")

    assert legs(store, plan) == ["ci/a"]


def test_a_job_whose_legs_were_not_known_plays_again(store, plan):
    ended(store, b="failed")

    assert legs(store, plan) == ["ci/b"]


def test_another_event_that_starts_none_of_them_is_a_mistake(store, plan):
    ended(store, old="failed", older="cancelled")

    with pytest.raises(UsageError) as caught:
        legs(store, plan)

    assert str(caught.value) == (
        "what failed in run 1 is nothing that this event starts: ci/old, ci/older; "
        "name the event of that run"
    )
