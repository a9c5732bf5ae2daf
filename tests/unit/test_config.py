"""What a project says is read, and what it says wrongly is shown at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from understudy import config
from understudy.config import Config

WHOLE = """\
event = "pull_request main"
jobs = 4
python-downloads = "never"
strict = true
keep-runs = 3
repository = "octo/mathkit"

[runners]
self-hosted = "here"

[stubs]
"acme/notify" = { outputs = { id = "1" } }

[repositories]
"acme/flows@v2" = "../flows"
"acme/actions" = "/elsewhere"

[vars]
CHANNEL = "beta"

[check.ignore]
unmapped-python = "3.13 is built only"

[init]
answers = [1]

[publisher]
pypi = true
"""


def read(folder: Path, text: str, name: str = "understudy.toml") -> Config:
    (folder / name).write_text(text, encoding="utf-8")
    return config.read(folder)


def problems(found: Config) -> list[str]:
    return [f"{one.span}: {one.message}" for one in found.diagnostics]


def expected(root: Path) -> Config:
    return Config(
        event="pull_request main",
        jobs=4,
        python_downloads="never",
        strict=True,
        keep_runs=3,
        repository="octo/mathkit",
        runners={"self-hosted": "here"},
        stubs={"acme/notify": {"outputs": {"id": "1"}}},
        repositories={
            "acme/flows@v2": root / "../flows",
            "acme/actions": Path("/elsewhere"),
        },
        vars={"CHANNEL": "beta"},
        ignored_checks={"unmapped-python": "3.13 is built only"},
    )


def test_every_key_is_read_from_a_file_of_its_own(tmp_path):
    assert read(tmp_path, WHOLE) == expected(tmp_path)


def test_every_key_is_read_from_the_shared_file(tmp_path):
    tables = WHOLE.replace("\n[", "\n[tool.understudy.")
    text = f"[project]\nname = 'x'\n\n[tool.understudy]\n{tables}"

    assert read(tmp_path, text, "pyproject.toml") == expected(tmp_path)


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({}, id="no file"),
        pytest.param({"understudy.toml": ""}, id="an empty one"),
        pytest.param({"pyproject.toml": "[project]"}, id="nothing about it"),
        pytest.param({"pyproject.toml": "= broken"}, id="broken, but not ours"),
        pytest.param(
            {"pyproject.toml": "[project]\nname = 'understudy'"}, id="only its name"
        ),
        pytest.param({"pyproject.toml": "tool = 'understudy'"}, id="no table"),
    ],
)
def test_without_a_word_the_defaults_count(tmp_path, files):
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    assert config.read(tmp_path) == Config()


def test_the_file_of_its_own_wins(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[tool.understudy]\nstrict = true")

    assert read(tmp_path, "jobs = 2") == Config(jobs=2)


def test_auto_is_as_many_legs_as_cores(tmp_path):
    assert read(tmp_path, 'jobs = "auto"') == Config(jobs=None)


def test_a_path_may_begin_in_the_home_folder(tmp_path, home):
    found = read(tmp_path, '[repositories]\n"a/b" = "~/c"')

    assert found.repositories == {"a/b": home / "c"}


def test_a_folder_in_place_of_a_file_is_no_file(tmp_path):
    (tmp_path / "understudy.toml").mkdir()

    assert config.read(tmp_path) == Config()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("event = 1", "1:9: `event` wants an event", id="event"),
        pytest.param("event = ' '", "1:9: `event` wants an event", id="no event"),
        pytest.param("jobs = 0", "1:8: `jobs` wants a number of legs", id="no jobs"),
        pytest.param("jobs = 'all'", "1:8: `jobs` wants a number", id="other jobs"),
        pytest.param("jobs = true", "1:8: `jobs` wants a number", id="true is no 1"),
        pytest.param(
            "python-downloads = 'always'",
            "1:20: `python-downloads` wants `auto` or `never`",
            id="downloads",
        ),
        pytest.param("strict = 'no'", "1:10: `strict` wants `true` or", id="strict"),
        pytest.param("keep-runs = -1", "1:13: `keep-runs` wants a number", id="runs"),
        pytest.param(
            "repository = 'mathkit'", "1:14: `repository` wants a name", id="no owner"
        ),
        pytest.param("repository = 1", "1:14: `repository` wants a name", id="number"),
        pytest.param("runners = 1", "1:11: `runners` wants a table", id="no table"),
        pytest.param(
            "[runners]\nmine = 1", "2:8: `mine` wants a string", id="in a table"
        ),
        pytest.param("[vars]\nX = 1", "2:5: `X` wants a string", id="variable"),
        pytest.param("stubs.'a/b' = 1", "1:15: `a/b` wants a table", id="stub"),
        pytest.param(
            "[repositories]\n'a/b' = ''", "2:9: `a/b` wants the path", id="no path"
        ),
        pytest.param("check = 1", "1:9: `check` wants a table", id="checks"),
        pytest.param(
            "[check.ignore]\nx = ' '",
            "2:5: `x` wants the reason for which it is ignored",
            id="no reason",
        ),
    ],
)
def test_a_wrong_value_is_a_problem_and_the_default_counts(tmp_path, text, problem):
    found = read(tmp_path, text)

    (said,) = problems(found)
    assert said.startswith(f"understudy.toml:{problem}")
    assert found.diagnostics[0].is_error
    assert not any((found.runners, found.vars, found.stubs, found.repositories))
    assert (found.event, found.jobs, found.strict) == ("auto", None, False)


def test_what_is_right_beside_a_wrong_value_counts(tmp_path):
    found = read(tmp_path, "jobs = 2\n[vars]\nA = 'a'\nB = 2\nC = 3\n")

    assert (found.jobs, found.vars) == (2, {"A": "a"})
    assert problems(found) == [
        "understudy.toml:4:5: `B` wants a string",
        "understudy.toml:5:5: `C` wants a string",
    ]


@pytest.mark.parametrize(
    ("text", "place", "help"),
    [
        pytest.param("strickt = true", "1:1", "did you mean `strict`?", id="a slip"),
        pytest.param("[check]\nignored = {}", "2:1", "did you mean `ignore`?", id="in"),
        pytest.param("x = 1", "1:1", "there are `event`, `jobs`,", id="something else"),
        pytest.param("[secrets]\nA = 'a'", "1:2", "no place for secrets", id="secrets"),
    ],
)
def test_an_unknown_key_is_a_problem_with_a_way_out(tmp_path, text, place, help):
    found = read(tmp_path, text)

    (problem,) = found.diagnostics
    assert str(problem.span) == f"understudy.toml:{place}"
    assert problem.message.endswith("is no key of understudy")
    assert problem.is_error
    assert problem.help is not None and help in problem.help


def test_in_the_shared_file_places_are_those_of_that_file(tmp_path):
    text = "[project]\n\n[tool.understudy]\njobs = 'x'\n"

    found = read(tmp_path, text, "pyproject.toml")

    assert problems(found) == [
        "pyproject.toml:4:8: `jobs` wants a number of legs, or `auto`"
    ]


def test_a_broken_file_is_a_problem(tmp_path):
    found = read(tmp_path, "jobs = = 1")

    assert problems(found) == ["understudy.toml:1:8: invalid value"]
    assert found.jobs is None


def test_bytes_that_are_no_text_are_no_crash(tmp_path):
    (tmp_path / "understudy.toml").write_bytes(b"event = '\xff'")

    assert config.read(tmp_path).event == "\ufffd"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", None, id="nothing"),
        pytest.param("[project]\nname = 'github.com'", None, id="no URL"),
        pytest.param("= github.com", None, id="broken"),
        pytest.param(
            "[project.urls]\nDocs = 'https://octo.readthedocs.io'\n"
            "Source = 'https://github.com/octo/mathkit'",
            "octo/mathkit",
            id="the source",
        ),
        pytest.param(
            "[project.urls]\nIssues = 'https://github.com/octo/mathkit/issues'",
            "octo/mathkit",
            id="a page of it",
        ),
        pytest.param(
            "[project.urls]\nHome = 'https://github.com/octo/mathkit.git'",
            "octo/mathkit",
            id="for git",
        ),
        pytest.param(
            "[project.urls]\nFund = 'https://github.com/octo'", None, id="no project"
        ),
    ],
)
def test_the_metadata_may_say_where_the_project_is(tmp_path, text, expected):
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")

    assert config.published_repository(tmp_path) == expected


def test_without_metadata_nobody_says_where_the_project_is(tmp_path):
    assert config.published_repository(tmp_path) is None
