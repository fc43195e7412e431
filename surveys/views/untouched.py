"""The page of all questions before the first answer, for those who come by a link: the same for everybody but for a few
values. It is drawn once, for nobody, and what is one person's own is put into its holes at each request."""

import re
import secrets
from dataclasses import asdict, replace
from typing import Any

from flask import render_template, request
from flask_wtf.csrf import generate_csrf
from markupsafe import escape

from portal.access.web import current_actor
from portal.core import submissions
from portal.core.web.pages import VIEW_COOKIE
from surveys.filling import Filling
from surveys.showing import Showing
from surveys.views.vault import Vault, vault_of

MOST_KEPT = 300
_SIGN = secrets.token_hex(12)  # nobody can write it into a question
_HOLE = re.compile(_SIGN + "([a-z_]+)0")
_kept: dict[Any, tuple[Showing, list[str]]] = {}


def draw_untouched(token: str, showing: Showing, sees: str) -> str | None:
    """The page, or None where it must be drawn for this person: something is saved, or the reader is signed in."""
    if not showing.is_untouched or current_actor().person_id is not None:
        return None
    filling = showing.filling
    vault = vault_of(token, filling)
    key = (
        id(showing.items),
        filling.assignment.title,
        sees,
        vault.terms,
        request.cookies.get(VIEW_COOKIE),
        request.script_root,
    )
    known = _kept.get(key)
    if known is None or known[0].items is not showing.items:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        for_nobody = Showing(_nobody(filling), showing.items, is_untouched=True)
        known = _kept[key] = for_nobody, _HOLE.split(_draw(for_nobody, sees))
    pieces = known[1]
    own = {"token": token, "csrf": generate_csrf(), "key": submissions.new_key(),
           **{f"vault_{name}": value for name, value in asdict(vault).items()}}  # fmt: skip
    return "".join(str(escape(own[piece])) if place % 2 else piece for place, piece in enumerate(pieces))


def _draw(showing: Showing, sees: str) -> str:
    token, names = _hole("token"), ("key", "place", "now", "url", "terms")
    vault = Vault(**{name: _hole(f"vault_{name}") for name in names})  # type: ignore[arg-type]
    html = render_template(
        "surveys/all.html", token=token, showing=showing, sees=sees, key=_hole("key"),
        vault_of=lambda token, filling: vault, current_path=f"/s/{token}",
    )  # fmt: skip
    return html.replace(generate_csrf(), _hole("csrf"))


def _hole(name: str) -> str:
    return f"{_SIGN}{name}0"


def _nobody(filling: Filling) -> Filling:
    """The same questionnaire of the same wave in nobody's hands: what a page could say of a person is not there."""
    invitation = replace(
        filling.invitation, id=0, public_id="", person_id=None, subject="", link_revision=0, class_revision=0
    )
    return replace(filling, invitation=invitation, response_id=None, state=None, clients={}, typed={}, missing=())
