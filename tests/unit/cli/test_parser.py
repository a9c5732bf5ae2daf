"""Options are parsed wherever they stand, and slips get an answer."""

from __future__ import annotations

import argparse

import pytest

from understudy.cli import common, options, parser
from understudy.errors import UsageError


class Verb:
    """Do something.

    And not this.
    """

    def add_parser(self, parser: argparse.ArgumentParser) -> None:
        options.add_event(parser)
        options.add_selection(parser)
        parser.add_argument("-j", "--jobs", type=options.number_or_auto)
        common.add_common(parser)

    def run(self, args: argparse.Namespace) -> int:
        return 0


def parse(*arguments: str, rest: list[str] | None = None) -> argparse.Namespace:
    return parser.parse(Verb(), "run", arguments, rest)


def test_words_may_stand_between_options():
    found = parse("tag", "--leg", "ci/tests", "v1.2.3", "-q")

    assert (found.event, found.leg, found.quiet) == (
        ["tag", "v1.2.3"],
        ["ci/tests"],
        True,
    )
    assert found.rest is None


def test_what_stood_behind_two_dashes_is_kept():
    assert parse("push", rest=["-k", "foo"]).rest == ["-k", "foo"]


def test_help_has_the_first_paragraph_of_the_verb(capsys):
    with pytest.raises(SystemExit) as leaving:
        parse("--help")

    said = capsys.readouterr().out
    assert leaving.value.code == 0
    assert said.startswith("usage: understudy run [")
    assert "Do something." in said
    assert "And not this" not in said


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        pytest.param("-l", "no option `-l`", "understudy plan", id="list"),
        pytest.param("-n", "no option `-n`", "understudy plan", id="dry run"),
        pytest.param("-W x.yml", "no option `-W`", "-w NAME", id="workflows"),
        pytest.param("-Wx.yml", "no option `-Wx.yml`", "-w NAME", id="joined"),
        pytest.param("-P a=b", "no option `-P`", "[tool.understudy.runners]", id="-P"),
        pytest.param("-e x.json", "no option `-e`", "--payload FILE", id="event"),
        pytest.param("-s TOKEN", "no option `-s`", "--secret NAME", id="secret"),
        pytest.param("--matrix a:b", "no option `--matrix`", "--leg", id="matrix"),
        pytest.param(
            "--jbo x", "no option `--jbo`", "did you mean `--job`?", id="slip"
        ),
        pytest.param("--job=x --leggy=y", "`--leggy`", "mean `--leg`?", id="with ="),
        pytest.param("--zzzz", "no option `--zzzz`", "understudy run --help", id="?"),
        pytest.param(
            "--workflo x", "`--workflo`", "mean `--workflow`?", id="cut short"
        ),
        pytest.param(
            "-j tests", "-j/--jobs: for a job: --job tests", "--help", id="-j"
        ),
        pytest.param("-j 0", "for a job: --job 0", "--help", id="no leg at once"),
        pytest.param("--color red", "invalid choice: 'red'", "run --help", id="choice"),
        pytest.param("--leg", "expected one argument", "run --help", id="no value"),
    ],
)
def test_a_slip_gets_an_answer(arguments, message, hint):
    with pytest.raises(UsageError) as found:
        parse(*arguments.split())

    assert message in found.value.message
    assert found.value.hint is not None and hint in found.value.hint


@pytest.mark.parametrize(
    ("text", "expected"),
    [pytest.param("4", 4, id="four"), pytest.param("auto", None, id="auto")],
)
def test_the_number_of_legs_at_once(text, expected):
    assert parse("-j", text).jobs == expected
