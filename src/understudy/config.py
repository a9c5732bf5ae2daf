"""Reads `[tool.understudy]`: what a project says to understudy, rightly or wrongly.

The file belongs to the repository, so it holds no secrets. Nothing raises: what cannot
be understood is a diagnostic, and the default counts.
"""

from __future__ import annotations

import re
from dataclasses import field
from pathlib import Path
from types import MappingProxyType
from typing import (
    TYPE_CHECKING,
    Any,
    Callable,
    Dict,
    Iterator,
    List,
    Mapping,
    Optional,
    Sequence,
    Tuple,
    cast,
)

from understudy.records import dataclass
from understudy.text.diagnostic import Diagnostic, Severity
from understudy.text.source import Source
from understudy.text.suggest import suggest

if TYPE_CHECKING:
    from understudy.text.toml import Document

AUTO = "auto"

_Keys = Tuple[str, ...]

_NAME = "understudy"
_SHARED_FILE = "pyproject.toml"
_FILES: Sequence[Tuple[str, _Keys]] = (
    ("understudy.toml", ()),
    (_SHARED_FILE, ("tool", _NAME)),
)
# Tables that are written and read by others.
_FOREIGN = ("init", "publisher")
_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+")
_ON_GITHUB = re.compile(r"https?://github\.com/([\w.-]+/[\w.-]+?)(?:\.git)?(?:/.*)?")


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True)
class Config:
    """What a project says to understudy.

    `jobs` is None for as many as cores; `repositories` are folders; `stubs` are as they
    were written; `ignored_checks` have their reasons.
    """

    event: str = AUTO
    jobs: Optional[int] = None
    python_downloads: str = AUTO
    strict: bool = False
    keep_runs: int = 20
    repository: Optional[str] = None
    runners: Mapping[str, str] = field(default_factory=_nothing)
    stubs: Mapping[str, Mapping[str, object]] = field(default_factory=_nothing)
    repositories: Mapping[str, Path] = field(default_factory=_nothing)
    vars: Mapping[str, str] = field(default_factory=_nothing)
    ignored_checks: Mapping[str, str] = field(default_factory=_nothing)
    diagnostics: Tuple[Diagnostic, ...] = field(default=(), repr=False)


def read(root: Path) -> Config:
    """Return what the project in a folder says, in its own file or the shared one."""
    for name, path in _FILES:
        source = _source(root, name)
        # Most projects say nothing, and parsing takes longer than looking.
        if source is not None and (not path or _NAME in source.text):
            document, problem = _load(source)
            if problem is not None:
                return Config(diagnostics=(problem,))
            return _config(root, document, path)
    return Config()


def published_repository(root: Path) -> Optional[str]:
    """Return the `owner/name` on GitHub that the project's own metadata link to."""
    source = _source(root, _SHARED_FILE)
    if source is None or "github.com" not in source.text:
        return None
    document, _ = _load(source)
    for url in _table(document, ("project", "urls")).values():
        found = _ON_GITHUB.fullmatch(str(url))
        if found:
            return found[1]
    return None


def _load(source: Source) -> Tuple[Document, Optional[Diagnostic]]:
    # Most projects have nothing to parse, and need not pay for a parser.
    from understudy.text import toml

    return toml.load(source)


def _source(root: Path, name: str) -> Optional[Source]:
    try:
        return Source(name, (root / name).read_bytes().decode("utf-8", "replace"))
    except OSError:
        return None


def _config(root: Path, document: Document, path: _Keys) -> Config:
    reader = _Reader(document, [])
    values = reader.read(path, _KEYS)
    check = reader.read((*path, "check"), _CHECK_KEYS) if "check" in values else {}
    jobs = values.get("jobs", AUTO)
    folders = cast(Mapping[str, str], values.get("repositories", {}))
    named = {
        **{key.replace("-", "_"): value for key, value in values.items()},
        "jobs": None if jobs == AUTO else jobs,
        "repositories": {
            name: root / Path(folder).expanduser() for name, folder in folders.items()
        },
        "ignored_checks": check.get("ignore", {}),
    }
    named.pop("check", None)
    return Config(**cast(Dict[str, Any], named), diagnostics=tuple(reader.problems))


