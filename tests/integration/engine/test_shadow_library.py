"""The library of a shadow knows its place, and reaches nothing of the real one."""

from __future__ import annotations

import pytest

from pythons import ask, library_of, run
from understudy.engine import prefix

pytestmark = pytest.mark.integration


def test_the_build_knows_its_place_and_keeps_real_flags(shadow, real):
    told = ask(
        shadow.python,
        "sysconfig.get_config_var('LIBDIR')",
        "sysconfig.get_config_var('INCLUDEPY')",
        "sysconfig.get_config_var('LDSHARED')",
    )

    assert all(place.startswith(str(shadow.path)) for place in told[:2])
    (flags,) = ask(real.path, "sysconfig.get_config_var('LDSHARED')")
    assert told[2] == flags


def test_nothing_is_compiled_into_the_real_python(spare, tmp_path):
    compiled = library_of(spare) / "__pycache__"
    for path in compiled.glob("_sysconfigdata*"):
        path.unlink()

    made = prefix.create(spare, tmp_path / "made", tmp_path / "cache")

    assert ask(made.python, "sysconfig.get_config_var('prefix')") == [str(made.path)]
    assert list(compiled.glob("_sysconfigdata*")) == []


def test_packages_are_found_where_paths_have_blanks(system, tmp_path):
    made = prefix.create(system, tmp_path / "a leg", tmp_path / "a cache")

    assert made.kind == "shadow"
    assert str(made.path) in run(made.python, "-m", "pip", "--version")


def test_modules_that_need_libraries_work(shadow):
    run(shadow.python, "-c", "import ssl, ctypes, sqlite3, lzma, zlib, hashlib")
