"""A course and its sessions as a view gets them: the event through the gate, the rest through the event."""

from portal.access.permissions import Permission
from portal.core.errors import NotSeen
from portal.events.courses.models import Course, CourseSession
from portal.events.courses.queries import course_of, session_of
from portal.events.models import Event
from portal.events.views.opening import one_event


def one_course(public_id: str, permission: Permission, *, lock: bool = False) -> Course:
    """The course of an event on which the reader has the permission; an event that is none is not found."""
    found = course_of(one_event(public_id, permission, lock=lock))
    if found is None:
        raise NotSeen
    return found


def one_session(event: Event, public_id: str) -> CourseSession:
    """A session of this course."""
    found = session_of(event, public_id)
    if found is None:
        raise NotSeen
    return found
