"""Configure Sphinx."""

from __future__ import annotations

from importlib.metadata import version as installed_version

project = "understudy"
author = copyright = "The understudy maintainers"
release = installed_version("understudy")
version = ".".join(release.split(".")[:2])

extensions = ["myst_parser"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "understudy"
myst_heading_anchors = 3
