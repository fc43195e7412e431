"""The list of spaces, one space, the rules, profiles of members."""

import sqlalchemy as sa
from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.actor import Actor
from portal.access.gate import allowed, permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.community.actions import accept_rules, change_profile, refuse_to_write
from portal.community.forms import BareForm, LevelForm, ProfileForm
from portal.community.kinds import SpaceKind
from portal.community.models import Space
from portal.community.queries.moderation import count_flagged
from portal.community.queries.spaces import count_readers, level_in, own_spaces
from portal.community.queries.threads import SHOWN, find_threads
from portal.community.queries.voices import is_minor, member, met_in_common, voices_of
from portal.community.views.blueprints import community as bp
from portal.community.views.opening import circle_words, is_for_grown_ups, one_space, writer_words
from portal.core import clock
from portal.core.db import db
from portal.core.errors import NotSeen
from portal.core.web.forms import check_version
from portal.core.web.pages import page, safe_next, see_other
from portal.core.web.tables import paginate
from portal.people.models import Membership, Organization, Person
from portal.people.periods import in_force


@bp.get("")
@requires(Permission.COMMUNITY_READ)
def index() -> Response:
    """Spaces of the reader with what is new in them."""
    actor = current_actor()
    closed = request.args.get("closed") == "1"
    return page(
        "community/index.html", rows=own_spaces(actor, closed=closed), closed=closed, circle_words=circle_words,
        may_open=actor.has(Permission.SPACE_EDIT), may_judge=actor.has(Permission.COMMUNITY_MODERATE),
        n_flagged=_n_flagged(actor), kinds=SpaceKind,
    )  # fmt: skip


def _n_flagged(actor: Actor) -> int:
    return (db.session.scalar(count_flagged(actor)) or 0) if actor.has(Permission.COMMUNITY_MODERATE) else 0


@bp.get("/<public_id>")
@requires(Permission.COMMUNITY_READ)
def space(public_id: str) -> Response:
    """One space: who reads, writes and moderates, and its threads by pages."""
    actor, place = current_actor(), one_space(public_id)
    shown = request.args.get("show", "")
    shown = shown if shown in SHOWN else ""
    found = paginate(find_threads(actor, place, shown), scalars=False)
    today = clock.today(actor.time_zone)
    form = LevelForm(formdata=None)
    form.level.data = level_in(place, actor.person_id)
    return page(
        "community/space.html", fragment="thread_list", space=place, found=found, shown=shown,
        may=permissions_on(actor, place), P=Permission, form=form, today=today,
        voices=voices_of([row.Thread.author_id for row in found.rows], today), circle=circle_words(place),
        writers=writer_words(place), n_readers=count_readers(place, today), grown_ups=is_for_grown_ups(place),
        done=request.args.get("done", ""),
    )  # fmt: skip


@bp.get("/rules")
@requires(Permission.COMMUNITY_READ)
def rules() -> Response:
    """The rules of the community; they are accepted once, before the first word."""
    said = member(current_actor().person_id)
    accepted_at = said.rules_accepted_at if said else None
    return page("community/rules.html", accepted_at=accepted_at, next=request.args.get("next", ""))


@bp.post("/rules")
@requires(Permission.COMMUNITY_READ)
def accept() -> Response:
    """I have read them and agree."""
    BareForm().validate()
    accept_rules(current_actor())
    db.session.commit()
    return see_other(safe_next(request.form.get("next") or url_for(".index")))


@bp.get("/me")
@requires(Permission.COMMUNITY_READ)
def me() -> Response:
    """What I show of myself."""
    said = member(current_actor().person_id)
    return _profile_page(ProfileForm(formdata=None, obj=said), said.version if said else 1)


@bp.post("/me")
@requires(Permission.COMMUNITY_READ)
def save_me() -> Response:
    """Show more or less of myself."""
    form, said = ProfileForm(), member(current_actor().person_id)
    if not form.validate():
        return _profile_page(form, said.version if said else 1, status=422)
    if said is not None:
        check_version(said.version, request.form.get("version"), stands={form.about.label.text: said.about},
                      typed={form.about.label.text: form.about.data or ""})  # fmt: skip
    change_profile(current_actor(), about=form.about.data or "", shows_post=bool(form.shows_post.data))
    db.session.commit()
    return see_other(url_for(".me", done="saved"))


@bp.get("/members/<public_id>")
@requires(Permission.COMMUNITY_READ)
def member_page(public_id: str) -> Response:
    """A grown-up member whom the reader meets in a space: the name, the role and what the member agreed to show."""
    actor = current_actor()
    today = clock.today(actor.time_zone)
    person = db.session.scalars(sa.select(Person).where(Person.public_id == public_id)).one_or_none()
    spaces = sa.select(Space.id).where(allowed(actor, Permission.COMMUNITY_READ, Space))
    if person is None or person.erased_on or is_minor(person.id, today) or not met_in_common(spaces, person.id):
        raise NotSeen
    said = member(person.id)
    shows_post = said is not None and said.shows_post
    posts = db.session.execute(
        sa.select(Membership.post, Organization.short_name)
        .join(Organization, Organization.id == Membership.organization_id)
        .where(Membership.person_id == person.id, in_force(Membership, today))
        .order_by(Membership.id)
    ).all() if shows_post else []  # fmt: skip
    return page(
        "community/member.html", voice=voices_of([person.id], today)[person.id], about=said.about if said else "",
        posts=posts, is_me=person.id == actor.person_id,
    )  # fmt: skip


def _profile_page(form: ProfileForm, version: int, status: int = 200) -> Response:
    actor = current_actor()
    today = clock.today(actor.time_zone)
    return page(
        "community/me.html", fragment="profile_form", status=status, form=form, version=version,
        voice=voices_of([actor.person_id or 0], today).get(actor.person_id or 0),
        refusal=refuse_to_write(actor), done=request.args.get("done", ""),
        minor=is_minor(actor.person_id or 0, today),
    )  # fmt: skip
