"""A scanned stack: uploading, sorting pages to sheets, deciding about them, and taking a decision back."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import IO

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.consents.actions.marks import decided_items, receive_sheet, refuse_sheet, take_back
from portal.consents.kinds import Evidence
from portal.consents.models import ConsentSheet, ScanFile, ScanPage, ScanStack, SheetBatch
from portal.consents.paper_kinds import Outcome, SheetState, Verdict
from portal.consents.scans.reading import KINDS
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.files import StoredFile, erase, store
from portal.core.i18n import _
from portal.core.jobs import request_job
from portal.people.models import Organization

SORT = "sort_scans"
Upload = tuple[IO[bytes], str]
Allowed = tuple[Sequence[str], Mapping[str, str]]


def upload_stack(actor: Actor, organization: Organization, uploads: Sequence[Upload]) -> ScanStack:
    """Take the files of a stack and ask for their sorting. Raises Refusal for what is no scan."""
    stack = ScanStack(organization_id=organization.id, uploaded_by_id=actor.person_id)
    db.session.add(stack)
    db.session.flush()
    add_files(actor, stack, uploads)
    return stack


def add_files(actor: Actor, stack: ScanStack, uploads: Sequence[Upload]) -> None:
    """Put more files on the stack; each upload is sorted by a job of its own."""
    if not uploads:
        raise Refusal(_("Выберите файлы: PDF, JPG или PNG."))
    files = [ScanFile(stack_id=stack.id, file_id=kept.id, name=kept.name) for kept in map(_scan, uploads)]
    db.session.add_all(files)
    db.session.flush()
    job = request_job(
        actor, SORT, {"stack": stack.public_id, "files": [file.id for file in files]},
        title=_("Разбор сканов согласий"), organization_id=stack.organization_id,
    )  # fmt: skip
    stack.job_id = job.id
    db.session.flush()
    audit.record(actor, AuditEvent.STACK_UPLOADED, stack, changes={"files": len(files)})


def _scan(upload: Upload) -> StoredFile:
    kept = store(*upload)
    if kept.media_type not in KINDS:
        raise Refusal(_("Скан должен быть в PDF, JPG или PNG."))
    return kept


def match_page(actor: Actor, page: ScanPage, sheet: ConsentSheet) -> None:
    """Say by hand which sheet the page is. Raises Refusal where that sheet is in already."""
    if page.decision is not None or page.stack.organization_id != sheet.organization_id:
        raise Refusal(_("Эта страница уже разобрана. Обновите страницу."))
    if sheet.state != SheetState.PRINTED or is_taken(sheet.id, besides=page.id):
        raise Refusal(_("Этот лист уже есть: вторая страница не нужна."))
    page.sheet_id, page.outcome = sheet.id, Outcome.FOUND
    db.session.flush()
    audit.record(actor, AuditEvent.PAGE_MATCHED, page, organization_id=sheet.organization_id)


def is_taken(sheet_id: int, *, besides: int | None = None) -> bool:
    """Whether another page of some stack stands for the sheet."""
    taken = sa.exists().where(
        ScanPage.sheet_id == sheet_id,
        ScanPage.outcome == Outcome.FOUND,
        sa.or_(ScanPage.decision.is_(None), ScanPage.decision.in_([Verdict.SIGNED, Verdict.REFUSED])),
    )
    return bool(db.session.scalar(sa.select(taken if besides is None else taken.where(ScanPage.id != besides))))


def decide(
    actor: Actor,
    stack: ScanStack,
    verdicts: Mapping[str, Verdict],
    allowed: Mapping[str, Allowed] | None = None,
) -> int:
    """Take the looked-at pages at once, all or none; returns how many consents are on record by it.

    `allowed` says by page which items a consent to publication allows, and the conditions written beside them.

    A page decided already is left as it is, so a second click changes nothing. Raises Refusal where a sheet was
    marked in the meantime in another way.
    """
    pages = db.session.scalars(
        sa.select(ScanPage)
        .where(ScanPage.stack_id == stack.id, ScanPage.public_id.in_(verdicts), ScanPage.decision.is_(None))
        .options(joinedload(ScanPage.file))
        .order_by(ScanPage.id)
        .with_for_update(of=ScanPage)
        .execution_options(populate_existing=True)
    ).all()
    _load_sheets(pages)
    now, on = clock.now(), clock.today(stack.organization.time_zone)
    for page in pages:
        verdict = verdicts[page.public_id]
        try:
            _carry_out(actor, page, verdict, (allowed or {}).get(page.public_id, ((), {})), on)
        except Refusal as refusal:
            whose = page.sheet.person.full_name if page.sheet else _("Страница без кода")
            raise Refusal(f"{whose}: {refusal.message}") from refusal
        page.decision, page.decided_at, page.decided_by_id = verdict, now, actor.person_id
        _drop_picture(page, verdict)
    db.session.flush()
    if pages:
        audit.record(actor, AuditEvent.STACK_CHECKED, stack, changes={"pages": len(pages)})
    return sum(verdicts[page.public_id] is Verdict.SIGNED for page in pages)


def _carry_out(actor: Actor, page: ScanPage, verdict: Verdict, allowed: Allowed, on: date) -> None:
    """What the verdict means for the sheet of the page."""
    if verdict not in (Verdict.SIGNED, Verdict.REFUSED):
        return
    if page.sheet is None:
        raise Refusal(_("сначала укажите, чей это лист."))
    if verdict is Verdict.REFUSED:
        refuse_sheet(actor, page.sheet, evidence=Evidence.SCAN, on=on, file=page.file)
        return
    items = decided_items(page.sheet.text, *allowed)
    receive_sheet(actor, page.sheet, evidence=Evidence.SCAN, on=on, file=page.file, items=items)


def _load_sheets(pages: Sequence[ScanPage]) -> None:
    """The sheets of these pages with names and wordings, locked, in one question."""
    ids = [page.sheet_id for page in pages if page.sheet_id]
    db.session.scalars(
        sa.select(ConsentSheet)
        .where(ConsentSheet.id.in_(ids))
        .options(
            joinedload(ConsentSheet.person),
            joinedload(ConsentSheet.signer),
            joinedload(ConsentSheet.text),
            joinedload(ConsentSheet.batch).joinedload(SheetBatch.organization),
        )
        .with_for_update(of=ConsentSheet)
        .execution_options(populate_existing=True)
    ).all()


def _drop_picture(page: ScanPage, verdict: Verdict) -> None:
    """A picture stays with its sheet; one that proves nothing is not kept."""
    if verdict is Verdict.SKIPPED and page.file:
        picture, page.file_id = page.file, None
        db.session.flush()
        erase(picture)


def undo_last(actor: Actor, stack: ScanStack) -> int:
    """Take back the last decisions of the stack, made together by one button; returns how many pages wait again."""
    last = db.session.scalar(
        sa.select(sa.func.max(ScanPage.decided_at)).where(ScanPage.stack_id == stack.id, ScanPage.file_id.is_not(None))
    )
    if last is None:
        return 0
    pages = db.session.scalars(
        sa.select(ScanPage).where(
            ScanPage.stack_id == stack.id, ScanPage.decided_at == last, ScanPage.file_id.is_not(None)
        )
    ).all()
    _load_sheets(pages)
    for page in pages:
        if page.sheet and page.decision in (Verdict.SIGNED, Verdict.REFUSED):
            take_back(actor, page.sheet)
        page.decision = page.decided_at = page.decided_by_id = None
    db.session.flush()
    audit.record(actor, AuditEvent.STACK_UNDONE, stack, changes={"pages": len(pages)})
    return len(pages)
