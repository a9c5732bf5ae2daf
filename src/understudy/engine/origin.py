"""The run's bare origin repository, which plays the hosting service for git.

It borrows the objects of the developer's repository and writes no file there (git
may renew the time of an object that it borrows, so that no clean-up takes it away).
Workspaces are made by whoever plays a checkout.
"""

from __future__ import annotations

import os
import shutil
import string
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Dict, Iterable, List, Mapping, Set, Tuple

from understudy.engine import facts as git_facts
from understudy.engine.facts import Facts
from understudy.engine.git import Git
from understudy.errors import CannotStart

_IDENTITY = ("understudy", "understudy@localhost")
_CONFIG_FILE = "workspace.gitconfig"

# One file for the addresses under which a workspace may know the repository.
_ADDRESSES = (
    "https://github.com/{}",
    "http://github.com/{}",
    "git://github.com/{}",
    "git@github.com:{}",
    "ssh://git@github.com/{}",
)
_NAME_CHARACTERS = string.ascii_letters + string.digits + "-_."

# What makes a bare repository answer as the hosting service does.
_ORIGIN_CONFIG = (
    ("uploadpack.allowAnySHA1InWant", "true"),  # checkout fetches by commit
    ("uploadpack.allowFilter", "true"),
    ("receive.hideRefs", "refs/pull"),  # pushes to it are refused there too
    # A fetch goes no further than this machine: half the time for a little more disk.
    ("pack.window", "0"),
    ("pack.compression", "1"),
    ("receive.autogc", "false"),
    ("gc.auto", "0"),  # alternates: nothing may be thought unreachable
    ("maintenance.auto", "false"),
)


@dataclass(frozen=True)
class LeftOut:
    """A part of the checkout that the origin does not have, and why."""

    path: str
    kind: str  # submodule, nested repository, lfs, untracked, history
    reason: str

    def __repr__(self) -> str:
        return f"<left out: {self.path[-100:]} ({self.kind}): {self.reason[:90]}>"


@dataclass(frozen=True)
class RefChange:
    """A ref that a step pushed. No `before`: created; no `after`: deleted."""

    ref: str
    before: str
    after: str

    def __repr__(self) -> str:
        ends = f"{self.before[:12] or 'nothing'} -> {self.after[:12] or 'nothing'}"
        return f"<pushed {self.ref[-150:]}: {ends}>"


@dataclass(frozen=True)
class Merge:
    """A pull request's merge commit, or why there is none."""

    sha: str
    conflicts: Tuple[str, ...] = ()
    reason: str = ""

    def __repr__(self) -> str:
        if self.sha:
            return f"<merged as {self.sha[:12]}>"
        named = ", ".join(self.conflicts[:3])[:120]
        return f"<not merged: {self.reason[:80]}{': ' if named else ''}{named}>"


