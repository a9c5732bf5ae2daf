"""Text with positions: sources, spans, YAML, diagnostics; knows nothing of pipelines."""

from __future__ import annotations
