from __future__ import annotations

import pytest

from understudy.report.run_words import duration, number_of, some, step_name, times
from understudy.report.style import Style


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        pytest.param(0.04, "0.0s", id="none"),
        pytest.param(59.94, "59.9s", id="under a minute"),
        pytest.param(59.96, "1m 00s", id="as good as a minute"),
        pytest.param(69, "1m 09s", id="over a minute"),
        pytest.param(3599.4, "59m 59s", id="under an hour"),
        pytest.param(3600, "1h 00m", id="an hour"),
        pytest.param(7560, "2h 06m", id="hours"),
    ],
)
def test_a_time_is_as_exact_as_people_want_it(seconds, words):
    assert duration(seconds) == words


def test_a_name_over_several_lines_is_one():
    assert step_name(3, "Run a\n  b") == 'step 3 "Run a b"'


def test_what_is_said_often_is_counted():
    assert times(["a", "b", "a"]) == "a ×2, b"
    assert times(["a", "b", "a"], Style(unicode=False)) == "a x2, b"


@pytest.mark.parametrize(
    ("names", "words"),
    [
        pytest.param(["a"], "a", id="one"),
        pytest.param(["a", "b"], "a, b", id="two"),
        pytest.param(["a", "b", "c"], "a and 2 more", id="more"),
        pytest.param([], "", id="none"),
    ],
)
def test_many_names_are_shortened(names, words):
    assert some(names) == words


def test_one_is_no_plural():
    assert (number_of(1, "leg"), number_of(0, "leg")) == ("1 leg", "0 legs")
