"""A condition holds or not, and the part that decided it is named with its values."""

from __future__ import annotations

import pytest

from understudy.dialects.github import status
from understudy.dialects.github.decisions import decide_condition, in_words
from understudy.dialects.github.templates import TemplateError
from understudy.expressions import ExpressionError, Unknown
from understudy.model.plan import Leaf
from understudy.model.template import Condition
from understudy.text.source import Source

LATER = Unknown("only a run has it")
CONTEXTS = {
    "github": {
        "ref": "refs/heads/main",
        "event": {"pull_request": {"labels": []}},
        "token": LATER,
    }
}
FUNCTIONS = status.job_functions({"build": "success"})


def test_a_condition_that_fails_names_the_part_that_decided() -> None:
    text = (
        "success() && "
        "(contains(github.event.pull_request.labels.*.name, 'bench') && "
        "github.ref != 'x')"
    )

    found = decide_condition(Condition(text), CONTEXTS, FUNCTIONS)

    assert found.value is False
    assert found.expression == (
        "contains(github.event.pull_request.labels.*.name, 'bench')"
    )
    assert found.leaves == (Leaf("github.event.pull_request.labels.*.name", "[]"),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("success()", True, id="a status"),
        pytest.param("failure()", False, id="another"),
        pytest.param("github.ref", True, id="a text counts as true"),
        pytest.param("github.none", False, id="null does not"),
        pytest.param("github.token", LATER, id="not known"),
        pytest.param("github.token && false", False, id="false whatever it is"),
        pytest.param("github.token || true", True, id="true whatever it is"),
    ],
)
def test_a_condition_is_true_false_or_unknown(text: str, expected: object) -> None:
    found = decide_condition(Condition(text), CONTEXTS, FUNCTIONS)

    assert found.value == expected
    assert found.explanation.node.span.source == found.expression


def test_a_condition_that_cannot_be_evaluated_says_where_it_stands() -> None:
    span = Source("ci.yml", "if: fromJSON('[')").span(4, 17)

    with pytest.raises(TemplateError, match="Error parsing fromJson") as caught:
        decide_condition(Condition("fromJSON('[')", span=span), CONTEXTS, FUNCTIONS)

    assert caught.value.span is span


def test_a_condition_that_nobody_wrote_stands_nowhere() -> None:
    with pytest.raises(ExpressionError, match="Unexpected symbol") as caught:
        decide_condition(Condition("a b"), CONTEXTS, FUNCTIONS)

    assert not isinstance(caught.value, TemplateError)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("main", '"main"', id="a text"),
        pytest.param(3.0, "3", id="a number"),
        pytest.param(None, "null", id="null"),
        pytest.param([], "[]", id="an empty list"),
        pytest.param({"a": [1.0, 2.0]}, '{ "a": [ 1, 2 ] }', id="an object"),
        pytest.param(LATER, "not known: only a run has it", id="not known"),
        pytest.param([LATER], "not known: only a run has it", id="not known inside"),
        pytest.param("x" * 58, '"' + "x" * 58 + '"', id="just short enough"),
        pytest.param("x" * 59, '"' + "x" * 56 + "...", id="too long"),
    ],
)
def test_a_value_is_put_in_words(value: object, expected: str) -> None:
    assert in_words(value) == expected
