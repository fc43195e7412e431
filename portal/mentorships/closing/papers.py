"""What the order on the end of pairs says, from the data."""

from collections.abc import Sequence

from portal.core.i18n import _, ru_date
from portal.documents.content import Appendix, Content, Row
from portal.documents.models import Document
from portal.documents.registry import Fresh, Gap, source
from portal.mentorships.closing.queries.sheets import sheets_of
from portal.mentorships.kinds import WORKING, Ending, MemberSide
from portal.mentorships.labels import ending_label
from portal.mentorships.models import Mentorship
from portal.mentorships.papers import pairs_of
from portal.mentorships.queries import format_name

ORDER = "order_pair_end"


@source(ORDER)
def order_on_the_end(document: Document) -> Fresh:
    """The order as the data stands, and pairs of it that are over already."""
    pairs = pairs_of(document)
    gaps = [
        Gap(what=_("одна из пар уже завершена"), path=f"/mentorships/{pair.public_id}")
        for pair in pairs if pair.state not in WORKING
    ]  # fmt: skip
    return Fresh(content=end_content(pairs), gaps=tuple(gaps))


def end_content(pairs: Sequence[Mentorship]) -> Content:
    """Text and appendix: who with whom, the format, since when; why, only as the order may say it to everybody."""
    sheets = sheets_of(pairs)
    rows = []
    for number, pair in enumerate(pairs, 1):
        sheet = sheets.get(pair.id)
        rows.append(
            Row(
                cells=(str(number), *_names(pair), format_name(pair),
                       ru_date(pair.starts_on, "full") if pair.starts_on else "",
                       _public_reason(sheet.ending if sheet else None)),
                persons=tuple(each.person.public_id for side in MemberSide for each in pair.standing(side)),
            )
        )  # fmt: skip
    items = (
        _("Завершить работу наставнических пар и групп согласно приложению."),
        _("Итоги пар учесть при подготовке отчёта по итогам программы."),
        _("Контроль за исполнением приказа оставляю за собой."),
    )
    columns = (_("№"), _("Наставник"), _("Наставляемый"), _("Форма"), _("Работает с"), _("Основание"))
    preamble = ""
    if pairs:
        year = pairs[0].cycle.name
        preamble = _("В связи с подведением итогов программы наставничества за %(year)s год", year=year)
    table = Appendix(title=_("Наставнические пары и группы"), columns=columns, rows=tuple(rows), named=(1, 2))
    return Content(preamble=preamble, items=items, appendix=table)


def _names(pair: Mentorship) -> tuple[str, ...]:
    sides = []
    for side in MemberSide:
        names = ", ".join(each.person.full_name for each in pair.standing(side))
        if side == MemberSide.MENTEE and pair.group is not None:
            names = _("группа %(name)s: %(people)s", name=pair.group.name, people=names)
        sides.append(names)
    return tuple(sides)


def _public_reason(ending: str | None) -> str:
    """Whose wish it was and that two did not suit each other is nobody's business but theirs."""
    if ending in (Ending.COMPLETED, Ending.LEFT):
        return ending_label(ending)
    return _("по решению организации")
