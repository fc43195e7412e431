"""«Лист изменений к программе»: the order that brings the programme and the wishes together, from the data (DOCS-6)."""

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _, ngettext
from portal.documents.actions import issue_document
from portal.documents.content import Appendix, Content, Row
from portal.documents.models import Document
from portal.documents.queries import about, subjects_of
from portal.documents.registry import Fresh, Gap, source
from portal.matching.queries.comparison import WITH_ITS_PROGRAM, AskedFormat, compare_with_program
from portal.matching.queries.comparison import Gap as Difference
from portal.programs.kinds import PaperKind
from portal.programs.models import Cycle
from portal.programs.queries import paper_in_force

CHANGES, TABLE = "order_program_changes", "cycle"


def draft_changes(actor: Actor, cycle: Cycle) -> Document:
    """Draft the change sheet of this year; the draft that is open already, if there is one. Call with the year locked.

    Raises Refusal for a closed year and where the wishes and the programme do not differ.
    """
    if (standing := open_changes(cycle)) is not None:
        return standing
    if cycle.closed_on is not None:
        raise Refusal(_("Год закрыт: программа этого года больше не меняется."))
    content = changes_content(cycle)
    if content.appendix is None or not content.appendix.rows:
        raise Refusal(_("Запросы и программа года сходятся: менять нечего."))
    return issue_document(
        actor, CHANGES, cycle.program.organization, content=content, subjects=[(TABLE, cycle.public_id)]
    )


def open_changes(cycle: Cycle) -> Document | None:
    """The change sheet of this year that is not signed yet."""
    return next((each for each in about(TABLE, cycle.public_id) if each.kind == CHANGES and each.is_open), None)


@source(CHANGES)
def sheet_of_changes(document: Document) -> Fresh:
    """The sheet as the data stands now."""
    refs = [ref for table, ref in subjects_of(document) if table == TABLE]
    cycle = db.session.scalars(
        sa.select(Cycle).where(Cycle.public_id.in_(refs)).options(*WITH_ITS_PROGRAM)
    ).one_or_none()
    if cycle is None:
        return Fresh(content=Content(), gaps=(Gap(what=_("года программы больше нет")),))
    content = changes_content(cycle)
    gaps = () if content.appendix and content.appendix.rows else (Gap(what=_("запросы и программа уже сходятся")),)
    return Fresh(content=content, gaps=gaps)


def changes_content(cycle: Cycle) -> Content:
    """Text and appendix: which formats are proposed to be switched on or reconsidered, and on what ground. No names."""
    rows = [
        Row(cells=(str(number), *_line(asked)))
        for number, asked in enumerate((each for each in compare_with_program(cycle) if each.gap), 1)
    ]
    regulation = paper_in_force(cycle.program, PaperKind.REGULATION, cycle.starts_on)
    return Content(
        preamble=_("По итогам сравнения предварительных запросов с формами программы на %(year)s год", year=cycle.name),
        items=(
            _("Внести изменения в программу «%(name)s» согласно приложению.", name=cycle.program.name),
            _("Куратору программы сообщить об изменениях тем, чьи запросы они касаются."),
            _("Контроль за исполнением приказа оставляю за собой."),
        ),
        basis=regulation.title if regulation else "",
        appendix=Appendix(
            title=_("Лист изменений к программе"),
            columns=(_("№"), _("Форма"), _("Что меняется"), _("Почему")), rows=tuple(rows),
        ),
    )  # fmt: skip


def _line(asked: AskedFormat) -> tuple[str, ...]:
    if asked.gap is Difference.MISSING:
        why = ngettext("наставника просит %(num)s человек", "наставника просят %(num)s человек", asked.people)
        return asked.format.name, _("Включить форму в программу года"), why
    return asked.format.name, _("Пересмотреть: привлечь участников или не проводить в этом году"), _("запросов нет")
