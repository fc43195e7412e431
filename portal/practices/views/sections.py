"""One section of the editor: its form, saving while one writes, and what to do when two people write at once."""

from typing import Any

from flask import current_app, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.i18n import _, ru_time
from portal.core.web.pages import page, see_other
from portal.practices.actions import save_section
from portal.practices.forms import FORMS, RightsForm, SectionForm
from portal.practices.kinds import Section
from portal.practices.models import Practice, PracticeVersion
from portal.practices.queries import remarks_on
from portal.practices.rows import COLUMNS, MOST, Row, facts_of, moved, read_rows, rows_of
from portal.practices.sections import LIMITS, digest, words_in
from portal.practices.views.blueprints import practices as bp
from portal.practices.views.opening import one_practice, writable


@bp.get("/<public_id>/edit/<name>")
@requires(Permission.PRACTICE_WRITE)
def section(public_id: str, name: str) -> Response:
    """The form of one section."""
    practice, which = one_practice(public_id, Permission.PRACTICE_WRITE), _section(name)
    version = writable(practice)
    form = FORMS[which](formdata=None, obj=version)
    form.seen.data = digest(version, which)
    if isinstance(form, RightsForm):
        form.licensed.data, form.depicted.data = bool(version.licensed_on), bool(version.depicted_on)
    return _page(practice, version, which, form, rows_of(version, which))


@bp.post("/<public_id>/edit/<name>")
@requires(Permission.PRACTICE_WRITE)
def save(public_id: str, name: str) -> Response:
    """Save it; what a co-author saved in between stands beside what was typed (409), and nothing is lost."""
    practice, which = one_practice(public_id, Permission.PRACTICE_WRITE, lock=True), _section(name)
    version, form = writable(practice), FORMS[which]()
    rows = read_rows(request.form, which)
    if request.form.get("line") and which in COLUMNS:
        return _page(practice, version, which, form, moved(rows, request.form["line"], which))
    autosaves = request.form.get("intent") == "autosave"
    facts, problems = _facts(form, rows, which, version)
    if not form.validate() or problems:
        if autosaves:
            return _mark(_("пока не сохранено: есть что исправить"), form.seen.data or "")
        return _page(practice, version, which, form, rows, problems=problems, status=422)
    if form.seen.data != digest(version, which):
        if autosaves:
            raise Refusal(_("Этот раздел изменил другой человек. Нажмите «Сохранить», чтобы увидеть оба текста."))
        return _conflict(practice, version, which, form, rows, facts=facts)
    save_section(current_actor(), version, which, facts, is_draft=autosaves)
    seen = digest(version, which)
    target = _next(public_id, which)
    db.session.commit()
    if autosaves:
        return _mark(_("Сохранено в %(time)s", time=ru_time(clock.now(), current_actor().time_zone)), seen)
    return see_other(target)


def _section(name: str) -> Section:
    if name not in set(Section):
        raise NotSeen
    return Section(name)


def _facts(
    form: SectionForm, rows: list[Row], which: Section, version: PracticeVersion
) -> tuple[dict[str, Any], list[str]]:
    """What the action takes, and what is wrong with the rows."""
    if isinstance(form, RightsForm):
        today = clock.today(version.practice.organization.time_zone)
        return form.dated(today, version.licensed_on, version.depicted_on), []
    if which not in COLUMNS:
        return form.facts, []
    facts, problems = facts_of(rows, which)
    return {**form.facts, **facts}, problems


def _conflict(
    practice: Practice, version: PracticeVersion, which: Section, form: SectionForm, rows: list[Row], *,
    facts: dict[str, Any],
) -> Response:  # fmt: skip
    """Both texts; the next save is made knowingly, from what stands now. Where they say the same, all is saved."""
    theirs = {each.label: each.text for each in words_in(version, which)}
    save_section(current_actor(), version, which, facts, is_draft=True)
    mine = {each.label: each.text for each in words_in(version, which)}
    db.session.rollback()
    practice = one_practice(practice.public_id, Permission.PRACTICE_WRITE)
    version = writable(practice)
    form.seen.data = digest(version, which)
    conflicts = [(label, text, theirs[label]) for label, text in mine.items() if text != theirs[label]]
    if not conflicts:  # the same text was saved in between: most often by the page itself, as it was typed
        return see_other(_next(practice.public_id, which))
    return _page(practice, version, which, form, rows, conflicts=conflicts, status=409)


def _next(public_id: str, which: Section) -> str:
    """The next section where the author asked for it, else the task list."""
    order = list(Section)
    following = order[order.index(which) + 1 :][:1]
    if request.form.get("intent") == "more" and following:
        return url_for(".section", public_id=public_id, name=following[0].value)
    return url_for(".edit", public_id=public_id, done="saved")


def _mark(words: str, seen: str) -> Response:
    """What an autosave answers: a word with the time, and what the next save begins from."""
    field = Markup('<input type="hidden" name="seen" value="{}">').format(seen)
    mark = Markup('<span id="saved_mark" class="saved-mark" role="status">{}{}</span>').format(words, field)
    return current_app.make_response(str(mark))


def _page(
    practice: Practice, version: PracticeVersion, which: Section, form: SectionForm, rows: list[Row], *,
    problems: list[str] | None = None, conflicts: list[tuple[str, str, str]] | None = None, status: int = 200,
) -> Response:  # fmt: skip
    return page(
        "practices/section.html", fragment="section_form", status=status, practice=practice, version=version,
        section=which, form=form, rows=rows, columns=COLUMNS.get(which, {}), most=MOST.get(which, 0), limits=LIMITS,
        problems=[*form.problems, *(("row_0", words) for words in problems or [])], conflicts=conflicts or [],
        remarks=remarks_on(version).get(which.value, []),
    )  # fmt: skip
