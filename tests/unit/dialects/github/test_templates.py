"""Values with holes are filled as GitHub fills them, whatever their shape."""

from __future__ import annotations

import re
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from understudy.dialects.github import templates
from understudy.dialects.github.templates import TemplateError
from understudy.expressions import Unknown
from understudy.text import yaml
from understudy.text.source import Source

LATER = Unknown("later")
CONTEXTS = {
    "github": {"ref": "refs/heads/main", "actor": "octo", "token": LATER},
    "matrix": {"os": ["a", "b"], "python": "3.10", "n": 3.0, "deep": {"x": 1.0}},
    "env": None,
}
FUNCTIONS = {"hashFiles": lambda *patterns: "+".join(patterns)}


def node(text: str) -> yaml.Node:
    """Read one YAML value."""
    found, problems = yaml.load(Source("ci.yml", dedent(text).strip()))
    assert found is not None
    assert not problems
    return found


def filled(text: str) -> object:
    return templates.evaluate(node(text), CONTEXTS, FUNCTIONS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("plain", "plain", id="a string"),
        pytest.param("3.10", 3.1, id="a number"),
        pytest.param("14", 14.0, id="a whole number"),
        pytest.param("true", True, id="a boolean"),
        pytest.param("~", None, id="null"),
        pytest.param("'3.10'", "3.10", id="a number in quotes"),
        pytest.param("${{ matrix.python }}", "3.10", id="a string stays one"),
        pytest.param("${{ matrix.n }}", 3.0, id="a number stays one"),
        pytest.param("${{ matrix.n == 3 }}", True, id="a boolean stays one"),
        pytest.param("${{ matrix.none }}", None, id="null stays null"),
        pytest.param("${{ matrix.os }}", ["a", "b"], id="a list stays one"),
        pytest.param("${{ matrix.deep }}", {"x": 1.0}, id="an object stays one"),
        pytest.param("py${{ matrix.n }}", "py3", id="text makes it a string"),
        pytest.param(
            "${{ github.actor }}@${{ matrix.n }}!", "octo@3!", id="several holes"
        ),
        pytest.param("${{ true }} ", True, id="blanks around it are YAML's"),
        pytest.param("'${{ true }} '", "true ", id="blanks in quotes are text"),
        pytest.param("'{0} ${{ matrix.n }} {'", "{0} 3 {", id="braces are text"),
        pytest.param("it's ${{ 'o''clock' }}", "it's o'clock", id="quotes"),
        pytest.param("${{ 'a }} b' }}", "a }} b", id="braces in a string"),
        pytest.param("${{ hashFiles('a', 'b') }}", "a+b", id="a function of the run"),
        pytest.param("${{ env.X }}", None, id="nothing of nothing"),
        pytest.param("${{ nowhere.x }}", None, id="a context that is not there"),
        pytest.param("x${{ matrix.os }}", "xArray", id="a list in a text"),
    ],
)
def test_a_scalar_is_filled(text: str, expected: object) -> None:
    assert filled(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("[1, a]", [1.0, "a"], id="literals"),
        pytest.param(
            "['${{ matrix.os }}', c]", ["a", "b", "c"], id="a list is put into the list"
        ),
        pytest.param(
            "[[x], '${{ matrix.os }}']", [["x"], "a", "b"], id="a written list is not"
        ),
        pytest.param(
            "[\"${{ fromJSON('[[1],[2]]') }}\"]", [[1.0], [2.0]], id="one level only"
        ),
        pytest.param("['${{ matrix.none }}']", [None], id="null is an item"),
        pytest.param("['${{ matrix.deep }}']", [{"x": 1.0}], id="an object is an item"),
        pytest.param("['x${{ matrix.os }}']", ["xArray"], id="a text is an item"),
        pytest.param("[]", [], id="empty"),
    ],
)
def test_a_sequence_is_filled(text: str, expected: object) -> None:
    assert filled(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a: ${{ matrix.n }}", {"a": 3.0}, id="a value"),
        pytest.param("${{ github.actor }}x: 1", {"octox": 1.0}, id="a key"),
        pytest.param("${{ matrix.n }}: 1", {"3": 1.0}, id="a key becomes a string"),
        pytest.param("${{ matrix.none }}: 1", {"": 1.0}, id="a key that is null"),
        pytest.param("3.10: 1", {"3.1": 1.0}, id="a key that is a number"),
        pytest.param("true: 1", {"true": 1.0}, id="a key that is a boolean"),
        pytest.param(
            "a: 1\n${{ insert }}: {b: 2, '${{ github.actor }}': 3}\nc: 4",
            {"a": 1.0, "b": 2.0, "octo": 3.0, "c": 4.0},
            id="pairs are inserted where they stand",
        ),
        pytest.param(
            "${{ insert }}: ${{ matrix.deep }}", {"x": 1.0}, id="pairs of a context"
        ),
        pytest.param("${{ insert }}: {}", {}, id="no pairs"),
        pytest.param(
            "a: {b: ['${{ matrix.n }}']}", {"a": {"b": [3.0]}}, id="all the way down"
        ),
    ],
)
def test_a_mapping_is_filled(text: str, expected: object) -> None:
    assert filled(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("${{ github.token }}", LATER, id="a value"),
        pytest.param("x${{ github.token }}", LATER, id="a text"),
        pytest.param("[a, 'x${{ github.token }}']", ["a", LATER], id="an item of text"),
        pytest.param(
            "[a, '${{ github.token }}']", LATER, id="an item that may be a list"
        ),
        pytest.param(
            "{a: 1, b: '${{ github.token }}'}", {"a": 1.0, "b": LATER}, id="one value"
        ),
        pytest.param("{a: 1, '${{ github.token }}': b}", LATER, id="a key"),
        pytest.param("{'${{ insert }}': '${{ github.token }}'}", LATER, id="pairs"),
        pytest.param(
            "{'${{ insert }}': {'x${{ github.token }}': 1}}", LATER, id="a deeper key"
        ),
    ],
)
def test_what_is_not_known_stays_so_and_spoils_no_more_than_it_must(
    text: str, expected: object
) -> None:
    assert filled(text) == expected


