"""News of the open page: written, put right, taken off."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.web.forms import check_version
from portal.core.web.pages import page, see_other
from portal.library.actions import archive_news, change_news, publish_news
from portal.library.forms import NewsForm
from portal.library.models import NewsItem
from portal.library.views.blueprints import sections as bp
from portal.library.views.sections import one_organization
from portal.people.models import Organization

PURPOSE = "news"


@bp.get("/<public_id>/news/new")
@requires(Permission.SECTION_EDIT)
def new_news(public_id: str) -> Response:
    """An empty form."""
    organization, form = one_organization(public_id), NewsForm(formdata=None)
    form.published_on.data = clock.today(organization.time_zone)
    return _page(organization, None, form)


@bp.post("/<public_id>/news/new")
@requires(Permission.SECTION_EDIT)
def add_news(public_id: str) -> Response:
    """Publish it, once however often the button is pressed."""
    organization, form = one_organization(public_id), NewsForm()
    if not form.validate():
        return _page(organization, None, form, status=422)
    if submissions.claim(form.submission_key.data or "", f"{PURPOSE}-{public_id}") is None:
        publish_news(current_actor(), organization, **form.facts)
    db.session.commit()
    return see_other(url_for(".edit", public_id=public_id, done="published"))


@bp.get("/news/<public_id>")
@requires(Permission.SECTION_EDIT)
def edit_news(public_id: str) -> Response:
    """A piece of news, as a form."""
    item = _item(public_id)
    return _page(item.organization, item, NewsForm(formdata=None, obj=item))


@bp.post("/news/<public_id>")
@requires(Permission.SECTION_EDIT)
def update_news(public_id: str) -> Response:
    """Save it; somebody else's change in between is shown beside one's own (409)."""
    item, form = _item(public_id, lock=True), NewsForm()
    if not form.validate():
        return _page(item.organization, item, form, status=422)
    name = str(form.text.label.text)
    check_version(
        item.version, request.form.get("version"), stands={name: item.text}, typed={name: form.text.data or ""}
    )
    change_news(current_actor(), item, **form.facts)
    target = url_for(".edit", public_id=item.organization.public_id, done="news_saved")
    db.session.commit()
    return see_other(target)


@bp.post("/news/<public_id>/archive")
@requires(Permission.SECTION_EDIT)
def put_news(public_id: str) -> Response:
    """Take it off the page, or put it back."""
    item = _item(public_id, lock=True)
    archive_news(current_actor(), item, is_archived=request.form.get("deed") != "return")
    target = url_for(".edit", public_id=item.organization.public_id, done="news_saved")
    db.session.commit()
    return see_other(target)


def _item(public_id: str, *, lock: bool = False) -> NewsItem:
    return get_or_404(current_actor(), NewsItem, public_id, Permission.SECTION_EDIT, lock=lock)


def _page(organization: Organization, item: NewsItem | None, form: NewsForm, status: int = 200) -> Response:
    return page(
        "sections/news.html", fragment="news_form", status=status, organization=organization, item=item, form=form
    )
