"""Problems are kept once, in order, and softened where GitHub lets pass."""

from __future__ import annotations

from understudy.dialects.github.problems import IDS, Problems
from understudy.text.diagnostic import Authority, Severity
from understudy.text.source import Source

SOURCE = Source("ci.yml", "on: psuh\njobs: {}\n")
FIRST = SOURCE.span(4, 8)
SECOND = SOURCE.span(9, 13)


def test_errors_are_github_s_and_break_the_file() -> None:
    problems = Problems()

    problems.error("workflow-syntax", "Unexpected value 'psuh'", FIRST)

    (found,) = problems.sorted()
    assert (found.severity, found.authority) == (Severity.ERROR, Authority.GITHUB)
    assert problems.has_errors
    assert len(problems) == 1


def test_warnings_are_ours_and_break_nothing() -> None:
    problems = Problems()

    problems.warning("unknown-step", "no step has this id", FIRST, help="look")

    (found,) = problems.sorted()
    assert (found.severity, found.authority) == (
        Severity.WARNING,
        Authority.UNDERSTUDY,
    )
    assert found.help == "look"
    assert not problems.has_errors


def test_the_same_problem_at_the_same_place_is_one() -> None:
    problems = Problems()

    problems.error("workflow-syntax", "Unexpected value 'psuh'", FIRST)
    problems.error("trigger-syntax", "Unexpected value 'psuh'", FIRST)
    problems.error("workflow-syntax", "Unexpected value 'psuh'", SECOND)

    assert len(problems) == 2


def test_problems_come_in_the_order_of_the_file() -> None:
    problems = Problems()

    problems.error("workflow-syntax", "second", SECOND)
    problems.error("workflow-syntax", "first", FIRST)

    assert [found.message for found in problems.sorted()] == ["first", "second"]


def test_a_softened_error_is_a_warning_that_says_why() -> None:
    problems = Problems()
    problems.softened = "the server does not mind"

    problems.error("trigger-syntax", "Unexpected value 'psuh'", FIRST)
    problems.error("trigger-syntax", "Unexpected value 'x'", FIRST, help="push?")

    first, second = problems.sorted()
    assert first.severity is Severity.WARNING
    assert (first.help, first.notes) == ("the server does not mind", ())
    assert (second.help, second.notes) == ("push?", ("the server does not mind",))
    assert not problems.has_errors


def test_every_id_says_what_it_is_for() -> None:
    assert all(id == id.lower() and meaning for id, meaning in IDS.items())
