"""A plan is counted by legs, and everything that cannot be played is named."""

from __future__ import annotations

import pytest

from understudy.report.tally import Tally, tally


def test_every_leg_is_counted_once(plan, players):
    count = tally(plan.workflows[0].jobs, players)

    assert count == Tally(
        starting=(
            "ci/lint",
            "ci/docs",
            "ci/tests/ubuntu,3",
            "ci/tests/ubuntu,3.12",
            "ci/report",
            "ci/release/build",
        ),
        missing=("ci/tests/windows,3", "ci/tests/windows,3.12"),
        pending=("ci/dynamic", "ci/maybe"),
        stopped=("ci/nightly", "ci/after", "ci/release/publish"),
        failing=("ci/broken",),
    )
    assert count.total == 14


def test_by_default_everything_can_be_played(plan):
    assert tally(plan.workflows[0].jobs).missing == ()


def test_a_call_that_does_not_start_counts_by_what_it_calls(one):
    plan = one(a="uses: ./.github/workflows/called.yml\nif: github.ref == 'x'")

    count = tally([plan.job("ci/a")])

    assert count.stopped == ("ci/a/inner", "ci/a/last")


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        pytest.param(Tally(), "0 legs: 0 start", id="nothing"),
        pytest.param(Tally(("a",)), "1 leg: 1 starts", id="one"),
        pytest.param(
            Tally(("a",), ("b", "c"), ("d",), ("e",)),
            "5 legs: 1 starts, 1 does not, 1 is decided in the run,"
            " 2 cannot be played here",
            id="one of each",
        ),
        pytest.param(
            Tally(("a", "b"), (), ("c", "d"), ("e", "f")),
            "6 legs: 2 start, 2 do not, 2 are decided in the run",
            id="several",
        ),
        pytest.param(
            Tally(("a",), (), (), ("b",), ("c",)),
            "3 legs: 1 starts, 1 fails, 1 does not",
            id="one that fails",
        ),
        pytest.param(Tally(failing=("a", "b")), "2 legs: 2 fail", id="all fail"),
        pytest.param(
            Tally(missing=("a",)), "1 leg: 1 cannot be played here", id="none starts"
        ),
    ],
)
def test_a_count_is_said_in_words(count, expected):
    assert str(count) == expected
