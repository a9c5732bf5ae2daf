"""Owns which commands the hosted images ship, and which of them a script did not find.

Taken from the images' own lists (https://github.com/actions/runner-images).
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import FrozenSet, Mapping, Optional

from understudy.engine.runner_images import image_of


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
