"""Papers of the demo town: a printed consent to publication, half of it back, and a campaign that went well."""

import sqlalchemy as sa

from portal.consents import actions as consents
from portal.consents.actions.campaigns import open_campaign, record_facts
from portal.consents.actions.marks import decided_items, receive_sheet, refuse_sheet
from portal.consents.actions.sheets import print_sheets
from portal.consents.crowds import GROUP, STAFF, Crowd, people_in
from portal.consents.kinds import Evidence, Item, Purpose
from portal.consents.models import ConsentSheet, ConsentText, SheetBatch
from portal.consents.paper_kinds import Way
from portal.consents.queries.texts import texts_in_force
from portal.core import clock
from portal.core.db import db
from portal.demo.town import BEGAN_ON, SYSTEM, ZONE, Town

BODY = (
    "Разрешаю образовательной организации публиковать на её официальном сайте и стендах сведения, отмеченные ниже, "
    "чтобы рассказать о программе наставничества. Другие сведения не публикуются.\n"
    "Согласие действует один учебный год. Отозвать его можно в любой день на портале или письмом: публикация будет "
    "убрана, а отказ не влияет на участие в программе."
)
ABOUT = (
    "В колледже работает программа наставничества: опытный педагог или старший студент помогает освоиться, выбрать "
    "дело и довести его до результата.\n"
    "Участие добровольное. До первой анкеты мы просим согласие на обработку данных; до 18 лет его подписывает и "
    "законный представитель.\n"
    "Вопросы можно задать куратору программы."
)


def add_sheets(town: Town) -> None:
    """In the college: a printed batch of which half is back with one refusal, and a campaign in the first weeks."""
    school, group = town.schools[1], town.groups[1]
    crowd = Crowd(kind=GROUP, organization=school, group=group)
    people = people_in(crowd)
    _wording(town)
    batch = print_sheets(SYSTEM, school, people, [Purpose.PUBLICATION], group=group)
    _half_comes_back(batch)
    campaign = open_campaign(
        SYSTEM, school, title="Наставничество: как это устроено", body=ABOUT, way=Way.CLASS_HOUR,
        parts=[crowd.key, f"kin.{crowd.key}", f"{STAFF}.{school.public_id}"], starts_on=clock.today(ZONE),
    )  # fmt: skip
    record_facts(SYSTEM, campaign, people[:-2], on=clock.today(ZONE), way=Way.CLASS_HOUR, group=group)
    db.session.flush()


def _wording(town: Town) -> ConsentText:
    """The consent to publication of the college; one that is there already is taken."""
    school = town.schools[1]
    there = [one for one in texts_in_force(school.id, clock.today(ZONE)) if one.purpose == Purpose.PUBLICATION]
    return there[0] if there else consents.add_consent_text(
        SYSTEM, school, purpose=Purpose.PUBLICATION, category="any", title="Согласие на публикацию", body=BODY,
        starts_on=BEGAN_ON, items=[Item.NAME, Item.PHOTO, Item.ACHIEVEMENTS],
    )  # fmt: skip


def _half_comes_back(batch: SheetBatch) -> None:
    sheets = db.session.scalars(
        sa.select(ConsentSheet).where(ConsentSheet.batch_id == batch.id).order_by(ConsentSheet.place)
    ).all()
    today = clock.today(ZONE)
    for order, sheet in enumerate(sheets[: len(sheets) // 2]):
        if order == 3:
            refuse_sheet(SYSTEM, sheet, evidence=Evidence.PAPER, on=today)
        else:
            items = decided_items(sheet.text, [Item.NAME, Item.ACHIEVEMENTS][: 1 + order % 2])
            receive_sheet(SYSTEM, sheet, evidence=Evidence.PAPER, on=today, items=items)
