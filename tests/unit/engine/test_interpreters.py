"""Pythons are found where managers put them, and chosen as setup-python chooses."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from understudy.engine import interpreters
from understudy.engine.interpreters import (
    Interpreter,
    InvalidSpecification,
    Match,
    Root,
    discover,
    find,
    install_hint,
    is_range,
    roots,
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
    ],
)
def test_the_hint_names_a_version_that_fits(specification, command, tmp_path):
    program(tmp_path / "uv", "")

    assert install_hint(specification, {"PATH": str(tmp_path)}) == command


def test_the_hint_uses_the_manager_that_is_here(tmp_path):
    def hint(*managers, specification="3.12", **options):
        folder = tmp_path / "-".join(managers)
        for manager in managers:
            program(folder / manager, "")
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
    assert "format 'x.y'" in hint("uv", specification="pypy3")


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


def test_what_a_site_prints_at_start_does_not_hide_a_python(tmp_path, cache):
    python3 = fake(tmp_path / "python3")
    quiet = python3.read_text(encoding="utf-8")
    loud = 'case " $* " in *" -S "*) ;; *) echo hello ;; esac'
    program(python3, quiet.replace("#!/bin/sh\n", loud + "\n"))

    assert len(discover([Root("PATH", tmp_path)], cache)) == 1


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


def test_values_are_one_short_line():
    long = interpreters.Interpreter(
        Path("/" + "x" * 500),
        "3.10.14",
        "pypy",
        "7.3.17",
        False,
        "x64",
        Path("/"),
        "uv",
    )

    shown = repr(long)

    assert shown.startswith("<pypy 7.3.17 3.10.14 (x64, uv) at ") and len(shown) < 240
    assert repr(python("3.13.0", threads=True)).startswith("<cpython 3.13.0t (x64, ")
    assert repr(Match(long, False, "n" * 500)).startswith("<Match 3.10.14: nnn")
    assert len(repr(Match(long, False, "n" * 500))) < 240


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
