"""Reading a mapping somebody wrote by hand: every key is expected, every refusal names its place."""

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeGuard

from portal.core.i18n import _

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")

Bound = int | float | str | None


class DefinitionError(ValueError):
    """A questionnaire cannot be read; the text is for the person who wrote it."""


def without_controls(text: str) -> str:
    """The text without characters nobody can see and no file can keep; line ends become one kind."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


class Reader:
    """A mapping read key by key; `close` refuses whatever nobody asked for."""

    def __init__(self, source: object, where: str) -> None:
        if not isinstance(source, Mapping):
            raise DefinitionError(_("%(where)s: нужен набор «ключ: значение»", where=where))
        self.where = where
        self._rest: dict[str, object] = {str(key): value for key, value in source.items()}

    def has(self, key: str) -> bool:
        """Whether the key is still unread."""
        return key in self._rest

    def take(self, key: str) -> object:
        """The raw value, None where the key is absent."""
        return self._rest.pop(key, None)

    def close(self) -> None:
        """Refuse unknown keys."""
        if self._rest:
            keys = ", ".join(f"«{key}»" for key in sorted(self._rest))
            raise DefinitionError(_("%(where)s: неизвестный ключ %(keys)s", where=self.where, keys=keys))

    def refuse(self, key: str, wanted: str) -> DefinitionError:
        """The error to raise where a value has another shape."""
        return DefinitionError(
            _("%(where)s: «%(key)s» — ожидается %(wanted)s", where=self.where, key=key, wanted=wanted)
        )

    def text(self, key: str, default: str | None = None) -> str:
        """A text; without a default it must be there and say something."""
        value = self.take(key)
        if value is None and default is not None:
            return default
        if is_number(value):
            value = plain_number(value)
        if not isinstance(value, str):
            raise self.refuse(key, _("текст"))
        cleaned = without_controls(value).strip()
        if not cleaned and default is None:
            raise self.refuse(key, _("непустой текст"))
        return cleaned

    def flag(self, key: str, default: bool | None = False) -> bool | None:
        """`true` or `false`."""
        value = self.take(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise self.refuse(key, _("true или false"))
        return value

    def whole(self, key: str) -> int | None:
        """A whole number, or None where the key is absent."""
        value = self.take(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.refuse(key, _("целое число"))
        return value

    def bound(self, key: str) -> Bound:
        """A number or a date; dates are kept as ISO text."""
        value = self.take(key)
        if isinstance(value, date):
            return value.isoformat()
        if not isinstance(value, str | None) and not is_number(value):
            raise self.refuse(key, _("число или дата"))
        return without_controls(value).strip() if isinstance(value, str) else value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of words; one word may stand without brackets."""
        value = self.take(key)
        if value is None:
            return ()
        if isinstance(value, str):
            value = [value]
        return tuple(option_value(entry, self, key) for entry in self.entries(key, value))

    def entries(self, key: str, value: object) -> Sequence[object]:
        """The value as a list."""
        if not isinstance(value, Sequence) or isinstance(value, str | bytes):
            raise self.refuse(key, _("список"))
        return value


def option_value(value: object, reader: Reader, key: str) -> str:
    """A value as it is stored: always a text, so `4` and `"4"` are one value."""
    if is_number(value):
        return plain_number(value)
    if not isinstance(value, str):
        raise reader.refuse(key, _("текст или число (слова yes, no, on, off берутся в кавычки)"))
    return without_controls(value).strip()


def is_number(value: object) -> TypeGuard[int | float]:
    """Whether the value is a finite number; `True` is not."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def plain_number(number: float) -> str:
    """4.0 → «4», 0.5 → «0.5»: the one spelling of a number in values and counters."""
    return str(int(number)) if number == int(number) else repr(float(number))


def number_of(value: object) -> float | None:
    """A stored value as a finite number, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if abs(number) < float("inf") else None
