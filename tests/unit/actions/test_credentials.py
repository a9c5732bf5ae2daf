from __future__ import annotations

import base64
import dataclasses
import os

import pytest

from understudy.actions import credentials
from understudy.actions.leg_git import LegGit

BASIC = base64.b64encode(b"x-access-token:worthless").decode()
HEADER = "http.https://github.com/.extraheader"


@pytest.fixture
def leg_git(host, git):
    leg = host("actions/checkout@v7")
    git(leg.workspace, "init", "--quiet")
    return LegGit(leg, leg.workspace.resolve(), {})


def test_the_token_is_masked(leg_git):
    credentials.store(leg_git, "worthless", separate=False)

    assert leg_git.host.masks == [BASIC]


def test_the_older_versions_store_it_in_the_repository(leg_git, git):
    credentials.store(leg_git, "worthless", separate=False)

    assert git(leg_git.folder, "config", "--local", HEADER) == (
        f"AUTHORIZATION: basic {BASIC}"
    )


def test_a_repository_may_have_an_address_that_is_not_utf_8(leg_git, git):
    address = b"https://github.com/local/caf\xe9"
    git(leg_git.folder, "remote", "add", "origin", os.fsdecode(address))

    credentials.store(leg_git, "worthless", separate=False)

    assert address in (leg_git.folder / ".git/config").read_bytes()
    assert git(leg_git.folder, "config", HEADER) == f"AUTHORIZATION: basic {BASIC}"


def test_the_newer_versions_store_it_in_a_file_that_the_repository_includes(
    leg_git, git
):
    stored = credentials.store(leg_git, "worthless", separate=True)

    assert git(leg_git.folder, "config", HEADER) == f"AUTHORIZATION: basic {BASIC}"
    assert "extraheader" not in (leg_git.folder / ".git/config").read_text()
    assert stored.file.parent == leg_git.host.temp
    listed = git(leg_git.folder, "config", "--local", "--get-regexp", "^includeif")
    place = f"includeif.gitdir:{leg_git.folder}/.git"
    there = "includeif.gitdir:/github/workspace/.git"
    inner = f"/github/runner_temp/{stored.file.name}"
    assert listed.splitlines() == [
        f"{place}.path {stored.file}",
        f"{place}/worktrees/*.path {stored.file}",
        f"{there}.path {inner}",
        f"{there}/worktrees/*.path {inner}",
    ]


def test_no_process_gets_the_token_on_its_command_line(leg_git):
    credentials.store(leg_git, "worthless", separate=True)
    credentials.store(leg_git, "worthless", separate=False)

    assert not any(BASIC in command for command in leg_git.host.commands)


@pytest.mark.parametrize("separate", [True, False])
def test_what_was_stored_can_be_removed(leg_git, separate):
    before = (leg_git.folder / ".git/config").read_text()
    stored = credentials.store(leg_git, "worthless", separate)

    credentials.remove(leg_git, stored)

    assert (leg_git.folder / ".git/config").read_text() == before
    assert list(leg_git.host.temp.glob("git-credentials-*")) == []


def test_where_nothing_was_stored_there_is_nothing_to_do(leg_git):
    credentials.remove(leg_git, credentials.NOTHING)

    assert leg_git.host.commands == []


def test_a_file_that_is_gone_already_is_no_failure(leg_git):
    stored = credentials.store(leg_git, "worthless", separate=True)
    stored.file.unlink()

    credentials.remove(leg_git, stored)

    assert "includeIf" not in (leg_git.folder / ".git/config").read_text()


@pytest.mark.parametrize("separate", [True, False])
def test_it_is_removed_at_the_end_of_the_job(leg_git, separate):
    host = leg_git.host
    before = (leg_git.folder / ".git/config").read_text()
    credentials.save(host, credentials.store(leg_git, "worthless", separate))

    credentials.remove_saved(dataclasses.replace(host, lines=[]))

    assert (leg_git.folder / ".git/config").read_text() == before
    assert list(host.temp.glob("git-credentials-*")) == []


def test_another_checkout_keeps_its_own(leg_git):
    first = credentials.store(leg_git, "worthless", separate=True)
    second = credentials.store(leg_git, "worthless", separate=True)

    credentials.remove(leg_git, second)

    assert first.file.exists()


def test_nothing_is_removed_where_nothing_was_saved(leg_git):
    credentials.save(leg_git.host, credentials.NOTHING)

    credentials.remove_saved(leg_git.host)

    assert (leg_git.host.state, leg_git.host.commands) == ({}, [])


def test_a_repository_that_is_gone_needs_no_removal(leg_git):
    credentials.save(leg_git.host, credentials.Stored(leg_git.folder / "gone"))

    credentials.remove_saved(leg_git.host)

    assert leg_git.host.commands == []