ERRORS = [
    pytest.param(
        "a: ${{ github.ref",
        re.escape(
            "The expression is not closed. An unescaped ${{ sequence was found, "
            "but the closing }} sequence was not found."
        ),
        (1, 4),
        id="an open hole",
    ),
    pytest.param(
        "a:\n  - ${{ }}", "An expression was expected", (2, 5), id="an empty hole"
    ),
    pytest.param(
        "a: ${{ insert }}",
        "The expression directive 'insert' is not supported in this context",
        (1, 4),
        id="an insertion that is no key",
    ),
    pytest.param(
        "${{ insert }}: text", "Expected a mapping", (1, 16), id="nothing to insert"
    ),
    pytest.param(
        "${{ insert }}: ${{ matrix.os }}",
        "Expected a mapping",
        (1, 16),
        id="a list to insert",
    ),
    pytest.param(
        "${{ matrix.os }}: 1", "Expected a string", (1, 1), id="a list as a key"
    ),
    pytest.param(
        "a: 1\n${{ insert }}: {A: 2}",
        "'A' is already defined",
        (2, 17),
        id="a key twice, in any case",
    ),
    pytest.param(
        "X: 1\n${{ insert }}: ${{ matrix.deep }}",
        "'x' is already defined",
        (2, 16),
        id="an inserted key twice",
    ),
    pytest.param(
        "a: ${{ fromJSON('[') }}",
        "Error parsing fromJson: .+",
        (1, 4),
        id="a function that fails",
    ),
    pytest.param(
        "a: ${{ success() }}",
        r"Unrecognized function: 'success'.*",
        (1, 4),
        id="a function that is not there",
    ),
    pytest.param("? [a]\n: 1", "Expected a scalar value", (1, 3), id="a list as a key"),
]


