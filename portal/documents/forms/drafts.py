"""Forms in which a document is begun and its free parts are written, one for each layout."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.core.i18n import _
from portal.core.web.forms import BaseForm, CreatingForm
from portal.documents.content import AgendaItem, Content
from portal.documents.definitions import free_kinds, kind_of
from portal.documents.kinds import Layout
from portal.people.forms.choices import worded
from portal.people.models import CollegialBody, Organization, Person

LONGEST_LINE, LONGEST_TEXT, MOST_VOTES, MOST_QUESTIONS = 300, 20_000, 1_000, 60
NAMES_TOO_LONG = _("Сократите до %(n)s знаков", n=LONGEST_LINE)


def _line(label: str, description: str = "") -> StringField:
    return StringField(label, [Optional(), Length(max=LONGEST_LINE, message=NAMES_TOO_LONG)], description=description)


def _text(label: str, description: str = "") -> TextAreaField:
    too_long = _("Сократите до %(n)s знаков", n=LONGEST_TEXT)
    return TextAreaField(label, [Optional(), Length(max=LONGEST_TEXT, message=too_long)], description=description)


def _votes(label: str) -> IntegerField:
    return IntegerField(label, [Optional(), NumberRange(0, MOST_VOTES, _("От 0 до %(n)s", n=MOST_VOTES))])


class NewDocumentForm(CreatingForm):
    """What is to be written, where; the view gives organisations and bodies."""

    organization = SelectField(_("Организация"), choices=[])
    kind = RadioField(_("Вид документа"), [InputRequired(_("Выберите вид документа"))], choices=worded(free_kinds()))
    body = SelectField(_("Орган"), choices=[], validate_choice=False, description=_("Для протокола: чьё это заседание"))
    title = _line(_("О чём"), _("Заголовок к тексту, например: О назначении кураторов наставничества"))
    amends = HiddenField()
    repeals = BooleanField(_("Прежний документ отменяется целиком"))

    def offer(self, organizations: Sequence[Organization], bodies: Sequence[CollegialBody]) -> None:
        """Give the choices."""
        self.organization.choices = [SelectChoice(each.public_id, each.short_name) for each in organizations]
        self.body.choices = [SelectChoice("", _("Не нужен"))] + [
            SelectChoice(each.public_id, each.name) for each in bodies
        ]


class DraftForm(BaseForm):
    """What every layout has; heirs add theirs. `FACTS` are parts of the content that stand in fields one to one."""

    FACTS: tuple[str, ...] = ()
    LINES: tuple[str, ...] = ()
    title = _line(_("Заголовок"), _("Без имён: заголовок виден в реестре"))
    place = _line(_("Место составления"))

    @classmethod
    def showing(cls, title: str, content: Content) -> "DraftForm":
        """The form as the draft stands."""
        said: dict[str, Any] = {"title": title, "place": content.place}
        said |= {name: getattr(content, name) for name in cls.FACTS}
        said |= {name: "\n".join(getattr(content, name)) for name in cls.LINES}
        return cls(formdata=None, data=said)

    def content(self, stands: Content) -> Content:
        """What the draft says with what was typed."""
        said: dict[str, Any] = {name: self[name].data or "" for name in ("place", *self.FACTS)}
        said |= {name: tuple(filter(None, map(str.strip, (self[name].data or "").split("\n")))) for name in self.LINES}
        return replace(stands, **said)

    @property
    def signing(self) -> dict[str, Any]:
        """Who signs, where the layout lets one choose."""
        return {}


class SignedByHead(DraftForm):
    """A paper that an official signs; the view gives the employees."""

    signatory = SelectField(_("Кто подписывает"), choices=[], validate_choice=False)
    signatory_post = _line(_("Должность подписавшего"), _("Как под документом: Директор, И. о. директора"))

    def offer(self, people: Sequence[Person], chosen: Person | None) -> None:
        """Give the choices; without one typed, who signs now."""
        self.signatory.choices = [SelectChoice("", _("Пока не решено"))] + [
            SelectChoice(each.public_id, each.full_name) for each in people
        ]
        if self.signatory.data is None and chosen is not None:
            self.signatory.data = chosen.public_id

    def chosen(self, people: Sequence[Person]) -> Person | None:
        """Who was chosen of these."""
        return next((each for each in people if each.public_id == self.signatory.data), None)


class OrderForm(SignedByHead):
    """An order: why, what, on what ground."""

    FACTS, LINES = ("preamble", "basis"), ("items",)
    preamble = _text(_("Вводная часть"), _("После неё портал сам поставит «ПРИКАЗЫВАЮ:»"))
    items = _text(_("Пункты"), _("Каждый пункт с новой строки, без номеров"))
    basis = _text(_("Основание"))


class AgreementForm(SignedByHead):
    """An agreement: its clauses."""

    FACTS, LINES = ("preamble", "basis"), ("items",)
    preamble = _text(_("Вводная часть"))
    items = _text(_("Пункты"), _("Каждый пункт с новой строки, без номеров"))
    basis = _text(_("Основание"))


class StatementForm(DraftForm):
    """A statement or a consent of one person."""

    FACTS = ("to_whom", "text")
    to_whom = _line(_("Кому"), _("Например: Директору Колледжа Д. А. Громову"))
    text = _text(_("Текст"))


class ExtractForm(DraftForm):
    """An extract: what it repeats is the protocol's, the rest is free."""

    FACTS = ("preamble", "basis", "secretary")
    preamble = _text(_("Из какого протокола"))
    basis = _text(_("Основание"))
    secretary = _line(_("Секретарь"))


