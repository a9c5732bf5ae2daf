"""Makes the prefix that a leg's Python lives in: a shadow of an interpreter found here.

A shadow has its own binary, scripts and site-packages and borrows the standard library.
It knows nothing of virtual environments, so it behaves like an installation of a hosted
tool cache: `sys.prefix == sys.base_prefix`, and nothing that a step installs reaches
the real interpreter. It neither looks for interpreters nor sets a step's environment.

Each interpreter has one template in the cache, in which its own pip is installed once.
A prefix is that template again: folders made anew, files hard-linked, and the few files
that name their place written out.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
import subprocess
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Dict, Iterable, Iterator, List, Mapping, Optional, Tuple

from understudy.engine.interpreters import Interpreter
from understudy.errors import UnderstudyError

_RECIPE = "2"  # part of a template's name: a new one makes new templates
_WITH_SETUPTOOLS = ("3.6", "3.7", "3.8", "3.9", "3.10", "3.11")

# Not in a hosted tool cache: who manages the system's Python, and its start-up hooks.
_NOT_SHADOWED = {
    "EXTERNALLY-MANAGED",
    "__pycache__",
    "_distutils_system_mod.py",
    "dist-packages",
    "site-packages",
    "sitecustomize.py",
    "usercustomize.py",
}

# Debian's Python installs below `local/`, and refuses ensurepip, unless it is that of a
# virtual environment. A shadow has copies of these modules that are told so.
_TOLD = ("site.py", "sysconfig.py", "sysconfig", "distutils", "ensurepip")
_DEBIAN = (
    ('sys.base_prefix != sys.prefix or hasattr(sys, "real_prefix")', "True"),
    ('sys.prefix != getattr(sys, "base_prefix", sys.prefix)', "True"),
)

_OWN_LIBRARIES = re.compile(r"lib.*\.(a|so|dylib)\b|(tcl|tk|itcl|tdbc|thread)\d")

# A step may append to these in place; a hard link would carry that into the cache.
_COPIED = (".pem", ".pth")

_SYSCONFIG = '''\
"""What this Python was built with, for the place where it is now."""

import sys as _sys
from importlib.machinery import SourceFileLoader as _Loader
from types import ModuleType as _Module

_built = _Module(__name__)
_quiet, _sys.dont_write_bytecode = _sys.dont_write_bytecode, True  # not over there
_Loader(__name__, {original!r}).exec_module(_built)
_sys.dont_write_bytecode = _quiet
build_time_vars = dict(_built.build_time_vars)
for _name in {names!r}:
    _value = build_time_vars.get(_name)
    if isinstance(_value, str) and (_value + "/").startswith({prefix!r} + "/"):
        build_time_vars[_name] = {target!r} + _value[len({prefix!r}):]
'''

# Where something might be installed or looked for. Compiler flags keep naming the real
# prefix: what they point to is there.
_LOCATIONS = (
    "BINDIR BINLIBDEST CONFINCLUDEDIR CONFINCLUDEPY DESTDIRS DESTLIB DESTSHARED "
    "INCLDIRSTOMAKE INCLUDEDIR INCLUDEPY LIBDEST LIBDIR LIBP LIBPC LIBPL MACHDESTLIB "
    "MANDIR SCRIPTDIR datarootdir exec_prefix prefix"
).split()

# Where this Python keeps what a shadow borrows, and what works in it.
_LAYOUT = """
import importlib, json, os, sys, sysconfig
def works(name):
    try:
        importlib.import_module(name)
    except ImportError:
        return False
    return True
print(json.dumps({
    "prefix": sys.base_prefix,
    "exec_prefix": sys.base_exec_prefix,
    "stdlib": os.path.dirname(os.__file__),
    "include": sysconfig.get_path("include"),
    "modules": list(filter(works, ("ctypes", "lzma", "sqlite3", "ssl", "zlib"))),
}))
"""

# Whether a shadow is one: prints nothing if all of this holds.
_CHECK = """
import importlib, os, sys, sysconfig
target, library = sys.argv[1:3]
packages = os.path.join(library, "site-packages")
paths = sysconfig.get_paths()
expected = [
    (sys.prefix, target),
    (sys.base_prefix, target),
    (sys.exec_prefix, target),
    (sysconfig.get_config_var("prefix"), target),
    (os.path.dirname(os.__file__), library),
    (packages in sys.path, True),
    (paths["purelib"], packages),
    (paths["platlib"], packages),
    (paths["scripts"], os.path.join(target, "bin")),
    (paths["data"], target),
    (os.path.commonpath([paths["include"], target]), target),
]
for found, wanted in expected:
    if found != wanted:
        print(found, "is not", wanted)