@pytest.mark.parametrize(("text", "message", "place"), ERRORS)
def test_what_github_would_fail_is_said_with_its_place(
    text: str, message: str, place: tuple[int, int]
) -> None:
    with pytest.raises(TemplateError) as caught:
        filled(text)

    assert re.fullmatch(message, str(caught.value))
    assert (caught.value.span.line, caught.value.span.column) == place


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a${{ matrix.n }}", "a3", id="a text"),
        pytest.param("3.10", "3.1", id="a number"),
        pytest.param("true", "true", id="a boolean"),
        pytest.param("~", "", id="null"),
        pytest.param("${{ github.token }}", LATER, id="not known"),
    ],
)
def test_a_string_is_made_of_any_scalar(text: str, expected: object) -> None:
    assert templates.evaluate_string(node(text), CONTEXTS) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("[a]", "A sequence was not expected", id="a list"),
        pytest.param(
            "${{ matrix.deep }}", "A mapping was not expected", id="an object"
        ),
    ],
)
def test_a_string_is_made_of_nothing_else(text: str, message: str) -> None:
    with pytest.raises(TemplateError, match=f"^{message}$"):
        templates.evaluate_string(node(text), CONTEXTS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("true", True, id="written"),
        pytest.param("${{ matrix.n == 4 }}", False, id="an expression"),
        pytest.param("${{ github.token == '' }}", LATER, id="not known"),
    ],
)
def test_a_boolean_is_one(text: str, expected: object) -> None:
    assert templates.evaluate_boolean(node(text), CONTEXTS) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("${{ 'true' }}", "Unexpected value 'true'", id="a string"),
        pytest.param("${{ matrix.none }}", "Unexpected value ''", id="null"),
        pytest.param("${{ matrix.n }}", "Unexpected value '3'", id="a number"),
    ],
)
def test_a_boolean_is_nothing_else(text: str, message: str) -> None:
    with pytest.raises(TemplateError, match=f"^{message}$"):
        templates.evaluate_boolean(node(text), CONTEXTS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("5", 5.0, id="written"),
        pytest.param("${{ matrix.n }}", 3.0, id="an expression"),
        pytest.param("${{ github.token }}", LATER, id="not known"),
    ],
)
def test_a_number_is_one(text: str, expected: object) -> None:
    assert templates.evaluate_number(node(text), CONTEXTS) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("${{ '5' }}", "Unexpected value '5'", id="a string"),
        pytest.param("true", "Unexpected value 'true'", id="a boolean"),
        pytest.param("${{ matrix.os }}", "A sequence was not expected", id="a list"),
    ],
)
def test_a_number_is_nothing_else(text: str, message: str) -> None:
    with pytest.raises(TemplateError, match=f"^{message}$"):
        templates.evaluate_number(node(text), CONTEXTS)


def test_a_mapping_of_strings_is_filled() -> None:
    text = "{a: 3.10, b: '${{ matrix.python }}', c: '${{ github.token }}', d: }"

    found = templates.evaluate_strings(node(text), CONTEXTS)

    assert found == {"a": "3.1", "b": "3.10", "c": LATER, "d": ""}


def test_a_mapping_of_strings_may_be_one_expression() -> None:
    known = node("${{ matrix.deep }}")
    unknown = node("${{ github.token }}")

    assert templates.evaluate_strings(known, CONTEXTS) == {"x": "1"}
    assert templates.evaluate_strings(unknown, CONTEXTS) == LATER


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("main", "Unexpected value 'main'", id="a string"),
        pytest.param("[a]", "A sequence was not expected", id="a list"),
        pytest.param("a: [b]", "A sequence was not expected", id="a list inside"),
        pytest.param("a: {b: c}", "A mapping was not expected", id="a mapping inside"),
        pytest.param("'': b", "Unexpected value ''", id="an empty name"),
    ],
)
def test_what_is_no_mapping_of_strings_is_refused(text: str, message: str) -> None:
    with pytest.raises(TemplateError, match=re.escape(message)):
        templates.evaluate_strings(node(text), CONTEXTS)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(LATER, LATER, id="itself"),
        pytest.param({"a": [1.0, {"b": LATER}]}, LATER, id="deep inside"),
        pytest.param({"a": [1.0, "x"]}, None, id="nowhere"),
        pytest.param("x", None, id="a plain value"),
    ],
)
def test_an_unknown_is_found_anywhere(value: object, expected: object) -> None:
    assert templates.unknown_in(value) is expected


@settings(deadline=None, max_examples=50)
@given(st.text(alphabet="a'{}$0 \"", max_size=12))
def test_text_beside_a_hole_is_kept_as_it_is(text: str) -> None:
    if "${{" in text or text.endswith(("$", "{")):
        return
    source = Source("ci.yml", "x")
    whole = yaml.Scalar(f"{text}${{{{ 1 }}}}", "", source.span(0, 1))

    value = templates.evaluate(whole, {})

    assert value == (f"{text}1" if text else 1.0)
