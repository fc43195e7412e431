"""Collections: practices put together in an order by a methodologist."""

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line, clean_text
from portal.people.models import Organization
from portal.practices.models import CollectionItem, Practice, PracticeCollection

MOST_ITEMS = 50


def make_collection(actor: Actor, organization: Organization, *, title: str, about: str) -> PracticeCollection:
    """An empty collection that only its organisation sees."""
    made = PracticeCollection(organization_id=organization.id, title=clean_line(title), about=clean_text(about))
    db.session.add(made)
    audit.record(actor, AuditEvent.COLLECTION_MADE, made)
    return made


def put_into_collection(actor: Actor, collection: PracticeCollection, practice: Practice) -> None:
    """To the end of the collection; a second time changes nothing."""
    if practice.current_number is None or practice.archived_on is not None:
        raise Refusal(_("В подборку входят опубликованные практики."))
    if any(each.practice_id == practice.id for each in collection.items):
        return
    if len(collection.items) >= MOST_ITEMS:
        raise Refusal(_("В подборке уже %(n)s практик: начните другую.", n=MOST_ITEMS))
    collection.items.append(CollectionItem(practice_id=practice.id, position=len(collection.items) + 1))
    _saved(actor, collection)


def move_in_collection(actor: Actor, collection: PracticeCollection, practice: Practice, *, by: int) -> None:
    """One place up (-1) or down (1)."""
    place = next((n for n, each in enumerate(collection.items) if each.practice_id == practice.id), None)
    if place is None or not 0 <= place + by < len(collection.items):
        return
    items = collection.items
    items[place].position, items[place + by].position = items[place + by].position, items[place].position
    _saved(actor, collection)


def take_out_of_collection(actor: Actor, collection: PracticeCollection, practice: Practice) -> None:
    """The others close up."""
    collection.items[:] = [each for each in collection.items if each.practice_id != practice.id]
    for place, each in enumerate(collection.items, 1):
        each.position = place
    _saved(actor, collection)


def publish_collection(actor: Actor, collection: PracticeCollection, *, is_open: bool) -> None:
    """Show it to everybody, or to its organisation only again."""
    if is_open and not collection.items:
        raise Refusal(_("В подборке пока нет практик."))
    collection.published_on = clock.today(collection.organization.time_zone) if is_open else None
    _saved(actor, collection)


def _saved(actor: Actor, collection: PracticeCollection) -> None:
    collection.version += 1
    db.session.flush()
    audit.record(actor, AuditEvent.COLLECTION_CHANGED, collection)