class QuestionForm(Form):
    """One question of the agenda."""

    title = _line(_("Вопрос"))
    heard = _text(_("Слушали"))
    decided = _text(_("Решили"))
    votes_for = _votes(_("За"))
    votes_against = _votes(_("Против"))
    abstained = _votes(_("Воздержались"))

    class Meta:
        locales = ("ru",)


class ProtocolForm(DraftForm):
    """A protocol: who sat, what was asked, what was decided."""

    FACTS, LINES = ("chair", "secretary"), ("present", "items")
    chair = _line(_("Председатель"))
    secretary = _line(_("Секретарь"))
    present = _text(_("Присутствовали"), _("По одному в строке: фамилия и инициалы"))
    items = TextAreaField()
    agenda = FieldList(FormField(QuestionForm), max_entries=MOST_QUESTIONS)

    @classmethod
    def showing(cls, title: str, content: Content) -> "ProtocolForm":
        """The form with a place for one question more."""
        said = {"title": title, "place": content.place, "chair": content.chair, "secretary": content.secretary}
        kept = [vars(each) for each in content.agenda]
        if not kept or kept[-1]["title"]:
            kept = [*kept, vars(AgendaItem(title=""))][:MOST_QUESTIONS]
        return cls(formdata=None, data={**said, "present": "\n".join(content.present), "agenda": kept})

    def content(self, stands: Content) -> Content:
        """The same with the agenda; a question without words goes."""
        items = [
            AgendaItem(
                title=each["title"] or "", heard=each["heard"] or "", decided=each["decided"] or "",
                votes_for=each["votes_for"] or 0, votes_against=each["votes_against"] or 0,
                abstained=each["abstained"] or 0,
            )
            for each in self.agenda.data
        ]  # fmt: skip
        return replace(super().content(stands), agenda=tuple(one for one in items if one.title or one.decided))

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Mistakes of the questions too, each at its field."""
        inside = [
            (field.id, str(message))
            for entry in self.agenda
            for field in entry.form
            for message in field.errors
            if isinstance(message, str)
        ]
        return [*super().problems, *inside]


FORMS: dict[Layout, type[DraftForm]] = {
    Layout.ORDER: OrderForm, Layout.PROTOCOL: ProtocolForm, Layout.EXTRACT: ExtractForm,
    Layout.AGREEMENT: AgreementForm, Layout.STATEMENT: StatementForm,
}  # fmt: skip


def form_of(kind: str) -> type[DraftForm]:
    """The form for a kind."""
    return FORMS[kind_of(kind).layout]
