"""Owns what the hosted images are and ship, as data; whether it is here is elsewhere.

Taken from the images' own lists (https://github.com/actions/runner-images).
"""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType
from typing import FrozenSet, Iterable, Mapping, Optional

from understudy.records import dataclass

SELF_HOSTED = "self-hosted"


@dataclass(frozen=True)
class Image:
    """What a label means: system, architecture, and the Python that is there at first.

    `system` and `architecture` are in the service's words, empty where a label does not
    say. `retired` images no longer start. `assumed` is a larger runner that carries a
    known label in its name.
    """

    label: str
    system: str
    architecture: str = "X64"
    python: str = ""
    retired: bool = False
    assumed: bool = False


def _images() -> Iterable[Image]:
    for version, python in (("22.04", "3.10"), ("24.04", "3.12"), ("26.04", "3.14")):
        yield Image(f"ubuntu-{version}", "Linux", "X64", python)
        yield Image(f"ubuntu-{version}-arm", "Linux", "ARM64", python)
    yield Image("ubuntu-slim", "Linux", "X64", "3.12")
    for version in ("15", "26"):
        for ending, architecture in (
            ("", "ARM64"),
            ("-xlarge", "ARM64"),
            ("-intel", "X64"),
            ("-large", "X64"),
        ):
            yield Image(f"macos-{version}{ending}", "macOS", architecture, "3.14")
    for version in ("2022", "2025", "2025-vs2026"):
        yield Image(f"windows-{version}", "Windows", "X64", "3.12")
    for version in ("11-arm", "11-vs2026-arm"):
        yield Image(f"windows-{version}", "Windows", "ARM64", "3.12")
    for version in ("16.04", "18.04", "20.04"):
        yield Image(f"ubuntu-{version}", "Linux", retired=True)
    for version in ("10.15", "11", "12", "13", "13-large", "14-large"):
        yield Image(f"macos-{version}", "macOS", retired=True)
    for version in ("13-xlarge", "14", "14-xlarge"):
        yield Image(f"macos-{version}", "macOS", "ARM64", retired=True)
    for version in ("2016", "2019"):
        yield Image(f"windows-{version}", "Windows", retired=True)


_LATEST = MappingProxyType(
    {
        "ubuntu-latest": "ubuntu-24.04",
        "macos-latest": "macos-26",
        "macos-latest-xlarge": "macos-26-xlarge",
        "macos-latest-large": "macos-26-large",
        "windows-latest": "windows-2025-vs2026",
    }
)
_BY_LABEL = {image.label: image for image in _images()}
IMAGES: Mapping[str, Image] = MappingProxyType(
    {**_BY_LABEL, **{label: _BY_LABEL[meant] for label, meant in _LATEST.items()}}
)

_LARGER = re.compile(r"(ubuntu|macos|windows)-(latest|[0-9.]+)(-arm)?")
_SYSTEMS = MappingProxyType({"linux": "Linux", "macos": "macOS", "windows": "Windows"})
_KINDS = MappingProxyType({"x64": "X64", "arm64": "ARM64", "arm": "ARM"})


def image_of(labels: Iterable[str]) -> Optional[Image]:
    """Return the image that the labels of a job ask for, None where they name none.

    The more a label says, the better: `[self-hosted, linux, x64]` is a machine of the
    user's own, with the system and the architecture that it names.
    """
    wanted = [label.lower() for label in labels]
    for label in wanted:
        if label in IMAGES:
            return IMAGES[label]
    if SELF_HOSTED in wanted:
        return Image(
            SELF_HOSTED,
            system=next((_SYSTEMS[label] for label in wanted if label in _SYSTEMS), ""),
            architecture=next(
                (_KINDS[label] for label in wanted if label in _KINDS), ""
            ),
        )
    for label in wanted:
        larger = _LARGER.match(label)
        if larger and larger.group() in IMAGES:
            return replace(IMAGES[larger.group()], assumed=True)
    return None


def ships(label: str, command: str) -> bool:
    """Return whether the image of a label has a command on its search path."""
    image = image_of([label])
    if image is None or image.system not in _TOOLS:
        return False
    if image.label == "ubuntu-slim":
        return command in _SLIM
    versioned = image.system == "Linux" and _VERSIONED.fullmatch(command)
    return command in _TOOLS[image.system] or bool(versioned)


