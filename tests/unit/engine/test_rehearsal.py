from __future__ import annotations

import os
from dataclasses import replace

import pytest

from understudy.engine.rehearsal import cores


def test_only_the_cores_that_this_process_may_use_count(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {1, 5, 7}, raising=False)

    assert cores() == 3


@pytest.mark.parametrize(
    ("count", "expected"),
    [pytest.param(4, 4, id="known"), pytest.param(None, 1, id="not known")],
)
def test_without_affinity_all_cores_count(count, expected, monkeypatch):
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: count)

    assert cores() == expected


def test_a_run_counts_its_seconds_by_its_own_clock(rehearsal):
    run = replace(rehearsal(now=lambda: 107.5), started=100.0)

    assert run.seconds() == 7.5


def test_nothing_secret_is_in_the_words_of_a_run(rehearsal):
    run = replace(rehearsal(), token="ghs_secret", environ={"KEY": "hunter2"})

    assert "ghs_secret" not in repr(run)
    assert "hunter2" not in repr(run)
