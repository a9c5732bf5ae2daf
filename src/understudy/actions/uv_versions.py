"""Owns which uv a setup-uv step asks for, in its inputs or a file; installs none.

The rules are those of `version/` of astral-sh/setup-uv.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import List, Mapping, Tuple

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from understudy.engine.contract import ActionFailed
from understudy.records import dataclass
from understudy.text import toml
from understudy.text.source import Source

LATEST = "latest"
_DEPENDENCY = re.compile(r"uv([=<>~!]+\S*)")
_EXACT = re.compile(r"v?\d+\.\d+\.\d+\S*")
_OPEN = re.compile(r"v?(\d+(?:\.\d+)?)(?:\.[xX*])*")
_CARET = re.compile(r"([~^])\s*v?(\d+)\.(\d+)(?:\.(\d+))?")


@dataclass(frozen=True)
class Wanted:
    """The version asked for: an exact one, a range, or `latest`; and what is said."""

    specifier: str
    lines: Tuple[str, ...] = ()

    def accepts(self, version: str) -> bool:
        """Return whether a version is one of those asked for."""
        try:
            return Version(version) in SpecifierSet(self.requirement, prereleases=True)
        except InvalidVersion:
            return False

    @property
    def exact(self) -> str:
        """Return the one version that is asked for, if it is one."""
        found = _EXACT.fullmatch(self.specifier)
        return self.specifier.lstrip("v") if found else ""

    @property
    def requirement(self) -> str:
        """Return what pip is told, without the name.

        Raises:
            ActionFailed: it is no range of versions.
        """
        if self.specifier in (LATEST, "latest-known"):
            return ""
        if self.exact:
            return f"=={self.exact}"
        text = _OPEN.sub(r"==\1.*", self.specifier, count=1)
        if not _OPEN.fullmatch(self.specifier):
            text = _CARET.sub(_caret, self.specifier)
        try:
            return str(SpecifierSet(",".join(text.split(" ")) if " " in text else text))
        except InvalidSpecifier:
            raise ActionFailed(f"No version found for {self.specifier}") from None


def wanted(version: str, file: str, folder: Path) -> Wanted:
    """Return what a step asks for.

    Args:
        version: its input.
        file: the file that another input names.
        folder: where it, and the project's own files, are looked for.

    Raises:
        ActionFailed: the file says nothing.
    """
    if version:
        return Wanted(version.strip().removeprefix("=="))
    said: List[str] = []
    for name in (file,) if file else ("uv.toml", "pyproject.toml"):
        said.append(f"Trying to find version for uv in: {name}")
        found = _in_file(folder / name)
        if found:
            found = found.strip().removeprefix("==")
            return Wanted(found, (*said, f"Found version for uv in {name}: {found}"))
    if file:
        raise ActionFailed(f"Could not determine uv version from file: {file}")
    said.append(
        "Could not determine uv version from uv.toml or pyproject.toml. Falling back "
        "to latest."
    )
    return Wanted(LATEST, tuple(said))


def python_in(file: Path) -> str:
    """Return the Python that a `.tool-versions` file names, if it is one that does."""
    named = _tool(file, "python")
    return "" if named in ("system", "") or "/" in named or ":" in named else named


def has_cache_folder(folder: Path) -> bool:
    """Return whether the project's own configuration says where uv's cache is."""
    own = _load(folder / "uv.toml") if (folder / "uv.toml").is_file() else {}
    if (folder / "pyproject.toml").is_file() and "cache-dir" not in own:
        own = _table(_table(_load(folder / "pyproject.toml").get("tool")).get("uv"))
    return "cache-dir" in own


def _in_file(path: Path) -> str:
    if not path.is_file():
        return ""
    if path.name.endswith(".tool-versions"):
        return _tool(path, "uv")
    if path.name.endswith("uv.toml"):
        return _text(_load(path).get("required-version"))
    if path.name.endswith("pyproject.toml"):
        return _in_project(_load(path))
    if path.name.endswith("uv.lock"):
        return _in_lock(_load(path))
    if path.name.endswith(".txt"):
        return _in_requirements(_read(path).split("\n"))
    return ""


def _in_project(values: Mapping[str, object]) -> str:
    own = _table(_table(values.get("tool")).get("uv")).get("required-version")
    if own is not None:
        return _text(own)
    project = _table(values.get("project"))
    listed = [project.get("dependencies")]
    listed += _table(project.get("optional-dependencies")).values()
    listed += _table(values.get("dependency-groups")).values()
    return _in_requirements([_text(one) for group in listed for one in _items(group)])


def _in_lock(values: Mapping[str, object]) -> str:
    for package in _items(values.get("package")):
        if _table(package).get("name") == "uv":
            return _text(_table(package).get("version"))
    return ""


def _in_requirements(dependencies: List[str]) -> str:
    for dependency in dependencies:
        found = _DEPENDENCY.match(dependency.split(";")[0].strip())
        if found:
            return found.group(1)
    return ""


def _tool(path: Path, name: str) -> str:
    if not path.name.endswith(".tool-versions") or not path.is_file():
        return ""
    for line in _read(path).split("\n"):
        words = line.split("#")[0].split()
        if words[:1] == [name]:
            return words[1].removeprefix("v") if len(words) == 2 else ""
    return ""


def _load(path: Path) -> Mapping[str, object]:
    document, _ = toml.load(Source(path.name, _read(path)))
    return document.values


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _table(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _items(value: object) -> List[object]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _caret(found: "re.Match[str]") -> str:
    """Return npm's `^` and `~` as pip writes them: uv is still below 1."""
    sign, major, minor, patch = found.groups()
    kept = f"{major}.{minor}" if sign == "~" or major == "0" else major
    return f">={major}.{minor}.{patch or 0},=={kept}.*"
