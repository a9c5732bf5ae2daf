"""What stands in for tools that would change the machine; each one is really run."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from understudy.engine.stand_ins import (
    MARKS,
    NAMES,
    REFUSED,
    Mark,
    read_marks,
    write_stand_ins,
)

# A system on which bash 5.2 and mawk are installed, and vim once was.
DPKG_QUERY = """\
#!/bin/sh
case "$*" in
*'${Provides}'*) printf 'ii , \\nii , awk, nawk (= 1)\\nrc , editor\\n' ;;
*' bash') echo 'ii 5.2.15-2' ;;
*' g++') echo 'ii 12' ;;
*' vim') echo 'rc 9' ;;
*) exit 1 ;;
esac
"""
# One that knows what is installed, and tells how it was called otherwise.
REAL = """\
#!/bin/sh
case "${0##*/} $*" in
'snap list there' | 'brew list --versions there') exit 0 ;;
'snap list '* | 'brew list '*) exit 1 ;;
esac
echo "really $(basename "$0") $*"
exit 4
"""


@dataclass(frozen=True)
class Machine:
    """A machine with stand-ins, in front of tools that behave like the real ones."""

    root: Path

    def run(self, script: str) -> tuple[int, str]:
        done = subprocess.run(
            ["/bin/sh", "-c", script],
            env={
                "PATH": f"{self.root}/leg:{self.root}/system:/usr/bin:/bin",
                MARKS: str(self.root / "marks"),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=20,
        )
        return done.returncode, done.stdout

    def marks(self) -> tuple[Mark, ...]:
        return read_marks(self.root / "marks")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """Make a machine with the stand-ins of every system."""
    system = tmp_path / "system"
    system.mkdir()
    tools = dict.fromkeys(("apt", "apt-get", "brew", "dpkg", "snap", "sudo"), REAL)
    for name, text in {**tools, "dpkg-query": DPKG_QUERY}.items():
        (system / name).write_text(text)
        (system / name).chmod(0o755)
    for name in NAMES:
        write_stand_ins(tmp_path / "leg", name)
    return Machine(tmp_path)


@pytest.mark.parametrize(
    "script, text",
    [
        ("sudo apt-get update -qq", "apt-get update"),
        ("sudo apt-get clean", "apt-get clean"),
        ("sudo apt-get install -y bash", "apt-get install bash: installed already"),
        (
            "sudo -E DEBIAN_FRONTEND=none apt-get -o A=b install -qq bash g++",
            "apt-get install bash g++: installed already",
        ),
        (
            "sudo -u root -- env A=b /usr/bin/apt install -t x bash",
            "apt install bash: installed already",
        ),
        ("sudo apt install bash=5.2.15-2", "apt install bash=5.2.15-2: installed al"),
        ("sudo apt install 'bash=5.2*'", "apt install bash=5.2*: installed already"),
        ("sudo apt-get install nawk", "apt-get install nawk: installed already"),
        ("sudo snap install there", "snap install there: installed already"),
        ("brew install --quiet there", "brew install --quiet there: installed"),
        ("brew update", "brew update"),
    ],
)
def test_what_is_done_already_is_emulated(
    machine: Machine, script: str, text: str
) -> None:
    code, output = machine.run(script)

    (mark,) = machine.marks()
    assert (code, mark.refused, mark.command) == (0, False, "")
    assert mark.text.startswith(text)
    assert output == f"understudy: emulated: {mark.text}\n"


@pytest.mark.parametrize(
    "script, text, command",
    [
        (
            "sudo apt-get install -y bash libx vim",
            "not installed: libx vim",
            "sudo apt-get install -y libx vim",
        ),
        (
            "sudo aptitude install bash=6",
            "not installed: bash=6",
            "sudo apt-get install -y bash=6",
        ),
        (
            "sudo apt-get install awk=1 ./a.deb 'bas*' bash-",
            "not installed: awk=1 ./a.deb bas* bash-",
            "sudo apt-get install -y awk=1 ./a.deb bas* bash-",
        ),
        ("sudo apt-get upgrade", "apt-get upgrade", ""),
        ("sudo apt-get remove -y bash", "apt-get remove -y bash", ""),
        ("sudo dpkg -i a.deb", "dpkg -i a.deb", ""),
        ("sudo add-apt-repository -y ppa:a/b", "add-apt-repository -y ppa:a/b", ""),
        ("sudo snap install a", "not installed: a", "sudo snap install a"),
        ("sudo snap remove there", "snap remove there", ""),
        (
            "brew install there gone",
            "not installed: gone",
            "brew install there gone",
        ),
        ("brew tap a/b", "brew tap a/b", ""),
        ("sudo", "sudo", ""),
        ("sudo -v", "sudo -v", ""),
        (
            "sudo rm -rf '/a b' \"it's\" '' '\\\"'",
            "sudo rm -rf '/a b' 'it'\\''s' '' '\\\"'",
            "",
        ),
        ("sudo -u postgres psql -c 'x'", "sudo -u postgres psql -c x", ""),
        ("sudo sh -c 'a\nb'", "sudo sh -c 'a b'", ""),
    ],
)
def test_anything_else_is_refused_with_what_would_help(
    machine: Machine, script: str, text: str, command: str
) -> None:
    code, output = machine.run(script)

    (mark,) = machine.marks()
    assert code == REFUSED
    assert (mark.text, mark.command, mark.refused) == (text, command, True)
    assert output.startswith("understudy: not rehearsed (privilege): ")
    assert ("to have it here, run: " in output) == bool(command)


@pytest.mark.parametrize(
    "script, code, message",
    [
        ("apt-get update", 100, "E: Could not open lock file /var/lib/apt/lists/lock"),
        ("apt-get install -y bash", 100, "E: Could not open lock file /var/lib/dpkg/"),
        ("apt remove bash", 100, "E: Could not open lock file /var/lib/dpkg/lock-f"),
        ("dpkg --install a.deb", 2, "dpkg: error: requested operation requires superu"),
        ("add-apt-repository ppa:a/b", 1, "Error: must run as root"),
        ("snap install there", 1, "error: access denied (try with sudo)"),
    ],
)
def test_without_sudo_a_tool_fails_as_it_does_there(
    machine: Machine, script: str, code: int, message: str
) -> None:
    found, output = machine.run(script)

    assert found == code
    assert output.startswith(message)
    assert machine.marks() == ()


@pytest.mark.parametrize(
    "script, said",
    [
        ("apt-get --version", "really apt-get --version"),
        ("apt list --installed", "really apt list --installed"),
        ("sudo apt-get --version", "really apt-get --version"),
        ("dpkg -l bash", "really dpkg -l bash"),
        ("sudo dpkg -s bash", "really dpkg -s bash"),
        ("snap version", "really snap version"),
        ("brew --prefix", "really brew --prefix"),
    ],
)
def test_what_only_asks_is_asked_of_the_tool_itself(
    machine: Machine, script: str, said: str
) -> None:
    assert machine.run(script) == (4, f"{said}\n")
    assert machine.marks() == ()


@pytest.fixture
def bare(machine: Machine) -> Iterator[Machine]:
    """Take everything away but the stand-ins and a system's basic tools."""
    system = machine.root / "system"
    for tool in system.iterdir():
        tool.unlink()
    for name in ("dpkg-query", "aptitude"):
        (system / name).write_text("#!/bin/sh\nexit 127\n")
    yield machine


