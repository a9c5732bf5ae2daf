"""A condition is taken apart, each part with its own value and what it read."""

from __future__ import annotations

import pytest

from understudy.dialects.base import Contexts, Operand
from understudy.dialects.github import status
from understudy.dialects.github.anatomy import dissect, is_status, said
from understudy.expressions import Leaf as Read
from understudy.expressions import Unknown
from understudy.model.pipeline import Job
from understudy.model.plan import Leaf
from understudy.model.template import Condition
from understudy.text.source import Source

SPAN = Source("ci.yml", "x").span(0, 1)
CONTEXTS = Contexts(
    {"github": {"ref": "main", "token": Unknown("a token")}, "vars": {}},
    status.job_functions({}),
)


def taken_apart(text: str) -> Operand:
    return dissect(Job("a", SPAN, Condition(text)), CONTEXTS)


def test_the_parts_of_a_condition_have_their_own_values() -> None:
    found = taken_apart("success() && (github.ref == 'x' || !vars.A)")

    ref = Operand("github.ref == 'x'", False, (Leaf("github.ref", '"main" here'),))
    missing = "null here: not given; give it with --var A=VALUE"
    inner = Operand("vars.A", False, (Leaf("vars.A", missing),))
    negated = Operand("!vars.A", True, (), "!", (inner,))
    assert found == Operand(
        "success() && (github.ref == 'x' || !vars.A)",
        True,
        (),
        "&&",
        (
            Operand("success()", True, (Leaf("success()", "true here"),)),
            Operand("github.ref == 'x' || !vars.A", True, (), "||", (ref, negated)),
        ),
    )


def test_a_part_behind_the_one_that_decides_has_a_value_all_the_same() -> None:
    found = taken_apart("failure() && github.ref == 'main'")

    assert [part.truth for part in found.operands] == [False, True]


def test_what_is_not_known_has_no_truth() -> None:
    found = taken_apart("github.token == 'x'")

    assert found.truth is None
    assert found.leaves == (Leaf("github.token", "not known: a token"),)


def test_a_part_that_fails_says_so_and_the_others_stand() -> None:
    found = taken_apart("fromJSON('[') || github.ref == 'main'")

    broken, fine = found.operands
    assert found.truth is None
    assert found.error == broken.error
    assert broken.error is not None
    assert broken.error.startswith("Error parsing fromJson")
    assert (fine.truth, fine.error) == (True, None)


def test_a_condition_that_cannot_be_read_is_one_part() -> None:
    found = taken_apart("a b")

    assert (found.text, found.truth, found.operands) == ("a b", None, ())
    assert found.error is not None
    assert found.error.startswith("Unexpected symbol: 'b'")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("success()", True, id="a status"),
        pytest.param("Failure('build')", True, id="of one job, in any case"),
        pytest.param("needs.build.result", False, id="a result"),
    ],
)
def test_functions_that_ask_about_other_jobs_are_known(
    text: str, expected: bool
) -> None:
    assert is_status(Read(text, True)) is expected


def test_what_was_read_is_said_in_words() -> None:
    read = [Read("matrix.n", 3.0), Read("failure()", False)]

    assert said(read, Contexts({})) == (
        Leaf("matrix.n", "3 here"),
        Leaf("failure()", "false here: nothing that it needs has failed"),
    )
