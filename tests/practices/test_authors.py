"""Who is named where: a consent opens the name, an erasure takes it out of the bank and leaves the practice."""

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.consents import actions as consents
from portal.consents.kinds import Decision, Evidence, Item, Purpose
from portal.core.db import db
from portal.core.row_erasure import erase
from portal.core.search.index import SearchDocument
from portal.core.subjects import Erasing
from portal.practices import actions
from portal.practices.models import PracticeAuthor, PracticeMark, PracticeVersion
from portal.practices.queries import named_authors, published_authors
from portal.privacy.queries.holdings import find_subject, holdings_of
from tests.conftest import NOW

TODAY = NOW.date()
SYSTEM = Actor.system("tests")


def _publish_name(world, **decisions):
    text = consents.add_consent_text(
        SYSTEM, world.school_1, purpose=Purpose.PUBLICATION, category="any", title="Публикация", body="Можно ли",
        starts_on=TODAY, items=[item.value for item in Item],
    )  # fmt: skip
    items = {item.value: {"decision": decisions.get(item.value, Decision.ALLOW).value} for item in Item}
    consents.record_consent(
        SYSTEM, world.nina, text, given_by=world.nina, evidence=Evidence.SCAN, starts_on=TODAY, items=items
    )
    db.session.commit()


def test_strangers_read_a_name_only_with_the_consent_to_the_name_and_to_the_practice(world, published):
    practice, name = published(), world.nina.full_name
    strangers = (Actor.guest(), world.actor("karim"), world.actor("olga"), world.actor("misha"))
    assert [named_authors(who, practice, TODAY) for who in strangers] == [[]] * 4
    assert named_authors(world.actor("nina"), practice, TODAY) == [name]
    assert named_authors(world.actor("kira"), practice, TODAY) == [name]
    _publish_name(world)
    assert named_authors(Actor.guest(), practice, TODAY) == [name]


def test_a_ban_on_the_practice_hides_the_name(world, published):
    practice = published()
    _publish_name(world, practice=Decision.DENY)
    assert published_authors(practice, TODAY) == []


def test_an_erased_author_leaves_the_practice_without_the_name(world, published):
    name = world.nina.full_name
    practice = published(task=f"Придумано на уроке, который вела {name}")
    actions.set_mark(world.actor("nina"), practice, is_useful=True)
    db.session.commit()
    held = {section.table for section in holdings_of(world.nina, "Asia/Irkutsk")}
    assert {"practice_author", "practice_mark"} <= held
    erase(Erasing(subject=find_subject(world.nina)))
    db.session.commit()
    for model in (PracticeAuthor, PracticeMark):
        assert db.session.scalar(sa.select(sa.func.count()).select_from(model)) == 0
    assert "Орлова" not in db.session.scalars(sa.select(PracticeVersion.task)).one()
    assert (
        "Орлова"
        not in db.session.scalars(sa.select(SearchDocument.body).where(SearchDocument.kind == "practice")).one()
    )
    db.session.refresh(practice)
    assert practice.current_number == 1
    assert named_authors(world.actor("kira"), practice, TODAY) == []