for name in sys.argv[3:]:
    importlib.import_module(name)
"""

_LEAD = """\
import os, site, sys; here = sys._getframe(1).f_locals["sitedir"]; \
site.addsitedir(os.path.join(here, "{there}"))
"""

_INSTALL = """
import runpy, sys
sys.path.insert(0, sys.argv[1])
sys.argv = ["pip", "--isolated", "--disable-pip-version-check", "install",
            "--no-index", "--no-cache-dir", "--no-deps"] + sys.argv[1:]
runpy.run_module("pip", run_name="__main__", alter_sys=True)
"""


class PrefixFailed(UnderstudyError):
    """No prefix could be made for an interpreter."""

    def __init__(self, interpreter: Interpreter, why: str) -> None:
        super().__init__(f"no prefix could be made for `{interpreter.path}`: {why}")
        self.interpreter = interpreter
        self.why = why


@dataclass(frozen=True)
class Prefix:
    """A place with a Python of its own, as a hosted tool cache has one."""

    path: Path
    bin: Path
    python: Path
    kind: str  # shadow, or virtualenv where no shadow works
    reads: Tuple[Path, ...]  # folders outside that have to be there, read-only
    lacks: Tuple[str, ...]  # what hosted Pythons have and this one has not

    def __repr__(self) -> str:
        lacks = f", without {', '.join(self.lacks)}" if self.lacks else ""
        return f"<Prefix ({self.kind}{lacks[:80]}) at {str(self.path)[-120:]}>"


def create(
    interpreter: Interpreter, target: Path, cache: Path, location: str = ""
) -> Prefix:
    """Make a prefix in a new folder.

    `location` is the path under which the leg sees the folder, where it is another one.
    """
    from filelock import FileLock

    cache, target = cache.resolve(), target.absolute()
    location = location or str(target)
    template = cache / _name(interpreter, cache)
    cache.mkdir(parents=True, exist_ok=True)
    target.mkdir(parents=True, exist_ok=True)
    if os.listdir(target):
        raise PrefixFailed(interpreter, f"the folder `{target}` is not empty")
    # Also while it is read: a template that was changed is made anew.
    with FileLock(f"{template}.lock"):
        manifest = _read_manifest(template) or _make(interpreter, template)
        if manifest.kind == "shadow":
            _copy_links(template, target, manifest.own)
            _write_own(template, target, manifest.own, location)
    if manifest.kind == "virtualenv":
        _make_virtualenv(interpreter, target, cache / "virtualenv", location)
    return Prefix(
        path=target,
        bin=target / "bin",
        python=target / "bin" / f"python{manifest.suffix}",
        kind=manifest.kind,
        reads=tuple(map(Path, manifest.reads)),
        lacks=manifest.lacks,
    )


def _name(interpreter: Interpreter, cache: Path) -> str:
    """Return the name of a template: another binary, or another place, has another one.

    The place counts because files in it name it: a cache that was moved is not used.
    """
    stamp = interpreter.path.stat()
    facts = (_RECIPE, cache, interpreter.path, stamp.st_mtime_ns, stamp.st_size)
    digest = hashlib.sha256(os.fsencode("\0".join(map(str, facts)))).hexdigest()
    return f"{interpreter.implementation}-{interpreter.version}-{digest[:16]}"


@dataclass(frozen=True)
class _Manifest:
    """What a template holds: enough to see whether somebody changed a linked file."""

    kind: str
    suffix: str  # of the program: 3.12, 3.13t
    reads: Tuple[str, ...]
    lacks: Tuple[str, ...]
    own: Tuple[str, ...]  # files that are written out for each prefix, not linked
    stamps: Mapping[str, str]  # size and time of every file


def _read_manifest(template: Path) -> Optional[_Manifest]:
    """Return a template's manifest; None if it is not there, or not as it was made."""
    try:
        stored = json.loads(Path(f"{template}.json").read_text(encoding="utf-8"))
        manifest = _Manifest(
            kind=stored["kind"],
            suffix=stored["suffix"],
            reads=tuple(stored["reads"]),
            lacks=tuple(stored["lacks"]),
            own=tuple(stored["own"]),
            stamps=stored["stamps"],
        )
        return manifest if _stamps(template) == manifest.stamps else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _stamps(template: Path) -> Dict[str, str]:
    found = {}
    beginning = len(str(template)) + 1
    for entry in _files(str(template)):
        if not entry.is_symlink():
            status = entry.stat()
            found[entry.path[beginning:]] = f"{status.st_size} {status.st_mtime_ns}"
    return found


