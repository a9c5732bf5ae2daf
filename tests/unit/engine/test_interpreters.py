"""Pythons are found where managers put them."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from understudy.engine.interpreters import Interpreter, Root, discover, roots


def program(path, text):
    """Write an executable script."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def fake(path, version="3.12.1", **facts):
    """Write a script that answers as a Python would, and counts how often."""
    told = {
        "executable": str(path),
        "version": version,
        "implementation": "cpython",
        "implementation_version": version,
        "free_threaded": False,
        "machine": "x86_64",
        "wide": True,
        "prefix": str(path.parent.parent),
        **facts,
    }
    return program(path, f"echo x >>{path}.count\ncat <<'END'\n{json.dumps(told)}\nEND")


def started(path):
    """Return how often a fake was started."""
    count = Path(f"{path}.count")
    return len(count.read_text().split()) if count.exists() else 0


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache" / "interpreters.json"


def test_every_manager_is_looked_at_before_the_path(tmp_path, cache):
    home = tmp_path / "home of pythons"
    places = {
        "pyenv": ".pyenv/versions/3.9.1/bin/python3.9",
        "uv": ".local/share/uv/python/cpython-3.10.1/bin/python3.10",
        "asdf": ".asdf/installs/python/3.11.1/bin/python3.11",
        "mise": ".local/share/mise/installs/python/3.12.1/bin/python3.12",
        "conda": "miniforge3/bin/python3.13",
        "PATH": "bin/python3.14",
    }
    for minor, place in enumerate(places.values(), start=9):
        fake(home / place, f"3.{minor}.1")
    fake(home / "miniforge3" / "envs" / "mine" / "bin" / "python3", "3.8.1")

    found = discover(roots({"PATH": str(home / "bin")}, home), cache)

    below = {i.version: i.source for i in found if home in i.path.parents}
    assert below == {
        "3.9.1": "pyenv",
        "3.10.1": "uv",
        "3.11.1": "asdf",
        "3.12.1": "mise",
        "3.13.1": "conda",
        "3.8.1": "conda",
        "3.14.1": "PATH",
    }
    assert found[-1].source == "PATH"


def test_variables_move_the_managers(tmp_path, cache):
    places = {
        "RUNNER_TOOL_CACHE": ("cache", "Python/3.8.1/x64/bin/python3.8"),
        "AGENT_TOOLSDIRECTORY": ("agent", "PyPy/3.10.1/x64/bin/pypy3.10"),
        "PYENV_ROOT": ("pyenv", "versions/3.9.1/bin/python3.9"),
        "UV_PYTHON_INSTALL_DIR": ("uv", "cpython-3.10.1/bin/python3.10"),
        "ASDF_DATA_DIR": ("asdf", "installs/python/3.11.1/bin/python3.11"),
        "MISE_DATA_DIR": ("mise", "installs/python/3.12.1/bin/python3.12"),
        "MAMBA_ROOT_PREFIX": ("mamba", "bin/python3.13"),
    }
    environment = {}
    for variable, (folder, place) in places.items():
        environment[variable] = str(tmp_path / folder)
        fake(tmp_path / folder / place)
    fake(tmp_path / "conda" / "bin" / "python3")
    environment["CONDA_EXE"] = str(tmp_path / "conda" / "bin" / "conda")
    fake(tmp_path / "data" / "mise" / "installs" / "python" / "3" / "bin" / "python")
    environment["XDG_DATA_HOME"] = str(tmp_path / "data")

    found = discover(roots(environment, tmp_path / "nobody"), cache)

    here = {i.path.relative_to(tmp_path).parts[0] for i in found if _in(tmp_path, i)}
    assert here == {*(folder for folder, _ in places.values()), "conda"}


def _in(folder, interpreter):
    return folder in interpreter.path.parents


def test_shims_relative_entries_and_windows_drives_are_no_roots(tmp_path):
    path = os.pathsep.join(
        ["", ".", "bin", "/root/.pyenv/shims", "/mnt/c/Python312", "/mnt/cache/bin"]
    )

    found = roots({"PATH": path}, tmp_path)

    on_path = [str(root.directory) for root in found if root.source == "PATH"]
    assert on_path == ["/mnt/cache/bin"]


