"""Asks and uses a Python as a step would, and tells what that changed."""

from __future__ import annotations

import json
import os
import subprocess
import zipfile
from pathlib import Path

from understudy.engine.interpreters import Interpreter


def minor_of(interpreter: Interpreter) -> int:
    """Return 12 for Python 3.12."""
    return int(interpreter.minor.split(".")[1])


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


def library_of(interpreter):
    """Return the folder of the standard library."""
    return Path(ask(interpreter.path, "sysconfig.get_path('stdlib')")[0])
