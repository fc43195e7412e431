"""Forms: Russian messages, cleaned text, values as keyword arguments, and the version that guards a save."""

from typing import Any

from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import HiddenField, IntegerField
from wtforms.fields import Field

from portal.core import submissions
from portal.core.errors import StaleVersion
from portal.core.i18n import _
from portal.core.text import clean_text


def _strip(value: Any) -> Any:
    return clean_text(value) if isinstance(value, str) else value


MOST = 10**15


def _bounded(value: Any) -> Any:
    """A number within what any range compares: the library turns it into a float and fails on 400 digits."""
    return max(-MOST, min(MOST, value)) if isinstance(value, int) else value


class BaseForm(FlaskForm):  # type: ignore[misc]
    """A form of the house. `values` goes straight into an action; `problems` into the summary of errors."""

    class Meta:
        locales = ("ru",)

        def bind_field(self, form: Any, unbound: Any, options: Any) -> Any:
            filters = unbound.kwargs.get("filters", [])
            if "filters" not in unbound.kwargs and unbound.field_class.__name__ in (
                "StringField",
                "TextAreaField",
                "HiddenField",
            ):
                filters = [_strip]
            if issubclass(unbound.field_class, IntegerField):
                filters = [*filters, _bounded]
            return unbound.bind(form=form, filters=filters, **options)

    @property
    def values(self) -> dict[str, Any]:
        """What was entered, without the technical fields."""
        technical = {"csrf_token", "submission_key", "version"}
        return {name: field.data for name, field in self._fields.items() if name not in technical}

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Pairs of field id and message, in the order of the page."""
        return [(field.id, str(message)) for field in self for message in _messages(field)]


class CreatingForm(BaseForm):
    """A form that makes something: its key is minted when it is drawn and used once."""

    submission_key = HiddenField(default=submissions.new_key)


def _messages(field: Field) -> list[str | Markup]:
    return [message for message in field.errors if isinstance(message, str)]


def check_version(current: int, submitted: str | None, *, stands: dict[str, str], typed: dict[str, str]) -> None:
    """Refuse a save that began from an older version of the row; both texts go to the page (409)."""
    if submitted != str(current):
        message = _("Пока вы писали, это изменил другой человек. Ваш текст ниже, рядом текущая версия.")
        raise StaleVersion(message, current=stands, typed=typed)
