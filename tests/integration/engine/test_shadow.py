"""A shadow behaves as a hosted tool cache, on every Python that is found here."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from pythons import ask, listing, minor_of, run, wheel
from understudy.engine import prefix

pytestmark = pytest.mark.integration


def test_a_shadow_is_its_own_base_and_has_nothing_but_pip(shadow, real):
    inside = str(shadow.path)

    told = ask(
        shadow.bin / "python",
        "sys.prefix",
        "sys.base_prefix",
        "sys.exec_prefix",
        "sysconfig.get_config_var('prefix')",
        "sysconfig.get_path('scripts')",
        "sysconfig.get_path('purelib') in sys.path",
        "os.path.exists(sysconfig.get_path('stdlib') + '/EXTERNALLY-MANAGED')",
        "sys.version.split()[0]",
    )

    assert shadow.kind == "shadow"
    assert told[:4] == [inside] * 4
    assert told[4:] == [str(shadow.bin), True, False, real.version]
    freeze = run(shadow.bin / "pip", "list", "--format=freeze")
    names = {line.partition("==")[0] for line in freeze.splitlines() if "==" in line}
    bundled = {"pip", "setuptools"} if minor_of(real) < 12 else {"pip"}
    assert names == bundled


def test_the_names_of_a_tool_cache_are_there(shadow, real):
    names = {path.name for path in shadow.bin.iterdir()}
    short = real.minor.replace(".", "")

    assert names >= {
        *("python", "python3", f"python{real.minor}", f"python{short}"),
        *("pip", "pip3", f"pip{real.minor}"),
    }
    assert run(shadow.path / "python", "-c", "print(1)") == "1"
    assert shadow.python == shadow.bin / f"python{real.minor}"


def test_an_installation_stays_inside(shadow, real, tmp_path):
    before = listing(real)

    run(shadow.bin / "pip", "install", "--no-index", wheel(tmp_path))

    assert run(shadow.bin / "sample") == f"played by {shadow.path}"
    headers = list(shadow.path.glob("include/python*/sample/sample.h"))
    assert len(headers) == 1
    assert listing(real) == before
    run(shadow.bin / "pip", "uninstall", "--yes", "sample")
    assert not (shadow.bin / "sample").exists()


def test_a_user_installation_goes_to_the_home_of_the_leg(this, cache, tmp_path):
    made = prefix.create(this, tmp_path / "python", cache)
    home = tmp_path / "home of the leg"

    run(
        *(made.bin / "pip", "install", "--no-index", "--user", wheel(tmp_path)),
        HOME=str(home),
    )

    assert run(home / ".local" / "bin" / "sample", HOME=str(home))
    assert not (made.bin / "sample").exists()


def test_a_virtual_environment_has_the_shadow_as_its_base(shadow, real, tmp_path):
    if "ensurepip" in shadow.lacks:
        pytest.skip("the system's Python comes without ensurepip")
    before = listing(real)

    run(shadow.bin / "python", "-m", "venv", tmp_path / "venv")

    python = tmp_path / "venv" / "bin" / "python"
    assert ask(python, "sys.prefix", "sys.base_prefix") == [
        str(tmp_path / "venv"),
        str(shadow.path),
    ]
    run(python, "-m", "pip", "install", "--no-index", wheel(tmp_path))
    assert run(tmp_path / "venv" / "bin" / "sample")
    assert listing(real) == before


def test_virtualenv_takes_the_shadow_as_its_base(this, cache, tmp_path):
    made = prefix.create(this, tmp_path / "python", cache)
    where = tmp_path / "environment"
    options = ("--no-download", "--no-periodic-update", "--app-data", tmp_path / "data")

    run(sys.executable, "-m", "virtualenv", *options, "-p", made.bin / "python", where)

    assert ask(where / "bin" / "python", "sys.base_prefix") == [str(made.path)]


@pytest.mark.skipif(not shutil.which("cc"), reason="no C compiler")
def test_an_extension_builds_and_loads(shadow, tmp_path):
    if "headers" in shadow.lacks:
        pytest.skip("the system's Python comes without headers")
    (tmp_path / "fast.c").write_text(
        "#include <Python.h>\n"
        'static struct PyModuleDef m = {PyModuleDef_HEAD_INIT, "fast"};\n'
        "PyMODINIT_FUNC PyInit_fast(void) { return PyModule_Create(&m); }\n",
        encoding="utf-8",
    )
    config = shadow.bin / "python3-config"
    includes = run(config, "--includes").split()
    suffix = run(config, "--extension-suffix")

    run(
        "cc",
        "-shared",
        "-fPIC",
        *includes,
        tmp_path / "fast.c",
        "-o",
        tmp_path / f"fast{suffix}",
    )

    assert any(str(shadow.path) in option for option in includes)
    assert (
        run(shadow.python, "-c", "import fast; print(1)", PYTHONPATH=str(tmp_path))
        == "1"
    )


def test_what_packages_left_in_the_real_python_is_neither_seen_nor_reached(
    spare, tmp_path
):
    (headers,) = ask(spare.path, "sysconfig.get_path('include')")
    left = [Path(headers, "sample"), spare.prefix / "lib" / "cmake"]
    for folder in left:
        folder.mkdir()

    made = prefix.create(spare, tmp_path / "made", tmp_path / "cache")

    assert not (made.path / "lib" / "cmake").exists()
    assert list(made.path.glob("include/python*/sample")) == []
    run(made.bin / "pip", "install", "--no-index", wheel(tmp_path))
    assert list(made.path.glob("include/python*/sample/sample.h"))
    assert [list(folder.iterdir()) for folder in left] == [[], []]


@pytest.mark.network
def test_packages_of_the_index_install_and_run(shadow):
    index = {name: os.environ[name] for name in os.environ if "PIP_" in name}
    bundles = {
        name: os.environ[name]
        for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")
        if name in os.environ
    }

    run(shadow.bin / "pip", "install", "--quiet", "six", "tox", **index, **bundles)

    assert run(shadow.bin / "tox", "--version")
    (place,) = ask(shadow.python, "__import__('six').__file__")
    assert place.startswith(str(shadow.path))
