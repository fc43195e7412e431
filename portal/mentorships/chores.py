"""What pairs do by the clock."""

from portal.access.actor import Actor
from portal.core.db import db
from portal.core.schedule import every
from portal.mentorships.actions.groups import follow_groups


@every(minute="41", hour="2")
def follow_student_groups() -> None:
    """Whoever came into a group that is a mentee as a whole joins its pair, whoever left it leaves."""
    follow_groups(Actor.system("groups"))
    db.session.commit()