def _files(folder: str) -> Iterator[os.DirEntry[str]]:
    """Yield the files and the links below a folder."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path)
            else:
                yield entry


# From a template to a prefix


def _copy_links(template: Path, target: Path, own: Iterable[str]) -> None:
    """Make the folders again, and link what is in them, but the files to be written."""
    skipped = {f"{template}/{path}" for path in own}
    waiting = [(str(template), str(target))]
    while waiting:
        source, folder = waiting.pop()
        os.makedirs(folder, exist_ok=True)
        with os.scandir(source) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, f"{folder}/{entry.name}"))
                elif entry.path not in skipped:
                    _link(entry.path, f"{folder}/{entry.name}")


def _link(source: str, target: str) -> None:
    """Give a file, or a symbolic link, a second name.

    A second name for a symbolic link costs a tenth of a second symbolic link, which is
    an inode to find: 700 of them are most of a prefix.
    """
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError):  # another file system, or too many names
        shutil.copy2(source, target, follow_symlinks=False)


def _write_own(template: Path, target: Path, own: Iterable[str], location: str) -> None:
    here, there = os.fsencode(template), os.fsencode(location)
    for path in own:
        content = (template / path).read_bytes().replace(here, there)
        (target / path).write_bytes(_startable(content))
        shutil.copymode(template / path, target / path)


def _startable(content: bytes) -> bytes:
    """Return a script that starts although its interpreter's path is long or blank.

    A kernel before 5.1 cuts the first line at 127 bytes, and all cut it at a blank.
    """
    first, _, rest = content.partition(b"\n")
    if not first.startswith(b"#!/") or (len(first) <= 127 and b" " not in first):
        return content
    python = first[2:]
    return b"#!/bin/sh\n'''exec' \"%s\" \"$0\" \"$@\"\n' '''\n%s" % (python, rest)


# From an interpreter to a template


@dataclass(frozen=True)
class _Layout:
    """Where an interpreter keeps what its shadow borrows."""

    prefix: Path
    exec_prefix: Path
    stdlib: Path
    include: Path
    modules: Tuple[str, ...]

    @property
    def dedicated(self) -> bool:
        """Tell whether the prefix holds this Python and nothing else."""
        return str(self.prefix) not in ("/usr", "/usr/local")


def _make(interpreter: Interpreter, template: Path) -> _Manifest:
    shutil.rmtree(template, ignore_errors=True)
    suffix = interpreter.minor + "t" * interpreter.free_threaded
    layout = _layout(interpreter)
    shadowed = (
        interpreter.implementation == "cpython"
        and layout.exec_prefix == layout.prefix
        and layout.prefix in layout.stdlib.parents
        and layout.prefix in layout.include.parents
        and _shadow(interpreter, layout, template, suffix)
    )
    if shadowed:
        _install_pip(interpreter, template, suffix)
        _forget_own_bytecode(template)
    else:
        shutil.rmtree(template, ignore_errors=True)
        template.mkdir()
    reads = [layout.prefix] if layout.dedicated else [layout.stdlib, layout.include]
    manifest = _Manifest(
        kind="shadow" if shadowed else "virtualenv",
        suffix=suffix if interpreter.implementation == "cpython" else "",
        reads=tuple(map(str, reads)),
        lacks=tuple(_lacks(layout)),
        own=tuple(_own(template)),
        stamps=_stamps(template),
    )
    # Written last: without it, the template is not there.
    Path(f"{template}.json").write_text(json.dumps(asdict(manifest)), encoding="utf-8")
    return manifest


def _layout(interpreter: Interpreter) -> _Layout:
    done = _run([str(interpreter.path), "-I", "-B", "-c", _LAYOUT])
    try:
        told = json.loads(done.stdout)
    except ValueError:
        why = done.stderr.strip() or "it does not say where its library is"
        raise PrefixFailed(interpreter, why) from None
    return _Layout(
        prefix=Path(told["prefix"]),
        exec_prefix=Path(told["exec_prefix"]),
        stdlib=Path(told["stdlib"]),
        include=Path(told["include"]),
        modules=tuple(told["modules"]),
    )


def _lacks(layout: _Layout) -> Iterator[str]:
    if not (layout.stdlib / "ensurepip" / "__init__.py").exists():
        yield "ensurepip"
    if not (layout.include / "Python.h").exists():
        yield "headers"


def _shadow(
    interpreter: Interpreter, layout: _Layout, template: Path, suffix: str
) -> bool:
    """Lay out the shadow, and tell whether Python takes it for its prefix."""
    library = template / layout.stdlib.relative_to(layout.prefix)
    headers = template / layout.include.relative_to(layout.prefix)
    _shadow_library(layout, library, template)
    _shadow_headers(layout.include, headers)
    _shadow_libraries(layout, template)
    _shadow_programs(interpreter, layout, template, suffix)
    python = str(template / "bin" / f"python{suffix}")
    _lead_to_packages(python, template, library / "site-packages")
    arguments = [str(template), str(library), *layout.modules]
    done = _run([python, "-I", "-c", _CHECK, *arguments])
    return done.returncode == 0 and not done.stdout.strip()


def _lead_to_packages(python: str, template: Path, packages: Path) -> None:
    """Make a Python that looks for packages elsewhere find those in site-packages.

    Debian's `site` does, and from 3.11 on it is frozen into the binary.
    """
    done = _run([python, "-I", "-c", "import site; print(*site.getsitepackages())"])
    searched = done.stdout.split()
    inside = [Path(folder) for folder in searched if folder.startswith(str(template))]
    if inside and str(packages) not in searched:
        inside[0].mkdir(parents=True)
        there = os.path.relpath(packages, inside[0])
        line = _LEAD.format(there=there)
        (inside[0] / "site-packages.pth").write_text(line, encoding="utf-8")


def _link_entries(source: Path, target: Path, but: Iterable[str] = ()) -> None:
    target.mkdir(parents=True, exist_ok=True)
    skipped = set(but)
    for name in os.listdir(source) if source.is_dir() else ():
        if name not in skipped:
            (target / name).symlink_to(source / name)


def _shadow_headers(include: Path, headers: Path) -> None:
    """Link Python's own headers, in folders that packages may install theirs into.

    Not those that packages left in the real interpreter: what builds with them would
    not build on a machine that never had these packages.
    """
    there = include.iterdir() if include.is_dir() else ()
    folders = {path.name for path in there if path.is_dir()}
    _link_entries(include, headers, folders - {"cpython", "internal"})


def _shadow_library(layout: _Layout, library: Path, template: Path) -> None:
    (library / "site-packages").mkdir(parents=True)
    own = [path.name for path in layout.stdlib.glob("_sysconfigdata_*.py")]
    told = [name for name in _TOLD if _tell(layout.stdlib / name, library / name)]
    _link_entries(layout.stdlib, library, {*_NOT_SHADOWED, *own, *told})
    for name in own:
        wrapper = _SYSCONFIG.format(
            original=str(layout.stdlib / name),
            names=_LOCATIONS,
            prefix=str(layout.prefix),
            target=str(template),
        )
        (library / name).write_text(wrapper, encoding="utf-8")
    # A folder of links again: through a link to the folder, Python would write what it
    # compiles here to where the real interpreter reads it.
    compiled = layout.stdlib / "__pycache__"
    changed = {name.partition(".")[0] for name in (*own, *told)}
    stale = {p.name for p in compiled.glob("*.pyc") if p.name.split(".")[0] in changed}
    _link_entries(compiled, library / "__pycache__", stale)


def _tell(source: Path, target: Path) -> bool:
    """Write a copy of Debian's module for a shadow; False if it is not Debian's."""
    if source.is_dir():
        modules = [path.name for path in source.glob("*.py")]
        asking = [name for name in modules if _asks(source / name)]
        if asking:
            _link_entries(source, target, {"__pycache__", *asking})
        return any([_tell(source / name, target / name) for name in asking])
    if not _asks(source):
        return False
    text = source.read_text(encoding="utf-8")
    for asked, answer in _DEBIAN:
        text = text.replace(asked, answer)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return True


def _asks(module: Path) -> bool:
    """Tell whether the module does something else in a virtual environment."""
    if not module.is_file():
        return False
    text = module.read_text(encoding="utf-8", errors="replace")
    return any(asked in text for asked, _ in _DEBIAN)


def _shadow_libraries(layout: _Layout, template: Path) -> None:
    """Link the libraries beside Python and Tcl's scripts, but nothing of packages."""
    libraries, here = layout.prefix / "lib", template / "lib"
    here.mkdir(exist_ok=True)
    wanted = _OWN_LIBRARIES if layout.dedicated else re.compile("libpython")
    for name in filter(wanted.match, os.listdir(libraries)):
        (here / name).symlink_to(libraries / name)
    for path in sorted((libraries / "pkgconfig").glob("python*.pc")):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"(?m)^prefix=.*$", lambda _: f"prefix={template}", text)
        (here / "pkgconfig").mkdir(exist_ok=True)
        (here / "pkgconfig" / path.name).write_text(text, encoding="utf-8")


