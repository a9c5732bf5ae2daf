"""One job's condition is shown down to the last operand."""

from __future__ import annotations

import pytest

from understudy.dialects.base import Operand
from understudy.dialects.github import dialect
from understudy.model.plan import Leaf
from understudy.plan.planner import dissect
from understudy.report import explain_job
from understudy.report.style import Style


def shown(plan, address, **options):
    condition = dissect(plan, address, dialect)
    return explain_job.text(plan.job(address), condition, **options).splitlines()


def test_a_condition_is_a_tree_of_values(one):
    plan = one(
        a="",
        b="needs: a",
        c="name: C\nneeds: b\nif: github.ref == 'x' || !vars.NIGHT",
    )

    assert shown(plan, "ci/c") == [
        "ci/c  .github/workflows/ci.yml:10:3",
        "name       C",
        "needs      ci/b",
        "and these  ci/a",
        "legs       ci/c",
        "starts     yes",
        "",
        "true  &&",
        "├─ true  success()",
        "╰─ true  ||",
        "   ├─ false github.ref == 'x'",
        '   │        ╰─ github.ref: "refs/heads/main" here',
        "   ╰─ true  !",
        "      ╰─ false vars.NIGHT",
        "               ╰─ null here: not given; give it with --var NIGHT=VALUE",
    ]


def test_a_job_without_legs_says_why(one):
    lines = shown(one(a="if: github.ref == 'x'"), "ci/a")

    assert lines[2:4] == ["legs       none", "starts     no: `if` is false"]


def test_what_only_a_run_decides_is_a_question(one):
    plan = one(a="outputs: {m: x}", b="needs: a\nif: needs.a.outputs.m")

    lines = shown(plan, "ci/b")

    assert "starts     decided in the run: `if` is not known yet" in lines
    assert "╰─ ?     needs.a.outputs.m" in lines


def test_what_cannot_be_evaluated_says_so(one):
    plan = one(a="")
    broken = Operand("fromJSON('[')", error="no JSON")

    lines = explain_job.text(plan.job("ci/a"), broken).splitlines()

    assert lines[-2:] == ["?     fromJSON('[')", "      no JSON"]


@pytest.mark.parametrize(
    ("leaf", "expected"),
    [
        pytest.param(Leaf("a()", "true here"), [], id="what the operand says already"),
        pytest.param(Leaf("a()", "false here"), [], id="or its contrary"),
        pytest.param(Leaf("a()", "3 here"), ["      ╰─ 3 here"], id="a value"),
        pytest.param(Leaf("b", "true here"), ["      ╰─ b: true here"], id="of a part"),
    ],
)
def test_a_value_is_not_said_twice(one, leaf, expected):
    operand = Operand("a()", True, (leaf,))

    lines = explain_job.text(one(a="").job("ci/a"), operand).splitlines()

    assert lines[lines.index("") + 1 :] == ["true  a()", *expected]


def test_lines_are_coloured_where_asked(one):
    lines = shown(one(a=""), "ci/a", style=Style(colour=True, unicode=False))

    assert lines[0].startswith("\033[1mci/a\033[0m\033[2m  .github/workflows/")
    assert lines[-1] == "\033[32mtrue  \033[0msuccess()"
