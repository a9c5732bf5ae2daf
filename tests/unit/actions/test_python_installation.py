from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from understudy.actions import python_installation
from understudy.engine import prefix_template
from understudy.engine.contract import ActionFailed, Machine, NotPlayed, Played
from understudy.engine.python_specification import install_hint
from understudy.model.plan import Reason


@pytest.fixture
def leg(host, interpreter):
    """Make a leg for inputs, on a machine with some Pythons."""
    here = (
        interpreter("3.12.1"),
        interpreter("3.9.18"),
        interpreter("3.14.0rc1"),
        interpreter("3.13.0", free_threaded=True),
        interpreter("3.10.14", implementation="pypy", implementation_version="7.3.17"),
        interpreter(
            "3.11.9", implementation="graalpy", implementation_version="24.2.1"
        ),
    )

    def make(uses="v5", **given):
        given = {name.replace("_", "-"): value for name, value in given.items()}
        machine = Machine(interpreters=lambda: here)
        made = host(f"actions/setup-python@{uses}", given, machine=machine)
        # They are there already: nothing has to be installed.
        for tool in ("Python/3.12.1/x64", "Python/3.9.18/x64", "PyPy/3.10.14/x64"):
            program = made.tool_cache / tool / "bin" / "python"
            program.parent.mkdir(parents=True, exist_ok=True)
            program.write_text('#!/bin/sh\necho "$@"\n')
            program.chmod(0o755)
        for tool in (
            "Python/3.14.0-rc.1/x64",
            "Python/3.13.0/x64-freethreaded",
            "GraalPy/24.2.1/x64",
        ):
            (made.tool_cache / tool).mkdir(parents=True, exist_ok=True)
        return made

    return make


def test_the_python_is_set_up_as_the_original_does(leg):
    host = leg(python_version="3.12")

    played = python_installation.set_up(host)

    location = f"{host.tool_cache}/Python/3.12.1/x64"
    assert played == Played()
    assert host.outputs == {
        "python-version": "3.12.1",
        "python-path": f"{location}/bin/python",
    }
    assert host.exported == python_installation.variables(
        location, "cpython", "", sys.platform
    )
    assert host.paths == [location, f"{location}/bin"]
    assert host.pythons == ["3.12.1"]
    assert host.lines == [
        "##[group]Installed versions",
        "Successfully set up CPython (3.12.1)",
        "##[endgroup]",
    ]


_COMMON = {
    "pythonLocation": "/P",
    "PKG_CONFIG_PATH": "/P/lib/pkgconfig",
    "Python_ROOT_DIR": "/P",
    "Python2_ROOT_DIR": "/P",
    "Python3_ROOT_DIR": "/P",
}


@pytest.mark.parametrize(
    "implementation, libraries, system, expected",
    [
        pytest.param(
            "cpython", "", "linux", {**_COMMON, "LD_LIBRARY_PATH": "/P/lib"}, id="Linux"
        ),
        pytest.param(
            "cpython",
            "/opt/lib",
            "linux",
            {**_COMMON, "LD_LIBRARY_PATH": "/P/lib:/opt/lib"},
            id="others come after its libraries",
        ),
        pytest.param(
            "cpython", "/x:/P/lib", "linux", _COMMON, id="its own are there already"
        ),
        pytest.param("cpython", "", "darwin", _COMMON, id="macOS"),
        pytest.param(
            "pypy",
            "",
            "linux",
            {**_COMMON, "PKG_CONFIG_PATH": "/P/bin/lib/pkgconfig"},
            id="PyPy",
        ),
    ],
)
def test_the_variables_are_those_of_the_original(
    implementation, libraries, system, expected
):
    found = python_installation.variables("/P", implementation, libraries, system)

    assert found == expected


def test_the_last_of_several_is_first_on_the_path(leg):
    host = leg(python_version="3.9\n3.12")

    python_installation.set_up(host)

    assert host.outputs["python-version"] == "3.12.1"
    assert host.paths[-1] == f"{host.tool_cache}/Python/3.12.1/x64/bin"
    assert host.pythons == ["3.9.18", "3.12.1"]


