"""actions/checkout: bring a repository into the workspace.

Real: everything that git does. The folder is initialised, the remote is
`https://github.com/OWNER/REPO`, the refs are fetched as the original fetches them (one
commit unless `fetch-depth` says more), and the same thing is checked out in the same
way: a branch, `refs/remotes/pull/NUMBER/merge` detached, or a tag.

Emulated: GitHub. The remote's address leads to the run's origin, which holds the
project as it is here. The token is stored where the original stores it, and is worth
nothing. Another repository is played by a checkout of it that is on this machine.

Left out: submodules and LFS objects, which are elsewhere: a checkout that asks for
some that are there is not played. SSH keys are not written down.
"""

from __future__ import annotations

import shutil
import uuid
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Dict, Iterator, List, Mapping, Tuple

from understudy.actions import (
    checkout_request,
    credentials,
    inputs,
    refspecs,
    releases,
)
from understudy.actions.checkout_request import Asked, is_true
from understudy.actions.leg_git import LegGit
from understudy.engine import origin as origins
from understudy.engine.contract import (
    ActionFailed,
    Host,
    NotPlayed,
    Played,
    Versions,
    nothing_to_foresee,
)
from understudy.engine.files import remove_tree
from understudy.engine.origin import Origin
from understudy.model.plan import Reason

NAME = "actions/checkout"
INPUTS: Mapping[str, str] = MappingProxyType(
    {
        "repository": "${{ github.repository }}",
        "ref": "",
        "token": "${{ github.token }}",
        "ssh-key": "",
        "ssh-known-hosts": "",
        "ssh-strict": "true",
        "ssh-user": "git",
        "persist-credentials": "true",
        "path": "",
        "clean": "true",
        "filter": "",
        "sparse-checkout": "",
        "sparse-checkout-cone-mode": "true",
        "fetch-depth": "1",
        "fetch-tags": "false",
        "show-progress": "true",
        "lfs": "false",
        "submodules": "false",
        "set-safe-directory": "true",
        "github-server-url": "",
        "allow-unsafe-pr-checkout": "false",
    }
)
VERSIONS = Versions(
    majors=("v1", "v2", "v3", "v4", "v5", "v6", "v7"),
    commits=releases.of(NAME),
    branches=("main", "master"),
)
foresee = nothing_to_foresee


def main(host: Host) -> Played:
    """Check a repository out."""
    asked = checkout_request.read(host)
    origin, notes = host.origin, []
    if asked.repository.lower() != origin.repository.lower():
        origin = _other_origin(host, asked)
        asked = _as_it_is(asked, origin)
        notes.append(f"{asked.repository} is played by {origin.facts.project}")
    notes += _differences(asked, origin)
    token = _token(host)
    notes += [] if token else ["`token` is empty here"]
    host.log(f"Syncing repository: {asked.repository}")
    home = host.temp / str(uuid.uuid4())
    git = LegGit(host, asked.folder, _environment(host, asked, origin, home))
    stored = credentials.NOTHING
    try:
        _prepare(git, asked, home)
        with _group(host, "Setting up auth"):
            stored = credentials.store(git, token, separate=asked.version >= 6)
        _fetch(git, asked)
        _check_out(git, asked)
        host.set_output("commit", git.commit_of("HEAD"))
        git.run("log", "-1", "--format=%H")
    finally:
        if is_true(host, "persist-credentials"):
            credentials.save(host, stored)
        else:
            with _group(host, "Removing auth"):
                credentials.remove(git, stored)
        remove_tree(home)
    host.set_output("ref", asked.ref)
    return Played(notes=tuple(notes))


def post(host: Host) -> None:
    """Remove the credentials."""
    credentials.remove_saved(host)


def _other_origin(host: Host, asked: Asked) -> Origin:
    """Return an origin of the checkout that plays another repository."""
    name = f"{asked.repository}@{asked.named}" if asked.named else asked.repository
    found = host.repository(name)
    if found is None:
        raise NotPlayed(
            Reason(
                "network",
                f"the repository {name} is not here",
                fixable=True,
                command=f"understudy run --local-repository {name}=PATH",
            )
        )
    return origins.create(
        found,
        host.temp / f"{uuid.uuid4()}.git",
        host.origin.environment,
        repository=asked.repository,
    )


