"""One item: its kind, its form, what it will look like, and what to do when two people write at once."""

from flask import current_app, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _, ru_time
from portal.core.web.pages import is_fragment, page, see_other
from surveys.building.drafts import change_draft, values_ever
from surveys.building.editing import put, replaced
from surveys.building.item_form import ItemForm, Typed, item_from, problems_of, typed_from
from surveys.building.lines import OPTIONS, ROWS, arranged, read_lines, with_room
from surveys.building.naming import code_for, renamed
from surveys.building.previewing import specimen
from surveys.building.views.desks import Desk, digest, open_desk, to_list
from surveys.building.words import KIND_LABELS, KINDS
from surveys.conditions import describe
from surveys.definitions import ItemDefinition
from surveys.items import type_of
from surveys.items.base import shortened
from surveys.views.blueprint import bp

ROOM_FOR_NEW = {"single": 4, "multiple": 4, "matrix": 4, "ranking": 4, "scale": 5}


@bp.get("/surveys/<public_id>/edit/items/new")
@requires(Permission.QUESTIONNAIRE_EDIT)
def new_item(public_id: str) -> Response:
    """First what kind of item, then its form."""
    desk = open_desk(public_id)
    kind = request.args.get("kind", "")
    if kind not in KIND_LABELS:
        return page("surveys/building/kinds.html", desk=desk, kinds=KINDS, after=request.args.get("after", ""))
    blank = ItemDefinition(code="", type=kind, text="")
    return _item_page(desk, blank, typed_from(blank), after=request.args.get("after", ""))


@bp.post("/surveys/<public_id>/edit/items")
@requires(Permission.QUESTIONNAIRE_EDIT)
def add_item(public_id: str) -> Response:
    """Add the item where it was asked for; the form comes back with what to put right."""
    desk = open_desk(public_id, lock=True)
    kind, after = request.form.get("kind", ""), request.form.get("after", "")
    if kind not in KIND_LABELS:
        return page("surveys/building/kinds.html", status=422, desk=desk, kinds=KINDS, after=after)
    blank = ItemDefinition(code=code_for(kind, desk.taken), type=kind, text="")
    typed = _typed(kind)
    if request.form.get("line"):
        return _item_page(desk, blank, typed, after=after)
    item = item_from(typed, blank, set(), desk.taken) if typed.form.validate() else None
    own = typed.form.code.data or ""
    if item and own and own in desk.taken:
        _busy(typed)
    if item is None or typed.form.errors:
        return _item_page(desk, blank, typed, after=after, status=422)
    definition = put(desk.definition, item, after)
    if own:
        definition = renamed(definition, item.code, own)
    code = own or item.code
    change_draft(current_actor(), desk.draft, definition, _("добавлено: %(text)s", text=shortened(item.text, 60)), code)
    db.session.commit()
    return _onwards(public_id, code)


@bp.get("/surveys/<public_id>/edit/items/<code>")
@requires(Permission.QUESTIONNAIRE_EDIT)
def edit_item(public_id: str, code: str) -> Response:
    """The form of one item."""
    desk = open_desk(public_id)
    item = desk.item(code)
    if item is None:
        return to_list(public_id)
    return _item_page(desk, item, typed_from(item))


@bp.post("/surveys/<public_id>/edit/items/<code>")
@requires(Permission.QUESTIONNAIRE_EDIT)
def save_item(public_id: str, code: str) -> Response:
    """Save it; what somebody else saved in between stands beside what was typed (409), and nothing is lost."""
    desk = open_desk(public_id, lock=True)
    before = desk.item(code)
    if before is None:
        return _gone_page(desk)
    typed = _typed(before.type)
    if request.form.get("line"):
        return _item_page(desk, before, typed)
    ever = values_ever(desk.questionnaire.id, code)
    item = item_from(typed, before, ever, desk.taken) if typed.form.validate() else None
    own = (typed.form.code.data or code) if code not in desk.published else code
    if item and own != code and own in desk.taken:
        _busy(typed)
    autosaves = request.form.get("intent") == "autosave"
    if item is None or typed.form.errors:
        return (
            _mark(_("пока не сохранено: есть что исправить"))
            if autosaves
            else _item_page(desk, before, typed, status=422)
        )
    if typed.form.seen.data != digest(before) and item != before:
        if autosaves:
            raise Refusal(
                _("Пока вы писали, этот вопрос изменил другой человек. Нажмите «Сохранить», чтобы увидеть оба текста.")
            )
        return _item_page(desk, before, typed, status=409, mine=item)
    definition = replaced(desk.definition, code, item)
    if own != code and not autosaves:
        definition = renamed(definition, code, own)
        code = own
    words = _("изменено: %(text)s", text=shortened(before.text, 60))
    change_draft(current_actor(), desk.draft, definition, words, code, in_one_go=autosaves)
    seen = digest(item)
    db.session.commit()
    if autosaves:
        return _mark(_("Сохранено в %(time)s", time=ru_time(clock.now(), current_actor().time_zone)), seen)
    return _onwards(public_id, code)


