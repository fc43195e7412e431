"""Who uses a practice and what came of it, marks, presentations, collections, and whose name may be read."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.access.gate import allowed, select_allowed
from portal.access.permissions import Permission
from portal.access.policy import scope_of
from portal.access.roles import Scope
from portal.consents.kinds import Item
from portal.consents.queries.publishing import may_publish_freely
from portal.core.db import db
from portal.people.models import Organization, Person
from portal.practices.models import (
    CollectionItem,
    Practice,
    PracticeAdoption,
    PracticeAuthor,
    PracticeCollection,
    PracticeMark,
    PracticePresentation,
    PracticeVersion,
)


def uses_of(practice: Practice) -> Sequence[PracticeAdoption]:
    """Uses by others, those that told an outcome first."""
    return db.session.scalars(
        sa.select(PracticeAdoption)
        .where(PracticeAdoption.practice_id == practice.id)
        .options(joinedload(PracticeAdoption.organization))
        .order_by(PracticeAdoption.outcome.is_(None), PracticeAdoption.starts_on.desc(), PracticeAdoption.id)
    ).all()


def told_outcomes(practice: Practice) -> list[str]:
    """Outcomes told by organisations that use it and did try it."""
    return list(
        db.session.scalars(
            sa.select(PracticeAdoption.outcome).where(
                PracticeAdoption.practice_id == practice.id, PracticeAdoption.outcome.is_not(None),
                PracticeAdoption.outcome != "not_tried",
            )
        )
    )  # fmt: skip


def outcomes_to_tell(actor: Actor, today: date) -> sa.Select[str, str]:
    """(public id of the use, title) of uses that the actor wrote down and that are sixty days old without a word."""
    return (
        sa.select(PracticeAdoption.public_id, PracticeVersion.title)
        .join(
            PracticeVersion,
            sa.and_(
                PracticeVersion.practice_id == PracticeAdoption.practice_id,
                PracticeVersion.number == PracticeAdoption.number,
            ),
        )
        .where(
            PracticeAdoption.recorded_by_id == actor.person_id, PracticeAdoption.ask_on <= today,
            PracticeAdoption.outcome.is_(None), PracticeAdoption.ends_on.is_(None),
            allowed(actor, Permission.PRACTICE_ADOPT, PracticeAdoption),
        )
        .order_by(PracticeAdoption.ask_on, PracticeAdoption.id)
    )  # fmt: skip


def adopting_organizations(actor: Actor) -> Sequence[Organization]:
    """Organisations in whose name the actor may say «мы тоже используем», by name."""
    ids = {
        grant.organization_id for grant in actor.grants
        if grant.organization_id and scope_of(Permission.PRACTICE_ADOPT, grant.role) is not Scope.NONE
    }  # fmt: skip
    return db.session.scalars(
        sa.select(Organization).where(Organization.id.in_(ids)).order_by(Organization.sort_name)
    ).all()


def writing_organizations(actor: Actor) -> Sequence[Organization]:
    """Organisations for which the actor may describe a practice, by name."""
    ids = {
        grant.organization_id for grant in actor.grants
        if grant.organization_id and scope_of(Permission.PRACTICE_WRITE, grant.role) is not Scope.NONE
    }  # fmt: skip
    return db.session.scalars(
        sa.select(Organization).where(Organization.id.in_(ids)).order_by(Organization.sort_name)
    ).all()


def marks_of(practice: Practice, person_id: int | None) -> tuple[int, bool]:
    """How many find it useful, and whether the person does."""
    mine = sa.func.coalesce(sa.func.sum(sa.case((PracticeMark.person_id == person_id, 1), else_=0)), 0)
    row = db.session.execute(
        sa.select(sa.func.count(), mine).select_from(PracticeMark).where(PracticeMark.practice_id == practice.id)
    ).one()
    return row[0], bool(row[1])


def presentations_of(practice: Practice) -> Sequence[PracticePresentation]:
    """The latest first."""
    return db.session.scalars(
        sa.select(PracticePresentation)
        .where(PracticePresentation.practice_id == practice.id)
        .order_by(PracticePresentation.held_on.desc(), PracticePresentation.id.desc())
    ).all()


def named_authors(actor: Actor, practice: Practice, on: date) -> list[str]:
    """Names of authors that this reader may read.

    Everybody reads the name of who agreed to its publication with a practice; the author and those who review in the
    same organisation read it anyway.
    """
    everybody = [each.person for each in practice.authors if each.person.erased_on is None]
    is_author = any(person.id == actor.person_id for person in everybody)
    is_colleague = any(
        grant.organization_id == practice.organization_id
        and scope_of(Permission.PRACTICE_REVIEW, grant.role) & Scope.ORGANIZATION
        for grant in actor.grants
    )
    if is_author or is_colleague:
        return [person.full_name for person in everybody]
    return published_authors(practice, on)


def published_authors(practice: Practice, on: date) -> list[str]:
    """Names that everybody may read: an open page, a citation."""
    home = sa.literal(practice.organization_id)
    found = db.session.scalars(
        sa.select(Person)
        .join(PracticeAuthor, PracticeAuthor.person_id == Person.id)
        .where(
            PracticeAuthor.practice_id == practice.id, Person.erased_on.is_(None), Person.restricted_on.is_(None),
            may_publish_freely(Person.id, home, Item.NAME, on), may_publish_freely(Person.id, home, Item.PRACTICE, on),
        )
        .order_by(PracticeAuthor.position)
    )  # fmt: skip
    return [person.full_name for person in found]


def collections_for(actor: Actor) -> Any:
    """(collection, number of practices) that the actor may read, by name."""
    n = (
        sa.select(sa.func.count())
        .select_from(CollectionItem)
        .where(CollectionItem.collection_id == PracticeCollection.id)
        .scalar_subquery()
    )
    return (
        select_allowed(actor, Permission.PRACTICE_READ, PracticeCollection)
        .add_columns(n.label("n"))
        .order_by(PracticeCollection.title, PracticeCollection.id)
    )


def editable_collections(actor: Actor) -> Sequence[PracticeCollection]:
    """Collections to which the actor may add, by name."""
    return db.session.scalars(
        select_allowed(actor, Permission.COLLECTION_EDIT, PracticeCollection).order_by(PracticeCollection.title)
    ).all()


def items_of(collection: PracticeCollection) -> Sequence[Any]:
    """(practice, its published version) in their order; an archived practice is left out."""
    return db.session.execute(
        sa.select(Practice, PracticeVersion)
        .join(CollectionItem, CollectionItem.practice_id == Practice.id)
        .join(
            PracticeVersion,
            sa.and_(PracticeVersion.practice_id == Practice.id, PracticeVersion.number == Practice.current_number),
        )
        .where(CollectionItem.collection_id == collection.id, Practice.archived_on.is_(None))
        .options(joinedload(Practice.organization))
        .order_by(CollectionItem.position)
    ).all()