def _as_it_is(asked: Asked, origin: Origin) -> Asked:
    """Ask for what the checkout of another repository holds now, whatever the ref."""
    branch = f"refs/heads/{asked.named or origin.facts.default_branch}"
    known = not asked.named or branch in origin.start
    return replace(asked, ref=branch if known else "", commit=origin.played)


def _differences(asked: Asked, origin: Origin) -> List[str]:
    """Return what GitHub's own repository has more than the origin, for this step."""
    kinds = {left.kind: left.reason for left in origin.left_out}
    if asked.lfs and "lfs" in kinds:
        raise NotPlayed(Reason("network", "files that are kept in LFS are not here"))
    if "history" in kinds and not asked.depth:
        return [f"not the whole history: {kinds['history']}"]
    return []


def _environment(
    host: Host, asked: Asked, origin: Origin, home: Path
) -> Dict[str, str]:
    """Return what the commands of this step see beside the leg's environment."""
    variables = {
        "GCM_INTERACTIVE": "Never",
        "GIT_TERMINAL_PROMPT": "0",
        "HOME": host.inside(home),
    }
    if not asked.lfs:
        variables["GIT_LFS_SKIP_SMUDGE"] = "1"
    if origin is not host.origin:
        number = int(host.env.get("GIT_CONFIG_COUNT") or 0)
        url = Path(host.inside(origin.path)).as_uri()
        variables["GIT_CONFIG_COUNT"] = str(number + 1)
        variables[f"GIT_CONFIG_KEY_{number}"] = f"url.{url}.insteadOf"
        variables[f"GIT_CONFIG_VALUE_{number}"] = asked.url
    return variables


@contextmanager
def _group(host: Host, title: str) -> Iterator[None]:
    host.log(f"##[group]{title}")
    yield
    host.log("##[endgroup]")


def _prepare(git: LegGit, asked: Asked, home: Path) -> None:
    """Make the folder a repository with the remote."""
    host, folder = git.host, asked.folder
    if folder.is_file():
        folder.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    home.mkdir(parents=True)
    with suppress(FileNotFoundError):
        shutil.copyfile(host.home / ".gitconfig", home / ".gitconfig")
    with _group(host, "Getting Git version info"):
        host.log(f"Working directory is '{host.inside(folder)}'")
        git.run("version")
    if is_true(host, "set-safe-directory", "true"):
        git.attempt(
            "config", "--global", "--add", "safe.directory", host.inside(folder)
        )
    if any(folder.iterdir()) and not _reuse(git, asked):
        host.log(f"Deleting the contents of '{host.inside(folder)}'")
        for path in folder.iterdir():
            _remove(path)
    if not (folder / ".git").is_dir():
        with _group(host, "Initializing the repository"):
            git.run("init", host.inside(folder))
            git.run("remote", "add", "origin", asked.url)
    with _group(host, "Disabling automatic garbage collection"):
        git.attempt("config", "--local", "gc.auto", "0")


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        remove_tree(path)
    else:
        path.unlink()


def _reuse(git: LegGit, asked: Asked) -> bool:
    """Clean what an earlier checkout left, and return whether it can be used."""
    ours = ("config", "--local", "--fixed-value", "--get", "remote.origin.url")
    if not (asked.folder / ".git").is_dir() or not git.attempt(*ours, asked.url):
        return False
    with _group(git.host, "Removing previously created refs, to avoid conflicts"):
        git.attempt("checkout", "--detach")
    if not is_true(git.host, "clean", "true"):
        return True
    with _group(git.host, "Cleaning the repository"):
        return git.attempt("clean", "-ffdx") and git.attempt("reset", "--hard", "HEAD")


def _token(host: Host) -> str:
    token = inputs.text(host.inputs, "token")
    if not token and "token" in host.given and host.event.fork:
        raise ActionFailed("Input required and not supplied: token")
    return token