def differences(mine: ItemDefinition, theirs: ItemDefinition) -> list[tuple[str, str, str]]:
    """What two people wrote, side by side: name, one's own, what stands."""
    form = ItemForm.for_type(mine.type, formdata=None)
    own, other = _words_of(mine), _words_of(theirs)
    names = {
        "options": _("Варианты"),
        "rows": _("Строки"),
        **{name: str(field.label.text) for name, field in form._fields.items()},
    }
    return [(names[name], own[name], other[name]) for name in own if own[name] != other[name] and name in names]


def _words_of(item: ItemDefinition) -> dict[str, str]:
    typed = typed_from(item)
    words = {name: str(field._value()) if hasattr(field, "_value") else str(field.data or "")
             for name, field in typed.form._fields.items() if name not in ("csrf_token", "seen")}  # fmt: skip
    for name, field in typed.form._fields.items():
        if isinstance(field.data, bool):
            words[name] = _("да") if field.data else _("нет")
    words["options"] = "\n".join(line.label for line in typed.options)
    words["rows"] = "\n".join(line.label for line in typed.rows)
    return words


def _typed(kind: str) -> Typed:
    """What the posted form holds, its lists moved about where a button of a line was pressed."""
    deed, _colon, where = request.form.get("line", "").partition("@")
    options, rows = read_lines(request.form, OPTIONS), read_lines(request.form, ROWS)
    return Typed(
        ItemForm.for_type(kind),
        arranged(options, deed) if where == OPTIONS else options,
        arranged(rows, deed) if where == ROWS else rows,
    )


def _item_page(
    desk: Desk, item: ItemDefinition, typed: Typed, *, after: str = "", status: int = 200,
    mine: ItemDefinition | None = None,
) -> Response:  # fmt: skip
    """The form; in a conflict it keeps what was typed and is saved over what stands only when pressed again."""
    is_new = desk.item(item.code) is None
    form = typed.form
    form.seen.data = "" if is_new else digest(item)
    if status == 200 and request.method == "GET":
        form.code.data = "" if is_new else item.code
    options = [line for line in typed.options if line.label or line.key]
    rows = [line for line in typed.rows if line.label or line.key]
    return page(
        "surveys/building/item.html", fragment="item_form", status=status, desk=desk, item=item, form=form,
        is_new=is_new, after=after, kind_label=KIND_LABELS[item.type], heading=_heading(item, is_new=is_new),
        problems=problems_of(form),
        list_errors=dict(form.form_errors), is_published=item.code in desk.published,
        options=with_room(options, ROOM_FOR_NEW.get(item.type, 0)) if item.type in ROOM_FOR_NEW else [],
        rows=with_room(rows, 3) if item.type == "matrix" else [],
        old_values=values_ever(desk.questionnaire.id, item.code), old_rows=desk.published,
        condition=describe(item.show_if, desk.definition) if item.show_if else "",
        specimen=None if is_new else specimen(item), asks=type_of(item).is_question,
        conflicts=differences(mine, item) if mine else [], uses_htmx=not is_new,
    )  # fmt: skip


def _heading(item: ItemDefinition, *, is_new: bool) -> str:
    """What the page is for."""
    words = {
        "section": (_("Новый раздел"), _("Изменить раздел")),
        "note": (_("Новое пояснение"), _("Изменить пояснение")),
    }
    fresh, known = words.get(item.type, (_("Новый вопрос"), _("Изменить вопрос")))
    return fresh if is_new else known


def _gone_page(desk: Desk) -> Response:
    """Somebody removed the item meanwhile: the form stays and adds what was typed as a new one (409)."""
    kind = request.form.get("kind", "")
    if kind not in KIND_LABELS or is_fragment():
        raise Refusal(_("Этот вопрос удалил другой человек. Ваш текст остался на странице, его можно скопировать."))
    return _item_page(desk, ItemDefinition(code="", type=kind, text=""), _typed(kind), status=409)


def _busy(typed: Typed) -> None:
    typed.form.code.errors = [*typed.form.code.errors, _("Такой код уже есть в анкете или был в прежних версиях")]


def _onwards(public_id: str, code: str) -> Response:
    if request.form.get("intent") == "more":
        return see_other(url_for(".new_item", public_id=public_id, after=code))
    return to_list(public_id, code, done="saved")


def _mark(words: str, seen: str | None = None) -> Response:
    """What autosave writes beside the button; with a new mark of what the form stands for."""
    hidden = Markup('<input type="hidden" name="seen" value="{}">').format(seen) if seen else ""
    html = Markup('<span id="saved_mark" class="saved-mark" role="status">{}{}</span>').format(words, hidden)
    return current_app.make_response(str(html))