@pytest.mark.parametrize(
    "given, version, path",
    [
        pytest.param(
            {"python_version": "3.14-dev"},
            "3.14.0-rc.1",
            "Python/3.14.0-rc.1/x64/bin",
            id="a pre-release",
        ),
        pytest.param(
            {"python_version": "3.14", "allow_prereleases": "true"},
            "3.14.0-rc.1",
            "Python/3.14.0-rc.1/x64/bin",
            id="a pre-release where one may be",
        ),
        pytest.param(
            {"python_version": "3.13t"},
            "3.13.0t",
            "Python/3.13.0/x64-freethreaded/bin",
            id="a free-threaded one",
        ),
        pytest.param(
            {"python_version": "3.13", "freethreaded": "true"},
            "3.13.0t",
            "Python/3.13.0/x64-freethreaded/bin",
            id="a free-threaded one by an input",
        ),
        pytest.param(
            {"python_version": "pypy3.10"},
            "pypy3.10.14-7.3.17",
            "PyPy/3.10.14/x64/bin",
            id="PyPy",
        ),
        pytest.param(
            {"python_version": "graalpy-24.2"},
            "graalpy24.2.1",
            "GraalPy/24.2.1/x64/bin",
            id="GraalPy",
        ),
    ],
)
def test_the_tool_cache_names_others_as_the_hosted_one(leg, given, version, path):
    host = leg(**given)

    python_installation.set_up(host)

    assert host.outputs["python-version"] == version
    assert host.paths[-1] == f"{host.tool_cache}/{path}"


def test_others_than_cpython_have_fewer_variables(leg):
    host = leg(python_version="pypy3.10")

    python_installation.set_up(host)

    location = f"{host.tool_cache}/PyPy/3.10.14/x64"
    assert host.exported == python_installation.variables(
        location, "pypy", "", sys.platform
    )
    assert host.paths == [f"{location}/bin"]


def test_the_environment_may_be_left_alone(leg):
    host = leg(python_version="3.12", update_environment="false")

    python_installation.set_up(host)

    assert (host.exported, host.paths) == ({}, [])
    assert host.outputs["python-version"] == "3.12.1"


def test_another_patch_is_noted(leg):
    played = python_installation.set_up(leg(python_version="3.12.4"))

    assert played.notes == ("asked for 3.12.4, played on 3.12.1",)


def test_a_look_for_the_latest_is_noted(leg):
    played = python_installation.set_up(leg(python_version="3.12", check_latest="true"))

    assert played.notes == (
        "the newest Python that is here: `check-latest` cannot look",
    )


def test_an_open_range_is_noted(leg):
    played = python_installation.set_up(leg("v3"))

    assert played.notes == (
        "3.12.1 is the newest here for `3.x`; GitHub may have newer",
    )


def test_the_version_may_come_from_a_file(leg):
    host = leg(python_version_file="pyproject.toml")
    host.workspace.joinpath("pyproject.toml").write_text(
        '[project]\nrequires-python = ">=3.8,<3.10"\n'
    )

    python_installation.set_up(host)

    assert host.outputs["python-version"] == "3.9.18"
    assert host.lines[0] == "Extracted >=3.8,<3.10 from pyproject.toml"


def test_a_warning_about_the_inputs_is_one(leg):
    host = leg(python_version="3.12", python_version_file="none")

    python_installation.set_up(host)

    assert len(host.warnings) == 1


def test_without_any_version_nothing_is_set_up(leg):
    host = leg()

    played = python_installation.set_up(host)

    assert played == Played()
    assert host.outputs == {}
    assert host.warnings == [
        "The `python-version` input is not set.  The version of Python currently in "
        "`PATH` will be used."
    ]


def test_a_python_that_is_not_here_is_not_played(leg):
    with pytest.raises(NotPlayed) as missing:
        python_installation.set_up(leg(python_version="3.99"))

    assert missing.value.reason == Reason(
        "interpreter",
        "no Python 3.99 here",
        fixable=True,
        command=install_hint("3.99"),
    )


