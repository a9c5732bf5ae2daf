"""Inputs of dispatches and calls are refused, defaulted and typed as GitHub does it."""

from __future__ import annotations

import pytest

from understudy.dialects.github import inputs
from understudy.dialects.github.inputs import Problem
from understudy.expressions import Unknown
from understudy.model.pipeline import Input
from understudy.model.template import Template
from understudy.model.value import Value
from understudy.text import yaml
from understudy.text.source import Source

SPAN = Source("ci.yml", "x").span(0, 1)
LATER = Unknown("later")


def written(value: None | bool | float | str) -> Template:
    return Template(yaml.Scalar(value, str(value), SPAN))


DECLARED = (
    Input("version", required=True),
    Input("level", "choice", options=("info", "debug")),
    Input("loud", "boolean"),
    Input("count", "number"),
    Input("where", "environment", required=True, default=written("pypi")),
)

REFUSED = [
    pytest.param(
        {},
        Problem("Required input 'version' not provided", "--input version=VALUE"),
        id="a required one is missing",
    ),
    pytest.param(
        {"version": ""},
        Problem("Required input 'version' not provided", "--input version=VALUE"),
        id="a required one is empty",
    ),
    pytest.param(
        {"version": "1", "x": "1", "y": "2"},
        Problem('Unexpected inputs provided: ["x", "y"]'),
        id="two that nobody declares",
    ),
    pytest.param(
        {"version": "1", "levle": "1"},
        Problem('Unexpected inputs provided: ["levle"]', "--input level=VALUE"),
        id="one that is misspelt",
    ),
    pytest.param(
        {"version": "1", "level": "loud"},
        Problem(
            "Provided value 'loud' for input 'level' not in the list of allowed values",
            "--input level=info",
        ),
        id="none of the choices",
    ),
    pytest.param(
        {"version": "1", "loud": "yes"},
        Problem("input `loud` is `true` or `false`, not `yes`", "--input loud=true"),
        id="no boolean",
    ),
    pytest.param(
        {"version": "1", "count": "many"},
        Problem("input `count` is a number, not `many`", "--input count=1"),
        id="no number",
    ),
]


@pytest.mark.parametrize(("given", "expected"), REFUSED)
def test_a_dispatch_is_refused(given: dict[str, Value], expected: Problem) -> None:
    assert inputs.problem(DECLARED, given) == expected


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({"version": "1"}, id="the rest has defaults"),
        pytest.param({"VERSION": "1", "Level": "debug"}, id="names in any case"),
        pytest.param({"version": 1.5, "loud": False, "count": 3.0}, id="typed values"),
        pytest.param({"version": "1", "level": "", "count": ""}, id="empty ones"),
    ],
)
def test_a_dispatch_is_taken(given: dict[str, Value]) -> None:
    assert inputs.problem(DECLARED, given) is None


def test_a_dispatch_types_booleans_and_leaves_all_else_a_string() -> None:
    given: dict[str, Value] = {"version": 1.5, "Loud": "true", "count": "3"}
    defaults = inputs.defaults(DECLARED)

    typed = inputs.dispatched(DECLARED, given, defaults)
    strings = inputs.of_event(DECLARED, given, defaults)

    assert typed == {
        "version": "1.5",
        "level": "",
        "loud": True,
        "count": "3",
        "where": "pypi",
    }
    assert strings == {**typed, "loud": "true"}


def test_a_boolean_of_a_dispatch_is_false_unless_its_default_is_true() -> None:
    declared = (Input("a", "boolean"), Input("b", "boolean", default=written(True)))

    typed = inputs.dispatched(declared, {}, inputs.defaults(declared))

    assert typed == {"a": False, "b": True}


def test_a_default_that_is_no_scalar_is_none() -> None:
    odd = Template(yaml.Sequence((), SPAN))

    assert inputs.defaults((Input("a", default=odd), Input("b"))) == {}


CALLABLE = (
    Input("name", "string"),
    Input("count", "number"),
    Input("loud", "boolean"),
)

CALLS = [
    pytest.param({}, {}, {"name": "", "count": 0.0, "loud": False}, id="nothing"),
    pytest.param(
        {},
        {"name": "x", "count": 3.0, "loud": True},
        {"name": "x", "count": 3.0, "loud": True},
        id="defaults",
    ),
    pytest.param(
        {"NAME": "y", "count": 4.0, "loud": False},
        {"name": "x", "loud": True},
        {"name": "y", "count": 4.0, "loud": False},
        id="what is given goes before",
    ),
    pytest.param(
        {"name": 3.1},
        {},
        {"name": "3.1", "count": 0.0, "loud": False},
        id="a string is made of a number",
    ),
    pytest.param(
        {"name": None},
        {"name": "x"},
        {"name": "", "count": 0.0, "loud": False},
        id="and of null",
    ),
    pytest.param(
        {"count": LATER},
        {},
        {"name": "", "count": LATER, "loud": False},
        id="what is not known stays so",
    ),
]


@pytest.mark.parametrize(("given", "defaults", "expected"), CALLS)
def test_a_called_workflow_has_typed_inputs(
    given: dict[str, object], defaults: dict[str, object], expected: dict[str, object]
) -> None:
    found = inputs.called(CALLABLE, given, defaults)

    assert (dict(found.values), found.problems) == (expected, ())


CALL_PROBLEMS = [
    pytest.param({"count": "3"}, "Unexpected value '3'", id="a string is no number"),
    pytest.param({"loud": "true"}, "Unexpected value 'true'", id="nor a boolean"),
    pytest.param({"loud": None}, "Unexpected value ''", id="nor is null"),
    pytest.param(
        {"count": True}, "Unexpected value 'true'", id="a boolean is no number"
    ),
    pytest.param({"name": [1.0]}, "Unexpected value 'Array'", id="a list is nothing"),
    pytest.param(
        {"other": 1.0},
        "Invalid input, other is not defined in the referenced workflow.",
        id="one that nobody declares",
    ),
]


@pytest.mark.parametrize(("given", "message"), CALL_PROBLEMS)
def test_a_call_is_refused(given: dict[str, object], message: str) -> None:
    found = inputs.called(CALLABLE, given, {})

    assert found.problems == (message,)
    assert dict(found.values) == {"name": "", "count": 0.0, "loud": False}


def test_a_default_of_the_wrong_type_is_refused() -> None:
    found = inputs.called((Input("count", "number"),), {}, {"count": "3"})

    assert found.problems == ("Unexpected value '3'",)


def test_a_required_input_must_be_given_even_if_it_has_a_default() -> None:
    declared = (Input("a", required=True), Input("b", required=True))

    found = inputs.called(declared, {}, {"b": "x"})

    assert found.problems == (
        "Input a is required, but not provided while calling.",
        "Input b is required, but not provided while calling.",
    )
    assert dict(found.values) == {"a": "", "b": "x"}
