"""Nodes are checked against definitions in GitHub's words and at its places."""

from __future__ import annotations

import pytest

from understudy.dialects.github.problems import Problems
from understudy.dialects.github.schema import (
    ANY,
    BOOLEAN,
    NAME,
    NUMBER,
    STRING,
    Definition,
    mapping,
    one_of,
    sequence,
    table,
    values,
    within,
)
from understudy.dialects.github.validation import Validator, did_you_mean
from understudy.text import yaml
from understudy.text.source import Source

STEP = one_of(
    mapping({"name": STRING, "run!": STRING, "wait": STRING}),
    mapping({"name": STRING, "uses!": STRING, "with": table(STRING)}),
)
CONTEXT = within("github", STRING)


def check(text: str, definition: Definition) -> list[tuple[int, int, str]]:
    node, _ = yaml.load(Source("x.yml", text))
    assert node is not None
    problems = Problems()
    Validator(problems).check(node, definition)
    return [
        (found.span.line, found.span.column, found.message)
        for found in problems.sorted()
    ]


@pytest.mark.parametrize(
    ("text", "definition"),
    [
        pytest.param("a", STRING, id="a string"),
        pytest.param("3.10", NAME, id="a number becomes a string"),
        pytest.param("~", STRING, id="nothing becomes an empty string"),
        pytest.param("[a, 1]", sequence(NAME), id="a list"),
        pytest.param("[a, {b: [c]}]", ANY, id="anything"),
        pytest.param("a: 1\n2: b\n", table(STRING), id="a table has any names"),
        pytest.param("run: a\nname: b\n", STEP, id="one of two shapes"),
        pytest.param("${{ github.ref }}", within("github", NUMBER), id="computed"),
        pytest.param(
            "${{ github.a }}: b",
            within("github", mapping({"a!": STRING})),
            id="a computed key may be the one required",
        ),
        pytest.param(
            "${{ insert }}: ${{ github.a }}",
            within("github", table(STRING)),
            id="insert",
        ),
        pytest.param("${{ 'a' }}", values("a b"), id="a literal in a hole"),
        pytest.param("${{ 'run' }}: a", STEP, id="a key in a hole"),
    ],
)
def test_what_a_definition_allows_is_no_problem(
    text: str, definition: Definition
) -> None:
    assert check(text, definition) == []


@pytest.mark.parametrize(
    ("text", "definition", "expected"),
    [
        pytest.param(
            "a: x", mapping({"a": BOOLEAN}), (1, 4, "Unexpected value 'x'"), id="kind"
        ),
        pytest.param(
            "a:", mapping({"a": NAME}), (1, 3, "Unexpected value ''"), id="nothing"
        ),
        pytest.param(
            "a: 0x10", mapping({"a": BOOLEAN}), (1, 4, "Unexpected value '16'"), id="16"
        ),
        pytest.param(
            "[a]", STRING, (1, 1, "A sequence was not expected"), id="a sequence"
        ),
        pytest.param(
            "{a: b}", STRING, (1, 1, "A mapping was not expected"), id="a mapping"
        ),
        pytest.param(
            "b: 1", mapping({"a": ANY}), (1, 1, "Unexpected value 'b'"), id="key"
        ),
        pytest.param(
            "run: a\nuses: b\n",
            STEP,
            (2, 1, "Unexpected value 'uses'"),
            id="both shapes",
        ),
        pytest.param(
            "with: {}",
            STEP,
            (1, 1, "Required property is missing: uses"),
            id="required",
        ),
        pytest.param(
            "name: a",
            STEP,
            (
                1,
                1,
                "There's not enough info to determine what you meant. "
                "Add one of these properties: run, uses, with",
            ),
            id="no shape, and what is not offered",
        ),
        pytest.param(
            "a: 1\nA: 2\n", table(ANY), (2, 1, "'A' is already defined"), id="twice"
        ),
        pytest.param("'': 1", table(ANY), (1, 1, "Unexpected value ''"), id="no name"),
        pytest.param(
            "[a]: 1", table(ANY), (1, 1, "Unexpected value ''"), id="list key"
        ),
        pytest.param(
            "a: ${{ x }}",
            mapping({"a": STRING}),
            (
                1,
                4,
                "Unrecognized named-value: 'x'. Located at position 1 within "
                "expression: x",
            ),
            id="no contexts",
        ),
        pytest.param(
            "a: ${{ 1 }}",
            mapping({"a": STRING}),
            (1, 4, "A template expression is not allowed in this context"),
            id="no expressions",
        ),
        pytest.param(
            "${{ 1 }}: [a]",
            mapping({"a": STRING}),
            (1, 1, "A template expression is not allowed in this context"),
            id="no expression as a key",
        ),
        pytest.param(
            "${{ insert }}",
            CONTEXT,
            (1, 1, "Unexpected value '${{ insert }}'"),
            id="insert as a value",
        ),
        pytest.param(
            "${{ '' }}", within("github", NAME), (1, 1, "Unexpected value ''"), id="''"
        ),
    ],
)
def test_what_it_does_not_allow_is_one_problem(
    text: str, definition: Definition, expected: tuple[int, int, str]
) -> None:
    assert check(text, definition) == [expected]