@dataclass(frozen=True)
class Origin:
    """A bare repository with the project's refs and the tree that is played."""

    path: Path
    facts: Facts
    repository: str  # owner/name under which workspaces know it
    played: str  # the commit that holds the tree played
    left_out: Tuple[LeftOut, ...]
    reads: Tuple[Path, ...]  # folders it borrows objects from
    start: Mapping[str, str] = field(repr=False)  # refs before any step
    environment: Mapping[str, str] = field(repr=False)

    @property
    def synthetic(self) -> bool:
        """Tell whether the tree played differs from the developer's HEAD."""
        return self.played != self.facts.head

    @property
    def url(self) -> str:
        """Return the address to fetch from: a plain path ignores --depth."""
        return self.path.as_uri()

    def __repr__(self) -> str:
        what = "the working tree" if self.synthetic else "HEAD"
        return (
            f"<Origin of {self.repository[:60]} at {str(self.path)[-80:]}: plays "
            f"{what} as {self.played[:12]}, {len(self.left_out)} left out>"
        )

    def git(self, **extra: str) -> Git:
        """Return git inside the origin.

        GIT_DIR is said outright: `safe.bareRepository=explicit` refuses discovery.
        """
        return Git(self.path, self.environment).having(GIT_DIR=str(self.path), **extra)

    def git_config(self, *userinfo: str) -> Dict[str, str]:
        """Return the variables that map the repository's addresses onto the origin.

        `userinfo` are the forms `name:token` that a step may put before the host.
        protocol.file.allow stays git's own: a fetch is allowed, a submodule that
        points into the file system is not.
        """
        settings = [("include.path", str(self.path / _CONFIG_FILE))]
        for user in userinfo:
            address = f"https://{user}@github.com/{self.repository}"
            settings.append((f"url.{self.url}.insteadOf", address))
            settings.append((f"url.{self.url}.insteadOf", f"{address}.git"))
        variables = {"GIT_CONFIG_COUNT": str(len(settings))}
        for number, (key, value) in enumerate(settings):
            variables[f"GIT_CONFIG_KEY_{number}"] = key
            variables[f"GIT_CONFIG_VALUE_{number}"] = value
        return variables

    def pushed(self) -> Tuple[RefChange, ...]:
        """Return the refs that differ from the start, as steps left them."""
        now, _ = _refs(self.git(), "refs/")
        return tuple(
            RefChange(ref, self.start.get(ref, ""), now.get(ref, ""))
            for ref in sorted(set(self.start) | set(now))
            if self.start.get(ref) != now.get(ref) and not ref.startswith("refs/pull/")
        )

    def having(self, ref: str, sha: str) -> Origin:
        """Return the origin with a ref as the event has it, made by no step."""
        if self.start.get(ref) == sha or not ref.startswith(
            ("refs/heads/", "refs/tags/")
        ):
            return self
        self.git().run("update-ref", ref, sha)
        return replace(self, start={**self.start, ref: sha})

    def merge(self, base: str, number: int, head: str = "") -> Merge:
        """Make `refs/pull/NUMBER/merge`, of head (or what is played) into base."""
        head = head or self.played
        git = self.git()
        base = git.run("rev-parse", "--verify", f"{base}^{{commit}}")
        head = git.run("rev-parse", "--verify", f"{head}^{{commit}}")
        if not git.says("merge-base", base, head):
            why = "base and head have no common history"
            return Merge("", reason=why + self.facts.shallow * " in a shallow checkout")
        tree, conflicts = (
            _merge_tree(git, base, head)
            if git.version() >= (2, 38)
            else _merge_in_folder(git, base, head)
        )
        if conflicts:
            return Merge("", conflicts, "base and head conflict")
        message = f"Merge {head} into {base}"
        sha = _commit(git, tree, (base, head), message, like=head)
        git.run("update-ref", f"refs/pull/{number}/head", head)
        git.run("update-ref", f"refs/pull/{number}/merge", sha)
        return Merge(sha)


def create(
    checkout: Path,
    target: Path,
    environment: Mapping[str, str] = os.environ,
    *,
    untracked: bool = False,
    snapshot: bool = True,
    repository: str = "",
) -> Origin:
    """Make the origin of the checkout in a new folder.

    `snapshot` plays the tracked files as they are now (and untracked ones if asked);
    without it HEAD is played, whatever was changed since, as for a tag.
    """
    facts = git_facts.read(checkout, environment)
    project = Git(facts.project, environment)
    target = target.resolve()
    _initialise(project, facts, target)
    played, left_out = facts.head, _history(facts)
    if snapshot and (facts.dirty or (untracked and facts.untracked)):
        played = _snapshot(project, facts, target, untracked)
    left_out += _not_carried(project, facts, untracked)
    refs, peeled = _carried(project, facts, played)
    _write_refs(target, refs, peeled, facts.default_branch)
    repository = repository or facts.repository or f"local/{facts.project.name}"
    (target / _CONFIG_FILE).write_text(_mapping(repository, target.as_uri()))
    return Origin(
        path=target,
        facts=facts,
        repository=repository,
        played=played,
        left_out=left_out,
        reads=_object_folders(facts.git_directory / "objects"),
        start=refs,
        environment=environment,
    )


def _initialise(project: Git, facts: Facts, target: Path) -> None:
    if target.exists() and any(target.iterdir()):
        raise CannotStart(f"the origin's folder `{target}` is not empty")
    target.mkdir(parents=True, exist_ok=True)
    # A repository with SHA-256 names says so; git before 2.28 knows only the other.
    sha256 = len(facts.head) == 64
    hashing = ["--object-format=sha256"] if sha256 else []
    project.run("init", "--quiet", "--bare", "--template=", *hashing, str(target))
    with (target / "config").open("a", encoding="utf-8") as config:
        for name, value in _ORIGIN_CONFIG:
            section, key = name.split(".")
            config.write(f"[{section}]\n\t{key} = {value}\n")
    info = target / "objects" / "info"
    info.mkdir(parents=True, exist_ok=True)
    borrowed = os.fsencode(facts.git_directory / "objects")
    (info / "alternates").write_bytes(borrowed + b"\n")
    if facts.shallow:
        shutil.copyfile(facts.git_directory / "shallow", target / "shallow")


