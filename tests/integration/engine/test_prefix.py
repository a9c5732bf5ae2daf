"""Prefixes share what no step changes, and work wherever they are."""

from __future__ import annotations

import dataclasses
import os
import shutil
from pathlib import Path

import pytest

from pythons import ask, library_of, run
from understudy.engine import prefix
from understudy.engine.prefix import PrefixFailed

pytestmark = pytest.mark.integration


def test_what_a_step_changes_in_place_does_not_reach_another(this, cache, tmp_path):
    first = prefix.create(this, tmp_path / "first", cache)
    beside = prefix.create(this, tmp_path / "beside", cache)
    (module,) = ask(first.python, "__import__('pip').__file__")
    (bundle,) = ask(
        first.python, "__import__('pip._vendor.certifi', fromlist=['']).where()"
    )
    changed = (module, bundle, str(first.bin / "pip"), str(first.python))
    for path in changed:
        with open(path, "ab") as file:
            file.write(b"\n# changed\n")

    after = prefix.create(this, tmp_path / "after", cache)

    def sees_change(path, other):
        there = Path(path.replace(str(first.path), str(other.path)))
        return there.read_bytes().endswith(b"# changed\n")

    assert [path for path in changed if sees_change(path, after)] == []
    assert run(after.bin / "pip", "--version")
    # code of pip is linked, so legs that play together do share it
    assert not sees_change(bundle, beside)
    assert not sees_change(str(first.bin / "pip"), beside)
    assert not this.path.read_bytes().endswith(b"# changed\n")


def test_a_prefix_can_be_seen_elsewhere(this, cache, tmp_path):
    location = tmp_path / "opt" / "hostedtoolcache" / "Python" / "x64"
    made = prefix.create(this, tmp_path / "made", cache, str(location))
    assert list(made.path.rglob("_sysconfigdata*.pyc")) == [], "of another place"
    location.parent.mkdir(parents=True)
    made.path.rename(location)

    version = run(location / "bin" / "pip", "--version")

    assert str(location) in version
    (libdir,) = ask(location / "bin" / "python", "sysconfig.get_config_var('LIBDIR')")
    assert libdir == str(location / "lib")
    for path in location.rglob("*"):
        if path.is_file() and not path.is_symlink():
            assert str(tmp_path / "made").encode() not in path.read_bytes(), path


@pytest.mark.parametrize("name", ["x" * 120, "a blank"])
def test_scripts_start_from_long_and_blank_paths(this, cache, tmp_path, name):
    target = tmp_path / name / "python"

    made = prefix.create(this, target, cache)

    assert str(target) in run(made.bin / "pip", "--version")


def test_another_file_system_is_no_obstacle(this, cache, tmp_path):
    elsewhere = Path("/dev/shm")
    if (
        not os.access(elsewhere, os.W_OK)
        or elsewhere.stat().st_dev == cache.stat().st_dev
    ):
        pytest.skip("there is no second file system to write to")
    target = elsewhere / f"understudy-{os.getpid()}"
    try:
        made = prefix.create(this, target, cache)

        assert run(made.bin / "pip", "--version")
    finally:
        shutil.rmtree(target, ignore_errors=True)


def test_where_no_shadow_works_a_virtual_environment_stands_in(
    this, tmp_path, monkeypatch
):
    # only CPython is shadowed, so another name is enough to see the other way
    other = dataclasses.replace(this, implementation="pypy")
    monkeypatch.setenv("VIRTUAL_ENV", str(tmp_path / "mine"))
    monkeypatch.setenv("VIRTUALENV_PROMPT", "mine")
    location = tmp_path / "seen as"

    made = prefix.create(other, tmp_path / "made", tmp_path / "cache", str(location))
    made.path.rename(location)

    assert made.kind == "virtualenv"
    assert ask(location / "bin" / "python", "sys.prefix") == [str(location)]
    assert str(location) in run(location / "bin" / "pip", "--version")
    assert "mine" not in (location / "pyvenv.cfg").read_text(encoding="utf-8")
    again = prefix.create(other, tmp_path / "again", tmp_path / "cache")
    assert run(again.bin / "pip", "--version")


def test_a_python_that_no_virtual_environment_takes_is_said(spare, tmp_path):
    (library_of(spare) / "platform.py").unlink()
    other = dataclasses.replace(spare, implementation="pypy")

    with pytest.raises(PrefixFailed, match="no prefix could be made for"):
        prefix.create(other, tmp_path / "made", tmp_path / "cache")


def test_a_folder_in_use_is_not_mixed_with_a_prefix(this, cache, tmp_path):
    (tmp_path / "precious").write_text("x", encoding="utf-8")

    with pytest.raises(PrefixFailed, match="is not empty"):
        prefix.create(this, tmp_path, cache)


def test_a_prefix_is_one_short_line(shadow):
    assert len(repr(shadow)) < 240
    assert repr(shadow).startswith("<Prefix (shadow")
