"""Pythons are chosen as setup-python chooses."""

from __future__ import annotations

from pathlib import Path

import pytest

from understudy.engine.interpreters import Interpreter
from understudy.engine.python_specification import (
    InvalidSpecification,
    Match,
    find,
    install_hint,
    is_range,
    to_semver,
)


def python(version, implementation="cpython", own="", threads=False, machine="x64"):
    """Return an interpreter that is not there, for questions of version alone."""
    return Interpreter(
        path=Path("/pythons", version, "bin", "python"),
        version=version,
        implementation=implementation,
        implementation_version=own or version,
        free_threaded=threads,
        architecture=machine,
        prefix=Path("/pythons", version),
        source="pyenv",
    )


HERE = (
    "2.7.18 3.8.18 3.9.18 3.10.13 3.11.7 3.12.1 3.13.0 3.14.0a1 3.14.0b2 3.14.0rc2"
).split()
FINAL = "2.7.18 3.8.18 3.9.18 3.10.13 3.11.7 3.12.1 3.13.0"
THREES = "3.8.18 3.9.18 3.10.13 3.11.7 3.12.1 3.13.0"


# The right-hand sides were printed by node-semver 7.8.6, which setup-python uses.
@pytest.mark.parametrize(
    ("specification", "accepted"),
    [
        ("3.11", "3.11.7"),
        ("3.11.7", "3.11.7"),
        ("3.11.x", "3.11.7"),
        ("3.11.*", "3.11.7"),
        ("v3.11", "3.11.7"),
        ("=3.11", "3.11.7"),
        ("3", THREES),
        ("3.x", THREES),
        ("x", FINAL),
        ("*", FINAL),
        ("", FINAL),
        ("2", "2.7.18"),
        ("~3.10", "3.10.13"),
        ("~>3.10", "3.10.13"),
        ("~3.10.2", "3.10.13"),
        ("~3.10.14", ""),
        ("~3", THREES),
        ("^3.9", "3.9.18 3.10.13 3.11.7 3.12.1 3.13.0"),
        ("^3.9.20", "3.10.13 3.11.7 3.12.1 3.13.0"),
        ("^2.7", "2.7.18"),
        ("^0.1", ""),
        ("^0.0", ""),
        (">=3.9 <3.12", "3.9.18 3.10.13 3.11.7"),
        (">= 3.9 < 3.12", "3.9.18 3.10.13 3.11.7"),
        ("> 3.9", "3.10.13 3.11.7 3.12.1 3.13.0"),
        (">3.9.18", "3.10.13 3.11.7 3.12.1 3.13.0"),
        ("<=3.10", "2.7.18 3.8.18 3.9.18 3.10.13"),
        ("<3.10", "2.7.18 3.8.18 3.9.18"),
        ("<= 3.10.12", "2.7.18 3.8.18 3.9.18"),
        ("<*", ""),
        (">*", ""),
        ("<=*", FINAL),
        (">=0", FINAL),
        ("3.8 - 3.10", "3.8.18 3.9.18 3.10.13"),
        ("3.8.18 - 3.9.17", "3.8.18"),
        ("x - 3.9", "2.7.18 3.8.18 3.9.18"),
        ("3.10 || 3.12", "3.10.13 3.12.1"),
        ("3.10||>=3.12 <3.13", "3.10.13 3.12.1"),
        ("|| 3.9", FINAL),
        ("3.14-dev", "3.14.0a1 3.14.0b2 3.14.0rc2"),
        ("~3.14.0-0", "3.14.0a1 3.14.0b2 3.14.0rc2"),
        (">=3.14.0-beta <3.15", "3.14.0b2 3.14.0rc2"),
        ("3.14.0-alpha - 3.14", "3.14.0a1 3.14.0b2 3.14.0rc2"),
        ("3.14.0-beta.2", "3.14.0b2"),
        ("3.14.0b2", ""),  # becomes 3.14.0-b2, which no release is called
        ("~3.14.0-rc.1 || *", FINAL),
        ("~3.14.0-rc.1 || >=0.0", FINAL),
        ("3.14", ""),
        ("03.9", ""),
        ("3.b", ""),
        ("3.10 nonsense", ""),
        (">=3.9, <3.12", ""),
        ("3.1", ""),  # what YAML makes of an unquoted 3.10
    ],
)
def test_ranges_are_those_of_npm(specification, accepted):
    alone = {version: find(specification, [python(version)]) for version in HERE}

    found = [version for version, match in alone.items() if match and match.exact]

    assert " ".join(found) == accepted


def test_the_newest_that_fits_is_taken_and_the_first_of_equals():
    old, new = python("3.11.2"), python("3.11.10")
    same = python("3.11.10", machine="arm64")

    assert find("3.11", [old, new, same]) == Match(new, True)


def test_blanks_around_a_specification_do_not_count():
    assert find(" 3.11\n", [python("3.11.7")]) == Match(python("3.11.7"), True)


