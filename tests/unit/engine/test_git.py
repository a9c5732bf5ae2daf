"""Git is run with what the developer configured and nothing that a hook left."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from understudy.engine.git import (
    Git,
    GitFailed,
    GitMissing,
    NotARepository,
    UnsafeRepository,
    scrubbed,
)


def test_the_environment_of_a_hook_is_not_passed_on(project):
    root = project({"a.txt": "a\n"})
    hook = {**os.environ, "GIT_INDEX_FILE": "elsewhere", "GIT_DIR": "/nowhere"}

    listed = Git(root, hook).run("ls-files")

    assert listed == "a.txt"


def test_where_the_developer_keeps_configuration_is_passed_on():
    environment = {
        "GIT_CONFIG_GLOBAL": "/etc/mine",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "safe.directory",
        "GIT_CONFIG_VALUE_0": "*",
        "GIT_CONFIG_PARAMETERS": "'core.bare'='true'",
        "GIT_WORK_TREE": "/elsewhere",
        "LANGUAGE": "de",
        "HOME": "/home/me",
    }

    kept = scrubbed(environment)

    assert sorted(set(kept) & set(environment)) == [
        "GIT_CONFIG_COUNT",
        "GIT_CONFIG_GLOBAL",
        "GIT_CONFIG_KEY_0",
        "GIT_CONFIG_VALUE_0",
        "HOME",
    ]


def test_output_loses_only_its_last_newline_and_keeps_carriage_returns(project, git):
    root = project({})
    git(root, "config", "un.derstudy", "one\r\ntwo\n")

    value = Git(root).run("config", "un.derstudy")

    assert value == "one\r\ntwo\n"


def test_a_path_that_is_not_utf8_survives_the_round_trip(project, git):
    root = project({})
    name = os.fsdecode(b"caf\xe9.txt")
    (root / name).write_text("x", encoding="utf-8")
    git(root, "add", "--all")

    (listed,) = Git(root).items("ls-files", "-z")

    assert listed == name
    assert Git(root).run("hash-object", "--stdin-paths", stdin=f"{listed}\n")


def test_hooks_and_monitors_do_not_run(project, git, tmp_path):
    root = project({"a.txt": "a\n"})
    hook = root / ".git" / "hooks" / "post-index-change"
    monitor = tmp_path / "monitor"
    hook.parent.mkdir(exist_ok=True)
    for script in (hook, monitor):
        witness = tmp_path / f"{script.name} ran"
        script.write_text(f"#!/bin/sh\ntouch '{witness}'\n", encoding="utf-8")
        script.chmod(0o755)
    git(root, "config", "core.fsmonitor", str(monitor))
    (root / "a.txt").write_text("b\n", encoding="utf-8")

    Git(root).run("add", "--update")
    Git(root).run("status")

    assert list(tmp_path.glob("* ran")) == []
    git(root, "update-index", "--force-write-index")
    git(root, "status")
    assert len(list(tmp_path.glob("* ran"))) == 2, "they do run for the developer"


def test_more_variables_make_another_git_and_leave_the_first_alone(project):
    root = project({"a.txt": "a\n"})
    first = Git(root)

    empty = first.having(GIT_INDEX_FILE=str(root / ".git" / "none"))

    assert (empty.run("ls-files"), first.run("ls-files")) == ("", "a.txt")


def test_variables_with_the_names_of_parameters_are_only_variables(project):
    root = project({"a.txt": "a\n"})

    git = Git(root, {**os.environ, "directory": "/", "self": "me"}).having(
        environment="x"
    )

    assert git.run("ls-files") == "a.txt"


def test_what_git_lacks_is_nothing(project):
    git = Git(project({}))

    assert git.says("symbolic-ref", "refs/remotes/origin/HEAD") == ""
    assert git.says("symbolic-ref", "HEAD") == "refs/heads/main"


def test_the_version_is_a_tuple_of_numbers(project):
    assert Git(project({})).version() >= (2, 25)


def test_a_failed_command_is_named_with_its_message(project):
    with pytest.raises(GitFailed) as raised:
        Git(project({})).run("rev-parse", "--verify", "refs/heads/none")

    assert raised.value.exit_code == 4
    assert str(raised.value) == (
        "`git rev-parse --verify refs/heads/none` ended with 128: "
        "fatal: Needed a single revision"
    )


def test_a_missing_git_is_said_with_where_to_get_it(tmp_path):
    with pytest.raises(GitMissing) as raised:
        Git(tmp_path, {"PATH": str(tmp_path)}).run("version")

    assert raised.value.exit_code == 4
    assert "install git" in str(raised.value)


def test_a_folder_without_a_repository_is_said(tmp_path):
    with pytest.raises(NotARepository) as raised:
        Git(tmp_path).run("rev-parse", "--show-toplevel")

    assert f"`{tmp_path}` is not in a git repository" in str(raised.value)
    assert "git init" in str(raised.value)


def test_a_folder_that_does_not_exist_is_not_a_missing_git(tmp_path):
    with pytest.raises(NotARepository, match="is not a folder"):
        Git(tmp_path / "none").run("version")


def test_a_bare_repository_has_no_work_tree(tmp_path, git):
    git(tmp_path, "init", "--quiet", "--bare", "bare.git")

    with pytest.raises(NotARepository, match="has no work tree"):
        Git(tmp_path / "bare.git").run("rev-parse", "--show-toplevel")


def test_a_repository_of_another_user_is_refused_with_the_way_out(project):
    root = project({"a.txt": "a\n"})
    # git's own switch for testing this without a second user
    owned_by_another = Git(root).having(GIT_TEST_ASSUME_DIFFERENT_OWNER="1")

    with pytest.raises(UnsafeRepository) as raised:
        owned_by_another.run("rev-parse", "--show-toplevel")

    assert raised.value.directory == root
    assert f"git config --global --add safe.directory {root}" in str(raised.value)


def test_git_is_named_by_its_directory():
    assert repr(Git(Path("/work"))) == "<Git in /work>"
