from __future__ import annotations

import pytest

from understudy.errors import UsageError
from understudy.plan.keywords import compile_keywords


@pytest.mark.parametrize(
    "expression, matches",
    [
        pytest.param("tests", True, id="a part"),
        pytest.param("TESTS", True, id="any case"),
        pytest.param("lint", False, id="not a part"),
        pytest.param("not lint", True, id="not"),
        pytest.param("not not tests", True, id="twice not"),
        pytest.param("tests and 3.10", True, id="and"),
        pytest.param("tests and not 3.10", False, id="and not"),
        pytest.param("lint or 3.10", True, id="or"),
        pytest.param("lint and tests or 3.10", True, id="and binds closer"),
        pytest.param("lint and (tests or 3.10)", False, id="parentheses"),
        pytest.param("not(lint)", True, id="no blank before a parenthesis"),
        pytest.param(" ci/tests ", True, id="a slash, and blanks around"),
        pytest.param("notes", False, id="a word that begins with not"),
        pytest.param("3.10,ubuntu-24.04", True, id="a comma"),
    ],
)
def test_words_are_parts_of_the_text(expression, matches):
    assert compile_keywords(expression)("ci/tests/3.10,ubuntu-24.04") is matches


@pytest.mark.parametrize(
    "expression, problem",
    [
        pytest.param("", "column 1: expected a word, not the end", id="empty"),
        pytest.param("a and", "column 6: expected a word, not the end", id="and"),
        pytest.param("or a", "column 1: expected a word, not `or`", id="or"),
        pytest.param("not", "column 4: expected a word, not the end", id="not"),
        pytest.param("(a", "column 3: expected `)`, not the end", id="open"),
        pytest.param(
            "a b", "column 3: expected `and`, `or` or the end, not `b`", id="two words"
        ),
        pytest.param(
            "a )", "column 3: expected `and`, `or` or the end, not `)`", id="closed"
        ),
        pytest.param("a and &", "column 7: unexpected `&`", id="another mark"),
        pytest.param("__import__('os')", "column 12: unexpected `'`", id="code"),
    ],
)
def test_a_wrong_expression_is_a_usage_error_with_its_place(expression, problem):
    with pytest.raises(UsageError) as caught:
        compile_keywords(expression)

    assert caught.value.message == f"wrong expression for -k at {problem}"
    assert caught.value.hint == "for example: -k 'tests and not 3.9'"
