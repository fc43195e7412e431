"""What papers hold about a person beyond the keys: the name of an uploaded scan, which its uploader gave it."""

from collections.abc import Iterable

import sqlalchemy as sa

from portal.consents.models import ScanFile
from portal.core.db import db
from portal.core.subjects import Erasing, Held, Line, Subject, collects, erases
from portal.core.washing import may_mention

may_mention("scan_file", "name")


@erases("scan_file", counted_by=lambda _erasing: ())
def leave_stacks(erasing: Erasing) -> Iterable[Line]:
    """A stack holds sheets of many and stays; its pages go with their sheets, a name in its title is washed out."""
    return ()


@collects("scan_file")
def scans_named_after(subject: Subject) -> Iterable[Held]:
    """Names of scans that name the person; who uploaded a stack is not whom it is about."""
    query = sa.select(ScanFile.name).where(subject.mentioned(ScanFile.name)).order_by(ScanFile.id)
    names = [name for name in db.session.scalars(query) if subject.is_named_in(name)]
    yield Held(table="scan_file", rows=[{"name": name} for name in names])
