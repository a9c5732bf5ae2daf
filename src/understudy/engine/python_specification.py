"""Owns what a version specification of setup-python means, and which Python it takes.

It is read as a range of npm's semver, with setup-python's own words for pre-releases,
free-threaded builds, PyPy and GraalPy. Which Pythons are here is known to others.
"""

from __future__ import annotations

import os
import re
import shutil
from functools import lru_cache
from typing import TYPE_CHECKING, List, Mapping, Optional, Sequence, Tuple

from understudy.engine import semver
from understudy.errors import UnderstudyError
from understudy.records import dataclass

if TYPE_CHECKING:  # To choose takes less than to find.
    from understudy.engine.interpreters import Interpreter

_KNOWN_MINORS = (*range(15, 7, -1), 16, 17, 18)  # newest release first, future last
# A version with nothing open in it, in semver's spelling; the groups are Python's.
_NAME = re.compile(r"[=v\s]*(\d+(?:\.\d+){0,2})(?:-(a|b|rc)(?:lpha|eta)?\.?(\d+))?\s*")
_MANAGERS = {
    "uv": "https://docs.astral.sh/uv/",
    "pyenv": "https://github.com/pyenv/pyenv",
}


class InvalidSpecification(UnderstudyError):
    """A version that setup-python refuses, in its own words."""


@dataclass(frozen=True)
class Match:
    """The interpreter that stands for a specification.

    Not `exact`: it is another patch than the one asked for. `note` says in words what
    has to stand beside the verdict, also for an exact match.
    """

    interpreter: Interpreter
    exact: bool
    note: str = ""

    def __repr__(self) -> str:
        return f"<Match {self.interpreter.version}: {self.note[:150] or 'exact'}>"


def find(
    specification: str,
    interpreters: Sequence[Interpreter],
    *,
    allow_prereleases: bool = False,
    free_threaded: bool = False,
    architecture: str = "",
) -> Optional[Match]:
    """Return the newest interpreter that setup-python would take, or None.

    A full version that is not here is played by another patch of the same minor, and
    the match says so. Another minor never stands in.
    """
    wanted = _read(specification, allow_prereleases, free_threaded)
    usable = [
        interpreter
        for interpreter in interpreters
        if interpreter.implementation == wanted.implementation
        and interpreter.free_threaded == wanted.free_threaded
        and architecture in ("", interpreter.architecture)
    ]
    fitting = [interpreter for interpreter in usable if wanted.accepts(interpreter)]
    if fitting:
        newest = max(fitting, key=_age)
        return Match(newest, True, _openness(specification, wanted, newest))
    exact = (
        semver.version(wanted.python) if wanted.implementation == "cpython" else None
    )
    if exact is None:
        return None
    # a final release, not a pre-release, stands in for another patch
    same_minor = [
        i for i in usable if _age(i)[0][0][:2] == exact[0][:2] and _age(i)[0][1]
    ]
    if not same_minor:
        return None
    nearest = max(same_minor, key=_age)
    note = f"asked for {specification.strip()}, played on {nearest.version}"
    return Match(nearest, False, note)


def is_range(specification: str) -> bool:
    """Return whether npm's semver could read a range of versions."""
    return semver.ranges(specification) is not None


def install_hint(
    specification: str,
    environment: Mapping[str, str] = os.environ,
    *,
    free_threaded: bool = False,
) -> Optional[str]:
    """Return the command that would install it with the first manager found here.

    None where no version can be named that fits.
    """
    try:
        wanted = _read(specification, False, free_threaded)
    except InvalidSpecification:
        return None
    name = _concrete(wanted)
    if name is None:
        return None
    commands = {
        "uv": f"uv python install {name}",
        "pyenv": f"pyenv install {name}",
        "mise": f"mise install python@{name}",
        "conda": f"conda create --yes --name python-{name} python={name}",
    }
    if wanted.implementation == "graalpy":
        del commands["uv"]  # counts GraalPy by the Python that it implements
    if wanted.implementation != "cpython" or wanted.free_threaded:
        del commands["conda"]
    for manager, command in commands.items():
        if shutil.which(manager, path=environment.get("PATH", "")):
            return command
    first = next(iter(commands))
    return f"{commands[first]}  # with {first}: {_MANAGERS[first]}"


@dataclass(frozen=True)
class _Wanted:
    """A specification taken apart; both ranges are semver's."""

    implementation: str
    python: str
    own: str  # of the version of PyPy or GraalPy
    free_threaded: bool

    def accepts(self, interpreter: Interpreter) -> bool:
        python = _satisfies(interpreter.version, self.python)
        own = _satisfies(interpreter.implementation_version, self.own)
        # of GraalPy, setup-python never asks which Python it implements
        return {"cpython": python, "graalpy": own}.get(
            self.implementation, python and own
        )


