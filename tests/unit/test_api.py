"""Projects are loaded, events made and plans drawn from real repositories."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from understudy import api
from understudy.engine.git import GitMissing, NoCommits, NotARepository
from understudy.errors import CannotStart, UsageError
from understudy.model.plan import Starts

CI = """\
on: {push: {branches: [main]}, pull_request: }
jobs:
  tests:
    runs-on: ubuntu-latest
    steps: [run: tox]
  bench:
    if: vars.BENCH == 'yes'
    runs-on: ubuntu-latest
    steps: [run: bench]
"""
FILES = {".github/workflows/ci.yml": CI}


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=root, check=True)


def test_a_project_is_loaded_from_any_of_its_folders(project):
    root = project({**FILES, "src/a.py": "", "understudy.toml": "jobs = 2"})

    found = api.load(root / "src")

    assert found.root == root
    assert found.config.jobs == 2
    assert [one.path for one in found.pipeline.workflows] == list(FILES)
    assert found.pipeline.diagnostics == ()


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        pytest.param(
            lambda root: None, NotARepository, "not in a git repository", id="no git"
        ),
        pytest.param(
            lambda root: git(root, "init", "--quiet"),
            NoCommits,
            "no commit yet",
            id="empty",
        ),
    ],
)
def test_what_is_no_project_cannot_start(tmp_path, make, error, message):
    root = tmp_path / "odd"
    root.mkdir()
    make(root)

    with pytest.raises(error, match=message):
        api.load(root)


def test_without_git_nothing_can_start(project):
    root = project(FILES)

    with pytest.raises(GitMissing):
        api.load(root, environment={"PATH": ""})


def test_without_workflows_it_says_where_it_looked(project):
    root = project({"tox.ini": ""})

    with pytest.raises(CannotStart) as found:
        api.load(root)

    assert found.value.message == (
        f"there is no workflow in `{root / '.github/workflows'}`"
    )


def test_a_workflow_that_git_does_not_track_is_read_with_a_warning(project):
    root = project(FILES)
    (root / ".github/workflows/new.yml").write_text(CI, encoding="utf-8")

    found = api.load(root).pipeline

    assert len(found.workflows) == 2
    assert [one.id for one in found.diagnostics] == ["untracked-workflow"]


def test_the_editor_reads_more_strictly_than_the_server(project):
    root = project({".github/workflows/ci.yml": CI.replace("pull_request", "moon")})

    server = api.load(root).pipeline
    editor = api.load(root, strictness=api.Strictness.EDITOR).pipeline

    assert not any(one.is_error for one in server.diagnostics)
    assert any(one.is_error for one in editor.diagnostics)


def test_checkouts_of_the_command_line_come_before_those_of_the_file(project, tmp_path):
    text = '[repositories]\n"a/b" = "configured"\n"c/d" = "other"'
    root = project({**FILES, "understudy.toml": text})

    found = api.load(root, {"a/b": tmp_path}).repositories

    assert found.folder("a/b", "v1") == tmp_path
    assert found.folder("c/d", "v1") == root / "other"


@pytest.mark.parametrize(
    ("branch", "words", "expected"),
    [
        pytest.param("main", "", "push refs/heads/main", id="default branch"),
        pytest.param("faster", "", "pull_request refs/pull/1/merge", id="another"),
        pytest.param("faster", "push", "push refs/heads/faster", id="asked for"),
        pytest.param("main", "tag v1", "push refs/tags/v1", id="with its name"),
    ],
)
def test_an_event_is_made_of_words_or_of_what_git_says(
    project, branch, words, expected
):
    root = project(FILES)
    git(root, "switch", "--quiet", "--force-create", branch)

    event = api.event(api.load(root), api.Asked(tuple(words.split())))

    assert f"{event.name} {event.ref}" == expected


def test_the_configuration_may_name_the_event(project):
    root = project({**FILES, "understudy.toml": "event = 'release v2.0'"})

    event = api.event(api.load(root))

    assert (event.name, event.ref) == ("release", "refs/tags/v2.0")


def test_what_is_asked_reaches_the_event(project):
    loaded = api.load(project(FILES))
    labels = {"pull_request": {"labels": [{"name": "bench"}]}}
    asked = api.Asked(("pr",), payload=labels, changed=("a.py",), fork=True)

    event = api.event(loaded, asked)

    assert event.fork
    assert event.changes.files == ("a.py",)
    assert event.payload["pull_request"]["labels"] == [{"name": "bench"}]


def test_inputs_reach_a_dispatch(project):
    files = {".github/workflows/go.yml": "on: workflow_dispatch\njobs: {}\n"}
    loaded = api.load(project(files))

    event = api.event(loaded, api.Asked(("dispatch",), inputs={"level": "3"}))

    assert event.inputs == {"level": "3"}


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        pytest.param("tests", "it is a job: understudy run --job ci/tests", id="job"),
        pytest.param("ci", "it is a workflow: understudy run --workflow ci", id="file"),
        pytest.param(
            "tag", "the last tag is v1.2.2: understudy run tag v1.2.3", id="tag"
        ),
    ],
)
def test_another_word_than_an_event_gets_an_answer(project, word, hint):
    root = project(FILES)
    git(root, "tag", "v1.2.2")

    with pytest.raises(UsageError) as found:
        api.event(api.load(root), api.Asked((word,)), "run")

    assert found.value.hint == hint


@pytest.mark.parametrize(
    ("files", "remote", "expected"),
    [
        pytest.param({}, None, "local/math-kit", id="the folder"),
        pytest.param(
            {"pyproject.toml": "[project.urls]\nA = 'https://github.com/o/urls'"},
            None,
            "o/urls",
            id="the metadata",
        ),
        pytest.param(
            {"understudy.toml": "repository = 'o/said'"}, None, "o/said", id="said"
        ),
        pytest.param(
            {"understudy.toml": "repository = 'o/said'"},
            "git@github.com:octo/mathkit.git",
            "octo/mathkit",
            id="the remote",
        ),
    ],
)
def test_the_repository_has_the_best_name_there_is(project, files, remote, expected):
    root = project({**FILES, **files}, name="math kit")
    if remote:
        git(root, "remote", "add", "origin", remote)

    assert api.event(api.load(root)).repository == expected


def test_a_plan_says_what_starts_and_settings_decide(project):
    text = "[vars]\nBENCH = 'no'\nOTHER = 'x'"
    loaded = api.load(project({**FILES, "understudy.toml": text}))
    event = api.event(loaded)

    configured = api.plan(loaded, event, loaded.settings())
    given = api.plan(loaded, event, loaded.settings({"BENCH": "yes"}))

    assert configured.job("ci/tests").starts is Starts.YES
    assert configured.job("ci/bench").starts is Starts.NO
    assert given.job("ci/bench").starts is Starts.YES


def test_settings_have_secrets_beside_all_variables(project):
    text = "[vars]\nA = 'file'\nB = 'file'"
    loaded = api.load(project({**FILES, "understudy.toml": text}))

    found = loaded.settings({"A": "line"}, {"TOKEN": None})

    assert found.vars == {"A": "line", "B": "file"}
    assert found.secrets == {"TOKEN": None}


def test_a_plan_of_all_has_no_event(project):
    loaded = api.load(project(FILES))

    found = api.plan_all(loaded, loaded.settings())

    assert found.event is None
    assert found.job("ci/tests").starts is Starts.UNKNOWN


def test_a_condition_is_explained(project):
    loaded = api.load(project(FILES))
    plan = api.plan(loaded, api.event(loaded), loaded.settings())

    found = api.explain(plan, "ci/bench", loaded.settings())

    assert found.truth is False
    assert [part.text for part in found.operands] == [
        "success()",
        "vars.BENCH == 'yes'",
    ]


def test_the_environment_is_that_of_the_process(project, monkeypatch):
    root = project(FILES)
    monkeypatch.setenv("PATH", os.devnull)

    with pytest.raises(GitMissing):
        api.load(root)
