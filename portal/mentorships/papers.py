"""What the order on pairs says, from the data."""

from collections.abc import Sequence

import sqlalchemy as sa

from portal.core.db import db
from portal.core.i18n import _, ru_date
from portal.documents.content import Appendix, Content, Row
from portal.documents.models import Document
from portal.documents.queries import subjects_of
from portal.documents.registry import Fresh, Gap, source
from portal.mentorships.kinds import MemberSide, Outcome
from portal.mentorships.labels import actor_label
from portal.mentorships.models import Mentorship, MentorshipDecision, MentorshipMember
from portal.mentorships.queries.pairs import WITH_MEMBERS, decisions_of, format_name
from portal.mentorships.queries.steps import waiting_step
from portal.mentorships.route import ORDERING
from portal.programs.kinds import PaperKind, StepAction
from portal.programs.queries import paper_in_force

ORDER, TABLE = "order_pairs", "mentorship"


def pairs_of(document: Document, *, lock: bool = False) -> Sequence[Mentorship]:
    """The pairs that the paper is about, in its order. `lock` takes them by id, each as it stands then."""
    refs = [ref for table, ref in subjects_of(document) if table == TABLE]
    query = sa.select(Mentorship).where(Mentorship.public_id.in_(refs)).options(*WITH_MEMBERS).order_by(Mentorship.id)
    if lock:
        query = query.with_for_update(of=Mentorship).execution_options(populate_existing=True)
    found = db.session.scalars(query).all()
    return sorted(found, key=lambda pair: refs.index(pair.public_id))


@source(ORDER)
def order_on_pairs(document: Document) -> Fresh:
    """The order as the data stands, and pairs of it that no longer wait for an order."""
    pairs = pairs_of(document)
    gaps = []
    for pair in pairs:
        step = waiting_step(pair)
        if step is None or step.action not in ORDERING:
            gaps.append(Gap(what=_("одна из пар больше не ждёт приказа"), path=f"/mentorships/{pair.public_id}"))
    return Fresh(content=order_content(pairs), gaps=tuple(gaps))


def order_content(pairs: Sequence[Mentorship]) -> Content:
    """Text and appendix: mentors and mentees by name, the format, the last day that is meant, who decided.

    No role pattern: some of them would tell everybody who reads the order of somebody's health or trouble.
    """
    rows = [
        Row(cells=(str(number), *_line(pair)), persons=tuple(each.person.public_id for each in _standing(pair)))
        for number, pair in enumerate(pairs, 1)
    ]
    cycle = pairs[0].cycle if pairs else None
    items = (
        _("Закрепить наставников за наставляемыми согласно приложению."),
        _("Наставникам составить планы работы, знакомить с ними наставляемых и проводить встречи."),
        _("Контроль за исполнением приказа оставляю за собой."),
    )
    columns = (_("№"), _("Наставник"), _("Наставляемый"), _("Форма"), _("Срок"), _("Основание"))
    table = Appendix(title=_("Наставнические пары и группы"), columns=columns, rows=tuple(rows), named=(1, 2))
    return Content(
        preamble=_("В целях реализации программы наставничества на %(year)s год", year=cycle.name) if cycle else "",
        items=items, basis=_basis(pairs), appendix=table,
    )  # fmt: skip


def _line(pair: Mentorship) -> tuple[str, ...]:
    sides = []
    for side in MemberSide:
        names = ", ".join(each.person.full_name for each in pair.standing(side))
        if side == MemberSide.MENTEE and pair.group is not None:
            names = _("группа %(name)s: %(people)s", name=pair.group.name, people=names)
        sides.append(names)
    until = _("до %(day)s", day=ru_date(pair.planned_until, "full")) if pair.planned_until else ""
    return (*sides, format_name(pair), until, _decided(pair))


def _decided(pair: Mentorship) -> str:
    said = [
        each for each in decisions_of(pair)
        if each.action in (StepAction.DECISION, StepAction.AGREEMENT) and each.outcome == Outcome.YES and each.body
    ]  # fmt: skip
    directive = [_("директивно")] if pair.is_directive else []
    return "; ".join([*directive, *(_short(each) for each in said)])


def _short(said: MentorshipDecision) -> str:
    day = ru_date(said.acted_on, "full")
    return _("%(who)s, %(day)s", who=actor_label(said.body), day=day)


def _standing(pair: Mentorship) -> list[MentorshipMember]:
    return [each for side in MemberSide for each in pair.standing(side)]


def _basis(pairs: Sequence[Mentorship]) -> str:
    if not pairs:
        return ""
    paper = paper_in_force(pairs[0].cycle.program, PaperKind.REGULATION, pairs[0].proposed_on)
    return paper.title if paper else ""