def test_another_patch_stands_in_and_is_named():
    here = [python("3.11.7"), python("3.11.9"), python("3.11.10rc1"), python("3.12.4")]

    assert find("3.11.4", here) == Match(
        python("3.11.9"), False, "asked for 3.11.4, played on 3.11.9"
    )


@pytest.mark.parametrize(
    ("specification", "here"),
    [
        pytest.param("3.11.4", "3.12.4", id="another minor"),
        pytest.param("3.14.0", "3.14.0rc1", id="a pre-release for a release"),
        pytest.param("~3.11.8", "3.11.7", id="a range says what it needs"),
        pytest.param("3.13", "3.12.0", id="nothing of that minor"),
    ],
)
def test_nothing_else_stands_in(specification, here):
    assert find(specification, [python(here)]) is None


def test_a_release_stands_in_for_its_own_candidate():
    match = find("3.13.0-rc.1", [python("3.13.0")])

    assert match == Match(
        python("3.13.0"), False, "asked for 3.13.0-rc.1, played on 3.13.0"
    )


def test_an_open_range_says_that_github_may_have_a_newer_minor():
    match = find("3.x", [python("3.12.1")])

    assert match is not None and match.exact
    assert match.note == "3.12.1 is the newest here for `3.x`; GitHub may have newer"
    closed = find(">=3.9 <3.13", [python("3.12.1")])
    assert closed is not None and closed.note == ""


def test_a_version_that_cannot_be_read_fits_nothing():
    assert find("*", [python("3.12.1+vendor special")]) is None


def test_prereleases_are_allowed_for_a_minor_only():
    beta = python("3.14.0b2")

    assert find("3.14", [beta], allow_prereleases=True) == Match(beta, True)
    assert find("3.x", [beta], allow_prereleases=True) is None


@pytest.mark.parametrize("specification", ["3.13t", "3.13.0t", "3.13t-dev"])
def test_free_threaded_builds_are_asked_for_by_name(specification):
    plain, threaded = python("3.13.0"), python("3.13.0", threads=True)

    assert find(specification, [plain, threaded]) == Match(threaded, True)
    assert find(specification, [plain]) is None
    assert find("3.13", [threaded]) is None
    assert find("3.13", [plain, threaded], free_threaded=True) == Match(threaded, True)


def test_the_architecture_narrows_the_choice():
    arm = python("3.12.1", machine="arm64")

    assert find("3.12", [python("3.12.2"), arm], architecture="arm64") == Match(
        arm, True
    )


@pytest.mark.parametrize(
    ("specification", "own"),
    [
        ("pypy3.10", "7.3.17"),
        ("pypy-3.10", "7.3.17"),
        ("pypy3.10-v7.3", "7.3.17"),
        ("pypy-3.10-v7.3.x", "7.3.17"),
        ("pypy-3.10-v7.3.12", "7.3.12"),
        ("pypy3.10-v7.3.13rc1", "7.3.13rc1"),
        ("pypy3.10-v7.4", None),
        ("pypy3.10-nightly", None),
        ("pypy3.9", None),
    ],
)
def test_pypy_is_chosen_by_both_of_its_versions(specification, own):
    here = [
        python("3.10.14", "pypy", "7.3.12"),
        python("3.10.14", "pypy", "7.3.17"),
        python("3.10.14", "pypy", "7.3.13rc1"),
        python("3.10.14"),
    ]

    match = find(specification, here)

    assert (match and match.interpreter.implementation_version) == own


def test_pypy_is_never_a_cpython():
    assert find("3.10", [python("3.10.14", "pypy", "7.3.17")]) is None
    assert find("pypy3.10", [python("3.10.14")]) is None


@pytest.mark.parametrize("specification", ["graalpy-24", "graalpy24.1", "graalpy-24.x"])
def test_graalpy_is_chosen_by_its_own_version(specification):
    here = [
        python("3.11.7", "graalpy", "24.1.1"),
        python("3.10.8", "graalpy", "23.1.2"),
    ]

    assert find(specification, here) == Match(here[0], True)


@pytest.mark.parametrize(
    ("specification", "said"),
    [
        ("pypy", "'pypy<python-version>' or 'pypy-<python-version>'"),
        ("pypy-", "'pypy<python-version>' or 'pypy-<python-version>'"),
        ("pypy3", "in format 'x.y'"),
        ("pypy3.x", "in format 'x.y'"),
        ("pypy3.8.10", "in format 'x.y'"),
        ("pypy3.b", "should satisfy SemVer notation"),
        ("pypy3.9-v7.b", "should satisfy SemVer notation"),
        ("graalpy", "'graalpy<python-version>' or 'graalpy-<python-version>'"),
        ("graalpy-b", "should satisfy SemVer notation"),
    ],
)
def test_what_setup_python_refuses_is_refused_in_its_words(specification, said):
    with pytest.raises(InvalidSpecification) as raised:
        find(specification, [])

    assert said in str(raised.value)