def test_a_broken_expression_is_also_the_wrong_kind() -> None:
    assert check('${{ "x" }}', within("github", NUMBER)) == [
        (
            1,
            1,
            'Unexpected symbol: \'"x"\'. Located at position 1 within expression: "x"',
        ),
        (1, 1, "Unexpected value '${{ \"x\" }}'"),
    ]


def test_what_is_below_a_refused_key_is_not_looked_at() -> None:
    assert check("b: {c: ${{ x }}}", mapping({"a": ANY})) == [
        (1, 1, "Unexpected value 'b'")
    ]


def test_contexts_reach_what_is_below() -> None:
    env = within("github", mapping({"env": within("env", table(STRING))}))

    assert check("env: {A: '${{ github.a }}${{ env.b }}'}", env) == []


def test_an_expression_is_labelled_inside_its_scalar() -> None:
    node, _ = yaml.load(Source("x.yml", "a: |\n  one ${{ x }}\n"))
    assert node is not None
    problems = Problems()

    Validator(problems).check(node, mapping({"a": CONTEXT}))

    (found,) = problems.sorted()
    assert (found.span.line, found.span.column) == (1, 4)
    ((label,),) = (found.labels,)
    assert (label.span.line, label.span.column, label.span.end.column) == (2, 11, 12)


def test_what_was_read_is_in_the_register() -> None:
    node, _ = yaml.load(Source("x.yml", "a: [x, '${{ github.a }}']\nb: c\n"))
    assert isinstance(node, yaml.Mapping)
    validator = Validator(Problems())

    validator.check(node, table(sequence(CONTEXT)))

    ((scalar, found),) = validator.register.within(node.entries[0][1])
    assert scalar.text == "${{ github.a }}"
    assert found.expression == "github.a"


def test_a_near_word_is_offered() -> None:
    node, _ = yaml.load(Source("x.yml", "step: []"))
    assert node is not None
    problems = Problems()

    Validator(problems).check(node, mapping({"steps": ANY, "needs": ANY}))

    assert problems.sorted()[0].help == "did you mean `steps`?"
    assert did_you_mean("something", ["else"]) is None


@pytest.mark.parametrize(
    ("text", "help"),
    [
        pytest.param("{uses: a, wiht: {}}", "did you mean `with`?", id="near"),
        pytest.param("{run: a, run2: b}", None, id="a key that is there"),
        pytest.param(
            "{run: a, with: {}}", "it cannot stand beside `run`", id="a rival"
        ),
        pytest.param(
            "{run: a, <<: {}}",
            "GitHub merges no mappings: to it this is a key like any other",
            id="a merge",
        ),
    ],
)
def test_a_key_that_is_refused_comes_with_what_to_do(
    text: str, help: str | None
) -> None:
    node, _ = yaml.load(Source("x.yml", text))
    assert node is not None
    problems = Problems()

    Validator(problems).check(node, STEP)

    assert [found.help for found in problems.sorted()] == [help]


def test_a_string_in_double_quotes_comes_with_the_right_ones() -> None:
    node, _ = yaml.load(Source("x.yml", '${{ github.ref == "x" }}'))
    assert node is not None
    problems = Problems()

    Validator(problems).check(node, CONTEXT)

    assert problems.sorted()[0].help == "write strings in single quotes"


@pytest.mark.parametrize(
    "expression, help",
    [
        pytest.param("githbu.ref", "did you mean `github`?", id="a near context"),
        pytest.param("nothing.like", None, id="no context at all"),
        pytest.param(
            "secrets.A",
            "`secrets` is not there yet: use one of github, inputs",
            id="a context of another place",
        ),
        pytest.param("tojson2(1)", "did you mean `toJson`?", id="a near function"),
        pytest.param("hashFile('a')", "did you mean `hashFiles`?", id="one of here"),
        pytest.param("always()", None, id="a function of another place"),
        pytest.param("github ==", None, id="something else"),
    ],
)
def test_what_may_stand_in_an_expression_is_offered(
    expression: str, help: str | None
) -> None:
    node, _ = yaml.load(Source("x.yml", f'"${{{{ {expression} }}}}"'))
    assert node is not None
    problems = Problems()

    Validator(problems).check(node, within("inputs github hashFiles(1,255)", STRING))

    assert [found.help for found in problems.sorted()][:1] == [help]


def test_nothing_is_offered_where_nothing_may_stand() -> None:
    node, _ = yaml.load(Source("x.yml", "${{ github.ref }}"))
    assert node is not None
    problems = Problems()

    Validator(problems).check(node, STRING)

    assert {found.help for found in problems.sorted()} == {None}
