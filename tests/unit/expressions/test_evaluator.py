from __future__ import annotations

from types import MappingProxyType

import pytest

from understudy.expressions import (
    WORKFLOW_MEMORY,
    ExpressionError,
    FunctionSpec,
    Unknown,
    evaluate,
    evaluate_node,
    parse,
    truth_of,
)

SECRET = Unknown("secrets are not known here")
CONTEXTS = {
    "github": {"ref": "refs/heads/main", "run": Unknown("there is no run yet")},
    "needs": {
        "build": {"result": "success", "outputs": Unknown("`build` has not run")},
        "test": Unknown("`test` has not run"),
    },
    "secrets": SECRET,
    "yes": Unknown("yes", truth=True),
    "no": Unknown("no", truth=False),
}


def value_of(expression, contexts=CONTEXTS, **functions):
    return evaluate_node(parse(expression), contexts, functions)


@pytest.mark.parametrize(
    "value, expected",
    [
        pytest.param(3, 3.0, id="an int"),
        pytest.param((1, 2), [1, 2], id="a tuple"),
        pytest.param(MappingProxyType({"a": 1}), {"a": 1}, id="any mapping"),
        pytest.param(object(), {}, id="what is no JSON"),
    ],
)
def test_evaluate_gives_plain_values(value, expected):
    found = evaluate("it", {"it": value})

    assert found == expected
    assert type(found) is type(expected)


def test_evaluate_refuses_an_unknown_result():
    with pytest.raises(ExpressionError) as caught:
        evaluate("secrets.token", {"secrets": SECRET})

    assert caught.value.kind == "evaluation"
    assert str(caught.value) == (
        "The value is known only at run time: secrets are not known here"
    )


def test_evaluate_knows_no_functions_of_a_run():
    with pytest.raises(ExpressionError, match="^Unrecognized function: 'always'"):
        evaluate("always()", {})


def test_objects_keep_their_identity():
    assert value_of("needs == needs && needs.build == needs['BUILD']") is True


def test_a_name_without_a_value_is_null():
    assert value_of("inputs") is None
    assert value_of("inputs.what") is None


@pytest.mark.parametrize(
    "expression, reason",
    [
        pytest.param("secrets", "secrets are not known here", id="itself"),
        pytest.param("secrets.a.b", "secrets are not known here", id="a key of it"),
        pytest.param("secrets.*", "secrets are not known here", id="all of it"),
        pytest.param("secrets['a']", "secrets are not known here", id="an index"),
        pytest.param("needs.build.outputs.x", "`build` has not run", id="inside"),
        pytest.param("needs[secrets.a]", "secrets are not known here", id="as a key"),
        pytest.param("needs.*.result", "`test` has not run", id="an element of it"),
        pytest.param("needs.*.*", "`test` has not run", id="all of an element"),
        pytest.param("!secrets.a", "secrets are not known here", id="not"),
        pytest.param("secrets.a == 'x'", "secrets are not known here", id="left"),
        pytest.param("1 < github.run", "there is no run yet", id="right"),
        pytest.param("github.run != secrets", "there is no run yet", id="both"),
        pytest.param("github.run && 1", "there is no run yet", id="and"),
        pytest.param("1 && github.run", "there is no run yet", id="true and"),
        pytest.param("github.run || ''", "there is no run yet", id="or"),
        pytest.param("'' || github.run", "there is no run yet", id="false or"),
        pytest.param("f(1, github.run)", "there is no run yet", id="an argument"),
        pytest.param("github.run && secrets", "there is no run yet", id="the first"),
    ],
)
def test_what_follows_from_the_unknown_is_unknown(expression, reason):
    value = value_of(expression, f=lambda *arguments: True)

    assert value == Unknown(reason)


@pytest.mark.parametrize(
    "expression, value",
    [
        pytest.param("false && secrets", False, id="false and"),
        pytest.param("'' && secrets", "", id="an empty string and"),
        pytest.param("true || secrets", True, id="true or"),
        pytest.param("'x' || secrets", "x", id="a string or"),
        pytest.param("inputs[secrets]", None, id="a key of nothing"),
        pytest.param("needs.build.result[secrets]", None, id="a key of a string"),
        pytest.param("!yes", False, id="not what is true"),
        pytest.param("!no", True, id="not what is false"),
        pytest.param("yes && 'x'", "x", id="true, then a value"),
        pytest.param("no || 'x'", "x", id="false, then a value"),
    ],
)
def test_what_does_not_depend_on_the_unknown_is_known(expression, value):
    assert value_of(expression) == value


