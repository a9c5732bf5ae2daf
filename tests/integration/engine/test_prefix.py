"""A shadow behaves as a hosted tool cache, on every Python that is found here."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from understudy.engine import prefix
from understudy.engine.interpreters import Interpreter, discover, roots
from understudy.engine.prefix import PrefixFailed
from understudy.engine.python_specification import find

pytestmark = pytest.mark.integration


def minor_of(interpreter: Interpreter) -> int:
    """Return 12 for Python 3.12."""
    return int(interpreter.minor.split(".")[1])


def everything() -> dict[str, Interpreter]:
    """Return the supported Pythons here, each version once, and the system's."""
    cache = Path(os.devnull, "none")  # what is found here is not remembered
    found = {}
    for interpreter in discover(roots(), cache):
        if minor_of(interpreter) >= 9 and interpreter.implementation == "cpython":
            system = "-system" if str(interpreter.prefix) == "/usr" else ""
            found[interpreter.version + system] = interpreter
    return found


PYTHONS = everything()
THIS = find("{}.{}.{}".format(*sys.version_info), list(PYTHONS.values()))


@pytest.fixture(scope="session")
def cache(tmp_path_factory):
    """Keep templates for all tests: making one takes seconds."""
    return tmp_path_factory.mktemp("templates")


@pytest.fixture
def this():
    """Return the Python that runs the tests, without its virtual environment."""
    assert THIS is not None
    return THIS.interpreter


def ends():
    """Return the oldest and the newest Python here, and the system's, by name.

    Each takes half a minute; what differs between versions differs between these.
    """
    by_age = sorted(PYTHONS, key=lambda name: minor_of(PYTHONS[name]))
    systems = [name for name in PYTHONS if name.endswith("-system")]
    return sorted({*by_age[:1], *by_age[-1:], *systems})


@pytest.fixture(params=ends())
def real(request):
    """Return each of some real interpreters in turn."""
    return PYTHONS[request.param]


@pytest.fixture
def shadow(real, cache, tmp_path):
    """Make a shadow of each interpreter."""
    return prefix.create(real, tmp_path / "toolcache" / "python", cache)


