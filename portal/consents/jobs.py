"""Sorting a scanned stack: the pages of each file are read aside, matched with sheets and kept ten at a time."""

import io
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.consents.actions.stacks import SORT, is_taken
from portal.consents.codes import MARK
from portal.consents.models import ConsentSheet, ScanFile, ScanPage, ScanStack
from portal.consents.paper_kinds import Outcome, SheetState
from portal.consents.queries.sheets import sheets_by_name
from portal.consents.scans.reading import Page, read_pages
from portal.core import clock
from portal.core.db import db
from portal.core.errors import NotAllowed, NotSeen, Refusal
from portal.core.files import erase, open_file, store
from portal.core.i18n import _, ngettext
from portal.core.jobs import Run, job

AT_ONCE = 10


@job(SORT)
def sort_stack(run: Run) -> None:
    """Sort the files of one upload; whoever takes it up after a kill goes on with the page that is missing."""
    stack = _stack(run)
    file_ids = db.session.scalars(
        sa.select(ScanFile.id).where(
            ScanFile.stack_id == stack.id, ScanFile.id.in_(run.args["files"]), ScanFile.sorted_at.is_(None)
        )
    ).all()
    stack_id, organization_id = stack.id, stack.organization_id
    db.session.rollback()
    for file_id in file_ids:
        _Sorter(run, stack_id, organization_id, file_id).work()
    count = db.session.scalar(
        sa.select(sa.func.count()).where(ScanPage.scan_file_id.in_(run.args["files"]), ScanPage.sheet_id.is_not(None))
    )
    run.finish(ngettext("Узнан %(num)s лист.", "Узнано %(num)s листов.", count or 0))


def _stack(run: Run) -> ScanStack:
    try:
        return get_or_404(run.actor, ScanStack, run.args["stack"], Permission.CONSENT_RECORD)
    except (NotSeen, NotAllowed) as fault:  # trying again would not help
        raise Refusal(_("Эта стопка вам больше не открыта.")) from fault


class _Sorter:
    """One file on its way to pages."""

    def __init__(self, run: Run, stack_id: int, organization_id: int, file_id: int) -> None:
        self.run, self.stack_id, self.organization_id, self.file_id = run, stack_id, organization_id, file_id
        self.total, self.done, self.waiting = 0, 0, list[Page]()

    def work(self) -> None:
        """Read all pages; what a broken file gave before it broke is kept, its fault is told on the page."""
        source = self._file().file
        assert source  # noqa: S101 — an unsorted file has its upload
        there = set(db.session.scalars(sa.select(ScanPage.place).where(ScanPage.scan_file_id == self.file_id)))
        media_type, content = source.media_type, open_file(source)
        db.session.rollback()  # nothing is held while the child reads
        problem = ""
        try:
            with content:
                for page in read_pages(content, media_type, told=self._count):
                    if page.place not in there:
                        self._take(page)
        except Refusal as refusal:
            problem = refusal.message
        self._flush()
        self._close(problem)

    def _file(self) -> ScanFile:
        return db.session.scalars(
            sa.select(ScanFile).where(ScanFile.id == self.file_id).options(joinedload(ScanFile.file))
        ).one()

    def _count(self, pages: int) -> None:
        self.total = pages

    def _take(self, page: Page) -> None:
        self.waiting.append(page)
        if len(self.waiting) == AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        if not self.waiting:
            return
        names = {page.place: _names(page.codes) for page in self.waiting}
        sheets = sheets_by_name(self.run.actor, [name for found in names.values() for name in found])
        for page in self.waiting:
            outcome, sheet = self._sort(names[page.place], sheets)
            picture = store(io.BytesIO(page.picture), f"{page.place:03}.jpg", made_here=True)
            db.session.add(
                ScanPage(
                    stack_id=self.stack_id, scan_file_id=self.file_id, place=page.place, file_id=picture.id,
                    sheet_id=sheet.id if sheet else None, outcome=outcome,
                )
            )  # fmt: skip
            db.session.flush()
        self.done += len(self.waiting)
        self.waiting.clear()
        message = _("Прочитано страниц: %(done)s из %(total)s", done=self.done, total=max(self.total, self.done))
        self.run.progress(self.done, max(self.total, self.done), message)

    def _sort(self, names: Sequence[str], sheets: dict[str, ConsentSheet]) -> tuple[Outcome, ConsentSheet | None]:
        """What the page is. A sheet that is not the reader's is told from a strange code by nothing."""
        if len(names) != 1:
            return Outcome.UNREAD, None
        sheet = sheets.get(names[0])
        if sheet is None or sheet.organization_id != self.organization_id:
            return Outcome.FOREIGN, None
        is_double = sheet.state != SheetState.PRINTED or is_taken(sheet.id)
        return (Outcome.DUPLICATE if is_double else Outcome.FOUND), sheet

    def _close(self, problem: str) -> None:
        file = self._file()
        source, file.file_id = file.file, None
        file.problem, file.sorted_at = problem, clock.now()
        file.name = file.name if problem else ""  # people name scans after people
        file.pages = db.session.scalar(sa.select(sa.func.count()).where(ScanPage.scan_file_id == self.file_id)) or 0
        db.session.flush()
        if source:
            erase(source)
        db.session.commit()


def _names(codes: Sequence[str]) -> list[str]:
    """The sheets that the codes of a page name, each once; codes of others are passed over."""
    return sorted({code.removeprefix(MARK) for code in codes if code.startswith(MARK)})
