"""Owns following calls from workflow to workflow, as deep and as far as GitHub does."""

from __future__ import annotations

from dataclasses import replace
from typing import Dict, Optional, Sequence, Tuple, Union

from understudy.dialects.github.calls import (
    LOCAL,
    check_call,
    check_permissions,
    objection_to,
)
from understudy.dialects.github.documents import Document, Strictness, read_document
from understudy.dialects.github.inspection import Inspection
from understudy.dialects.github.nodes import text
from understudy.dialects.github.problems import Problems
from understudy.dialects.github.repositories import Repositories
from understudy.dialects.github.validation import did_you_mean
from understudy.model.pipeline import Call, Job, Permissions, Workflow
from understudy.text.source import Source

# Ten levels, the first caller among them, as GitHub's documentation has it.
MAX_DEPTH = 9
_Chain = Tuple[str, ...]


class Library:
    """Every workflow file that one reading comes across, each read once."""

    def __init__(
        self,
        sources: Sequence[Source],
        repositories: Repositories,
        strictness: Strictness,
    ) -> None:
        self._repositories = repositories
        self._strictness = strictness
        self._project = {source.path: source for source in sources}
        self._documents: Dict[str, Document] = {}

    def document(self, source: Source) -> Document:
        """Return a file as it was read, reading it if it was not yet."""
        if source.path not in self._documents:
            self._documents[source.path] = read_document(source, self._strictness)
        return self._documents[source.path]

    def linked(self, document: Document, problems: Problems) -> Workflow:
        """Return a file's workflow with the workflows that it calls."""
        workflow = document.workflow
        if document.problems.has_errors:
            return replace(workflow, broken=True)
        chain = (document.source.path,)
        linked = self._link(document, workflow.permissions, chain, problems)
        if document.node and not problems.has_errors:
            Inspection(document.register, problems).check_workflow(
                document.node, linked
            )
        return replace(linked, broken=problems.has_errors)

    def _link(
        self,
        document: Document,
        granted: Optional[Permissions],
        chain: _Chain,
        problems: Problems,
    ) -> Workflow:
        """Follow the calls of a workflow.

        Args:
            granted: what jobs without `permissions` of their own may do.
            chain: the files from the first caller to this one.
        """
        jobs = tuple(
            (
                replace(
                    job,
                    call=self._called(
                        job, job.call, document, granted, chain, problems
                    ),
                )
                if job.call
                else job
            )
            for job in document.workflow.jobs
        )
        return replace(document.workflow, jobs=jobs)

    def _called(
        self,
        job: Job,
        call: Call,
        caller: Document,
        granted: Optional[Permissions],
        chain: _Chain,
        problems: Problems,
    ) -> Call:
        source = self._source(call, caller.source, problems)
        if isinstance(source, str):
            return replace(call, problem=source)
        if len(chain) > MAX_DEPTH or source.path in chain:
            message = f"Nested reusable workflow depth exceeded {MAX_DEPTH}."
            problems.error("invalid-call", message, call.uses.span)
            return replace(call, problem="it calls itself, or too many others in turn")
        callee = self.document(source)
        if callee.problems.has_errors:
            _report_callee(callee, call, problems)
            return replace(call, workflow=replace(callee.workflow, broken=True))
        workflow = callee.workflow
        check_call(call, workflow.trigger("workflow_call"), problems)
        allowed = job.permissions or granted
        if allowed:
            check_permissions(job, workflow, allowed, problems)
        below = workflow.permissions or allowed
        linked = self._link(callee, below, (*chain, source.path), problems)
        return replace(call, workflow=linked)

    def _source(
        self, call: Call, caller: Source, problems: Problems
    ) -> Union[Source, str]:
        uses = text(call.uses.node)
        objection = objection_to(uses)
        if objection:
            problems.error("invalid-call", objection, call.uses.span)
            return objection
        if not uses.startswith(LOCAL) or caller.path not in self._project:
            return self._repositories.workflow(uses, caller)
        source = self._project.get(uses[2:])
        if source is None:
            problems.error(
                "invalid-call",
                f'error parsing called workflow "{caller.path}" -> "{uses}" : '
                "failed to fetch workflow: workflow was not found.",
                call.uses.span,
                help=did_you_mean(uses, [f"./{path}" for path in self._project]),
            )
            return f"there is no file `{uses[2:]}`"
        return source


def _report_callee(callee: Document, call: Call, problems: Problems) -> None:
    """Report at the call what is wrong with the file called."""
    for diagnostic in callee.problems.sorted():
        if diagnostic.is_error:
            place = diagnostic.span.start
            problems.error(
                "invalid-call",
                f"Error from called workflow {callee.source.path} "
                f"(Line: {place.line}, Col: {place.column}): {diagnostic.message}",
                call.uses.span,
            )
