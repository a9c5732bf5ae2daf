"""Owns what stands in for `sudo`, `apt-get` and their kin, and changes nothing.

Installing what is installed succeeds; anything else is refused, with the command to run
by hand where that helps. Without `sudo` these fail as they do for the user of a hosted
machine.
"""

from __future__ import annotations

import json
from pathlib import Path
from types import MappingProxyType
from typing import Mapping, Optional, Tuple

from understudy.records import dataclass

# Where a stand-in writes what it did, a JSON object a line.
MARKS = "UNDERSTUDY_REFUSALS"
# The exit code of one that did nothing.
REFUSED = 86

NAMES: Mapping[str, Tuple[str, ...]] = MappingProxyType(
    {
        "linux": (
            "add-apt-repository",
            "apt",
            "apt-get",
            "aptitude",
            "dpkg",
            "snap",
            "sudo",
        ),
        "darwin": ("brew", "sudo"),
    }
)


@dataclass(frozen=True)
class Mark:
    """What a stand-in did.

    `refused` where that was nothing; `command` is then what to run by hand, empty where
    the next run would be refused as well.
    """

    tool: str
    text: str
    refused: bool = False
    command: str = ""


def write_stand_ins(folder: Path, system: str = "linux") -> None:
    """Write the stand-ins of a system (`linux`, `darwin`) into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in NAMES.get(system, ()):
        path = folder / name
        path.write_text(_SCRIPT, encoding="utf-8")
        path.chmod(0o755)


def read_marks(path: Path) -> Tuple[Mark, ...]:
    """Return what the stand-ins did, in their order."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    except FileNotFoundError:
        return ()
    return tuple(mark for mark in map(_mark, lines) if mark)


def _mark(line: str) -> Optional[Mark]:
    try:
        entry = json.loads(line)
        return Mark(
            tool=str(entry["tool"]),
            text=str(entry["text"]),
            refused=entry["kind"] == "refused",
            command=str(entry["command"]),
        )
    except (ValueError, TypeError, KeyError):
        return None  # Steps can write there, too.


