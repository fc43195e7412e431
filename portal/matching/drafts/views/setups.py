"""How a year matches: weights and hard rules, in words and as a form."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.web.forms import check_version
from portal.core.web.pages import page, see_other
from portal.matching.drafts.actions import set_up
from portal.matching.drafts.forms import RULE_FIELDS, SetupForm
from portal.matching.drafts.kinds import CriterionCode
from portal.matching.drafts.queries import settings_for, setup_of
from portal.matching.drafts.views.blueprints import drafts as bp
from portal.matching.drafts.views.opening import one_year
from portal.matching.drafts.words import settings_in_words
from portal.programs.models import Cycle


@bp.get("/years/<cycle_id>/settings")
@requires(Permission.MATCHING_RUN)
def edit_setup(cycle_id: str) -> Response:
    """The settings as a form."""
    year = one_year(cycle_id, Permission.MATCHING_RUN)
    return _setup_page(year, SetupForm.of(settings_for(year)))


@bp.post("/years/<cycle_id>/settings")
@requires(Permission.MATCHING_RUN)
def update_setup(cycle_id: str) -> Response:
    """Save them; somebody else's change in between is shown beside one's own (409)."""
    year, form = one_year(cycle_id, Permission.MATCHING_RUN, lock=True), SetupForm()
    if not form.validate():
        return _setup_page(year, form, status=422)
    check_version(_version(year), request.form.get("version"), stands=dict(settings_in_words(settings_for(year))),
                  typed=dict(settings_in_words(form.settings)))  # fmt: skip
    try:
        set_up(current_actor(), year, form.settings)
    except Refusal as refusal:
        db.session.rollback()
        form.objective.errors = [refusal.message]
        return _setup_page(one_year(cycle_id, Permission.MATCHING_RUN), form, status=422)
    db.session.commit()
    return see_other(url_for(".index", cycle=cycle_id, done="setup"))


def _version(year: Cycle) -> int:
    said = setup_of(year)
    return said.version if said else 0


def _setup_page(year: Cycle, form: SetupForm, status: int = 200) -> Response:
    return page(
        "drafts/setup.html", fragment="setup_form", status=status, year=year, form=form, version=_version(year),
        weights=[form[code.value] for code in CriterionCode], rules=[form[name] for name in RULE_FIELDS],
    )  # fmt: skip