def _fetch(git: LegGit, asked: Asked) -> None:
    narrow = refspecs.wanted(asked.ref, asked.commit, asked.tags)
    attempts = [narrow]
    if not asked.depth:
        # Where the ref has moved on since the event, its commit is fetched after all.
        attempts = [refspecs.everything(asked.ref, asked.commit), narrow]
    with _group(git.host, "Fetching the repository"):
        for specs in attempts:
            _fetch_refs(git, asked, specs)
            if _is_at_commit(git, asked):
                return
    raise ActionFailed(
        f"The ref '{asked.ref}' does not point to the expected commit "
        f"'{asked.commit}'. The ref may have been updated after the workflow was "
        "triggered."
    )


def _fetch_refs(git: LegGit, asked: Asked, specs: Tuple[str, ...]) -> None:
    options = ["--no-tags", "--prune", "--no-recurse-submodules"]
    if is_true(git.host, "show-progress", "true"):
        options.append("--progress")
    if asked.filter or asked.sparse:
        options.append(f"--filter={asked.filter or 'blob:none'}")
    if asked.depth:
        options.append(f"--depth={asked.depth}")
    elif (asked.folder / ".git" / "shallow").exists():
        options.append("--unshallow")
    try:
        git.run("-c", "protocol.version=2", "fetch", *options, "origin", *specs)
    except ActionFailed:
        if asked.named:
            raise _not_here(asked) from None
        raise


def _not_here(asked: Asked) -> NotPlayed:
    return NotPlayed(
        Reason(
            "network",
            f"`{asked.named}` of {asked.repository} is not in the repository here",
            fixable=True,
            command="git fetch --tags origin",
        )
    )


def _is_at_commit(git: LegGit, asked: Asked) -> bool:
    """Return whether the fetched ref is where it was when the event happened."""
    ref = asked.ref
    if not asked.commit or not refspecs.starts(ref, (refspecs.HEADS, refspecs.TAG)):
        return True
    place = ref if refspecs.starts(ref, (refspecs.TAG,)) else refspecs.local_name(ref)
    return git.has(place) and git.commit_of(place) == asked.commit


def _check_out(git: LegGit, asked: Asked) -> None:
    with _group(git.host, "Determining the checkout info"):
        target = _target(git, asked)
    _choose_files(git, asked)
    with _group(git.host, "Checking out the ref"):
        branch = ("-B", target.ref, target.start) if target.start else (target.ref,)
        git.run("checkout", "--progress", "--force", *branch)
    if asked.submodules:
        _update_submodules(git, asked)


def _target(git: LegGit, asked: Asked) -> refspecs.Target:
    ref = asked.ref
    if asked.version == 1:
        return refspecs.Target(asked.commit or refspecs.local_name(ref))
    if not refspecs.is_unqualified(ref):
        return refspecs.target(ref, asked.commit)
    branch = refspecs.local_name(f"refs/heads/{ref}")
    if git.has(branch):
        return refspecs.Target(ref, branch)
    if git.has(f"refs/tags/{ref}"):
        return refspecs.Target(f"refs/tags/{ref}")
    git.host.log(f"A branch or tag with the name '{ref}' could not be found")
    raise _not_here(asked)


def _choose_files(git: LegGit, asked: Asked) -> None:
    if not asked.sparse:
        git.run("sparse-checkout", "disable")
        git.forget("extensions.worktreeConfig")
        return
    with _group(git.host, "Setting up sparse checkout"):
        if is_true(git.host, "sparse-checkout-cone-mode", "true"):
            git.run("sparse-checkout", "set", *asked.sparse)
            return
        git.run("config", "core.sparseCheckout", "true")
        patterns = asked.folder / ".git" / "info" / "sparse-checkout"
        patterns.parent.mkdir(exist_ok=True)
        with patterns.open("a", encoding="utf-8") as file:
            file.write("\n" + "\n".join(asked.sparse) + "\n")


def _update_submodules(git: LegGit, asked: Asked) -> None:
    if (asked.folder / ".gitmodules").exists():
        raise NotPlayed(Reason("network", "submodules are not here"))
    nested = ("--recursive",) if asked.submodules == "recursive" else ()
    depth = (f"--depth={asked.depth}",) if asked.depth else ()
    with _group(git.host, "Fetching submodules"):
        git.run("submodule", "sync", *nested)
        update = ("submodule", "update", "--init", "--force", *depth, *nested)
        git.run("-c", "protocol.version=2", *update)
