"""The addresses of one repository lead to its origin, and no others do."""

from __future__ import annotations

import os

import pytest

from understudy.engine import origin


@pytest.mark.parametrize(
    "address",
    [
        "https://github.com/o/n",
        "https://github.com/o/n.git",
        "git@github.com:o/n.git",
        "ssh://git@github.com/o/n",
        "https://x-access-token:t0ken@github.com/o/n",
        "https://x-access-token:t0ken@github.com/o/n.git",
    ],
)
def test_every_address_of_the_repository_reaches_the_origin(
    project, git, tmp_path, address
):
    root = project({"a.txt": "a\n"})
    made = origin.create(root, tmp_path / "with space é%", repository="o/n")

    listed = git(root, "ls-remote", address, **made.git_config("x-access-token:t0ken"))

    assert listed.split() == [made.played, "HEAD", made.played, "refs/heads/main"]


@pytest.mark.parametrize(
    "address",
    [
        "https://github.com/o/n-docs",
        "https://github.com/o/n.github.io.git",
        "https://github.com/o/nn",
        "git@github.com:o/n_x.git",
        "https://github.com/other/n",
    ],
)
def test_another_repository_keeps_its_address(project, git, target, address):
    root = project({"a.txt": "a\n"})
    made = origin.create(root, target, repository="o/n")

    url = git(root, "ls-remote", "--get-url", address, **made.git_config())

    assert url == address


@pytest.mark.parametrize(
    "name",
    [
        pytest.param('a "quoted" name', id="quotes"),
        pytest.param("back\\slash", id="backslash"),
        pytest.param("a#b;c", id="signs of a comment"),
        pytest.param("übung", id="not ASCII"),
        pytest.param(os.fsdecode(b"caf\xe9"), id="not UTF-8"),
    ],
)
def test_the_name_of_a_repository_may_hold_any_sign(project, git, target, name):
    root = project({"a.txt": "a\n"})
    made = origin.create(root, target, repository=f"local/{name}")
    address = f"https://github.com/local/{name}"

    reached = git(root, "ls-remote", address, **made.git_config())
    other = git(root, "ls-remote", "--get-url", f"{address}-docs", **made.git_config())

    assert reached.split() == [made.played, "HEAD", made.played, "refs/heads/main"]
    assert other == f"{address}-docs"