def _shadow_programs(
    interpreter: Interpreter, layout: _Layout, template: Path, suffix: str
) -> None:
    """Copy the binary and the scripts that come with Python, with their usual names."""
    programs = template / "bin"
    programs.mkdir()
    python = programs / f"python{suffix}"
    shutil.copy2(interpreter.path, python)
    for name in ("python", "python3", f"python{suffix.replace('.', '')}"):
        (programs / name).symlink_to(python.name)
    (template / "python").symlink_to(f"bin/{python.name}")
    for name in ("2to3-{}", "idle{}", "pydoc{}", "python{}-config"):
        script = layout.prefix / "bin" / name.format(suffix)
        if not script.is_file():
            continue
        text = script.read_text(encoding="utf-8")
        copy = programs / script.name
        copy.write_text(
            re.sub(r"^#!.*python.*", lambda _: f"#!{python}", text), encoding="utf-8"
        )
        copy.chmod(0o755)
        for general in (name.replace("-{}", "").format("3"), name.format("")):
            if not (programs / general).exists() and not general.endswith("-"):
                (programs / general).symlink_to(copy.name)


def _install_pip(interpreter: Interpreter, template: Path, suffix: str) -> None:
    """Install the pip, and up to 3.11 the setuptools, that came with this Python."""
    python = str(template / "bin" / f"python{suffix}")
    done = _run([python, "-I", "-m", "ensurepip", "--default-pip"])
    if done.returncode:
        wheels = _wheels(interpreter.minor)
        done = _run([python, "-I", "-c", _INSTALL, *wheels])
    if done.returncode:
        why = f"pip cannot be installed: {done.stderr.strip()[-500:]}"
        raise PrefixFailed(interpreter, why)