def _read(specification: str, prereleases: bool, free_threaded: bool) -> _Wanted:
    text = specification.strip()
    if text.startswith("pypy"):
        python, own = _read_pypy(text)
        return _Wanted("pypy", python, own, False)
    if text.startswith("graalpy"):
        return _Wanted("graalpy", "*", _read_graalpy(text), False)
    threads = re.fullmatch(r"(\d+\.\d+(?:\.\d+)?)t|(\d+\.\d+)t(-dev)", text)
    if threads:
        text = "".join(filter(None, threads.groups()))
    # find-python.ts: desugarDevVersion, then pythonVersionToSemantic
    text = re.sub(r"^(\d+)\.(\d+)-dev$", r"~\1.\2.0-0", text)
    text = re.sub(r"(\d+\.\d+\.\d+)((?:a|b|rc)\d*)", r"\1-\2", text)
    if prereleases:
        text = re.sub(r"^(\d+)\.(\d+)$", r"~\1.\2.0-0", text)
    return _Wanted("cpython", text, "*", free_threaded or bool(threads))


def _split(name: str, text: str) -> List[str]:
    """Return the parts of NAME "-"? PYTHON ("-" OWN)?"""
    separated = re.sub(rf"^{name}(?=[^-])", f"{name}-", text)
    return [part for part in separated.split("-") if part]


def _read_pypy(text: str) -> Tuple[str, str]:
    parts = _split("pypy", text)
    if len(parts) < 2 or parts[0] != "pypy":
        raise InvalidSpecification(
            "Invalid 'version' property for PyPy. PyPy version should be specified as "
            "'pypy<python-version>' or 'pypy-<python-version>'. See README for "
            "examples and documentation."
        )
    own = re.sub(r"(\d+\.\d+\.\d+)((?:a|b|rc))(\d*)", r"\1-\2.\3", (parts + ["x"])[2])
    valid = semver.ranges(parts[1]) is not None and semver.ranges(own) is not None
    if not valid and own != "nightly":
        raise InvalidSpecification(
            "Invalid 'version' property for PyPy. Both Python version and PyPy "
            "versions should satisfy SemVer notation. See README for examples and "
            "documentation."
        )
    if not re.fullmatch(r"\d+\.\d+", parts[1]):
        raise InvalidSpecification(
            "Invalid format of Python version for PyPy. Python version should be "
            "specified in format 'x.y'. See README for examples and documentation."
        )
    return parts[1], own


def _read_graalpy(text: str) -> str:
    parts = _split("graalpy", text)
    if len(parts) < 2 or parts[0] != "graalpy":
        raise InvalidSpecification(
            "Invalid 'version' property for GraalPy. GraalPy version should be "
            "specified as 'graalpy<python-version>' or 'graalpy-<python-version>'. See "
            "README for examples and documentation."
        )
    if semver.ranges(parts[1]) is None:
        raise InvalidSpecification(
            "Invalid 'version' property for GraalPy. GraalPy versions should satisfy "
            "SemVer notation. See README for examples and documentation."
        )
    return parts[1]


def to_semver(version: str) -> str:
    """Return Python's spelling of a version as the tool cache names it: 3.14.0-rc.1."""
    words = {"a": "alpha", "b": "beta", "rc": "rc"}
    return re.sub(
        r"(?<=\d)(a|b|rc)(\d+)$",
        lambda found: f"-{words[found.group(1)]}.{found.group(2)}",
        version,
    )


@lru_cache(maxsize=2048)  # a matrix asks for the same again and again
def _satisfies(version: str, wanted: str) -> bool:
    """Tell whether a Python's version is in the range."""
    return semver.satisfies(to_semver(version), wanted)


def _age(interpreter: Interpreter) -> Tuple[semver.Key, semver.Key]:
    own = semver.version(to_semver(interpreter.implementation_version))
    return (
        semver.version(to_semver(interpreter.version)) or semver.NOTHING,
        own or semver.NOTHING,
    )


def _openness(specification: str, wanted: _Wanted, found: Interpreter) -> str:
    """Say that GitHub may take a newer minor, where the range goes on past this one."""
    if wanted.implementation != "cpython":
        return ""
    later = range(int(found.minor.split(".")[1]) + 1, 100)
    if not semver.reaches(wanted.python, 3, later):
        return ""
    text = specification.strip()
    return f"{found.version} is the newest here for `{text}`; GitHub may have newer"


def _concrete(wanted: _Wanted) -> Optional[str]:
    """Return what managers of Pythons call a version that fits."""
    if wanted.implementation == "pypy":
        return f"pypy{wanted.python}"
    if wanted.implementation == "graalpy":
        return f"graalpy-{wanted.own}" if _NAME.fullmatch(wanted.own) else None
    threads = "t" if wanted.free_threaded else ""
    if semver.ranges(wanted.python) is None:
        return None
    fitting = [
        f"3.{minor}"
        for minor in _KNOWN_MINORS
        if _satisfies(f"3.{minor}.99", wanted.python)
    ]
    found = map(_NAME.fullmatch, (*fitting[:1], *wanted.python.split("||")))
    newest = max(filter(None, found), key=_numbers, default=None)
    return "".join(filter(None, newest.groups())) + threads if newest else None


def _numbers(found: re.Match[str]) -> List[int]:
    return [int(number) for number in found.group(1).split(".")]
