"""What the order on awards says, from the data."""

from collections.abc import Sequence

import sqlalchemy as sa

from portal.core.db import db
from portal.core.i18n import _
from portal.documents.content import Appendix, Content, Row
from portal.documents.models import Document
from portal.documents.queries import subjects_of
from portal.documents.registry import Fresh, Gap, source
from portal.recognition.kinds import NominationState
from portal.recognition.models import Nomination
from portal.recognition.queries.nominations import LOADED, ORDER, TABLE


def nominations_of(document: Document, *, lock: bool = False) -> Sequence[Nomination]:
    """The awards that the paper is about, in its order. `lock` takes them by id, each as it stands then."""
    refs = [ref for table, ref in subjects_of(document) if table == TABLE]
    query = sa.select(Nomination).where(Nomination.public_id.in_(refs)).options(*LOADED).order_by(Nomination.id)
    if lock:
        query = query.with_for_update(of=Nomination).execution_options(populate_existing=True)
    return sorted(db.session.scalars(query).all(), key=lambda each: refs.index(each.public_id))


@source(ORDER)
def order_on_awards(document: Document) -> Fresh:
    """The order as the data stands, and awards of it that no longer wait for an order."""
    found = nominations_of(document)
    gaps = [
        Gap(what=_("одно из поощрений больше не ждёт приказа"), path=f"/awards/{each.public_id}")
        for each in found if each.state != NominationState.APPROVED
    ]  # fmt: skip
    return Fresh(content=order_content(found), gaps=tuple(gaps))


def order_content(nominations: Sequence[Nomination]) -> Content:
    """Text and appendix: who and which award. What speaks for it stays in the portal, sums in the papers of pay."""
    rows = tuple(
        Row(cells=(str(number), each.whom, each.kind.name),
            persons=(each.person.public_id,) if each.person is not None else ())
        for number, each in enumerate(nominations, 1)
    )  # fmt: skip
    items = (
        _("Поощрить участников программы наставничества согласно приложению."),
        _("Сведения о поощрении внести в реестр и довести до сведения участников."),
        _("Контроль за исполнением приказа оставляю за собой."),
    )
    preamble = ""
    if nominations:
        year = nominations[0].cycle.name
        preamble = _("По итогам программы наставничества за %(year)s год и за активное участие в ней", year=year)
    table = Appendix(title=_("Поощрения"), columns=(_("№"), _("Кого поощрить"), _("Поощрение")), rows=rows, named=(1,))
    return Content(preamble=preamble, items=items, appendix=table)
