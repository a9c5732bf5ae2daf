"""Owns where a checkout stores its token, and that it is gone in the end.

The token opens nothing here. It is stored all the same: whoever reads, copies or
overrides these settings in a later step finds what GitHub's machine would show.
"""

from __future__ import annotations

import base64
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Optional, Tuple

from understudy.actions.leg_git import LegGit
from understudy.engine.contract import Host
from understudy.records import dataclass

_HEADER = "http.https://github.com/.extraheader"
_PLACEHOLDER = "AUTHORIZATION: basic ***"
_FOLDER, _FILE = "repositoryPath", "credentialsPath"

# Where a container of the job finds the workspace and the folder for temporary files.
_CONTAINER = "/github"


@dataclass(frozen=True)
class Stored:
    """Where a token was stored: for which repository, in which file of its own."""

    folder: Optional[Path] = None
    file: Optional[Path] = None


NOTHING = Stored()


def store(git: LegGit, token: str, separate: bool) -> Stored:
    """Store the token for a repository.

    Args:
        git: in the folder of the repository.
        token: what the step was given.
        separate: in a file of its own that the repository includes, as from v6 on.
    """
    credential = f"x-access-token:{token}".encode()
    basic = base64.b64encode(credential).decode("ascii")
    git.host.mask(basic)
    if not separate:
        git.run("config", "--local", _HEADER, _PLACEHOLDER)
        _replace(git.folder / ".git" / "config", basic)
        return Stored(git.folder)
    file = git.host.temp / f"git-credentials-{uuid.uuid4()}.config"
    git.run("config", "--file", git.host.inside(file), _HEADER, _PLACEHOLDER)
    _replace(file, basic)
    places = (git.host.inside(file), f"{_CONTAINER}/runner_temp/{file.name}")
    for place, keys in zip(places, _includes(git.host, git.folder)):
        for key in keys:
            git.run("config", "--local", key, place)
    return Stored(git.folder, file)


def remove(git: LegGit, stored: Stored) -> None:
    """Remove what was stored."""
    if stored.folder is None:
        return
    if stored.file is None:
        git.forget(_HEADER)
        return
    for keys in _includes(git.host, stored.folder):
        for key in keys:
            git.forget(key)
    with suppress(FileNotFoundError):
        stored.file.unlink()


def save(host: Host, stored: Stored) -> None:
    """Keep in mind for the end of the job what was stored."""
    if stored.folder:
        host.save_state(_FOLDER, str(stored.folder))
    if stored.file:
        host.save_state(_FILE, str(stored.file))


def remove_saved(host: Host) -> None:
    """Remove what `save` kept in mind, if the repository is still there."""
    folder, file = host.state.get(_FOLDER), host.state.get(_FILE)
    if folder and Path(folder, ".git", "config").exists():
        stored = Stored(Path(folder), Path(file) if file else None)
        remove(LegGit(host, Path(folder), {}), stored)


def _replace(file: Path, basic: str) -> None:
    # The command line of a process is seen by others, so git never gets the token.
    # And it is read and written as bytes: the address in there may be any of them.
    told = f"AUTHORIZATION: basic {basic}".encode("ascii")
    file.write_bytes(file.read_bytes().replace(_PLACEHOLDER.encode("ascii"), told))


def _includes(host: Host, folder: Path) -> Tuple[Tuple[str, ...], ...]:
    """Return the settings that include the file: here, and in a container."""
    below = (folder / ".git").relative_to(host.workspace.resolve()).as_posix()
    return tuple(
        tuple(f"includeIf.gitdir:{place}{part}.path" for part in ("", "/worktrees/*"))
        for place in (
            f"{host.inside(folder)}/.git",
            f"{_CONTAINER}/workspace/{below}",
        )
    )