@pytest.mark.parametrize(
    "expression, truth",
    [
        pytest.param("secrets && false", False, id="and false"),
        pytest.param("secrets && 1 && ''", False, id="and a value, and false"),
        pytest.param("secrets || true", True, id="or true"),
        pytest.param("secrets || false", None, id="or false"),
        pytest.param("secrets && true", None, id="and true"),
        pytest.param("no && 'x'", False, id="false, whatever it is"),
        pytest.param("yes || 'x'", True, id="true, whatever it is"),
        pytest.param("secrets && no", False, id="and false, whatever it is"),
        pytest.param("secrets && yes", None, id="and true, whatever it is"),
        pytest.param("(secrets && 0) || (secrets && 0)", False, id="false or false"),
        pytest.param("secrets && fromJSON('broken')", None, id="and an error"),
        pytest.param("secrets || fromJSON('broken') || 1", None, id="or an error"),
    ],
)
def test_a_later_operand_can_settle_the_truth_of_an_unknown(expression, truth):
    value = value_of(expression)

    assert isinstance(value, Unknown)
    assert truth_of(value) is truth


def test_an_error_in_front_of_an_unknown_is_an_error():
    with pytest.raises(ExpressionError, match="^Error parsing fromJson"):
        value_of("1 && fromJSON('broken') && secrets")


def test_truth_is_none_only_for_the_unknown():
    assert [truth_of(value) for value in ("x", 0, [], SECRET)] == [
        True,
        False,
        True,
        None,
    ]


def test_functions_of_the_run_get_the_values_of_their_arguments():
    calls = []

    def digest(*arguments):
        calls.append(arguments)
        return "digest"

    value = value_of("HashFiles('*.lock', 1 == 1)", hashFiles=digest)

    assert value == "digest"
    assert calls == [("*.lock", True)]


def test_the_value_of_a_function_can_be_looked_into():
    assert value_of("f().a[1]", f=lambda: {"A": (1, 2)}) == 2.0


def test_a_function_that_nobody_plays_is_an_error():
    node = parse("always()", [], {"always": FunctionSpec("always", 0, 0)})

    with pytest.raises(ExpressionError, match="^Unrecognized function: 'always'$"):
        evaluate_node(node, {})


def refuse(*_):
    raise ExpressionError("evaluation", "hashFiles failed")


def refuse_there(*_):
    raise ExpressionError("evaluation", "hashFiles failed", 1, 2)


@pytest.mark.parametrize(
    "call, place",
    [
        pytest.param(refuse, (5, 14), id="no place of its own"),
        pytest.param(refuse_there, (1, 2), id="a place of its own"),
    ],
)
def test_an_error_of_a_function_has_a_place(call, place):
    with pytest.raises(ExpressionError, match="^hashFiles failed$") as caught:
        value_of("1 && hashFiles('x')", hashFiles=call)

    assert (caught.value.offset, caught.value.length) == place


def test_the_memory_of_one_evaluation_is_limited():
    node = parse("format('{0}{0}{0}{0}', it)")
    contexts = {"it": "x" * 1000}

    assert len(evaluate_node(node, contexts, memory=20000)) == 4000
    with pytest.raises(ExpressionError) as caught:
        evaluate_node(node, contexts, memory=8000)

    assert str(caught.value) == (
        "The maximum allowed memory size was exceeded while evaluating the following "
        "expression: format('{0}{0}{0}{0}', it)"
    )
    assert (caught.value.offset, caught.value.length) == (0, 26)


def test_what_is_used_up_makes_room_for_the_next():
    one = "startsWith(format('{0}', it), 'y')"
    contexts = {"it": "x" * 1000}

    value = evaluate_node(parse(" || ".join([one] * 50)), contexts, memory=10000)

    assert value is False


def test_an_expression_alone_gets_less_memory_than_one_in_a_workflow():
    contexts = {"it": "x" * 600_000}

    assert WORKFLOW_MEMORY == 10 * 1024 * 1024
    assert evaluate_node(parse("it == ''"), contexts) is False
    with pytest.raises(ExpressionError, match="^The maximum allowed memory size"):
        evaluate("it == ''", contexts)
