"""Owns the summary that the steps of a leg write: a file beside its log."""

from __future__ import annotations

from pathlib import Path

from understudy.engine.store import Run


def summary_path(run: Run, address: str) -> Path:
    """Return where the summary of a leg is, if any of its steps writes one."""
    return run.log_path(address).with_suffix(".summary.md")


def keep_summary(run: Run, address: str, text: str) -> None:
    """Add what one step wrote, as a paragraph of its own; its secrets are hidden."""
    path = summary_path(run, address)
    with path.open("a", encoding="utf-8", errors="surrogateescape") as file:
        file.write(f"\n{text}" if file.tell() else text)
