from __future__ import annotations

import pytest

from understudy.model.result import Annotation, Verdict
from understudy.report.run_annotations import of_level, place, sentences, words


@pytest.mark.parametrize(
    "message",
    [
        "Process completed with exit code 1.",
        "Process completed with exit code -9.\n",
        "The operation was canceled.",
    ],
)
def test_what_the_verdict_says_already_is_no_annotation(leg, message):
    failed = leg("ci/x", Verdict.FAILED, annotations=(Annotation("error", message),))

    assert of_level(failed, "error") == []


def test_the_same_is_said_once_and_only_at_the_levels_asked_for(leg):
    one, two = Annotation("error", "one"), Annotation("warning", "two")
    found = leg("ci/x", annotations=(one, two, one, Annotation("notice", "three")))

    assert of_level(found, "error", "warning") == [one, two]


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        pytest.param(
            Annotation("error", "x", file="a.py", line=3), "a.py:3", id="line"
        ),
        pytest.param(Annotation("error", "x", file="a.py"), "a.py", id="file"),
        pytest.param(Annotation("error", "x", line=3), "", id="a line of no file"),
    ],
)
def test_a_place_is_as_exact_as_it_is_known(annotation, expected):
    assert place(annotation) == expected


def test_a_title_stands_in_front():
    assert words(Annotation("error", "a\n \nb  ", title="T")) == ["T: a", "b"]


def test_only_the_first_line_has_the_place():
    found = [Annotation("error", "a\nb", file="x"), Annotation("error", "")]

    assert sentences(found) == ["x: a", "b", ""]
