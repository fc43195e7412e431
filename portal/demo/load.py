"""`portal demo load`: the town in one go, the same for the same seed."""

from datetime import timedelta

import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.reference import sync_all
from portal.demo.bodies import add_bodies
from portal.demo.careers import add_careers
from portal.demo.closing import add_closing, add_reports_of_curators
from portal.demo.community import add_community
from portal.demo.consents import add_consents
from portal.demo.contests import add_contests
from portal.demo.corrections import add_corrections
from portal.demo.courses import add_courses
from portal.demo.documents import add_documents
from portal.demo.drafts import add_drafts
from portal.demo.events import add_events
from portal.demo.finals import add_finals
from portal.demo.health import add_health
from portal.demo.invitations import add_invitations
from portal.demo.letters import choose_letters
from portal.demo.library import add_library
from portal.demo.meetings import demo_meetings
from portal.demo.mentees import add_mentees
from portal.demo.mentors import add_mentors
from portal.demo.pairs import add_pairs
from portal.demo.plans import add_plans
from portal.demo.practices import add_practices
from portal.demo.programs import add_programs
from portal.demo.questionnaires import make_questionnaires
from portal.demo.recognition import add_recognition
from portal.demo.requests import add_requests
from portal.demo.roadmaps import add_roadmaps
from portal.demo.schools import settle_schools
from portal.demo.sheets import add_sheets
from portal.demo.town import Town, begin_town
from portal.demo.waves import hold_waves
from portal.people.models import Organization

BEGAN = timedelta(days=420)


def is_empty() -> bool:
    """Whether the database has no organisation yet: only then a demo town may be built."""
    return not db.session.scalar(sa.select(sa.exists().where(Organization.id > 0)))


def load_town(*, seed: int = 2026) -> Town:
    """Build the town and commit it; returns who is there. Raises Refusal where organisations exist already."""
    if not is_empty():
        raise Refusal(_("В базе уже есть организации. Демонстрационный город строится только в пустой базе."))
    sync_all()
    now = clock.now()
    with clock.freeze(now - BEGAN):
        town = begin_town()
        settle_schools(town, seed=seed)
        add_careers(town)
        add_bodies(town)
        db.session.commit()
    with clock.freeze(now):
        add_invitations(town)
        db.session.commit()
        add_sheets(town)
        hold_waves(town, seed=seed)
        make_questionnaires(town)
        add_consents(town)
        add_requests(town)
        add_programs(town)
        add_mentees(town)
        add_mentors(town)
        add_documents(town)
        add_pairs(town)
        add_corrections(town)
        demo_meetings()
        add_practices(town)
        add_contests(town)
        add_plans()
        add_health(town)
        add_closing()
        add_roadmaps(town)
        add_reports_of_curators(town)
        add_drafts(town)  # after everything that changes the pool: a draft of yesterday's base is stale
        add_library(town)
        add_events(town)
        add_courses(town)
        add_finals(town)
        add_community(town)
        add_recognition(town)
        choose_letters(town)
        db.session.commit()
    return town