@pytest.mark.parametrize(
    "given, text",
    [
        ({"python_version": "pypy3.11"}, "no pypy3.11 here"),
        (
            {"python_version": "3.12", "freethreaded": "true"},
            "no Python 3.12 (free-threaded) here",
        ),
        (
            {"python_version": "3.12", "architecture": "X86"},
            "no Python 3.12 for x86 here",
        ),
    ],
)
def test_what_is_missing_is_named(leg, given, text):
    with pytest.raises(NotPlayed) as missing:
        python_installation.set_up(leg(**given))

    assert missing.value.reason.text == text


def test_python_2_is_warned_of(leg):
    host = leg(python_version="2.7")

    with pytest.raises(NotPlayed):
        python_installation.set_up(host)

    assert host.warnings == [
        "The support for python 2.7 was removed on June 19, 2023. Related issue: "
        "https://github.com/actions/setup-python/issues/672"
    ]


def test_a_version_that_the_original_refuses_fails_in_its_words(leg):
    with pytest.raises(
        ActionFailed, match="^Invalid format of Python version for PyPy."
    ):
        python_installation.set_up(leg(python_version="pypy-x"))


def test_a_pip_may_be_asked_for(leg):
    host = leg("v6", python_version="3.12", pip_version="25.1")

    python_installation.set_up(host)

    assert (
        "-m pip install --upgrade pip==25.1 --disable-pip-version-check "
        "--no-warn-script-location"
    ) in host.lines


def test_a_pip_is_named_by_numbers(leg):
    with pytest.raises(ActionFailed) as failure:
        python_installation.set_up(leg("v6", python_version="3.12", pip_version=">=25"))

    assert failure.value.message == (
        'Invalid pip-version ">=25". Please specify a version in the format '
        "major[.minor][.patch]."
    )


def test_packages_may_be_asked_for(leg):
    host = leg("v6", python_version="3.12", pip_install="-r  requirements.txt tox")

    python_installation.set_up(host)

    assert host.lines[-1] == "-m pip install -r requirements.txt tox"


def test_the_cache_is_looked_up(leg):
    with pytest.raises(ActionFailed, match="^No file in "):
        python_installation.set_up(leg(python_version="3.12", cache="pip"))


def template(host, interpreter, **changes):
    """Put what a prefix is made of into the cache: making one takes seconds."""
    place = prefix_template.place(interpreter, host.cache.resolve() / "prefixes")
    place.mkdir(parents=True)
    manifest = {"kind": "shadow", "suffix": "", "lacks": [], "own": [], "stamps": {}}
    Path(f"{place}.json").write_text(json.dumps({**manifest, **changes}))


@pytest.mark.parametrize(
    "lacks, notes",
    [
        ([], ()),
        (["headers"], ("3.12.1 has no headers here",)),
        (
            ["ensurepip", "headers"],
            ("3.12.1 has no ensurepip and no headers here",),
        ),
    ],
)
def test_what_a_hosted_python_has_more_is_noted(host, interpreter, lacks, notes):
    found = interpreter("3.12.1")
    machine = Machine(interpreters=lambda: (found,))
    leg = host("actions/setup-python@v5", {"python-version": "3.12"}, machine=machine)
    template(leg, found, lacks=lacks)

    played = python_installation.set_up(leg)

    assert played.notes == notes


def test_what_differs_is_noted_beside_another_patch(host, interpreter):
    found = interpreter("3.12.1")
    machine = Machine(interpreters=lambda: (found,))
    given = {"python-version": "3.12.4\n3.12"}
    leg = host("actions/setup-python@v5", given, machine=machine)
    template(leg, found, lacks=["headers"])

    played = python_installation.set_up(leg)

    assert played.notes == (
        "asked for 3.12.4, played on 3.12.1",
        "3.12.1 has no headers here",
    )


def test_an_interpreter_of_which_no_prefix_can_be_made_is_not_played(host, interpreter):
    broken = interpreter("3.8.1")
    broken.path.write_text("#!/bin/sh\nexit 1\n")
    leg = host(
        "actions/setup-python@v5",
        {"python-version": "3.8"},
        machine=Machine(interpreters=lambda: (broken,)),
    )

    with pytest.raises(NotPlayed) as missing:
        python_installation.set_up(leg)

    assert missing.value.reason.code == "interpreter"
    assert str(broken.path) in missing.value.reason.text