def test_a_tool_that_is_not_here_is_not_found(bare: Machine) -> None:
    assert bare.run("aptitude --version")[0] == 127


def test_nothing_needs_to_be_written_down(machine: Machine) -> None:
    code, _ = machine.run(f"unset {MARKS}; sudo true")

    assert (code, machine.marks()) == (REFUSED, ())


def test_a_step_that_ignores_a_refusal_is_known(machine: Machine) -> None:
    code, _ = machine.run("sudo apt-get install libx || true; sudo apt-get update")

    assert code == 0
    assert [mark.refused for mark in machine.marks()] == [True, False]


def test_a_refusal_is_known_whatever_signs_its_words_have(machine: Machine) -> None:
    machine.run("sudo apt-get install 'one\u2028two' || true")

    assert [mark.refused for mark in machine.marks()] == [True]


def test_lines_of_others_are_left_out(tmp_path: Path) -> None:
    lines = [
        "",
        "no json",
        "[1]",
        '{"kind": "refused"}',
        '{"kind": "refused", "tool": "sudo", "text": "a", "command": ""}',
    ]
    (tmp_path / "marks").write_text("\n".join(lines) + "\n\ufffd")

    assert read_marks(tmp_path / "marks") == (Mark("sudo", "a", refused=True),)
    assert read_marks(tmp_path / "missing") == ()


def test_a_system_has_the_stand_ins_of_its_tools(tmp_path: Path) -> None:
    write_stand_ins(tmp_path / "darwin", "darwin")
    write_stand_ins(tmp_path / "other", "other")

    assert sorted(path.name for path in (tmp_path / "darwin").iterdir()) == [
        "brew",
        "sudo",
    ]
    assert list((tmp_path / "other").iterdir()) == []
