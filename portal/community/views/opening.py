"""Spaces, threads and posts as views get them, through the gate; how a space is described in words."""

from typing import Any

from sqlalchemy.orm import joinedload, selectinload

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor
from portal.community.kinds import Circle, Writers
from portal.community.labels import CIRCLES, GROWN_UPS
from portal.community.models import Post, Space, Thread
from portal.core import submissions
from portal.core.i18n import _
from portal.core.web.forms import CreatingForm

_SPACE = (joinedload(Space.organization), joinedload(Space.group), selectinload(Space.readers))
_THREAD = (
    joinedload(Thread.space).joinedload(Space.organization), joinedload(Thread.space).joinedload(Space.group),
    joinedload(Thread.space).selectinload(Space.readers), joinedload(Thread.author),
)  # fmt: skip
_POST = (
    joinedload(Post.thread).joinedload(Thread.space).joinedload(Space.organization), joinedload(Post.author),
)  # fmt: skip


def one_space(public_id: str, permission: Permission = Permission.COMMUNITY_READ, *, lock: bool = False) -> Space:
    """The space on which the reader has the permission."""
    return get_or_404(current_actor(), Space, public_id, permission, *_SPACE, lock=lock)


def one_thread(public_id: str, permission: Permission = Permission.COMMUNITY_READ, *, lock: bool = False) -> Thread:
    """The thread on which the reader has the permission; its row is taken for this transaction with `lock`."""
    return get_or_404(current_actor(), Thread, public_id, permission, *_THREAD, lock=lock)


def one_post(public_id: str, permission: Permission = Permission.COMMUNITY_READ, *, lock: bool = False) -> Post:
    """The post on which the reader has the permission."""
    return get_or_404(current_actor(), Post, public_id, permission, *_POST, lock=lock)


def circle_words(space: Space) -> str:
    """«наставники, кураторы групп: Колледж», for «Это видят»."""
    words = ", ".join(CIRCLES[Circle(one.who)] for one in space.readers)
    where = space.group.name if space.group else space.organization.short_name
    place = _("все организации: %(place)s", place=where) if space.is_wide else where
    return f"{words} ({place})"


def writer_words(space: Space) -> str:
    """Who writes in the space."""
    return _("все, кто читает") if space.writers == Writers.CIRCLE else _("те, кто модерирует")


def is_for_grown_ups(space: Space) -> bool:
    """Whether no learner can be among its readers."""
    return {Circle(one.who) for one in space.readers} <= GROWN_UPS


def claimed(form: CreatingForm, purpose: str) -> Any:
    """The former use of the form's key, or None where it is ours now."""
    told = submissions.hash_body(sorted((name, str(said)) for name, said in form.values.items()))
    return submissions.claim(form.submission_key.data or "", purpose, told)
