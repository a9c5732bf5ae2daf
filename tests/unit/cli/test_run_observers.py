from __future__ import annotations

import argparse
import json
import sys

import pytest

from understudy.cli import common, run_observers
from understudy.errors import UsageError
from understudy.report.run_closing import Closing
from understudy.report.run_github import Groups
from understudy.report.run_json import JsonLines
from understudy.report.run_legs import Legs
from understudy.report.run_lines import Lines
from understudy.report.run_next import Command

GOOD = "on: push\njobs: {a: {runs-on: x, steps: [{run: x}]}}"
BAD = "on: push\njobs: {a: {}}"


def make(plan, *arguments, environment=None):
    parser = argparse.ArgumentParser()
    run_observers.add_format(parser)
    common.add_common(parser)
    args = parser.parse_args(arguments)
    return run_observers.make(args, plan, Command(), environment or {})


@pytest.mark.parametrize(
    ("arguments", "environment", "types"),
    [
        pytest.param([], {}, [Lines, Closing], id="no terminal"),
        pytest.param(["--format", "json"], {}, [JsonLines], id="json"),
        pytest.param(["--format", "github"], {}, [Groups, Closing], id="github"),
        pytest.param([], {"GITHUB_ACTIONS": "true"}, [Groups, Closing], id="in a job"),
        pytest.param(
            ["--format", "text"],
            {"GITHUB_ACTIONS": "true"},
            [Lines, Closing],
            id="text in a job",
        ),
        pytest.param(
            [], {"GITHUB_ACTIONS": "false"}, [Lines, Closing], id="not in a job"
        ),
    ],
)
def test_a_format_has_its_reports(planned, arguments, environment, types):
    found = make(planned({"ci.yml": GOOD}), *arguments, environment=environment)

    assert [type(one) for one in found] == types


def test_on_a_terminal_legs_are_shown_as_they_end(planned, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)

    found = make(planned({"ci.yml": GOOD}))

    assert [type(one) for one in found] == [Legs, Closing]


@pytest.mark.parametrize("form", ["text", "github"])
def test_log_lines_are_for_json(planned, form):
    with pytest.raises(UsageError, match="--logs is for --format json"):
        make(planned({"ci.yml": GOOD}), "--logs", "--format", form)


def test_what_is_wrong_in_the_files_is_shown_first(planned, capsys):
    plan = planned({"ci.yml": BAD})

    make(plan)

    assert capsys.readouterr().err.startswith("error[")


def test_quietly_it_is_not(planned, capsys):
    make(planned({"ci.yml": BAD}), "-q")

    assert capsys.readouterr() == ("", "")


def test_in_github_actions_it_is_annotations(planned, capsys):
    make(planned({"ci.yml": BAD}), "--format", "github")

    assert capsys.readouterr().out.startswith(
        "::error file=.github/workflows/ci.yml,line="
    )


def test_in_json_it_is_objects(planned, capsys):
    plan = planned({"ci.yml": BAD})

    make(plan, "--format", "json")

    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line) for line in lines] == [
        {"type": "diagnostic", **found.to_json()} for found in plan.diagnostics
    ]
    assert lines
