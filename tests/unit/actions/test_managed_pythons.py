from __future__ import annotations

import hashlib
import json
import tarfile
from pathlib import Path

import pytest

from understudy.actions import managed_pythons
from understudy.engine.contract import Machine


@pytest.fixture
def leg(host):
    def make(*interpreters, **fields):
        machine = Machine(interpreters=lambda: interpreters)
        return host("astral-sh/setup-uv@v7", machine=machine, **fields)

    return make


def listed(leg):
    return json.loads(Path(leg.tool_cache, "uv-pythons/downloads.json").read_text())


def test_the_pythons_of_this_machine_are_offered(leg, interpreter):
    host = leg(interpreter("3.9.18"), interpreter("3.12.1"))

    found = managed_pythons.offer(host)

    assert found == ("3.12.1", "3.9.18")
    assert host.exported == {
        "UV_PYTHON_DOWNLOADS_JSON_URL": f"{host.tool_cache}/uv-pythons/downloads.json"
    }
    assert [(e["major"], e["minor"], e["patch"]) for e in listed(host).values()] == [
        (3, 12, 1),
        (3, 9, 18),
    ]


def test_an_archive_is_named_as_the_leg_sees_it(leg, interpreter):
    host = leg(interpreter("3.12.1"), confined=True)

    managed_pythons.offer(host)

    (told,) = listed(host).values()
    archive = next(host.tool_cache.glob("uv-pythons/*.tar.gz"))
    assert told["url"] == f"file:///home/runner/tools/uv-pythons/{archive.name}"
    assert told["sha256"] == hashlib.sha256(archive.read_bytes()).hexdigest()


def test_an_entry_is_what_uv_reads(interpreter):
    python = interpreter("3.14.0rc1", free_threaded=True)

    assert managed_pythons.entry(python, "abc", "linux", "AMD64") == (
        "cpython-3.14.0rc1+freethreaded-linux-x86_64-gnu",
        {
            "name": "cpython",
            "arch": {"family": "x86_64", "variant": None},
            "os": "linux",
            "libc": "gnu",
            "major": 3,
            "minor": 14,
            "patch": 0,
            "prerelease": "rc1",
            "sha256": "abc",
            "variant": "freethreaded",
            "build": None,
        },
    )


@pytest.mark.parametrize(
    "system, machine, key",
    [
        ("linux", "aarch64", "cpython-3.12.1-linux-aarch64-gnu"),
        ("darwin", "arm64", "cpython-3.12.1-darwin-aarch64-none"),
    ],
)
def test_other_machines_have_other_names(interpreter, system, machine, key):
    found, _ = managed_pythons.entry(interpreter("3.12.1"), "abc", system, machine)

    assert found == key


def test_a_free_threaded_one_has_another_library(leg, interpreter):
    python = interpreter("3.13.0", free_threaded=True)
    library = python.prefix / "lib"
    library.joinpath("python3.13").rename(library / "python3.13t")
    host = leg(python, interpreter("3.13.1"))

    assert managed_pythons.offer(host) == ("3.13.1", "3.13.0")


def test_the_newest_of_each_minor_is_offered(leg, interpreter):
    host = leg(interpreter("3.12.9"), interpreter("3.12.10"), interpreter("3.12.1"))

    assert managed_pythons.offer(host) == ("3.12.10",)


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"implementation": "pypy"}, id="another implementation"),
        pytest.param({"source": "conda"}, id="one that finds its libraries from there"),
        pytest.param(
            {"prefix": Path("/usr")}, id="the system's, which is found anyway"
        ),
        pytest.param({"prefix": Path("/none")}, id="one without its library"),
    ],
)
def test_some_are_not_offered(leg, interpreter, fields):
    host = leg(interpreter("3.12.1", **fields))

    assert managed_pythons.offer(host) == ()
    assert listed(host) == {}


def test_one_that_uv_no_longer_knows_is_not_offered(leg, interpreter):
    assert managed_pythons.offer(leg(interpreter("3.7.16"))) == ()


def test_an_archive_holds_what_a_download_would(leg, interpreter):
    python = interpreter("3.12.1")
    python.prefix.joinpath("lib/python3.12/link.py").symlink_to(python.path)
    python.prefix.joinpath("lib/python3.12/gone.py").symlink_to("none")
    host = leg(python)

    managed_pythons.offer(host)

    archive = next(host.tool_cache.glob("uv-pythons/*.tar.gz"))
    with tarfile.open(archive) as opened:
        kinds = {member.name: member.type for member in opened}
        settings = opened.extractfile("python/lib/python3.12/_sysconfigdata_x.py")
        assert settings.read() == b"build = '/install'\n"
    library = "python/lib/python3.12"
    assert kinds == {
        "python/bin/python3.12": tarfile.REGTYPE,
        "python/bin/python": tarfile.SYMTYPE,
        "python/bin/python3": tarfile.SYMTYPE,
        "python/lib/libpython3.12.so.1.0": tarfile.REGTYPE,
        f"{library}/_sysconfigdata_x.py": tarfile.REGTYPE,
        f"{library}/link.py": tarfile.REGTYPE,
        f"{library}/os.py": tarfile.REGTYPE,
        f"{library}/site-packages": tarfile.DIRTYPE,
        "python/include/python3.12/Python.h": tarfile.REGTYPE,
    }


def test_it_is_packed_once(leg, interpreter):
    python = interpreter("3.12.1")
    first = leg(python)
    managed_pythons.offer(first)
    kept = {path: path.stat().st_mtime_ns for path in first.cache.rglob("*.tar.gz")}

    second = leg(python)
    managed_pythons.offer(second)

    assert first.lines == ["Packing Python 3.12.1 of this machine for uv"]
    assert second.lines == []
    assert {path: path.stat().st_mtime_ns for path in kept} == kept


def test_another_binary_is_packed_anew(leg, interpreter):
    python = interpreter("3.12.1")
    managed_pythons.offer(leg(python))
    python.path.write_text("#!/bin/sh\necho another\n")

    second = leg(python)
    managed_pythons.offer(second)

    assert len(second.lines) == 1


def test_another_run_of_the_same_moment_packs_nothing_twice(leg, interpreter, tmp_path):
    archive = tmp_path / "a.tar.gz"
    archive.write_text("there")

    managed_pythons._pack(interpreter("3.12.1"), archive)

    assert archive.read_text() == "there"