_SCRIPT = r"""#!/bin/sh
# Stands in for a tool that would change the machine; written by understudy.

as_root=
own=${0%/*}

quoted() {
    for word do
        case $word in
        '' | *[!A-Za-z0-9_./:=@%+,~-]*)
            printf "'%s' " "$(printf %s "$word" | sed "s/'/'\\\\''/g")" ;;
        *) printf '%s ' "$word" ;;
        esac
    done | sed '$s/ $//'
}

json() {
    printf %s "$1" | tr '\000-\037' ' ' | sed 's/[\\"]/\\&/g'
}

mark() { # kind, text, command
    if [ -n "$UNDERSTUDY_REFUSALS" ]; then
        printf '{"kind": "%s", "tool": "%s", "text": "%s", "command": "%s"}\n' \
            "$1" "$tool" "$(json "$2")" "$(json "$3")" >> "$UNDERSTUDY_REFUSALS"
    fi
}

emulate() { # text
    mark emulated "$1" ''
    echo "understudy: emulated: $1"
    exit 0
}

refuse() { # text, command
    mark refused "$1" "$2"
    echo "understudy: not rehearsed (privilege): $1" >&2
    [ -z "$2" ] || echo "understudy: to have it here, run: $2" >&2
    exit 86
}

fail() { # exit code, what the tool itself says to a user without privileges
    code=$1
    shift
    printf '%s\n' "$@" >&2
    exit "$code"
}

found() { # tool, but not its stand-in
    (IFS=:
    for folder in $PATH /opt/homebrew/bin /usr/local/bin; do
        if [ "$folder" != "$own" ] && [ -x "$folder/$1" ]; then
            echo "$folder/$1"
            exit 0
        fi
    done
    exit 1)
}

real() { # arguments
    program=$(found "$tool") || fail 127 "$tool: command not found"
    exec "$program" "$@"
}

installed() { # package[=version]
    name=${1%%=*}
    case $name in */* | *'*'* | *-) return 1 ;; esac
    have=$(dpkg-query -W -f '${db:Status-Abbrev}${Version}\n' "$name" 2>/dev/null |
        sed -n 's/^ii //p' | head -n 1)
    if [ -z "$have" ]; then
        case $1 in *=*) return 1 ;; esac
        dpkg-query -W -f '${db:Status-Abbrev}, ${Provides}\n' 2>/dev/null |
            sed -n 's/^ii //p' | tr ',' '\n' | sed 's/^ *//; s/ .*//' |
            grep -qxF "$name"
        return
    fi
    # A version may have stars.
    # shellcheck disable=SC2254
    case $1 in
    *=*) case $have in ${1#*=}) return 0 ;; *) return 1 ;; esac ;;
    esac
}

play_apt() { # arguments
    verb=
    wanted=
    missing=
    skip=
    for word do
        if [ -n "$skip" ]; then
            skip=
            continue
        fi
        case $word in
        -o | -c | -t | -a | --option | --config-file | --target-release | \
            --default-release | --host-architecture) skip=1 ;;
        -*) ;;
        *)
            if [ -z "$verb" ]; then
                verb=$word
                continue
            fi
            wanted="$wanted $word"
            installed "$word" || missing="$missing $word"
            ;;
        esac
    done
    case $verb in
    '' | list | show | search | policy | depends | rdepends | changelog | help)
        real "$@" ;;
    esac
    if [ -z "$as_root" ]; then
        denied='E: Could not open lock file'
        case $verb in
        update)
            lock=/var/lib/apt/lists/lock
            fail 100 "$denied $lock - open (13: Permission denied)" \
                'E: Unable to lock directory /var/lib/apt/lists/' ;;
        *)
            lock=/var/lib/dpkg/lock-frontend
            fail 100 "$denied $lock - open (13: Permission denied)" \
                "E: Unable to acquire the dpkg frontend lock ($lock), are you root?" ;;
        esac
    fi
    case $verb in
    update | clean | autoclean) emulate "$tool $verb" ;;
    install)
        [ -n "$missing" ] || emulate "$tool install$wanted: installed already"
        command -v dpkg-query > /dev/null 2>&1 ||
            refuse "$tool install$wanted: this system has no packages of this kind" ''
        refuse "not installed:$missing" "sudo apt-get install -y$missing" ;;
    *) refuse "$tool $(quoted "$@")" '' ;;
    esac
}

deb() { # arguments of dpkg
    for word do
        case $word in
        -i | -r | -P | --install | --remove | --purge | --unpack | --configure | \
            --add-architecture | --remove-architecture | --set-selections)
            [ -n "$as_root" ] || fail 2 \
                'dpkg: error: requested operation requires superuser privilege'
            refuse "dpkg $(quoted "$@")" '' ;;
        esac
    done
    real "$@"
}

repository() { # arguments
    [ -n "$as_root" ] || fail 1 'Error: must run as root'
    refuse "$tool $(quoted "$@")" ''
}

package() { # verb and arguments of snap or brew
    list="list"
    [ "$tool" = snap ] || list='list --versions'
    case $1 in
    install)
        shift
        for word do
            case $word in
            -*) continue ;;
            esac
            # shellcheck disable=SC2086
            "$(found "$tool")" $list "$word" > /dev/null 2>&1 ||
                refuse "not installed: $word" "$sudo$tool install $(quoted "$@")"
        done
        emulate "$tool install $(quoted "$@"): installed already" ;;
    update) emulate "$tool update" ;;
    *) refuse "$tool $(quoted "$@")" '' ;;
    esac
}

play_snap() { # arguments
    sudo='sudo '
    case $1 in
    install | remove | refresh | revert | enable | disable | set | alias)
        [ -n "$as_root" ] || fail 1 'error: access denied (try with sudo)'
        package "$@" ;;
    esac
    real "$@"
}

play_brew() { # arguments
    sudo=
    case $1 in
    install | uninstall | reinstall | upgrade | update | tap | untap | link | unlink | \
        cleanup | services | bundle) package "$@" ;;
    esac
    real "$@"
}

run() { # tool, arguments
    tool=${1##*/}
    shift
    case $tool in
    apt | apt-get | aptitude) play_apt "$@" ;;
    dpkg) deb "$@" ;;
    add-apt-repository) repository "$@" ;;
    snap) play_snap "$@" ;;
    brew) play_brew "$@" ;;
    *) tool=sudo; refuse "sudo${given:+ $given}" '' ;;
    esac
}

if [ "${0##*/}" != sudo ]; then
    run "$0" "$@"
fi
tool=sudo
as_root=1
given=$(quoted "$@")
while [ $# -gt 0 ]; do
    case $1 in
    -u | -g | -p | -h | -C | -D | -R | -T | -U | -r | -t | --user | --group | \
        --prompt | --chdir | --host)
        shift
        [ $# -eq 0 ] || shift ;;
    env | -* | *=*) shift ;;
    *) break ;;
    esac
done
[ $# -gt 0 ] || refuse "sudo${given:+ $given}" ''
run "$@"
"""
