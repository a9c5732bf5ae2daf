from __future__ import annotations

import pytest

from understudy.actions import inputs
from understudy.engine.contract import ActionFailed, NotPlayed
from understudy.model.plan import Reason


def test_a_text_loses_the_blanks_around_it():
    assert inputs.text({"name": "  a b\n"}, "name") == "a b"


def test_an_input_that_is_not_given_is_empty():
    assert inputs.text({}, "name") == ""


@pytest.mark.parametrize(
    "value, expected",
    [("true", True), ("True", True), (" TRUE ", True), ("false", False)],
)
def test_booleans_are_those_of_the_core_schema(value, expected):
    assert inputs.boolean({"clean": value}, "clean") is expected


@pytest.mark.parametrize("value", ["", "yes", "tRUE", "1"])
def test_anything_else_is_no_boolean(value):
    with pytest.raises(ActionFailed) as failure:
        inputs.boolean({"clean": value}, "clean")

    assert failure.value.message == (
        'Input does not meet YAML 1.2 "Core Schema" specification: clean\n'
        "Support boolean input list: `true | True | TRUE | false | False | FALSE`"
    )


def test_lines_that_hold_nothing_do_not_count():
    assert inputs.lines({"path": "a\n\n  b c \r\n"}, "path") == ("a", "b c")


def test_a_required_input_is_asked_for_by_name():
    with pytest.raises(ActionFailed, match="^Input required and not supplied: key$"):
        inputs.required({"key": " "}, "key")


def test_a_required_input_that_is_given_is_returned():
    assert inputs.required({"key": "k"}, "key") == "k"


def test_a_command_that_fails_fails_the_action_in_the_words_of_exec(host):
    leg = host("actions/checkout@v4")

    with pytest.raises(ActionFailed) as failure:
        inputs.succeed(leg, "sh", "-c", "exit 3")

    assert failure.value.message.startswith("The process '/")
    assert failure.value.message.endswith("/sh' failed with exit code 3")


def test_a_program_that_is_not_here_is_no_failure_of_the_pipeline(host):
    leg = host("actions/checkout@v4")

    with pytest.raises(NotPlayed) as missing:
        inputs.succeed(leg, "no-such-program")

    assert missing.value.reason == Reason(
        "tool", "`no-such-program` does not start", fixable=True
    )


def test_a_command_that_succeeds_says_nothing_more(host):
    leg = host("actions/checkout@v4")

    inputs.succeed(
        leg, "sh", "-c", 'echo "$A" in $PWD', env={"A": "b"}, folder=leg.temp
    )

    assert leg.lines[1:] == [f"b in {leg.temp}"]


@pytest.mark.parametrize(
    "ref, expected",
    [("v4", 4), ("v4.2.2", 4), ("v10.0.1", 10), ("main", 7), ("", 7), ("verbose", 7)],
)
def test_the_major_of_a_ref_is_its_number_and_that_of_a_branch_the_newest(
    ref, expected
):
    assert inputs.major(ref, newest=7) == expected
