"""Forms of the community."""

from typing import Any

from wtforms import (
    BooleanField,
    MultipleFileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from portal.community.actions.posts import LONGEST_TITLE, MOST_FILES
from portal.community.kinds import Circle, FlagReason, Level, Outcome, SpaceKind, Verdict, Writers
from portal.community.labels import CIRCLES, KINDS, LEVELS, OUTCOMES, REASONS, VERDICTS, WRITERS
from portal.core.i18n import _
from portal.core.markup import LONGEST
from portal.core.web.fields import RussianDateField
from portal.core.web.forms import BaseForm, CreatingForm
from portal.people.forms.choices import worded
from portal.people.forms.days import sensible_day

MOST_LINKS = 10


def _body(label: str, words: str, hint: str = "") -> TextAreaField:
    return TextAreaField(
        label, [DataRequired(words), Length(max=LONGEST, message=_("Сократите до %(n)s знаков", n=LONGEST))],
        description=hint,
    )  # fmt: skip


def _title(label: str, words: str) -> StringField:
    return StringField(
        label, [DataRequired(words), Length(max=LONGEST_TITLE, message=_("Сократите до %(n)s знаков", n=LONGEST_TITLE))]
    )


MARKS = _("Можно выделить: **жирно**, строки с «-» станут списком, с «>» – цитатой. Позвать участника: @Имя Фамилия.")
_FILES = _("DOCX, XLSX, PDF, PNG, JPG, не больше %(n)s", n=MOST_FILES)


class Written(CreatingForm):
    """A text with files."""

    files = MultipleFileField(_("Файлы"), [Optional()], description=_FILES)

    @property
    def uploads(self) -> list[Any]:
        """The chosen files as (stream, name)."""
        return [(one.stream, one.filename) for one in self.files.data or () if getattr(one, "filename", "")]


class ThreadForm(Written):
    """A new thread or an announcement."""

    title = _title(_("О чём"), _("Назовите обсуждение"))
    body = _body(_("Текст"), _("Напишите хотя бы слово"), MARKS)


class ReplyForm(Written):
    """An answer."""

    body = _body(_("Ваш ответ"), _("Напишите хотя бы слово"), MARKS)


class QuestionForm(Written):
    """A question to a mentor; the view gives the mentors."""

    title = _title(_("Коротко: в чём вопрос"), _("Назовите вопрос"))
    body = _body(_("Что случилось?"), _("Расскажите, что случилось"), _("Без фамилий детей и без диагнозов."))
    tried = TextAreaField(
        _("Что уже пробовали?"), [Optional(), Length(max=2_000, message=_("Сократите до 2000 знаков"))]
    )
    wanted = TextAreaField(
        _("Какой помощи ждёте?"), [Optional(), Length(max=2_000, message=_("Сократите до 2000 знаков"))]
    )
    addressee = SelectField(_("Кому вопрос"), choices=[], validate_choice=False)
    hides_author = BooleanField(_("Показать вопрос без моего имени"))


class EditForm(BaseForm):
    """One's own text; the title of the thread with its first post."""

    title = StringField(
        _("О чём"), [Optional(), Length(max=LONGEST_TITLE, message=_("Сократите до %(n)s знаков", n=LONGEST_TITLE))]
    )
    body = _body(_("Текст"), _("Напишите хотя бы слово"), MARKS)


class FlagForm(BaseForm):
    """Why a post breaks the rules."""

    reason = RadioField(
        _("Что не так"), [InputRequired(_("Выберите причину"))], choices=worded(REASONS), validate_choice=False
    )
    note = TextAreaField(_("Пояснение"), [Optional(), Length(max=500, message=_("Сократите до 500 знаков"))])

    def validate_reason(self, field: RadioField) -> None:
        """Only what the page offers."""
        _known(field, FlagReason)


class VerdictForm(BaseForm):
    """What becomes of a post."""

    verdict = RadioField(
        _("Решение"), [InputRequired(_("Выберите решение"))], choices=worded(VERDICTS), validate_choice=False
    )
    reason = SelectField(
        _("Причина, её увидит автор"), choices=[SelectChoice("", _("Не указана")), *worded(REASONS)],
        validate_choice=False,
    )  # fmt: skip
    remark = TextAreaField(
        _("Замечание автору"), [Optional(), Length(max=500, message=_("Сократите до 500 знаков"))],
        description=_("Что исправить. Текст сообщения сюда не переписывайте."),
    )  # fmt: skip

    def validate_verdict(self, field: RadioField) -> None:
        """Only what the page offers."""
        _known(field, Verdict)

    def validate_reason(self, field: SelectField) -> None:
        """Needed where something is held against the author."""
        if field.data:
            _known(field, FlagReason)
        elif self.verdict.data != Verdict.LEAVE:
            raise ValidationError(_("Назовите причину: её увидит автор"))


class ThreadSettingsForm(BaseForm):
    """A thread above the others until a day, open or closed."""

    pinned_until = RussianDateField(
        _("Закрепить до"), [Optional(), sensible_day], description=_("Пусто – не закреплено"),
    )  # fmt: skip
    is_locked = BooleanField(_("Закрыть: новых ответов не будет"))


class LevelForm(BaseForm):
    """What becomes a notice."""

    level = RadioField(
        _("Что попадает в уведомления"),
        [InputRequired(_("Выберите из списка"))],
        choices=worded(LEVELS),
        validate_choice=False,
    )

    def validate_level(self, field: RadioField) -> None:
        """Only what the page offers."""
        _known(field, Level)


class SpaceForm(BaseForm):
    """A space: what for, who reads, who writes; the view gives the groups."""

    title = _title(_("Название"), _("Назовите пространство"))
    about = TextAreaField(
        _("О чём здесь говорят"), [Optional(), Length(max=1_000, message=_("Сократите до 1000 знаков"))]
    )
    readers = SelectMultipleField(
        _("Кто читает"), [InputRequired(_("Выберите, для кого пространство"))], choices=worded(CIRCLES),
        validate_choice=False,
        description=_("Куратор, методист и руководитель организации видят все её пространства."),
    )  # fmt: skip
    group = SelectField(_("Только одна группа"), choices=[], validate_choice=False)
    is_wide = BooleanField(_("Для всех организаций муниципалитета"))
    writers = RadioField(
        _("Кто пишет"),
        [InputRequired(_("Выберите из списка"))],
        choices=worded(WRITERS),
        default=Writers.CIRCLE,
        validate_choice=False,
    )
    links = TextAreaField(
        _("Группы и чаты вне портала"), [Optional(), Length(max=2_000, message=_("Сократите до 2000 знаков"))],
        description=_("По одному в строке: название и адрес, например: Наставники города https://vk.com/…"),
    )  # fmt: skip
    is_closed = BooleanField(_("Закрыть пространство: его можно будет только читать"))

    def validate_readers(self, field: SelectMultipleField) -> None:
        """Only what the page offers."""
        if not set(field.data or ()) <= set(Circle):
            raise ValidationError(_("Выберите из списка"))

    def validate_writers(self, field: RadioField) -> None:
        """Only what the page offers."""
        _known(field, Writers)

    def validate_links(self, field: TextAreaField) -> None:
        """A label and an address each; nothing but https, for the link stands on our page."""
        for line in _lines(field.data):
            _label, _space, address = line.rpartition(" ")
            if not address.startswith("https://") or len(address) > 300 or any(char in address for char in "\"'<>\\"):
                raise ValidationError(_("Адрес начинается с https:// и стоит в конце строки: %(line)s", line=line[:80]))
        if len(_lines(field.data)) > MOST_LINKS:
            raise ValidationError(_("Не больше %(n)s ссылок", n=MOST_LINKS))

    @property
    def facts(self) -> dict[str, Any]:
        """What the actions take, but the group."""
        pairs = [line.rpartition(" ") for line in _lines(self.links.data)]
        return {
            "title": self.title.data or "", "about": self.about.data or "",
            "readers": {Circle(who) for who in self.readers.data or ()}, "is_wide": bool(self.is_wide.data),
            "writers": Writers(self.writers.data),
            "links": [(label.strip() or address, address) for label, _space, address in pairs],
        }  # fmt: skip


class NewSpaceForm(SpaceForm, CreatingForm):
    """The same with what cannot be changed later."""

    organization = SelectField(_("Чьё пространство"), choices=[], validate_choice=False)
    kind = RadioField(
        _("Для чего"),
        [InputRequired(_("Выберите из списка"))],
        choices=worded(KINDS),
        default=SpaceKind.TALK,
        validate_choice=False,
    )

    def validate_kind(self, field: RadioField) -> None:
        """Only what the page offers."""
        _known(field, SpaceKind)


class ProfileForm(BaseForm):
    """What a member shows."""

    about = TextAreaField(
        _("О себе"), [Optional(), Length(max=500, message=_("Сократите до 500 знаков"))],
        description=_("Чем можете помочь, о чём вас спросить. Без телефона и адреса."),
    )  # fmt: skip
    shows_post = BooleanField(_("Показывать место работы и должность"))


class ClosureForm(BaseForm):
    """Why no answer is waited for."""

    reason = StringField(
        _("Почему"),
        [DataRequired(_("Напишите, почему вопрос закрыт")), Length(max=200, message=_("Сократите до 200 знаков"))],
    )


class OutcomeForm(BaseForm):
    """Did it help."""

    outcome = RadioField(
        _("Получилось применить?"),
        [InputRequired(_("Выберите из списка"))],
        choices=worded(OUTCOMES),
        validate_choice=False,
    )

    def validate_outcome(self, field: RadioField) -> None:
        """Only what the page offers."""
        _known(field, Outcome)


class BareForm(BaseForm):
    """Nothing but the token."""


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _known(field: Any, codes: Any) -> None:
    if field.data not in set(codes):
        raise ValidationError(_("Выберите из списка"))
