from __future__ import annotations

import dataclasses

import pytest

from understudy.actions import uv_installation
from understudy.engine.contract import ActionFailed, Machine, NotPlayed
from understudy.model.event import Event

UV = """\
#!/bin/sh
case "$1 $2" in
  "--version "*) echo uv {version} ;;
  "python find") echo /opt/{version}; test -e "$4/found" || exit 2 ;;
  *) echo "uv $*" ;;
esac
"""


@pytest.fixture
def leg(host, interpreter, tmp_path):
    """Make a leg for inputs, on a machine with a uv and two Pythons."""

    def make(uses="v8.0.0", uv="0.9.5", files=("a",), env=(), **given):
        here = (interpreter("3.12.1"), interpreter("3.9.18"))
        given = {name.replace("_", "-"): value for name, value in given.items()}
        machine = Machine(interpreters=lambda: here, offline=True)
        made = host(f"astral-sh/setup-uv@{uses}", given, machine=machine)
        program = tmp_path / "own" / "uv"
        program.parent.mkdir(exist_ok=True)
        program.write_text(UV.format(version=uv))
        program.chmod(0o755)
        made.start = {
            **made.start,
            "PATH": f"{program.parent}:/usr/bin:/bin",
            **dict(env),
        }
        for file in files:
            made.workspace.joinpath(file).write_text("")
        return made

    return make


def test_uv_is_set_up_as_the_original_does(leg):
    host = leg()

    played = uv_installation.set_up(host)

    programs = next(host.tool_cache.glob("uv/0.9.5/*"))
    assert host.outputs == {
        "uv-path": f"{programs}/uv",
        "uvx-path": f"{programs}/uvx",
        "uv-version": "0.9.5",
        "cache-hit": "false",
        "python-version": "unknown",
    }
    pythons = f"{host.temp}/uv-python-dir"
    assert host.paths == [f"{host.home}/.local/bin", str(programs), pythons]
    assert host.exported == {
        "UV_PYTHON_INSTALL_DIR": pythons,
        "UV_PYTHON_DOWNLOADS_JSON_URL": f"{host.tool_cache}/uv-pythons/downloads.json",
        "UV_CACHE_DIR": f"{host.temp}/setup-uv-cache",
    }
    assert played.notes == (
        "uv 0.9.5 of this machine; GitHub takes the newest",
        "uv has the Pythons of this machine: 3.12.1, 3.9.18",
        "the cache is empty, and nothing is saved",
    )


def test_the_earlier_versions_leave_pythons_where_uv_has_them(leg):
    host = leg("v6")

    uv_installation.set_up(host)

    assert "UV_PYTHON_INSTALL_DIR" not in host.exported


def test_a_uv_that_knows_no_list_of_pythons_gets_none(leg):
    host = leg(uv="0.6.17")

    uv_installation.set_up(host)

    assert "UV_PYTHON_DOWNLOADS_JSON_URL" not in host.exported


def test_a_list_of_the_workflow_s_own_stays(leg):
    host = leg(env={"UV_PYTHON_DOWNLOADS_JSON_URL": "mine"})

    uv_installation.set_up(host)

    assert "UV_PYTHON_DOWNLOADS_JSON_URL" not in host.exported


def test_the_path_may_be_left_alone(leg):
    host = leg(env={"UV_NO_MODIFY_PATH": "1"})

    uv_installation.set_up(host)

    assert host.paths == []


@pytest.mark.parametrize(
    "env, folder",
    [
        ({"XDG_BIN_HOME": "/x/bin", "XDG_DATA_HOME": "/x/share"}, "/x/bin"),
        ({"XDG_DATA_HOME": "/x/share"}, "/x/share/../bin"),
    ],
)
def test_tools_lie_where_the_user_s_folders_are(leg, env, folder):
    host = leg(env=env)

    uv_installation.set_up(host)

    assert host.paths[0] == folder