def _table(document: Document, path: _Keys) -> Mapping[str, object]:
    """Return a table, empty where there is none."""
    found: object = document.values
    for key in path:
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


@dataclass(frozen=True)
class _Kind:
    """What a value has to be: in words, and as a test; or every value of a table."""

    text: str
    test: Callable[[object], bool]
    each: bool = False


def _is_string(value: object) -> bool:
    return isinstance(value, str)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_count(value: object) -> bool:
    return type(value) is int and value > 0


def _is_name(value: object) -> bool:
    return isinstance(value, str) and bool(_REPOSITORY.fullmatch(value))


_STRINGS = _Kind("a string", _is_string, each=True)
_KEYS: Mapping[str, _Kind] = {
    "event": _Kind("an event, as `push main`", _is_text),
    "jobs": _Kind(
        "a number of legs, or `auto`", lambda value: value == AUTO or _is_count(value)
    ),
    "python-downloads": _Kind(
        "`auto` or `never`", lambda value: value in (AUTO, "never")
    ),
    "strict": _Kind("`true` or `false`", lambda value: isinstance(value, bool)),
    "keep-runs": _Kind("a number of runs", _is_count),
    "repository": _Kind("a name, as `owner/name`", _is_name),
    "runners": _STRINGS,
    "stubs": _Kind("a table", lambda value: isinstance(value, dict), each=True),
    "repositories": _Kind("the path of a checkout", _is_text, each=True),
    "vars": _STRINGS,
    "check": _Kind("a table", lambda value: isinstance(value, dict)),
}
_CHECK_KEYS: Mapping[str, _Kind] = {
    "ignore": _Kind("the reason for which it is ignored", _is_text, each=True)
}


@dataclass(frozen=True)
class _Reader:
    """A file while it is read, and what is wrong in it so far."""

    document: Document
    problems: List[Diagnostic]

    def read(self, path: _Keys, keys: Mapping[str, _Kind]) -> Dict[str, object]:
        """Return the values of a table that are what they have to be."""
        found: Dict[str, object] = {}
        for key, value in _table(self.document, path).items():
            place = (*path, key)
            if key in keys:
                found.update(self._value(place, value, keys[key]))
            elif key not in _FOREIGN:
                self._refuse_key(place, keys)
        return found

    def _value(
        self, path: _Keys, value: object, kind: _Kind
    ) -> Iterator[Tuple[str, object]]:
        if not kind.each:
            if kind.test(value):
                yield path[-1], value
            else:
                self._refuse(path, f"`{path[-1]}` wants {kind.text}")
        elif not isinstance(value, dict):
            self._refuse(path, f"`{path[-1]}` wants a table")
        else:
            good = {key: one for key, one in value.items() if kind.test(one)}
            for key in value:
                if key not in good:
                    self._refuse((*path, key), f"`{key}` wants {kind.text}")
            yield path[-1], good

    def _refuse(self, path: _Keys, message: str) -> None:
        span = self.document.place(path).value
        self.problems.append(Diagnostic("configuration", Severity.ERROR, message, span))

    def _refuse_key(self, path: _Keys, keys: Mapping[str, _Kind]) -> None:
        close = suggest(path[-1], keys)
        help = f"there are {', '.join(f'`{key}`' for key in keys)}"
        if close:
            help = f"did you mean `{close}`?"
        elif path[-1] == "secrets":
            help = "a repository is no place for secrets: give them with --secret NAME"
        self.problems.append(
            Diagnostic(
                "configuration",
                Severity.ERROR,
                f"`{path[-1]}` is no key of understudy",
                self.document.place(path).key,
                help=help,
            )
        )