def missing_tool(output: str, label: str) -> Optional[str]:
    """Return the tool that a script could not find although the image ships it.

    Args:
        output: the end of what a step wrote that ended with exit code 127.
        label: what the job runs on.
    """
    for line in reversed(re.split("[\\r\\n]+", output)):
        for pattern in _NOT_FOUND:
            found = pattern.search(line)
            if found:
                tool = found.group(1)
                return tool if ships(label, tool) else None
    return None


_NOT_FOUND = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:^|: )([^\s:/]+): command not found$",  # bash
        r": [0-9]+: ([^\s:/]+): not found$",  # dash
        r"\benv: [‘'\"]?([^\s:/’'\"]+)[’'\"]?: No such file or directory$",
        r"\bmake(?:\[[0-9]+\])?: ([^\s:/]+): (?:Command not found|No such file.*)$",
    )
)
_VERSIONED = re.compile(
    r"(?:gcc|g\+\+|gfortran|cpp|clang|clang\+\+|clang-format|clang-tidy)-[0-9]+"
)


def _words(text: str) -> FrozenSet[str]:
    return frozenset(text.split())


_EVERYWHERE = _words("""
    7z 7za aws az bash brotli bzip2 cmake ctest cpack curl gcc g++ gh git git-lfs gpg
    gzip jq make node npm npx openssl perl pipx pwsh rsync ruby sam sqlite3 ssh ssh-add
    ssh-agent ssh-keygen ssh-keyscan scp sftp tar unzip wget yq zip zstd
""")
_SLIM = _EVERYWHERE.union(_words("""
    aclocal ar autoconf automake azcopy bc bicep bunzip2 cpp dbus-launch dig docker
    docker-compose dpkg dpkg-deb dpkg-query fakeroot file find flex ftp gcloud gsutil
    host hg ifconfig ip ld libtool lz4 lzma makeinfo nc netstat nm nslookup objdump
    parallel patchelf pigz ping pkg-config ranlib readelf rpm setfacl shellcheck sshpass
    strip sudo telnet time tree upx xargs xvfb-run Xvfb xz zsync
    """)) - _words("cmake ctest cpack brotli ruby")
_LINUX = _EVERYWHERE.union(
    _SLIM,
    _words("""
    ansible ansible-playbook ant apache2ctl aria2c azcopy10 bazel bazelisk bison buildah
    bundle bundler cabal cargo chromedriver chromium chromium-browser clang clang++
    clang-format clang-tidy clippy-driver composer conda cpan createdb createuser
    docker-buildx docker-credential-ecr-login dotnet dropdb dropuser fastlane firefox
    gcov geckodriver gem gfortran ghc ghcup git-ftp go google-chrome
    google-chrome-stable gradle haveged helm irb java javac javadoc jar julia kind
    kotlin kotlinc kubectl kustomize m4 mediainfo microsoft-edge microsoft-edge-stable
    minikube msedgedriver mvn mysql mysqladmin mysqld mysqldump n nbgv newman nginx
    ninja nvm packer pass pecl pear phar php phpunit pg_dump pg_dumpall pg_isready
    pg_restore podman psql pulumi rake rdoc rustc rustdoc rustfmt rustup searchd
    session-manager-plugin skopeo stack swift swiftc swig tsc vcpkg webpack yamllint
    yarn
    """),
)
_MACOS = _EVERYWHERE.union(_words("""
    ant aria2c azcopy bazel bazelisk bicep brew bundle bundler cabal cargo carthage
    clang clang++ codesign cpan dotnet fastlane gcc-13 gcc-14 gcc-15 gem gfortran ghc
    go gradle hdiutil hg java javac kotlin kotlinc lipo mvn ninja otool packer parallel
    php pkgbuild pkg-config plutil pod productbuild R Rscript rustc rustup security
    swift swiftc swiftformat swiftlint vcpkg xcode-select xcodebuild xcrun xz yamllint
    yarn
    """))
_TOOLS: Mapping[str, FrozenSet[str]] = MappingProxyType(
    {"Linux": _LINUX, "macOS": _MACOS}
)
