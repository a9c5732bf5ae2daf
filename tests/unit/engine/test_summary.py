from __future__ import annotations

from pathlib import Path

import pytest

from understudy.engine.store import Run
from understudy.engine.summary import keep_summary, summary_path


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Return a run in which `ci/tests/3.10` has begun its log."""
    run = Run(1, tmp_path, tmp_path / "workspaces", "tracking")
    run.open_log("ci/tests/3.10").close()
    return run


def test_a_summary_lies_beside_the_log_of_its_leg(run, tmp_path):
    path = summary_path(run, "ci/tests/3.10")

    assert path == tmp_path / "ci/tests/3.10.summary.md"


def test_steps_write_one_after_the_other(run):
    keep_summary(run, "ci/tests/3.10", "# first\n")
    keep_summary(run, "ci/tests/3.10", "| table |\n")

    assert summary_path(run, "ci/tests/3.10").read_text() == "# first\n\n| table |\n"


def test_what_is_no_text_is_kept_as_it_was(run):
    keep_summary(run, "ci/tests/3.10", "\udcff")

    assert summary_path(run, "ci/tests/3.10").read_bytes() == b"\xff"