def _snapshot(project: Git, facts: Facts, target: Path, untracked: bool) -> str:
    """Return a commit with the files as they are now: HEAD if nothing differs.

    The developer's own clean filters run, as for `git add`: what they would push is
    what these produce. Only git-lfs stores files while it filters; they go to the
    origin.
    """
    with tempfile.TemporaryDirectory(dir=target) as scratch:
        index = Path(scratch, "index")
        if facts.index.exists():
            # With the time of the original. Git trusts an entry whose file is older
            # than the index: one that looks younger than it is hides what changed
            # right after the last `git add`.
            shutil.copy2(facts.index, index)
        git = project.having(
            GIT_INDEX_FILE=str(index), GIT_OBJECT_DIRECTORY=str(target / "objects")
        )
        git = git.configured("lfs.storage", str(target / "lfs"))
        git = git.configured("core.safecrlf", "false")
        git.run("add", "--update")
        if untracked:
            listed = "\0".join(facts.untracked)
            git.run("update-index", "--add", "-z", "--stdin", stdin=listed)
        tree = git.run("write-tree")
        if tree == git.run("rev-parse", f"{facts.head}^{{tree}}"):
            return facts.head
        message = f"The working tree of {facts.branch or facts.head[:12]}"
        return _commit(git, tree, (facts.head,), message, like=facts.head)


def _commit(
    git: Git, tree: str, parents: Iterable[str], message: str, *, like: str
) -> str:
    """Return a commit with the people and the time of another one.

    Not today's: the same files give the same commit, so what is cached by commit is
    found again.
    """
    shown = git.run(
        *("-c", "log.showSignature=false", "-c", "log.mailmap=false"),
        *("show", "--no-patch", "--date=raw"),
        "--format=%an%x00%ae%x00%ad%x00%cn%x00%ce%x00%cd",
        like,
    ).split("\0")
    author, author_mail, authored, committer, committer_mail, committed = shown
    people = {
        "GIT_AUTHOR_NAME": author or _IDENTITY[0],
        "GIT_AUTHOR_EMAIL": author_mail or _IDENTITY[1],
        # the sign says that even a small number counts seconds
        "GIT_AUTHOR_DATE": f"@{authored}",
        "GIT_COMMITTER_NAME": committer or _IDENTITY[0],
        "GIT_COMMITTER_EMAIL": committer_mail or _IDENTITY[1],
        "GIT_COMMITTER_DATE": f"@{committed}",
    }
    named = [option for parent in parents for option in ("-p", parent)]
    return git.having(**people).run(
        "commit-tree", "--no-gpg-sign", tree, *named, "-m", message
    )


def _history(facts: Facts) -> Tuple[LeftOut, ...]:
    if facts.shallow:
        return (LeftOut(".", "history", "the checkout is shallow"),)
    if facts.partial:
        return (LeftOut(".", "history", "the checkout is partial (`--filter`)"),)
    return ()


def _not_carried(project: Git, facts: Facts, untracked: bool) -> Tuple[LeftOut, ...]:
    found: List[LeftOut] = []
    attributes = (facts.git_directory / "info" / "attributes").exists()
    for entry in project.items("ls-files", "--stage", "-z"):
        mode, _, path = entry.partition("\t")
        attributes = attributes or path.endswith(".gitattributes")
        if mode.startswith("160000 "):
            found.append(LeftOut(path, "submodule", "submodules are not carried"))
    if attributes:  # asking costs a walk over all files
        for path in project.items("ls-files", "-z", ":(top,attr:filter=lfs)"):
            found.append(LeftOut(path, "lfs", "the pointer stands for the file"))
    for path in facts.nested:
        found.append(LeftOut(path, "nested repository", "not part of this repository"))
    if not untracked:
        for path in facts.untracked:
            found.append(LeftOut(path, "untracked", "not added to git"))
    return tuple(found)


