"""Finds the built-in that plays a `uses`; what an action does is in its own module.

A `uses` names an action and one of its versions. A built-in plays majors: `v4`, and so
`v4.2.2`. A commit is known from the list of releases, or taken from the comment beside
it, with a note. Everything else is a reason, or GitHub's own refusal.
"""

from __future__ import annotations

import re
from importlib import import_module
from types import MappingProxyType
from typing import (
    TYPE_CHECKING,
    Dict,
    Iterable,
    Mapping,
    Optional,
    Tuple,
    Union,
    cast,
)

from understudy.engine.contract import (
    Action,
    Found,
    Refused,
    Versions,
    nothing_to_foresee,
)
from understudy.model.plan import Reason
from understudy.text.suggest import suggest

if TYPE_CHECKING:
    from understudy.actions import (
        alls_green,
        cache,
        cache_restore,
        cache_save,
        checkout,
        download_artifact,
        setup_python,
        setup_uv,
        upload_artifact,
    )

    _ARE_ACTIONS: Tuple[Action, ...] = (
        alls_green,
        cache,
        cache_restore,
        cache_save,
        checkout,
        download_artifact,
        setup_python,
        setup_uv,
        upload_artifact,
    )

# Names, and the modules that play them: loaded once a step names them, since a plan has
# no time for what it does not need.
BUILT_IN: Mapping[str, str] = MappingProxyType(
    {
        "actions/cache": "cache",
        "actions/cache/restore": "cache_restore",
        "actions/cache/save": "cache_save",
        "actions/checkout": "checkout",
        "actions/download-artifact": "download_artifact",
        "actions/setup-python": "setup_python",
        "actions/upload-artifact": "upload_artifact",
        "astral-sh/setup-uv": "setup_uv",
        "re-actors/alls-green": "alls_green",
    }
)

# Those that may say before a run that they cannot be played.
FORESEEING = frozenset({"actions/setup-python", "astral-sh/setup-uv"})

_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_RELEASE = re.compile(r"v(\d+)\.(\d+)\.(\d+)")
# `# v4.2.2`, `# tag=v4`, `# ratchet:actions/checkout@v4`, `# 4.2.2`
_COMMENT = re.compile(r"(?:^|[\s#=@:])v?(\d+(?:\.\d+){0,2})(?=$|[\s,;])")

Answer = Union[Found, Refused, Reason]


class Registry:
    """The actions that are played here, by their names."""

    def __init__(self, actions: Optional[Iterable[Action]] = None) -> None:
        self._modules = BUILT_IN if actions is None else {}
        self._actions: Dict[str, Action] = {
            action.NAME.lower(): action for action in actions or ()
        }

    @property
    def names(self) -> Tuple[str, ...]:
        """Return the names of all actions."""
        return (*self._modules, *(action.NAME for action in self._actions.values()))

    def foresees(self, uses: str) -> bool:
        """Tell whether what plays an action may say early that it cannot."""
        name = uses.partition("@")[0].lower()
        given = self._actions.get(name)
        if given is not None:
            return given.foresee is not nothing_to_foresee
        return name in FORESEEING and name in self._modules

    def find(self, uses: str, comment: str = "") -> Answer:
        """Return what plays an action, or why GitHub or nothing here does.

        Args:
            uses: as the step has it.
            comment: what stands behind it in its line.
        """
        if uses.startswith(("./", "../")):
            return _unplayed(uses, "local actions are not played yet")
        if uses.startswith("docker://"):
            return _unplayed(uses, "images are not played yet")
        name, _, ref = uses.partition("@")
        action = self._action(name.lower())
        if action is None:
            close = suggest(name.lower(), self.names)
            hint = f"; did you mean {close}?" if close else ""
            return _unplayed(uses, f"no built-in plays it{hint}")
        if _COMMIT.fullmatch(ref.lower()):
            return _by_commit(action, uses, ref, comment)
        return _by_name(action, uses, ref)

    def _action(self, name: str) -> Optional[Action]:
        if name not in self._modules:
            return self._actions.get(name)
        module: object = import_module(f"understudy.actions.{self._modules[name]}")
        return cast(Action, module)  # Each is one: see _ARE_ACTIONS.


def _unplayed(uses: str, why: str) -> Reason:
    return Reason("action", f"{uses}: {why}", fixable=True)


def _by_commit(action: Action, uses: str, ref: str, comment: str) -> Answer:
    """Return what plays a pinned commit: a known release, or what a comment says."""
    known = action.VERSIONS.commits.get(ref.lower())
    if known is not None:
        refusal = _refusal(action.VERSIONS, known, ref)
        return refusal or Found(action, known)
    said = _COMMENT.search(comment)
    if not said:
        return _unplayed(uses, "unknown ref, and no comment names its version")
    version = f"v{said.group(1)}"
    refusal = _refusal(action.VERSIONS, version, ref)
    if refusal:
        return refusal
    if not _plays(action.VERSIONS, version):
        return _unplayed(uses, f"unknown ref, of {version} by its comment")
    note = f"{action.NAME} is taken for {version}: {ref[:12]} is known by its comment"
    return Found(action, version, (note,))


def _by_name(action: Action, uses: str, ref: str) -> Answer:
    """Return what plays a tag or a branch."""
    versions = action.VERSIONS
    refusal = _refusal(versions, ref, ref)
    if refusal:
        return refusal
    if ref in versions.branches:
        return Found(
            action, ref, (f"{action.NAME}@{ref} is played as its last release",)
        )
    if ref in versions.majors or ref in versions.commits.values():
        return Found(action, ref)
    if _plays(versions, ref):
        note = f"{action.NAME} {ref} is newer than what was known of it here"
        return Found(action, ref, (note,))
    return _unplayed(uses, "unknown ref")


def _refusal(versions: Versions, version: str, ref: str) -> Optional[Refused]:
    """Return GitHub's refusal of a version; `{ref}` in its message is as asked for."""
    message = versions.retired.get(version)
    if message is None and version not in versions.majors:
        message = versions.retired.get(version.split(".")[0])
    return Refused(message.replace("{ref}", ref)) if message else None


def _plays(versions: Versions, version: str) -> bool:
    """Return whether a version is one of those that are played, or newer."""
    if version in versions.majors or version in versions.commits.values():
        return True
    number = _number(version)
    if number is None:
        return False
    known = [_number(v) for v in versions.commits.values()]
    same = [other for other in known if other and other[0] == number[0]]
    # One between known releases was never made: it is a slip of the pen.
    return number > max(same) if same else f"v{number[0]}" in versions.majors


def _number(version: str) -> Optional[Tuple[int, ...]]:
    found = _RELEASE.fullmatch(version)
    return tuple(map(int, found.groups())) if found else None
