"""Owns following calls from workflow to workflow, as deep and as far as GitHub does."""

from __future__ import annotations

from dataclasses import replace
from typing import Dict, FrozenSet, Optional, Sequence, Tuple, Union

from understudy.dialects.github.calls import (
    LOCAL,
    check_call,
    check_default,
    check_permissions,
    objection_to,
)
from understudy.dialects.github.documents import Document, Strictness, read_document
from understudy.dialects.github.inspection import Inspection
from understudy.dialects.github.loose_versions import check_versions
from understudy.dialects.github.lost_failures import check_scripts
from understudy.dialects.github.nodes import text
from understudy.dialects.github.problems import Problems
from understudy.dialects.github.repositories import Repositories
from understudy.dialects.github.validation import did_you_mean
from understudy.model.pipeline import Call, Job, Permissions, Workflow
from understudy.text.source import Source

# Ten levels and fifty files, the first caller not among these, as GitHub documents.
MAX_DEPTH = 9
MAX_FILES = 50

# The files from the first caller on, and how each was called.
_Chain = Tuple[Tuple[str, str], ...]
_Scopes = Optional[FrozenSet[Tuple[str, str]]]


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

    @property
    def strictness(self) -> Strictness:
        """Whose words count where the editor's and the server's differ."""
        return self._strictness

    def document(self, source: Source) -> Document:
        """Return a file as it was read, reading it if it was not yet."""
        if source.path not in self._documents:
            self._documents[source.path] = read_document(source, self._strictness)
        return self._documents[source.path]

    def linked(self, document: Document, problems: Problems) -> Workflow:
        """Return a file's workflow with the workflows that it calls."""
        if document.problems.has_errors:
            # GitHub does not look at the calls of a broken file.
            linked = _Linking(self, Problems()).follow(document)
            return replace(linked, broken=True)
        linked = _Linking(self, problems).follow(document)
        if document.node and not problems.has_errors:
            inspection = Inspection(document.register, problems)
            inspection.check_workflow(document.node, linked)
            check_scripts(document.workflow, problems)
            check_versions(document.workflow, problems)
        return replace(linked, broken=problems.has_errors)

    def find(
        self, call: Call, caller: Source, trail: str, problems: Problems
    ) -> Union[Source, str]:
        """Return the file that a call names, or the sentence why it cannot be had."""
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
                f"{trail} : failed to fetch workflow: workflow was not found.",
                call.uses.span,
                help=did_you_mean(
                    uses, [f"./{path}" for path in self._project if path != caller.path]
                ),
            )
            return f"there is no file `{uses[2:]}`"
        return source


class _Linking:
    """The calls below one workflow; each is followed once where it is the same."""

    def __init__(self, library: Library, problems: Problems) -> None:
        self._library = library
        self._problems = problems
        self._linked: Dict[Tuple[str, int, _Scopes], Workflow] = {}

    def follow(self, document: Document) -> Workflow:
        """Return the workflow of a file that nobody calls."""
        path = document.source.path
        chain = ((path, path),)
        return self._link(document, document.workflow.permissions, chain)

    def _link(
        self, document: Document, granted: Optional[Permissions], chain: _Chain
    ) -> Workflow:
        """Return a workflow with the workflows that it calls.

        Args:
            granted: what jobs without `permissions` of their own may do.
            chain: how it came to this workflow.
        """
        scopes = frozenset(granted.scopes.items()) if granted else None
        key = (document.source.path, len(chain), scopes)
        if key not in self._linked:
            jobs = tuple(
                (
                    self._with_callee(job, job.call, document, granted, chain)
                    if job.call
                    else job
                )
                for job in document.workflow.jobs
            )
            self._linked[key] = replace(document.workflow, jobs=jobs)
        return self._linked[key]

    def _with_callee(
        self,
        job: Job,
        call: Call,
        caller: Document,
        granted: Optional[Permissions],
        chain: _Chain,
    ) -> Job:
        uses = text(call.uses.node)
        trail = _trail([*(name for _, name in chain), uses])
        found = self._library.find(call, caller.source, trail, self._problems)
        callee = (
            found
            if isinstance(found, str)
            else self._callee(job, call, found, job.permissions or granted, chain)
        )
        if isinstance(callee, str):
            return replace(job, call=replace(call, problem=callee))
        return replace(job, call=replace(call, workflow=callee))

    def _callee(
        self,
        job: Job,
        call: Call,
        source: Source,
        allowed: Optional[Permissions],
        chain: _Chain,
    ) -> Union[Workflow, str]:
        refusal = self._refusal(job, call, source.path, chain)
        if refusal:
            self._problems.error("invalid-call", refusal, call.uses.span)
            return refusal
        document = self._library.document(source)
        if document.problems.has_errors:
            self._report_callee(document, call)
            return replace(document.workflow, broken=True)
        workflow = document.workflow
        check_call(call, workflow.trigger("workflow_call"), self._problems)
        if allowed:
            by_name = self._library.strictness is Strictness.EDITOR
            check_permissions(job, workflow, allowed, self._problems, by_name)
        else:
            check_default(job, workflow, self._problems)
        granted = workflow.permissions or allowed
        chain = (*chain, (source.path, text(call.uses.node)))
        return self._link(document, granted, chain)

    def _refusal(self, job: Job, call: Call, path: str, chain: _Chain) -> Optional[str]:
        above = {found for found, _ in chain}
        if len(chain) > MAX_DEPTH or path in above:
            return (
                f'{_trail([name for _, name in chain])} : job "{job.id}" calls '
                f'workflow "{text(call.uses.node)}", but doing so would exceed the '
                f"limit on called workflow depth of {MAX_DEPTH}"
            )
        if (
            len({found for found, _, _ in self._linked} | above | {path})
            > MAX_FILES + 1
        ):
            return f"The maximum file count of {MAX_FILES + 1} has been exceeded"
        return None

    def _report_callee(self, callee: Document, call: Call) -> None:
        """Report at the call what is wrong with the file called."""
        for diagnostic in callee.problems.sorted():
            if diagnostic.is_error:
                place = diagnostic.span.start
                message = (
                    f"Error from called workflow {callee.source.path} "
                    f"(Line: {place.line}, Col: {place.column}): "
                    f"{diagnostic.message}"
                )
                self._problems.add(
                    replace(
                        diagnostic,
                        id="invalid-call",
                        message=message,
                        span=call.uses.span,
                        labels=(),
                        fixes=(),
                    )
                )


def _trail(names: Sequence[str]) -> str:
    """Return how it came to a workflow, in the words of GitHub's server."""
    arrows = ("-" * level + "> " if level else "" for level in range(len(names)))
    steps = (f'{arrow}"{name}"' for arrow, name in zip(arrows, names))
    return " ".join(["error parsing called workflow", *steps])
