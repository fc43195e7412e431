"""Opens a wave of the short questionnaire for the adult student of a live test server; prints the personal token.

`python -m tests.build_wave [named|anonymous|linked]`
"""

import sys
from datetime import timedelta

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.app import create_app
from portal.core import clock
from portal.core.db import db
from portal.people.models import Membership, Organization, Person
from surveys.actions import assign_questionnaire
from surveys.links import token_of
from surveys.models import Mode, SurveyInvitation
from surveys.storage import publish_questionnaire
from tests.surveys.waves import short

ACTOR = Actor.system("test")


def main() -> None:
    """Open it with the settings of the environment."""
    with create_app().app_context():
        person = db.session.scalars(sa.select(Person).where(Person.email == "mentee@demo.example")).one()
        school = db.session.scalars(
            sa.select(Organization)
            .join(Membership, Membership.organization_id == Organization.id)
            .where(Membership.person_id == person.id)
        ).one()
        version = publish_questionnaire(ACTOR, short())
        wave = assign_questionnaire(
            ACTOR, version.questionnaire, school, audience={"persons": [person.public_id]},
            opens_at=clock.now(), closes_at=clock.now() + timedelta(days=7), mode=Mode([*sys.argv, "named"][1]),
        )  # fmt: skip
        invited = sa.select(SurveyInvitation).where(SurveyInvitation.assignment_id == wave.id)
        print(token_of(db.session.scalars(invited).one()))  # noqa: T201 — what the caller came for
        db.session.commit()


if __name__ == "__main__":
    main()
