"""Spaces: opened, changed, closed; the rules accepted, what a member shows."""

from collections.abc import Collection, Sequence
from typing import Any

from portal.access.actor import Actor
from portal.community.kinds import Circle, SpaceKind, Writers
from portal.community.models import CommunityMember, Space, SpaceReader
from portal.community.queries.voices import member
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line, clean_text
from portal.people.kinds import OrganizationKind
from portal.people.models import Group, Organization

Link = tuple[str, str]


def open_space(
    actor: Actor, organization: Organization, *, kind: SpaceKind, title: str, readers: Collection[Circle],
    about: str = "", writers: Writers = Writers.CIRCLE, group: Group | None = None, is_wide: bool = False,
    links: Sequence[Link] = (),
) -> Space:  # fmt: skip
    """Open a space of the organisation or of one of its groups. Raises Refusal without readers, for a foreign group."""
    made = Space(
        organization=organization, kind=kind, starts_on=clock.today(organization.time_zone),
        **_facts(organization, title=title, about=about, writers=writers, group=group, is_wide=is_wide, links=links),
    )  # fmt: skip
    if kind == SpaceKind.ANNOUNCEMENTS:
        made.writers = Writers.MODERATORS
    _let_in(made, readers)
    db.session.add(made)
    db.session.flush()
    audit.record(actor, AuditEvent.SPACE_ADDED, made, changes={"kind": kind, "readers": sorted(readers)})
    return made


def change_space(
    actor: Actor, space: Space, *, title: str, readers: Collection[Circle], about: str = "",
    writers: Writers = Writers.CIRCLE, group: Group | None = None, is_wide: bool = False,
    links: Sequence[Link] = (), is_closed: bool = False,
) -> None:  # fmt: skip
    """Change what the space is, who reads and writes, or close it; a closed one is read and not written."""
    wanted = _facts(
        space.organization, title=title, about=about, writers=writers, group=group, is_wide=is_wide, links=links
    )
    if space.kind == SpaceKind.ANNOUNCEMENTS:
        wanted["writers"] = Writers.MODERATORS
    changed = [name for name, value in wanted.items() if getattr(space, name) != value]
    for name in changed:
        setattr(space, name, wanted[name])
    if {one.who for one in space.readers} != set(readers):
        changed.append("readers")
        _let_in(space, readers)
    if is_closed == space.is_open:
        changed.append("ends_on")
        space.ends_on = clock.today(space.organization.time_zone) if is_closed else None
    space.version += 1
    db.session.flush()
    audit.record(actor, AuditEvent.SPACE_CHANGED, space, changes={"fields": changed, "readers": sorted(readers)})


def accept_rules(actor: Actor) -> None:
    """The member has read the rules and takes part by own will; saying it again changes nothing."""
    said = _member(actor)
    if said.rules_accepted_at is None:
        said.rules_accepted_at = clock.now()
        audit.record(actor, AuditEvent.COMMUNITY_RULES_ACCEPTED, said)


def change_profile(actor: Actor, *, about: str, shows_post: bool) -> None:
    """What the member agrees to show beside the name."""
    said = _member(actor)
    wanted = {"about": clean_text(about), "shows_post": shows_post}
    changed = [name for name, value in wanted.items() if getattr(said, name) != value]
    for name in changed:
        setattr(said, name, wanted[name])
    said.version += 1
    audit.record(actor, AuditEvent.MEMBER_CHANGED, said, changes={"fields": changed})


def _member(actor: Actor) -> CommunityMember:
    said = member(actor.person_id)
    if said is None:
        said = CommunityMember(person_id=actor.person_id)
        db.session.add(said)
        db.session.flush()
    return said


def _facts(
    organization: Organization, *, title: str, about: str, writers: Writers, group: Group | None, is_wide: bool,
    links: Sequence[Link],
) -> dict[str, Any]:  # fmt: skip
    if not clean_line(title):
        raise Refusal(_("Назовите пространство."))
    if group is not None and group.organization_id != organization.id:
        raise Refusal(_("Эта группа другой организации."))
    if is_wide and organization.kind != OrganizationKind.MUNICIPALITY:
        raise Refusal(_("На все организации открывает своё пространство только муниципалитет."))
    if is_wide and group is not None:
        raise Refusal(_("Пространство одной группы не открыть на все организации."))
    return {
        "title": clean_line(title), "about": clean_text(about), "writers": writers,
        "group_id": group.id if group else None, "is_wide": is_wide, "links": [list(link) for link in links],
    }  # fmt: skip


def _let_in(space: Space, readers: Collection[Circle]) -> None:
    if not readers:
        raise Refusal(_("Выберите, для кого пространство."))
    kept = {one.who: one for one in space.readers}
    space.readers = [kept.get(who) or SpaceReader(who=who) for who in sorted(readers)]
