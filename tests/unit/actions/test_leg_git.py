from __future__ import annotations

import pytest

from understudy.actions.leg_git import LegGit
from understudy.engine.contract import ActionFailed


@pytest.fixture
def leg_git(host, git, project):
    folder = project({"a": "1\n"})
    return LegGit(host("actions/checkout@v7"), folder, {})


def test_it_runs_in_its_folder(leg_git):
    leg_git.run("rev-parse", "--show-toplevel")

    assert leg_git.host.lines[-1] == str(leg_git.folder)


def test_a_command_that_has_to_succeed_fails_the_action(leg_git):
    with pytest.raises(ActionFailed, match="git' failed with exit code 128$"):
        leg_git.run("rev-parse", "--verify", "--quiet^")


def test_an_attempt_may_fail(leg_git):
    assert not leg_git.attempt("show-ref", "--verify", "--quiet", "refs/heads/none")


def test_it_knows_which_refs_there_are(leg_git):
    assert leg_git.has("refs/heads/main")
    assert not leg_git.has("refs/heads/other")


def test_the_commit_of_a_tag_is_what_it_points_at(leg_git, git):
    git(leg_git.folder, "tag", "--annotate", "--message", "one", "v1")

    assert leg_git.commit_of("v1") == git(leg_git.folder, "rev-parse", "HEAD")
    assert list(leg_git.host.temp.iterdir()) == []


def test_what_is_not_there_has_no_commit(leg_git):
    assert leg_git.commit_of("none") == ""


def test_a_setting_is_forgotten_whether_it_is_there_or_not(leg_git, git):
    git(leg_git.folder, "config", "--add", "gc.auto", "1")

    leg_git.forget("gc.auto")
    leg_git.forget("gc.auto")

    assert "auto" not in (leg_git.folder / ".git/config").read_text()