def test_only_programs_that_are_pythons_are_started(tmp_path, cache):
    real = fake(tmp_path / "python3.12")
    for name in ("python3.12-config", "python3.12-gdb.py", "pythonic", "bpython"):
        program(tmp_path / name, f"touch {tmp_path}/started")
    tool = program(tmp_path / "mise", f"touch {tmp_path}/started")
    (tmp_path / "python2").symlink_to(tool)
    (tmp_path / "python3").symlink_to(real)
    (tmp_path / "python").symlink_to("nowhere")
    (tmp_path / "python3.11").write_text("not executable", encoding="utf-8")
    (tmp_path / "pypy").mkdir()

    found = discover([Root("PATH", tmp_path), Root("PATH", tmp_path / "no")], cache)

    assert [interpreter.path for interpreter in found] == [real]
    assert not (tmp_path / "started").exists()


@pytest.mark.parametrize(
    "answer", ["exit 1", "echo no json", "echo [1]", "echo {}", "kill -9 $$"]
)
def test_what_does_not_answer_is_left_out_and_asked_again(tmp_path, cache, answer):
    broken = program(tmp_path / "python3.12", answer)
    assert discover([Root("PATH", tmp_path)], cache) == ()
    stamp = broken.stat()

    fake(broken)
    os.utime(broken, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))

    assert len(discover([Root("PATH", tmp_path)], cache)) == 1


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        pytest.param(3599, [], id="within an hour"),
        pytest.param(3600, ["3.12.1"], id="after an hour"),
        pytest.param(-1, ["3.12.1"], id="after the clock was set back"),
    ],
)
def test_what_hangs_is_asked_once_an_hour(tmp_path, cache, later, expected):
    behaviour = program(tmp_path / "behaviour", "exec sleep 60")
    where = [Root("PATH", tmp_path / "bin")]
    program(tmp_path / "bin" / "python3", f"exec '{behaviour}'")
    assert discover(where, cache, limit=0.2, now=lambda: 1e9) == ()

    fake(behaviour)

    found = discover(where, cache, now=lambda: 1e9 + later)
    assert [interpreter.version for interpreter in found] == expected


def test_what_hung_is_asked_again_when_it_changes(tmp_path, cache):
    python3 = program(tmp_path / "python3", "exec sleep 60")
    where = [Root("PATH", tmp_path)]
    assert discover(where, cache, limit=0.2, now=lambda: 1e9) == ()

    fake(python3)

    assert len(discover(where, cache, now=lambda: 1e9)) == 1


def test_what_goes_while_others_are_looked_for_is_left_out(tmp_path, cache):
    gone, stays = fake(tmp_path / "a" / "python3"), fake(tmp_path / "b" / "python3")
    discover([Root("PATH", gone.parent)], cache)

    def where():
        yield Root("PATH", gone.parent)
        gone.unlink()
        yield Root("PATH", stays.parent)

    assert [i.path for i in discover(where(), cache)] == [stays]
    assert list(json.loads(cache.read_text())["interpreters"]) == [str(stays)]


def test_a_python_is_started_once_and_again_when_it_changes(tmp_path, cache):
    python3 = fake(tmp_path / "python3", "3.12.1")
    where = [Root("PATH", tmp_path)]
    first = discover(where, cache)
    assert discover(where, cache) == first
    assert started(python3) == 1

    fake(python3, "3.12.10")

    assert [i.version for i in discover(where, cache)] == ["3.12.10"]
    assert started(python3) == 2


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "null", '{"schema": 2}', '{"schema": 1}', "\udcff"]
)
def test_a_broken_cache_only_costs_time(tmp_path, cache, content):
    fake(tmp_path / "python3")
    cache.parent.mkdir()
    cache.write_bytes(os.fsencode(content))

    assert len(discover([Root("PATH", tmp_path)], cache)) == 1
    assert json.loads(cache.read_text())["schema"] == 1


def test_entries_of_a_broken_cache_are_asked_again_one_by_one(tmp_path, cache):
    python3 = fake(tmp_path / "python3")
    discover([Root("PATH", tmp_path)], cache)
    stored = json.loads(cache.read_text())
    del stored["interpreters"][str(python3)]["prefix"]
    cache.write_text(json.dumps(stored))

    assert len(discover([Root("PATH", tmp_path)], cache)) == 1


