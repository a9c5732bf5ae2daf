"""Makes the shadow of an interpreter, which keeps to itself what is installed into it.

A shadow has its own binary, scripts and site-packages and borrows the standard library.
It knows nothing of virtual environments, so it behaves like an installation of a hosted
tool cache: `sys.prefix == sys.base_prefix`, and nothing that a step installs reaches
the real interpreter. Pip is installed by others.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from understudy.engine import bare_python
from understudy.engine.bare_python import Layout
from understudy.engine.shadow_library import borrow, lead_to_packages, link_entries

_OWN_LIBRARIES = re.compile(r"lib.*\.(a|so|dylib)\b|(tcl|tk|itcl|tdbc|thread)\d")

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


def make(layout: Layout, target: Path) -> bool:
    """Lay out the shadow, and tell whether Python takes it for its prefix.

    Where it does not, or could not, the folder is of no use.
    """
    if not _can_be(layout):
        return False
    library = target / layout.stdlib.relative_to(layout.prefix)
    headers = target / layout.include.relative_to(layout.prefix)
    borrow(layout, library, target)
    _link_headers(layout.include, headers)
    _link_libraries(layout, target)
    _copy_programs(layout, target)
    python = str(target / "bin" / f"python{layout.suffix}")
    lead_to_packages(python, target, library / "site-packages")
    arguments = [str(target), str(library), *layout.modules]
    done = bare_python.run([python, "-I", "-c", _CHECK, *arguments])
    return done.returncode == 0 and not done.stdout.strip()


def _can_be(layout: Layout) -> bool:
    return (
        layout.interpreter.implementation == "cpython"
        and layout.exec_prefix == layout.prefix
        and layout.prefix in layout.stdlib.parents
        and layout.prefix in layout.include.parents
    )


def _link_headers(include: Path, headers: Path) -> None:
    """Link Python's own headers, in folders that packages may install theirs into.

    Not those that packages left in the real interpreter: what builds with them would
    not build on a machine that never had these packages.
    """
    there = include.iterdir() if include.is_dir() else ()
    folders = {path.name for path in there if path.is_dir()}
    link_entries(include, headers, folders - {"cpython", "internal"})


def _link_libraries(layout: Layout, target: Path) -> None:
    """Link the libraries beside Python and Tcl's scripts, but nothing of packages."""
    libraries, here = layout.prefix / "lib", target / "lib"
    here.mkdir(exist_ok=True)
    wanted = _OWN_LIBRARIES if layout.dedicated else re.compile("libpython")
    for name in filter(wanted.match, os.listdir(libraries)):
        (here / name).symlink_to(libraries / name)
    for path in sorted((libraries / "pkgconfig").glob("python*.pc")):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"(?m)^prefix=.*$", lambda _: f"prefix={target}", text)
        (here / "pkgconfig").mkdir(exist_ok=True)
        (here / "pkgconfig" / path.name).write_text(text, encoding="utf-8")


def _copy_programs(layout: Layout, target: Path) -> None:
    """Copy the binary and the scripts that come with Python, with their usual names."""
    programs = target / "bin"
    programs.mkdir()
    python = programs / f"python{layout.suffix}"
    shutil.copy2(layout.interpreter.path, python)
    for name in ("python", "python3", f"python{layout.suffix.replace('.', '')}"):
        (programs / name).symlink_to(python.name)
    (target / "python").symlink_to(f"bin/{python.name}")
    for name in ("2to3-{}", "idle{}", "pydoc{}", "python{}-config"):
        script = layout.prefix / "bin" / name.format(layout.suffix)
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
