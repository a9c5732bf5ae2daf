"""Without a verb, the pipeline is shown in short, with what to do next."""

from __future__ import annotations

from understudy.cli.main import main

CI = """\
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps: [run: make]
  deploy:
    if: false
    runs-on: ubuntu-latest
    steps: [run: make deploy]
"""


def test_the_overview_is_a_line_a_workflow_and_three_commands(project, capsys):
    root = project(
        {
            ".github/workflows/ci.yml": CI.replace("ubuntu-latest", "mine"),
            ".github/workflows/nightly.yml": "on: {schedule: [cron: '0 0 * * *']}\n"
            "jobs: {a: {runs-on: mine, steps: [run: a]}}\n",
            "understudy.toml": "[runners]\nmine = 'here'\n",
        },
        name="mathkit",
    )

    assert main(["-C", str(root)]) == 0

    headline, *lines = capsys.readouterr().out.splitlines()
    assert headline.startswith("mathkit · push to main · at ")
    assert lines == [
        "ci  2 legs: 1 starts, 1 does not (deploy)",
        "nightly  ○ does not start: no `push` in `on`",
        "  understudy plan     what starts, and why not the rest",
        "  understudy run      play it here",
        "  understudy --help   other events, and all verbs",
    ]


def test_problems_are_counted_where_they_are_shown(project, capsys):
    root = project({".github/workflows/ci.yml": CI.replace("steps", "stesp")})

    assert main(["-C", str(root)]) == 0

    assert (
        "  understudy plan     what starts, and why not the rest; 2 errors in 1 file"
        in capsys.readouterr().out.splitlines()
    )


def test_without_a_pipeline_it_says_where_it_looked(project, capsys):
    root = project({"tox.ini": ""})

    assert main(["-C", str(root)]) == 4
    assert (
        f"there is no workflow in `{root}/.github/workflows`" in capsys.readouterr().err
    )


def test_it_takes_nothing_behind_two_dashes(project, capsys):
    assert main(["--", "x"]) == 2
