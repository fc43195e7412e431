"""Papers of consents that ended (152-ФЗ ст. 9 ч. 3): when their term is over they go with sheets, pages and scans."""

from datetime import date

import sqlalchemy as sa

from portal.consents.models import Consent, ConsentRefusal, ConsentSheet, ScanPage
from portal.core.db import db, run
from portal.core.row_erasure import erase_files
from portal.core.subjects import Line
from portal.people.models import Organization

WITH_FILES = (Consent, ConsentRefusal, ConsentSheet, ScanPage)


def ended_papers(organization: Organization, before: date) -> sa.Select[int]:
    """Ids of consents that were withdrawn or ran out before the day."""
    ended = sa.func.coalesce(Consent.withdrawn_on, Consent.ends_on)
    return sa.select(Consent.id).where(Consent.organization_id == organization.id, ended < before)


def erase_papers(organization: Organization, before: date) -> list[Line]:
    """Delete the consents, their blanks and pages, and the scans that nothing else needs."""
    consents = list(db.session.scalars(ended_papers(organization, before)))
    sheets = list(db.session.scalars(sa.select(ConsentSheet.id).where(ConsentSheet.consent_id.in_(consents))))
    which = {ScanPage: ScanPage.sheet_id.in_(sheets), ConsentSheet: ConsentSheet.id.in_(sheets),
             Consent: Consent.id.in_(consents)}  # fmt: skip
    files = {
        one
        for model, clause in which.items()
        for one in db.session.scalars(sa.select(model.__table__.c.file_id).where(clause))
    }
    gone = {model.__tablename__: run(sa.delete(model).where(clause)) for model, clause in which.items()}
    db.session.expire_all()
    needed = {one for model in WITH_FILES for one in db.session.scalars(
        sa.select(model.__table__.c.file_id).where(model.__table__.c.file_id.in_(files)))}  # fmt: skip
    erase_files([one for one in files - needed if one is not None])
    return [Line(table=table, columns=("purpose",), rows=rows, how="erased") for table, rows in gone.items()]
