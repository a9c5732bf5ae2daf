"""Reading all that a step writes."""

from __future__ import annotations

import json

from understudy.dialects.github.matchers import read_matchers
from understudy.dialects.github.matching import Matching
from understudy.dialects.github.protocol import Annotate, CommandReader, Effect, Mask
from understudy.dialects.github.step_output import StepOutput
from understudy.model.result import Annotation

FILE = json.dumps(
    {
        "problemMatcher": [
            {"owner": "o", "pattern": [{"regexp": "^bad: (.+)$", "message": 1}]}
        ]
    }
)


def output(applied: list[Effect], debug: bool = False) -> StepOutput:
    return StepOutput(
        CommandReader({}), Matching(read_matchers(FILE)), applied.append, debug
    )


def test_a_command_is_obeyed_and_shown_as_what_it_stands_for() -> None:
    applied: list[Effect] = []
    step = output(applied)

    shown = [step.line(text) for text in ("::add-mask::x", "::error::bad: y", "rest")]

    assert shown == [(), ("##[error]bad: y",), None]
    assert applied == [Mask("x"), Annotate(Annotation("error", "bad: y"))]
    assert step.failed is False


def test_a_line_that_matches_is_an_annotation() -> None:
    applied: list[Effect] = []
    step = output(applied)

    assert step.line("bad: z") == ("##[error]bad: z",)
    assert applied == [Annotate(Annotation("error", "z"))]


def test_every_line_is_wanted_where_a_matcher_may_match() -> None:
    step = output([])

    assert (step.wants_lines(b"bad: x"), step.wants_lines(b"good")) == (True, False)


def test_one_failing_command_fails_the_step() -> None:
    step = output([])

    step.line("::echo::loud")
    step.line("::echo::on")

    assert step.failed is True


def test_debug_messages_are_shown_while_debugging() -> None:
    assert output([], debug=True).line("::debug::a") == ("##[debug]a",)
    assert output([]).line("::debug::a") == ()