def _refs(git: Git, *patterns: str) -> Tuple[Dict[str, str], Dict[str, str]]:
    """Return the refs, and what the annotated tags among them point at."""
    form = "--format=%(refname)%00%(objectname)%00%(*objectname)"
    listed = [
        line.split("\0")
        for line in git.run("for-each-ref", form, *patterns).splitlines()
    ]
    refs = {ref: name for ref, name, _ in listed}
    return refs, {ref: commit for ref, _, commit in listed if commit}


def _carried(
    project: Git, facts: Facts, played: str
) -> Tuple[Dict[str, str], Dict[str, str]]:
    """Return the refs to start with: branches, tags, the remote's other branches."""
    refs, peeled = _refs(project, "refs/heads/", "refs/tags/")
    taken: Set[str] = set()
    for ref in refs:
        taken.update(_folders(ref))
    for name, commit in facts.branches.items():
        ref = f"refs/heads/{name}"
        # `feature` here and `feature/x` there cannot both be branches of one place
        if ref not in refs and ref not in taken and not _folders(ref) & refs.keys():
            refs[ref] = commit
    if facts.branch:
        refs[f"refs/heads/{facts.branch}"] = played
    return refs, peeled


def _folders(ref: str) -> Set[str]:
    parts = ref.split("/")
    return {"/".join(parts[:count]) for count in range(3, len(parts))}


def _write_refs(
    target: Path, refs: Mapping[str, str], peeled: Mapping[str, str], default: str
) -> None:
    """Write all refs as one file; `update-ref` would open every object first."""
    with (target / "packed-refs").open("wb") as packed:
        packed.write(b"# pack-refs with: peeled fully-peeled sorted \n")
        for ref in sorted(refs, key=os.fsencode):
            packed.write(os.fsencode(f"{refs[ref]} {ref}\n"))
            if ref in peeled:
                packed.write(os.fsencode(f"^{peeled[ref]}\n"))
    (target / "HEAD").write_bytes(os.fsencode(f"ref: refs/heads/{default}\n"))


def _mapping(repository: str, url: str) -> str:
    """Return git configuration that replaces exactly this repository's addresses.

    `insteadOf` compares beginnings, so OWNER/NAME would also catch OWNER/NAME-docs.
    The longest beginning wins: each longer name is mapped onto itself.
    """
    lines = []
    for form in _ADDRESSES:
        address = form.format(repository)
        for whole in (address, f"{address}.git"):
            lines.append(f'[url "{url}"]\n\tinsteadOf = "{whole}"\n')
            for character in _NAME_CHARACTERS:
                longer = whole + character
                lines.append(f'[url "{longer}"]\n\tinsteadOf = "{longer}"\n')
    return "".join(lines)


def _object_folders(first: Path) -> Tuple[Path, ...]:
    """Return an object folder and those that it borrows from in its turn."""
    found: List[Path] = []
    waiting = [first]
    while waiting:
        folder = waiting.pop(0)
        if folder in found:
            continue
        found.append(folder)
        alternates = folder / "info" / "alternates"
        if alternates.is_file():
            for line in os.fsdecode(alternates.read_bytes()).splitlines():
                if line and not line.startswith("#"):
                    waiting.append(Path(os.path.normpath(folder / line)))
    return tuple(found)


def _merge_tree(git: Git, base: str, head: str) -> Tuple[str, Tuple[str, ...]]:
    command = ("merge-tree", "--write-tree", "--name-only", "--no-messages", "-z")
    done = git.attempt(*command, base, head)
    if done.returncode not in (0, 1):
        git.run(*command, base, head)  # fails again, and says how
    tree, *conflicts = [item for item in done.stdout.split("\0") if item]
    return tree, tuple(conflicts)


def _merge_in_folder(git: Git, base: str, head: str) -> Tuple[str, Tuple[str, ...]]:
    """Merge as git did before 2.38: file by file, and blind to renames."""
    fork = git.run("merge-base", base, head)
    with tempfile.TemporaryDirectory(dir=git.directory) as scratch:
        folder = Path(scratch, "tree")
        folder.mkdir()
        at = git.at(folder).having(
            GIT_WORK_TREE=str(folder),
            GIT_INDEX_FILE=str(Path(scratch, "index")),
        )
        at.run("read-tree", "-i", "-m", "--aggressive", fork, base, head)
        at.attempt("merge-index", "-o", "-q", "git-merge-one-file", "-a")
        stuck = at.items("diff", "--name-only", "--diff-filter=U", "--cached", "-z")
        return ("", stuck) if stuck else (at.run("write-tree"), ())
