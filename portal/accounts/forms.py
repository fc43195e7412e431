"""Fields of sign-in, of the own account, of appointments."""

from typing import Any

from email_validator import EmailNotValidError, validate_email
from wtforms import BooleanField, HiddenField, PasswordField, SelectField, StringField, TextAreaField
from wtforms.validators import EqualTo, InputRequired, Length, Optional, ValidationError

from portal.core.i18n import _
from portal.core.web.fields import RussianDateField
from portal.core.web.forms import BaseForm, CreatingForm
from portal.people.forms.persons import is_email

_NAME = Length(max=100, message=_("Сократите до 100 знаков."))


class SignInForm(BaseForm):
    """An e-mail or a printed name, and the password."""

    email = StringField(_("Почта или имя для входа"), [InputRequired(_("Укажите почту или имя для входа."))])
    password = PasswordField(_("Пароль или код с листка"), [InputRequired(_("Укажите пароль."))])
    shared = BooleanField(_("Это общий компьютер"))


class ForgottenForm(BaseForm):
    """Whose password is forgotten."""

    email = StringField(_("Почта или имя для входа"), [InputRequired(_("Укажите почту или имя для входа."))])


class NewPasswordForm(BaseForm):
    """A new password, twice."""

    new = PasswordField(_("Новый пароль"), [InputRequired(_("Укажите новый пароль."))])
    again = PasswordField(
        _("Новый пароль ещё раз"), [EqualTo("new", _("Пароли различаются. Введите новый пароль ещё раз."))]
    )


class PasswordForm(NewPasswordForm):
    """The old password and the new one, twice."""

    old = PasswordField(_("Нынешний пароль"), [InputRequired(_("Укажите нынешний пароль."))])


class ConfirmationForm(BaseForm):
    """The password once more."""

    password = PasswordField(_("Ваш пароль"), [InputRequired(_("Укажите пароль."))])


class CodeForm(BaseForm):
    """The code of the telephone, or a recovery code."""

    code = StringField(_("Код"), [InputRequired(_("Укажите код."))])


class SetupForm(CodeForm):
    """The first code of a telephone; the secret travels sealed."""

    sealed = HiddenField()


class EmailForm(BaseForm):
    """Another address."""

    email = StringField(_("Новая почта"), [InputRequired(_("Укажите новую почту."))])

    def validate_email(self, field: StringField) -> None:
        """An address to which a letter can go; kept in its normal form."""
        try:
            checked = validate_email(field.data or "", check_deliverability=False, test_environment=True)
        except EmailNotValidError:
            raise ValidationError(_("Это не почтовый адрес. Пример: ivanova@school.ru")) from None
        field.data = checked.normalized


class AppointeeForm(CreatingForm):
    """Whom to appoint, by the address in the card; with a name, who is not in the organisation yet."""

    email = StringField(_("Почта"), [InputRequired(_("Укажите почту."))])
    family_name = StringField(_("Фамилия"), [_NAME])
    given_name = StringField(_("Имя"), [_NAME])
    patronymic = StringField(_("Отчество"), [_NAME])
    post = StringField(_("Должность"), [Length(max=200, message=_("Сократите до 200 знаков."))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.family_name.flags.required = self.given_name.flags.required = True

    def validate_email(self, field: StringField) -> None:
        """An address to which the invitation can go."""
        if not is_email(field.data or ""):
            raise ValidationError(_("Это не почтовый адрес. Пример: ivanova@school.ru"))

    def validate_new(self) -> bool:
        """Whether the name suffices to enter a new person; what lacks is said at the fields."""
        for field, words in ((self.family_name, _("Укажите фамилию.")), (self.given_name, _("Укажите имя."))):
            if not field.data:
                field.errors = [*field.errors, words]
        return not self.errors


class AppointmentForm(CreatingForm):
    """A role in an organisation for a period, by a paper, with duties (ORG-3)."""

    place = SelectField(_("Роль и организация"), [InputRequired(_("Выберите роль."))], validate_choice=False)
    group = SelectField(_("Группа"), validate_choice=False)
    starts_on = RussianDateField(_("Первый день"), [InputRequired(_("Укажите первый день."))])
    ends_on = RussianDateField(_("Последний день"), [Optional()])
    document = StringField(
        _("Документ о назначении"), [Length(max=300, message=_("Сократите до 300 знаков."))],
        description=_("Например: приказ № 41 от 01.09.2026"),
    )  # fmt: skip
    duties = TextAreaField(_("Обязанности"), [Length(max=4000, message=_("Сократите до 4000 знаков."))])
    label = StringField(
        _("Как называется здесь"), [Length(max=80, message=_("Сократите до 80 знаков."))],
        description=_("Если привычное название роли не подходит"),
    )  # fmt: skip
    invite = BooleanField(_("Отправить приглашение на портал"), default=True)


class EndForm(BaseForm):
    """The last day of an appointment."""

    ends_on = RussianDateField(_("Последний день"), [InputRequired(_("Укажите последний день."))])


class ReviewForm(CreatingForm):
    """Until when the confirmed ones go on."""

    until = RussianDateField(_("Продлить до"), [InputRequired(_("Укажите последний день."))])


class InviteForm(CreatingForm):
    """Whether to write again to those who were asked within a day."""

    again = BooleanField(_("Написать ещё раз и тем, кому письмо ушло за последние сутки"))


class SlipForm(CreatingForm):
    """Whether a person who has a password gets a code in its place."""

    reset = BooleanField(_("Заменить забытый пароль новым кодом"))
