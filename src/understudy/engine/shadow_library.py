"""Makes the standard library of a shadow: links, but for what has to be told.

Debian's modules are told that nobody else manages what is installed, and sysconfig
where it is. What else a shadow has is made elsewhere.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Iterable

from understudy.engine import bare_python
from understudy.engine.bare_python import Layout

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

_LEAD = """\
import os, site, sys; here = sys._getframe(1).f_locals["sitedir"]; \
site.addsitedir(os.path.join(here, "{there}"))
"""


def borrow(layout: Layout, library: Path, target: Path) -> None:
    """Make the `library` of a shadow that is, or will be, in `target`."""
    (library / "site-packages").mkdir(parents=True)
    own = [path.name for path in layout.stdlib.glob("_sysconfigdata_*.py")]
    told = [name for name in _TOLD if _tell(layout.stdlib / name, library / name)]
    link_entries(layout.stdlib, library, {*_NOT_SHADOWED, *own, *told})
    for name in own:
        wrapper = _SYSCONFIG.format(
            original=str(layout.stdlib / name),
            names=_LOCATIONS,
            prefix=str(layout.prefix),
            target=str(target),
        )
        (library / name).write_text(wrapper, encoding="utf-8")
    # A folder of links again: through a link to the folder, Python would write what it
    # compiles here to where the real interpreter reads it.
    compiled = layout.stdlib / "__pycache__"
    changed = {name.partition(".")[0] for name in (*own, *told)}
    stale = {p.name for p in compiled.glob("*.pyc") if p.name.split(".")[0] in changed}
    link_entries(compiled, library / "__pycache__", stale)


def _tell(source: Path, target: Path) -> bool:
    """Write a copy of Debian's module for a shadow; False if it is not Debian's."""
    if source.is_dir():
        modules = [path.name for path in source.glob("*.py")]
        asking = [name for name in modules if _asks(source / name)]
        if asking:
            link_entries(source, target, {"__pycache__", *asking})
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


def lead_to_packages(python: str, target: Path, packages: Path) -> None:
    """Make a Python that looks for packages elsewhere find those in site-packages.

    Debian's `site` does, and from 3.11 on it is frozen into the binary.
    """
    asking = "import site; print(*site.getsitepackages(), sep=chr(0), end='')"
    done = bare_python.run([python, "-I", "-c", asking])
    searched = [Path(folder) for folder in done.stdout.split("\0")]
    inside = [folder for folder in searched if target in folder.parents]
    if inside and packages not in searched:
        inside[0].mkdir(parents=True)
        there = os.path.relpath(packages, inside[0])
        line = _LEAD.format(there=there)
        (inside[0] / "site-packages.pth").write_text(line, encoding="utf-8")


def link_entries(source: Path, target: Path, but: Iterable[str]) -> None:
    """Link what is in a folder, if it is there, into another folder."""
    target.mkdir(parents=True, exist_ok=True)
    skipped = set(but)
    for name in os.listdir(source) if source.is_dir() else ():
        if name not in skipped:
            (target / name).symlink_to(source / name)