def test_tools_may_lie_elsewhere(leg):
    host = leg(tool_dir="~/tools", tool_bin_dir="bin")

    uv_installation.set_up(host)

    assert host.exported["UV_TOOL_DIR"] == f"{host.home}/tools"
    assert host.exported["UV_TOOL_BIN_DIR"] == f"{host.workspace}/bin"
    assert host.paths[0] == f"{host.workspace}/bin"


def test_pythons_may_lie_elsewhere(leg):
    host = leg(env={"UV_PYTHON_INSTALL_DIR": "/pythons"})

    uv_installation.set_up(host)

    assert host.exported["UV_PYTHON_INSTALL_DIR"] == "/pythons"


def test_a_python_may_be_asked_for(leg):
    host = leg(python_version="3.9")

    uv_installation.set_up(host)

    assert host.exported["UV_PYTHON"] == "3.9"
    assert host.outputs["python-version"] == "3.9"
    assert host.pythons == ["3.9.18"]


def test_another_way_to_name_one_is_left_to_uv(leg):
    host = leg(python_version="pypy@3.10")

    uv_installation.set_up(host)

    assert (host.exported["UV_PYTHON"], host.pythons) == ("pypy@3.10", [])


def test_a_python_may_come_from_a_file(leg):
    host = leg(version_file=".tool-versions")
    host.workspace.joinpath(".tool-versions").write_text("uv 0.9.5\npython 3.9.18\n")

    uv_installation.set_up(host)

    assert host.exported["UV_PYTHON"] == "3.9.18"


def test_the_workflow_s_own_choice_is_not_overridden_by_a_file(leg):
    host = leg(version_file=".tool-versions", env={"UV_PYTHON": "3.12"})
    host.workspace.joinpath(".tool-versions").write_text("uv 0.9.5\npython 3.9.18\n")

    uv_installation.set_up(host)

    assert "UV_PYTHON" not in host.exported


def test_a_python_that_is_not_here_is_not_played(leg):
    with pytest.raises(NotPlayed) as missing:
        uv_installation.set_up(leg(python_version="3.13"))

    assert missing.value.reason.text == "no Python 3.13 here"


def test_the_python_that_uv_finds_is_told(leg):
    host = leg(files=("found",))
    program = host.root.parent / "own" / "uv"
    other = host.temp / "python"
    other.write_text("#!/bin/sh\necho Python 3.11.2\n")
    other.chmod(0o755)
    program.write_text(UV.format(version="0.9.5").replace("/opt/0.9.5", str(other)))

    uv_installation.set_up(host)

    assert host.outputs["python-version"] == "3.11.2"


def test_an_environment_may_be_activated(leg):
    host = leg(activate_environment="true", working_directory="sub", no_project="true")
    host.workspace.joinpath("sub").mkdir()
    host.workspace.joinpath("sub", "a").touch()

    uv_installation.set_up(host)

    folder = f"{host.workspace}/sub"
    venv = f"{folder}/.venv"
    assert f"uv venv {venv} --directory {folder} --clear --no-project" in host.lines
    assert host.paths[-1] == f"{venv}/bin"
    assert host.exported["VIRTUAL_ENV"] == host.outputs["venv"] == venv


def test_an_environment_may_lie_elsewhere(leg):
    host = leg("v6", activate_environment="true", venv_path="~/env")

    uv_installation.set_up(host)

    assert f"uv venv {host.home}/env --directory {host.workspace}" in host.lines


def test_an_environment_needs_the_path(leg):
    with pytest.raises(ActionFailed) as failure:
        uv_installation.set_up(
            leg(activate_environment="true", env={"UV_NO_MODIFY_PATH": "1"})
        )

    assert failure.value.message == (
        "UV_NO_MODIFY_PATH and activate-environment cannot be used together."
    )


