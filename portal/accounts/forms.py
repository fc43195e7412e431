"""Fields of sign-in and of the own account."""

from wtforms import PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired

from portal.core.i18n import _
from portal.core.web.forms import BaseForm


class SignInForm(BaseForm):
    """An e-mail or a printed name, and the password."""

    email = StringField(_("Почта или имя для входа"), [InputRequired(_("Укажите почту или имя для входа."))])
    password = PasswordField(_("Пароль"), [InputRequired(_("Укажите пароль."))])


class PasswordForm(BaseForm):
    """The old password and the new one, twice."""

    old = PasswordField(_("Нынешний пароль"), [InputRequired(_("Укажите нынешний пароль."))])
    new = PasswordField(_("Новый пароль"), [InputRequired(_("Укажите новый пароль."))])
    again = PasswordField(
        _("Новый пароль ещё раз"), [EqualTo("new", _("Пароли различаются. Введите новый пароль ещё раз."))]
    )
