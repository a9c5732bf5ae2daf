"""Each job of a plan has a line, or shares one where there is nothing to say."""

from __future__ import annotations

import pytest

from understudy.model.plan import Reason
from understudy.model.result import Verdict
from understudy.report.lines import Part, render
from understudy.report.plan_jobs import Screen, blocks, shown, sign
from understudy.report.players import Players
from understudy.report.style import Style

PLAIN = Style()


def lines(plan, screen=Screen()):
    return [
        [render(line, screen.style) for line in block]
        for block in blocks(plan.workflows[0], screen)
    ]


def test_plain_jobs_that_wait_for_the_same_share_a_line(one):
    plan = one(a="", b="", c="needs: a", d="needs: a", e="needs: [a, b]", f="")

    assert lines(plan) == [
        ["a · b"],
        ["c · d  after a"],
        ["e  after a, b"],
        ["f"],
    ]


def test_names_are_in_columns_that_are_not_too_wide(one):
    plan = one(a="environment: x", **{"n" * 40: "environment: y"})

    assert lines(plan) == [
        [f"a{' ' * 31}environment x"],
        [f"{'n' * 40}  environment y"],
    ]


def test_a_job_that_does_not_start_shows_what_decided(one):
    plan = one(a="if: github.ref == 'x' && github.actor == 'y'")

    assert lines(plan) == [
        [
            "a  ○ does not start: `if` is false",
            "     github.ref == 'x'",
            '     ╰─ "refs/heads/main" here',
        ]
    ]


def test_a_value_stands_below_where_it_is_read(one):
    plan = one(a="if: contains('x', github.ref_name)")

    assert lines(plan)[0][-1] == f"     {' ' * len('contains(QxQ, ')}╰─ \"main\" here"


def test_values_are_named_where_there_is_no_room_below_them(one):
    plan = one(a="if: github.ref == 'x' || contains('y', github.ref_name)")

    assert lines(plan, Screen(width=50))[0][1:] == [
        "    github.ref == 'x' || contains('y',",
        "    github.ref_name)",
        '    ╰─ github.ref: "refs/heads/main" here',
        '    ╰─ github.ref_name: "main" here',
    ]


def test_a_value_that_is_too_long_to_stand_below_is_named(one):
    plan = one(a="if: \"'x' == github.ref\"")

    assert lines(plan, Screen(width=36))[0][1:] == [
        "     'x' == github.ref",
        "     ╰─ github.ref:",
        '        "refs/heads/main" here',
    ]


def test_a_condition_that_asks_for_a_status_itself_is_shown(one):
    plan = one(a="if: always() ||  github.ref", b="if: github.ref")

    assert lines(plan) == [["a  always() || github.ref"], ["b"]]


def test_a_leg_that_cannot_be_played_says_why(one):
    plan = one(a="")
    players = Players(playable=lambda leg: Reason("platform", "a Mac"))

    assert lines(plan, Screen(players=players)) == [["a  ?a (a Mac)"]]
    ascii = Screen(Style(unicode=False), players=players)
    assert lines(plan, ascii) == [["a  n/r a (a Mac)"]]


def test_a_call_is_counted(one):
    plan = one(
        a="uses: ./.github/workflows/called.yml",
        b="uses: ./.github/workflows/called.yml\nwith: {level: high}",
        c="uses: ./.github/workflows/called.yml\nstrategy: {matrix: {n: [1, 2]}}",
    )

    assert lines(plan) == [
        ["a  calls called.yml: 2 legs, 1 does not start (last)"],
        ["b  calls called.yml: 2 legs"],
        ["c  calls called.yml: 4 legs, 2 do not start (1/last, 2/last)"],
    ]


def test_a_call_that_cannot_be_followed_is_not_left_to_the_run(one):
    (line,) = lines(one(a="uses: o/r/.github/workflows/w.yml@v1"))[0]

    assert line.startswith("a  its jobs are not known: `o/r/.github")


def test_a_call_says_what_of_it_fails(planned):
    caller = "on: push\njobs: {a: {uses: ./.github/workflows/b.yml}}\n"
    callee = (
        "on: workflow_call\njobs:\n"
        "  x: {runs-on: '${{ vars.none }}', steps: [{run: x}]}\n"
    )
    plan = planned({"ci.yml": caller, "b.yml": callee})

    assert lines(plan) == [["a  calls b.yml: 1 leg, 1 to fail (x)"]]


def test_only_tokens_that_write_are_worth_a_word(one):
    plan = one(
        a="permissions: {contents: read}",
        b="permissions: {contents: write, id-token: write}",
    )

    assert lines(plan) == [["a"], ["b  contents: write, id-token: write"]]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        pytest.param([], "", id="none"),
        pytest.param(["a", "b", "c"], " (a, b, c)", id="some"),
        pytest.param(["a", "b", "c", "d"], " (a, b, c, ...)", id="many"),
    ],
)
def test_only_some_names_are_shown(names, expected):
    assert shown(names) == expected


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        pytest.param(Verdict.SKIPPED, Part("○", "dim"), id="skipped"),
        pytest.param(Verdict.FAILED, Part("✗", "bold red"), id="failed"),
        pytest.param(Verdict.NOT_REHEARSED, Part("?", "yellow"), id="not rehearsed"),
    ],
)
def test_a_sign_is_a_part_with_its_look(verdict, expected):
    assert sign(verdict, Style(colour=True)) == expected
