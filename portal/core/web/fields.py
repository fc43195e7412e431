"""Fields that forms of every room need."""

from typing import Any

from wtforms import DateField

from portal.core.i18n import _


class RussianDateField(DateField):
    """A day typed as дд.мм.гггг or picked by the browser."""

    def __init__(self, label: str, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, format=["%d.%m.%Y", "%Y-%m-%d"], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read either spelling; the message shows how."""
        try:
            super().process_formdata([value.strip() for value in valuelist])
        except ValueError:
            self.data = None
            raise ValueError(_("Укажите дату, например 27.11.2026")) from None