def run(*command, **environment):
    """Run a command as a step would: with an environment of its own."""
    done = subprocess.run(
        [str(word) for word in command],
        env={"PATH": os.defpath, "HOME": os.environ["HOME"], **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout
    return done.stdout.strip()


def ask(python, *expressions):
    """Return what expressions are in a Python."""
    values = ", ".join(expressions)
    code = f"import json, os, sys, sysconfig; print(json.dumps([{values}]))"
    return json.loads(run(python, "-c", code))


def wheel(folder, name="sample"):
    """Write a wheel with a module, a command and a header."""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    info = f"{name}-1.0.dist-info"
    files = {
        f"{name}.py": "def main(): print('played by ' + __import__('sys').prefix)\n",
        f"{name}-1.0.data/headers/{name}.h": "/* */\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\n"
        "Generator: hand\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": f"[console_scripts]\n{name} = {name}:main\n",
    }
    record = "".join(f"{file},,\n" for file in [*files, f"{info}/RECORD"])
    with zipfile.ZipFile(path, "w") as archive:
        for file, text in [*files.items(), (f"{info}/RECORD", record)]:
            archive.writestr(file, text)
    return path


def listing(interpreter):
    """Return what an installation could change in a real interpreter."""
    library = Path(ask(interpreter.path, "os.path.dirname(os.__file__)")[0])
    include = Path(ask(interpreter.path, "sysconfig.get_path('include')")[0])
    programs = interpreter.prefix / "bin"
    folders = [programs, library, library / "site-packages", library / "__pycache__"]
    return {
        str(path): path.lstat().st_mtime_ns
        for folder in [*folders, include, interpreter.prefix / "lib"]
        if folder.is_dir()
        for path in folder.iterdir()
    }


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


def test_modules_that_need_libraries_work(shadow):
    run(shadow.python, "-c", "import ssl, ctypes, sqlite3, lzma, zlib, hashlib")


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


def test_pip_can_be_removed_and_put_back_and_the_next_shadow_has_it(
    shadow, real, cache, tmp_path
):
    if "ensurepip" in shadow.lacks:
        pytest.skip("the system's Python comes without ensurepip")
    run(shadow.python, "-m", "pip", "uninstall", "--yes", "pip")
    assert not (shadow.bin / "pip").exists()

    run(shadow.python, "-m", "ensurepip", "--default-pip")

    assert run(shadow.bin / "pip", "--version").startswith("pip ")
    other = prefix.create(real, tmp_path / "other", cache)
    assert str(other.path) in run(other.bin / "pip", "--version")


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


def test_legs_that_start_together_make_one_template(this, tmp_path):
    cache = tmp_path / "cache"
    targets = [tmp_path / f"leg {number}" for number in range(4)]

    with ThreadPoolExecutor() as pool:
        made = list(
            pool.map(lambda target: prefix.create(this, target, cache), targets)
        )

    assert [run(one.python, "-c", "import sys; print(sys.prefix)") for one in made] == [
        str(target) for target in targets
    ]
    assert len([path for path in cache.iterdir() if path.is_dir()]) == 1


def test_a_template_left_half_made_is_made_again(this, cache, tmp_path):
    prefix.create(this, tmp_path / "first", cache)
    own = tmp_path / "own cache"
    shutil.copytree(cache, own, symlinks=True)
    for manifest in own.glob("*.json"):
        manifest.write_text(manifest.read_text()[:100], encoding="utf-8")

    made = prefix.create(this, tmp_path / "second", own)

    assert run(made.bin / "pip", "--version")


def test_a_cache_that_was_moved_does_not_mislead(this, tmp_path):
    prefix.create(this, tmp_path / "first", tmp_path / "cache")
    (tmp_path / "cache").rename(tmp_path / "moved")

    made = prefix.create(this, tmp_path / "second", tmp_path / "moved")

    assert str(made.path) in run(made.bin / "pip", "--version")


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


@pytest.fixture
def spare(this, cache, tmp_path):
    """Return a Python that a test may break: a shadow is one, and can be shadowed."""
    made = prefix.create(this, tmp_path / "spare", cache)
    return dataclasses.replace(this, path=made.python, prefix=made.path)


def library_of(interpreter):
    """Return the folder of the standard library."""
    return Path(ask(interpreter.path, "sysconfig.get_path('stdlib')")[0])


def test_a_python_without_ensurepip_and_headers_gets_pip_and_says_so(spare, tmp_path):
    # as Debian and Ubuntu have it, until python3-venv and python3-dev are installed
    (library_of(spare) / "ensurepip").unlink()
    (headers,) = ask(spare.path, "sysconfig.get_path('include')")
    shutil.rmtree(headers)

    made = prefix.create(spare, tmp_path / "made", tmp_path / "cache")

    assert (made.kind, made.lacks) == ("shadow", ("ensurepip", "headers"))
    assert str(made.path) in run(made.bin / "pip", "--version")
    assert repr(made).startswith("<Prefix (shadow, without ensurepip, headers) at ")


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


def test_nothing_is_compiled_into_the_real_python(spare, tmp_path):
    compiled = library_of(spare) / "__pycache__"
    for path in compiled.glob("_sysconfigdata*"):
        path.unlink()

    made = prefix.create(spare, tmp_path / "made", tmp_path / "cache")

    assert ask(made.python, "sysconfig.get_config_var('prefix')") == [str(made.path)]
    assert list(compiled.glob("_sysconfigdata*")) == []


def test_a_python_that_takes_no_pip_is_said(spare, tmp_path):
    (library_of(spare) / "email").unlink()  # which pip cannot do without

    with pytest.raises(PrefixFailed, match="pip cannot be installed"):
        prefix.create(spare, tmp_path / "made", tmp_path / "cache")


def test_a_python_that_no_virtual_environment_takes_is_said(spare, tmp_path):
    (library_of(spare) / "platform.py").unlink()
    other = dataclasses.replace(spare, implementation="pypy")

    with pytest.raises(PrefixFailed, match="no prefix could be made for"):
        prefix.create(other, tmp_path / "made", tmp_path / "cache")


def test_a_binary_that_is_still_being_written_is_waited_for(spare, tmp_path):
    with open(spare.path, "ab") as writing, ThreadPoolExecutor() as pool:
        making = pool.submit(prefix.create, spare, tmp_path / "a", tmp_path / "cache")
        time.sleep(0.15)
        writing.close()

        assert making.result().kind == "shadow"


def test_what_cannot_be_asked_is_said(this, tmp_path):
    broken = tmp_path / "python3.12"
    broken.write_text("#!/bin/sh\necho out of order >&2; exit 1\n", encoding="utf-8")
    broken.chmod(0o755)
    interpreter = dataclasses.replace(this, path=broken)

    with pytest.raises(PrefixFailed, match="out of order"):
        prefix.create(interpreter, tmp_path / "target", tmp_path / "cache")

    broken.chmod(0o644)
    with pytest.raises(PrefixFailed, match="Permission denied"):
        prefix.create(interpreter, tmp_path / "target", tmp_path / "cache")


def test_a_folder_in_use_is_not_mixed_with_a_prefix(this, cache, tmp_path):
    (tmp_path / "precious").write_text("x", encoding="utf-8")

    with pytest.raises(PrefixFailed, match="is not empty"):
        prefix.create(this, tmp_path, cache)


def test_a_prefix_is_one_short_line(shadow):
    assert len(repr(shadow)) < 240
    assert repr(shadow).startswith("<Prefix (shadow")


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
