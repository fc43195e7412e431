"""Names of foreign forms as codes of ours: Latin letters, digits, underscores, and no field of the page."""

import re

from portal.core.i18n import _
from surveys.checks import RESERVED
from surveys.exchange.instruments.remarks import Remarks

LONGEST = 54
_FIT = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,53}")
_LETTERS = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        ("a", "b", "v", "g", "d", "e", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f",
         "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya"),
        strict=True,
    )
)  # fmt: skip


class Codes:
    """Codes given so far in one questionnaire, by the name that the form uses."""

    def __init__(self, remarks: Remarks) -> None:
        self._remarks = remarks
        self._taken: set[str] = set()
        self.by_name: dict[str, str] = {}

    def give(self, name: str, sheet: str, row: int, column: str = "name") -> str:
        """The code of a new item; a name that is taken already is refused, one that had to change is noted."""
        code = fit_code(name)
        if name in self.by_name or code in self._taken:
            self._remarks.refuse(sheet, row, column, _("имя «%(name)s» встречается дважды", name=name))
        elif code != name:
            self._remarks.note(sheet, row, column, _("имя «%(name)s» стало кодом %(code)s", name=name, code=code))
        self._taken.add(code)
        self.by_name[name] = code
        return code


def fit_code(name: str) -> str:
    """The name itself where it can be a code, else the nearest one."""
    if _FIT.fullmatch(name) and name not in RESERVED:
        return name
    latin = "".join(_latin(sign) for sign in name)
    code = re.sub(r"[^A-Za-z0-9_]+", "_", latin).strip("_") or "Q"
    code = code if code[0].isalpha() else f"Q{code}"
    code = code[:LONGEST]
    return f"{code[: LONGEST - 1]}_" if code in RESERVED else code


def _latin(sign: str) -> str:
    """A Cyrillic letter in Latin ones, anything else as it is."""
    if sign in _LETTERS:
        return _LETTERS[sign]
    return _LETTERS[sign.lower()].title() if sign.lower() in _LETTERS else sign
