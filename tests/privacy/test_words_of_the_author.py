"""What a child told the curator and thinks of the mentor is read by the child alone, not by a representative."""

import pytest
import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.jobs import Job, run_job
from portal.core.notices import notify
from portal.events.actions import register
from portal.mentorships.closing.models import ClosingWord
from portal.mentorships.health.actions import NOTICE
from portal.mentorships.health.models import CuratorCall
from portal.privacy.jobs import subject_of
from portal.privacy.queries.holdings import holdings_of
from portal.privacy.words import AUTHORS_ONLY
from portal.programs.actions import add_program, school_span
from portal.programs.definitions import program_patterns
from portal.programs.queries import cycles_of
from portal.programs.reference import sync_mentoring
from tests.events.conftest import announced
from tests.mentorships.pairing import make_pair
from tests.privacy.canaries import TODAY
from tests.privacy.test_packages import texts_of
from tests.world import World

TOLD, REVIEW, GAINED = "Дома накажут", "Наставник был груб", "Научился вести урок"
ANSWERED = "Ваше сообщение о паре рассмотрено"


def settle(world: World) -> None:
    """Паша, whose mother is Мария, told the curator something and summed up the pair."""
    sync_mentoring()
    made = add_program(world.actor("kira"), world.school_1, name="Рядом", pattern=program_patterns()["chgtt"],
                       span=school_span(2026))  # fmt: skip
    pair = make_pair(world.nina, world.pasha, cycles_of(made)[0])
    call = CuratorCall(mentorship_id=pair.id, sent_by_id=world.pasha.id, urgency=3, text=TOLD, sent_at=clock.now())
    word = ClosingWord(mentorship_id=pair.id, person_id=world.pasha.id, gained=GAINED, review=REVIEW, said_on=TODAY)
    db.session.add_all((call, word))
    notify([world.pasha.id], NOTICE, ANSWERED, "/calls/x")
    db.session.commit()


def test_a_representative_reads_neither_the_calls_nor_the_review(world: World, client_as, post) -> None:
    settle(world)
    key = world.pasha.public_id
    packages = {}
    for reader in ("maria", "pasha"):
        client = client_as(reader)
        said = client.get(f"/account/data?person={key}").text
        is_own = reader == "pasha"
        found = [text in said for text in (TOLD, REVIEW, ANSWERED, GAINED, AUTHORS_ONLY)]
        assert found == [is_own, is_own, is_own, True, not is_own]
        post(client, "/account/data/package", person=key)
        job = db.session.scalars(sa.select(Job).order_by(Job.id.desc()).limit(1)).one()
        assert run_job(job.id)
        db.session.refresh(job)
        packages[reader] = job
        said = texts_of(job.result_file)
        found = [text in said for text in (TOLD, REVIEW, ANSWERED, GAINED, AUTHORS_ONLY)]
        assert found == [is_own, is_own, is_own, True, not is_own]
    assert subject_of(world.actor("maria"), packages["maria"].args) == world.pasha
    assert subject_of(world.actor("pasha"), packages["pasha"].args) == world.pasha
    with pytest.raises(Refusal):
        subject_of(world.actor("maria"), packages["pasha"].args)


def test_a_parent_hears_of_no_training_whose_people_nobody_is_told(world: World) -> None:
    """«Видят только ведущий тренинга и сам человек»: neither the place nor the notice, on the card of a child."""
    led = announced(world, by="polina", title="Закрытый тренинг", led_by_id=world.polina.id, is_restricted=True)
    known = announced(world, title="Открытое событие")
    for event, by in ((led, "polina"), (known, "kira")):
        register(world.actor(by), event, world.pasha, organization_id=world.school_1.id, by_organizer=True,
                 skips_audience=True)  # fmt: skip
    db.session.commit()

    def told(*, is_own: bool) -> str:
        found = holdings_of(world.pasha, "Asia/Irkutsk", is_own=is_own)
        return " ".join(words for each in found for row in each.rows for words in row.values())

    assert "Закрытый тренинг" in told(is_own=True)
    assert "Закрытый тренинг" not in told(is_own=False)
    assert "Открытое событие" in told(is_own=False)