def install(name, folder):
    """Put a program into a folder."""
    folder.joinpath(name).write_text("#!/bin/sh\n", encoding="utf-8")
    folder.joinpath(name).chmod(0o755)


@pytest.mark.parametrize(
    ("specification", "command"),
    [
        ("3.12", "uv python install 3.12"),
        ("3.11.4", "uv python install 3.11.4"),
        ("3.13-dev", "uv python install 3.13"),
        ("3.17-dev", "uv python install 3.17"),
        ("3.x", "uv python install 3.15"),
        (">=3.9 <3.12", "uv python install 3.11"),
        ("3.13t", "uv python install 3.13t"),
        ("3.13.1t", "uv python install 3.13.1t"),
        ("pypy3.10", "uv python install pypy3.10"),
        ("4.2", "uv python install 4.2"),
        ("3.13.1t ", "uv python install 3.13.1t"),
        ("= 3.12.1", "uv python install 3.12.1"),
        ("v3.12.1", "uv python install 3.12.1"),
        ("3.14.0-rc.1", "uv python install 3.14.0rc1"),
        ("3.14.0-beta.2", "uv python install 3.14.0b2"),
        ("3.14.0-alpha.3", "uv python install 3.14.0a3"),
        ("3.14.0rc1", "uv python install 3.14.0rc1"),
        ("3.9.1 || 3.11.2 || 3.10.9", "uv python install 3.11.2"),
        ("3.12.1 || 3.10", "uv python install 3.12.1"),
        ("3.10.2 || 3.12", "uv python install 3.12"),
        ("graalpy-24.1", "pyenv install graalpy-24.1"),
    ],
)
def test_the_hint_names_a_version_that_fits(specification, command, tmp_path):
    install("uv", tmp_path)
    install("pyenv", tmp_path)

    assert install_hint(specification, {"PATH": str(tmp_path)}) == command


@pytest.mark.parametrize(
    "specification",
    [
        pytest.param("3.13t || 3.12", id="no range to setup-python"),
        pytest.param(">=3.13t", id="no range, and the shell would write a file"),
        pytest.param("latest", id="a word"),
        pytest.param(">=3.11.2 <3.11.5", id="only some patches of a minor"),
        pytest.param("3.12.1-wrong.2", id="no pre-release of Python"),
        pytest.param("graalpy-x", id="any GraalPy"),
        pytest.param("pypy3", id="what setup-python refuses"),
    ],
)
def test_no_command_is_made_up_where_no_version_can_be_named(specification, tmp_path):
    install("pyenv", tmp_path)

    assert install_hint(specification, {"PATH": str(tmp_path)}) is None


def test_the_hint_uses_the_manager_that_is_here(tmp_path):
    def hint(*managers, specification="3.12", **options):
        folder = tmp_path / "-".join(managers)
        folder.mkdir(exist_ok=True)
        for manager in managers:
            install(manager, folder)
        return install_hint(specification, {"PATH": str(folder)}, **options)

    conda = "conda create --yes --name python-3.12 python=3.12"
    assert hint("pyenv", "mise") == "pyenv install 3.12"
    assert hint("mise", "conda") == "mise install python@3.12"
    assert hint("conda") == conda
    assert hint() == "uv python install 3.12  # with uv: https://docs.astral.sh/uv/"
    graalpy = hint("uv", "pyenv", specification="graalpy-24")
    assert graalpy == "pyenv install graalpy-24"
    threaded = hint("conda", "mise", free_threaded=True)
    assert threaded == "mise install python@3.12t"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("3.12", True, id="a version"),
        pytest.param(">=3.9 <3.13", True, id="two limits"),
        pytest.param("3.x || 2.7", True, id="one or the other"),
        pytest.param("latest", False, id="a word"),
    ],
)
def test_ranges_are_told_from_other_words(text, expected):
    assert is_range(text) is expected


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        pytest.param("3.13.0", "3.13.0", id="a release"),
        pytest.param("3.14.0a1", "3.14.0-alpha.1", id="an alpha"),
        pytest.param("3.14.0b12", "3.14.0-beta.12", id="a beta"),
        pytest.param("3.14.0rc2", "3.14.0-rc.2", id="a candidate"),
        pytest.param("rc2", "rc2", id="no version"),
    ],
)
def test_a_version_is_written_as_the_tool_cache_names_it(version, expected):
    assert to_semver(version) == expected


def test_a_match_is_one_short_line():
    here = python("3.10.14")

    assert repr(Match(here, True)) == "<Match 3.10.14: exact>"
    assert repr(Match(here, False, "n" * 500)).startswith("<Match 3.10.14: nnn")
    assert len(repr(Match(here, False, "n" * 500))) < 240
