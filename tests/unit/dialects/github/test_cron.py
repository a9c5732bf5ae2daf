"""Schedules are five fields that GitHub's editor accepts."""

from __future__ import annotations

import pytest

from understudy.dialects.github.cron import is_valid


@pytest.mark.parametrize(
    "schedule",
    [
        "* * * * *",
        "0 0 1 1 0",
        "*/15 0-6 1,15 JAN-mar SUN",
        "5/20 * * * mon-fri",
        "59 23 31 dec 6",
        "0  3 * * 1",
    ],
)
def test_ranges_steps_lists_and_names_are_valid(schedule: str) -> None:
    assert is_valid(schedule)


@pytest.mark.parametrize(
    "schedule",
    [
        pytest.param("* * * *", id="four fields"),
        pytest.param("60 * * * *", id="minute 60"),
        pytest.param("* 24 * * *", id="hour 24"),
        pytest.param("* * 0 * *", id="day 0"),
        pytest.param("* * * 13 *", id="month 13"),
        pytest.param("* * * * 7", id="weekday 7"),
        pytest.param("5-1 * * * *", id="a range backwards"),
        pytest.param("1- * * * *", id="a range without an end"),
        pytest.param("*/0 * * * *", id="a step of nothing"),
        pytest.param("*/x * * * *", id="a step of letters"),
        pytest.param("/5 * * * *", id="a step of nowhere"),
        pytest.param("1,,2 * * * *", id="a list with a gap"),
        pytest.param("sun * * * *", id="a name in another field"),
        pytest.param("@daily", id="a word"),
        pytest.param("1/2/3 * * * *", id="two steps"),
    ],
)
def test_anything_else_is_not(schedule: str) -> None:
    assert not is_valid(schedule)