def _wheels(minor: str) -> List[str]:
    """Return the pip that virtualenv brings, for a Python whose own was taken away."""
    from virtualenv.seed.wheels.embed import get_embed_wheel

    names = ("pip", "setuptools") if minor in _WITH_SETUPTOOLS else ("pip",)
    found = [get_embed_wheel(name, minor) for name in names]
    return [str(wheel.path) for wheel in found if wheel]


def _forget_own_bytecode(template: Path) -> None:
    """Remove what was compiled from files that are written anew for each prefix."""
    for path in template.glob("lib*/python*/__pycache__/_sysconfigdata_*.pyc"):
        path.unlink()


def _own(template: Path) -> Iterator[str]:
    """Yield the files that each prefix has for itself.

    They name their place, or a step may well change them where they are.
    """
    here = os.fsencode(template)
    for entry in _files(str(template)):
        if entry.is_symlink() or entry.name.endswith(".pyc"):
            continue
        path = Path(entry.path)
        if entry.name.endswith(_COPIED) or (
            entry.stat().st_size < 100_000 and here in path.read_bytes()
        ):
            yield str(path.relative_to(template))


# Where no shadow works


def _make_virtualenv(
    interpreter: Interpreter, target: Path, app_data: Path, location: str
) -> None:
    from virtualenv import cli_run

    arguments = ["--python", str(interpreter.path), "--app-data", str(app_data)]
    arguments += ["--no-download", "--no-periodic-update", "--no-vcs-ignore"]
    has_setuptools = interpreter.minor in _WITH_SETUPTOOLS
    arguments += ["--setuptools", "bundle" if has_setuptools else "none"]
    try:
        # An environment of its own: VIRTUAL_ENV or VIRTUALENV_* change the result.
        cli_run([*arguments, str(target)], setup_logging=False, env=_environment())
    except (OSError, RuntimeError, SystemExit) as problem:
        raise PrefixFailed(interpreter, str(problem)) from problem
    here, there = os.fsencode(target), os.fsencode(location)
    for path in sorted((target / "bin").iterdir()) if here != there else ():
        content = b"" if path.is_symlink() else path.read_bytes()
        if here in content[:100_000]:
            mode = path.stat().st_mode
            path.write_bytes(_startable(content.replace(here, there)))
            path.chmod(mode)


def _environment() -> Dict[str, str]:
    """Return what a Python needs to be asked: nothing that would change its answer."""
    return {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}


def _run(command: List[str], patience: int = 5) -> subprocess.CompletedProcess[str]:
    """Run a Python and return how that ended."""
    try:
        return subprocess.run(
            command,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError as problem:
        # Another thread started a process while the binary was open for writing, and
        # that process holds it open until it starts its own program.
        if problem.errno != errno.ETXTBSY or not patience:
            return subprocess.CompletedProcess(command, 127, "", str(problem))
    time.sleep(0.05)
    return _run(command, patience - 1)
