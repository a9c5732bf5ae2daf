"""An `if` becomes the expression that GitHub evaluates."""

from __future__ import annotations

import pytest

from understudy.dialects.github.conditions import condition, parsed_condition
from understudy.dialects.github.keys import STEP_IF
from understudy.dialects.github.problems import Problems
from understudy.text import yaml
from understudy.text.source import Source


def load(text: str) -> yaml.Node:
    node, _ = yaml.load(Source("x.yml", text))
    assert isinstance(node, yaml.Mapping)
    return node.entries[0][1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("if:", "success()", id="empty"),
        pytest.param("if: '  '", "success()", id="blank"),
        pytest.param("if: [x]", "success()", id="no scalar"),
        pytest.param("if: true", "success() && (true)", id="a boolean"),
        pytest.param("if: env.A", "success() && (env.A)", id="without a status"),
        pytest.param("if: always()", "always()", id="with a status"),
        pytest.param("if: '!Cancelled()'", "!Cancelled()", id="in any case"),
        pytest.param(
            "if: github.ref == 'success()'",
            "success() && (github.ref == 'success()')",
            id="a string is no call",
        ),
        pytest.param(
            "if: ${{ env.A }}", "success() && (env.A)", id="one hole is itself"
        ),
        pytest.param(
            "if: ${{ 'failure()' }}", "failure()", id="a string in a hole is the text"
        ),
        pytest.param(
            "if: |\n  env.A &&\n  env.B\n",
            "success() && (env.A &&\nenv.B)",
            id="a block is trimmed",
        ),
    ],
)
def test_conditions_get_a_status_function(text: str, expected: str) -> None:
    problems = Problems()

    found = condition(load(text), STEP_IF, problems)

    assert found.text == expected
    assert problems.sorted() == []


def test_without_an_if_nothing_was_written() -> None:
    found = condition(None, STEP_IF, Problems())

    assert (found.text, found.source, found.span) == ("success()", None, None)


def test_the_source_can_be_found_in_the_whole() -> None:
    found = condition(load("if: ' env.A '"), STEP_IF, Problems())

    assert found.source == "env.A"
    assert found.text[found.offset :].startswith("env.A")


def test_a_broken_condition_is_reported_at_the_scalar_and_labelled_inside() -> None:
    problems = Problems()

    found = condition(load("if: env.A && secrets.B"), STEP_IF, problems)

    (problem,) = problems.sorted()
    assert problem.message == (
        "Unrecognized named-value: 'secrets'. "
        "Located at position 10 within expression: env.A && secrets.B"
    )
    assert (problem.span.line, problem.span.column) == (1, 5)
    (label,) = problem.labels
    assert (label.span.column, label.span.end.column) == (14, 21)
    assert found.text == "env.A && secrets.B"


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        pytest.param("if: env.A", 0, id="as it stands"),
        pytest.param("if: ${{ env.A }}", 4, id="in a hole"),
    ],
)
def test_a_tree_knows_its_place_in_the_text(text: str, offset: int) -> None:
    node = load(text)
    assert isinstance(node, yaml.Scalar)

    ((found, tree),) = parsed_condition(node, STEP_IF)

    assert found == offset
    assert node.text[found : found + tree.span.end] == "env.A"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("if: secrets.A", id="cannot be read"),
        pytest.param("if: x ${{ env.A }}", id="is not in the text"),
        pytest.param("if: [env.A]", id="is no scalar"),
    ],
)
def test_other_conditions_have_no_tree(text: str) -> None:
    assert parsed_condition(load(text), STEP_IF) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("if: ${{ env.A }} == 'x'", "'{0} == ''x''', env.A", id="text"),
        pytest.param("if: |\n  ${{ env.A }}\n", "'{0}\n', env.A", id="a line break"),
        pytest.param(
            "if: ${{ env.A }} && always()", "'{0} && always()', env.A", id="no call"
        ),
    ],
)
def test_text_around_a_hole_makes_a_string_which_always_holds(
    text: str, expected: str
) -> None:
    problems = Problems()

    found = condition(load(text), STEP_IF, problems)

    assert found.text == f"success() && (format({expected}))"
    (problem,) = problems.sorted()
    assert (problem.id, problem.is_error) == ("always-true", False)
    assert problem.help == "write the whole condition without `${{ }}`"


def test_holes_without_text_between_them_may_be_empty() -> None:
    problems = Problems()

    condition(load("if: ${{ env.A }}${{ env.B }}"), STEP_IF, problems)

    assert problems.sorted() == []