def test_a_cache_that_cannot_be_written_only_costs_time(tmp_path):
    fake(tmp_path / "python3")
    (tmp_path / "file").write_text("", encoding="utf-8")

    found = discover([Root("PATH", tmp_path)], tmp_path / "file" / "cache.json")

    assert len(found) == 1


def test_the_cache_forgets_what_is_gone_and_leaves_nothing_beside(tmp_path, cache):
    gone, stays = fake(tmp_path / "a" / "python3"), fake(tmp_path / "b" / "python3")
    discover([Root("PATH", tmp_path / "a"), Root("PATH", tmp_path / "b")], cache)
    gone.unlink()

    discover([Root("PATH", tmp_path / "a"), Root("PATH", tmp_path / "b")], cache)

    assert list(json.loads(cache.read_text())["interpreters"]) == [str(stays)]
    assert list(cache.parent.iterdir()) == [cache]


def test_a_virtual_environment_stands_for_where_it_comes_from(tmp_path, cache):
    base = fake(tmp_path / "base" / "bin" / "python3")
    fake(tmp_path / "venv" / "bin" / "python3")
    home = f"home = {base.parent}\nversion = 3.12\n"
    (tmp_path / "venv" / "pyvenv.cfg").write_text(home, encoding="utf-8")

    found = discover([Root("PATH", tmp_path / "venv" / "bin")], cache)

    assert [interpreter.path for interpreter in found] == [base]


def test_a_name_leads_to_the_python_wherever_that_is(tmp_path, cache):
    real = fake(tmp_path / "opt" / "bin" / "python3.12")
    beside = fake(tmp_path / "bin" / "python3.11")
    (tmp_path / "bin" / "python3").symlink_to(real)
    (tmp_path / "bin" / "python").symlink_to("python3")
    (tmp_path / "bin" / "python2").symlink_to("python3.11")

    found = discover([Root("PATH", tmp_path / "bin")], cache)

    assert {interpreter.path for interpreter in found} == {real, beside}


def test_one_python_under_several_names_is_one(tmp_path, cache):
    real = fake(tmp_path / "opt" / "bin" / "python3.12")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python3").symlink_to(real)
    fake(tmp_path / "bin" / "python", executable=str(real))  # a wrapper

    found = discover(
        [Root("tool cache", real.parent), Root("PATH", tmp_path / "bin")], cache
    )

    assert [(i.path, i.source) for i in found] == [(real, "tool cache")]


@pytest.mark.parametrize(
    ("machine", "wide", "expected"),
    [
        ("x86_64", True, "x64"),
        ("x86_64", False, "x86"),
        ("aarch64", True, "arm64"),
        ("arm64", True, "arm64"),
        ("riscv64", True, "riscv64"),
    ],
)
def test_architectures_have_the_names_of_setup_python(
    tmp_path, cache, machine, wide, expected
):
    fake(tmp_path / "python3", machine=machine, wide=wide)

    (found,) = discover([Root("PATH", tmp_path)], cache)

    assert found.architecture == expected


def test_the_python_that_runs_this_is_found_with_its_facts(tmp_path, cache):
    where = Path(os.path.realpath(sys.executable)).parent

    found = discover([Root("PATH", where)], cache)

    (this,) = [i for i in found if i.minor == "{}.{}".format(*sys.version_info)]
    assert this.version == ".".join(map(str, sys.version_info[:3]))
    assert this.implementation == sys.implementation.name
    assert this.prefix == Path(sys.base_prefix)
    assert this.path == Path(os.path.realpath(sys.executable))
    assert not this.free_threaded


def test_an_interpreter_is_one_short_line():
    long = Interpreter(
        Path("/" + "x" * 500),
        "3.10.14",
        "pypy",
        "7.3.17",
        False,
        "x64",
        Path("/"),
        "uv",
    )
    threaded = replace(
        long, implementation="cpython", version="3.13.0", free_threaded=True
    )

    shown = repr(long)

    assert shown.startswith("<pypy 7.3.17 3.10.14 (x64, uv) at ") and len(shown) < 240
    assert repr(threaded).startswith("<cpython 3.13.0t (x64, uv) at ")
