"""Owns where a checkout stores its token, and that it is gone in the end.

The token opens nothing here. It is stored all the same: whoever reads, copies or
overrides these settings in a later step finds what GitHub's machine would show.
"""

from __future__ import annotations

import base64
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Tuple

from understudy.actions.leg_git import LegGit
from understudy.engine.contract import Host

_HEADER = "http.https://github.com/.extraheader"
_PLACEHOLDER = "AUTHORIZATION: basic ***"
_FOLDER, _FILE = "repositoryPath", "credentialsPath"

# Where a container of the job finds the workspace and the folder for temporary files.
_CONTAINER = "/github"


def store(git: LegGit, token: str, separate: bool) -> None:
    """Store the token for a repository.

    Args:
        git: in the folder of the repository.
        token: what the step was given.
        separate: in a file of its own that the repository includes, as from v6 on.
    """
    credential = f"x-access-token:{token}".encode()
    basic = base64.b64encode(credential).decode("ascii")
    git.host.mask(basic)
    git.host.save_state(_FOLDER, str(git.folder))
    if not separate:
        git.run("config", "--local", _HEADER, _PLACEHOLDER)
        _replace(git.folder / ".git" / "config", basic)
        return
    file = git.host.temp / f"git-credentials-{uuid.uuid4()}.config"
    git.host.save_state(_FILE, str(file))
    git.run("config", "--file", git.host.inside(file), _HEADER, _PLACEHOLDER)
    _replace(file, basic)
    inside = f"{_CONTAINER}/runner_temp/{file.name}"
    for number, key in enumerate(_includes(git.host, git.folder)):
        path = git.host.inside(file) if number < 2 else inside
        git.run("config", "--local", key, path)


def remove(git: LegGit) -> None:
    """Remove the token of a repository, however it was stored."""
    git.forget(_HEADER)
    for key in _includes(git.host, git.folder):
        git.forget(key)
    for file in git.host.temp.glob("git-credentials-*.config"):
        file.unlink()


def remove_saved(host: Host) -> None:
    """Remove the token that `store` was the last to store in this step."""
    folder = Path(host.state.get(_FOLDER, ""))
    if not host.state.get(_FOLDER) or not (folder / ".git" / "config").exists():
        return
    git = LegGit(host, folder, {})
    if _FILE not in host.state:
        git.forget(_HEADER)
        return
    for key in _includes(host, folder):
        git.forget(key)
    with suppress(FileNotFoundError):
        Path(host.state[_FILE]).unlink()


def _replace(file: Path, basic: str) -> None:
    # The command line of a process is seen by others, so git never gets the token.
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace(_PLACEHOLDER, f"AUTHORIZATION: basic {basic}"), encoding="utf-8"
    )


def _includes(host: Host, folder: Path) -> Tuple[str, ...]:
    here = f"{host.inside(folder)}/.git"
    below = (folder / ".git").relative_to(host.workspace.resolve()).as_posix()
    there = f"{_CONTAINER}/workspace/{below}"
    return tuple(
        f"includeIf.gitdir:{place}{part}.path"
        for place in (here, there)
        for part in ("", "/worktrees/*")
    )