@pytest.mark.parametrize(
    "event, ref, asked, enabled",
    [
        ("push", "refs/heads/main", "auto", True),
        ("push", "refs/tags/v1", "auto", False),
        ("release", "refs/tags/v1", "auto", False),
        ("pull_request", "refs/pull/1/merge", "auto", True),
        ("pull_request_target", "refs/heads/main", "auto", False),
        ("push", "refs/heads/main", "false", False),
        ("push", "refs/tags/v1", "true", True),
    ],
)
def test_when_there_is_a_cache(leg, event, ref, asked, enabled):
    host = leg(enable_cache=asked)
    host = dataclasses.replace(host, event=Event(event, ref, "", "acme/project"))

    uv_installation.set_up(host)

    assert ("UV_CACHE_DIR" in host.exported) is enabled
    assert ("cache-hit" in host.outputs) is enabled


@pytest.mark.parametrize(
    "given, env, expected",
    [
        ({"cache_local_path": "~/c"}, {}, "{home}/c"),
        ({"cache_local_path": "c"}, {"UV_CACHE_DIR": "/d"}, "{workspace}/c"),
        ({}, {"UV_CACHE_DIR": "/d"}, "/d"),
    ],
)
def test_where_the_cache_is(leg, given, env, expected):
    host = leg(env=env, **given)

    uv_installation.set_up(host)

    assert host.exported["UV_CACHE_DIR"] == expected.format(
        home=host.home, workspace=host.workspace
    )


def test_where_the_project_says_so_it_stays(leg):
    host = leg()
    host.workspace.joinpath("uv.toml").write_text('cache-dir = "x"\n')

    uv_installation.set_up(host)

    assert "UV_CACHE_DIR" not in host.exported


@pytest.mark.parametrize(
    "given, warnings", [({}, 1), ({"ignore_empty_workdir": "true"}, 0)]
)
def test_an_empty_folder_is_warned_of(leg, given, warnings):
    host = leg(files=(), **given)

    uv_installation.set_up(host)

    assert len(host.warnings) == warnings


def test_a_folder_has_to_be_there(leg):
    with pytest.raises(ActionFailed, match="^ENOENT: no such file or directory"):
        uv_installation.set_up(leg(working_directory="none"))


@pytest.mark.parametrize(
    "uses, given, files, version",
    [
        pytest.param("v7", {"version": "0.9.5"}, {}, "0.9.5", id="an input"),
        pytest.param(
            "v7", {}, {"uv.toml": 'required-version = "0.9.5"'}, "0.9.5", id="a file"
        ),
        pytest.param(
            "v5",
            {"pyproject_file": "x/pyproject.toml"},
            {"x/pyproject.toml": '[tool.uv]\nrequired-version = "0.9.5"'},
            "0.9.5",
            id="an older input",
        ),
        pytest.param(
            "v4",
            {},
            {"uv.toml": 'required-version = "0.1.0"'},
            "0.9.5",
            id="files were not read before",
        ),
    ],
)
def test_which_version_is_meant(leg, uses, given, files, version):
    host = leg(uses, **given)
    for name, text in files.items():
        path = host.workspace / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)

    uv_installation.set_up(host)

    assert host.outputs["uv-version"] == version


def test_a_strategy_is_one_of_two(leg):
    with pytest.raises(ActionFailed) as failure:
        uv_installation.set_up(leg(resolution_strategy="best"))

    assert failure.value.message == (
        "Invalid resolution-strategy: best. Must be 'highest' or 'lowest'."
    )


def test_the_lowest_of_a_range_is_not_played(leg):
    with pytest.raises(NotPlayed) as missing:
        uv_installation.set_up(leg(resolution_strategy="lowest", version=">=0.5"))

    assert missing.value.reason.code == "action"


def test_the_lowest_of_one_is_that_one(leg):
    host = leg(resolution_strategy="lowest", version="0.9.5")

    uv_installation.set_up(host)

    assert host.outputs["uv-version"] == "0.9.5"
