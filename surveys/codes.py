"""Private codes: three words and a number that only the respondent has. The portal keeps a keyed hash of one.

Three of 256 words make sixteen million codes; the number is a check, so that a slip of the pen is noticed and never
taken for somebody else's code.
"""

import re
import secrets
from functools import cache
from pathlib import Path

from portal.core.errors import Refusal
from portal.core.i18n import _

WORDS = Path(__file__).parent / "data" / "code_words.txt"
WORDS_IN_A_CODE = 3
CHECKS = 97
LONGEST = 200


class WrongCode(Refusal):
    """What was typed is not a code; the message says what to look at."""


def new_code() -> str:
    """«сова-клен-река-42», by chance."""
    return _written([secrets.choice(_words()) for _place in range(WORDS_IN_A_CODE)])


def read_code(text: str) -> str:
    """The code as `new_code` writes it, however it was typed: capitals, «ё», spaces, commas, the number apart.

    Raises WrongCode for a word that no code has and for a number that does not belong to the words.
    """
    parts = re.findall(r"[а-я]+|\d+", text[:LONGEST].lower().replace("ё", "е"))
    words, numbers = [part for part in parts if part.isalpha()], [part for part in parts if part.isdecimal()]
    for word in words:
        if word not in _places():
            raise WrongCode(_("Слова «%(word)s» в кодах нет. Проверьте, как оно записано.", word=word[:30]))
    if len(words) != WORDS_IN_A_CODE or not numbers:
        raise WrongCode(_("Код – это три слова и число, например «сова-клен-река-%(check)s».", check=_EXAMPLE_CHECK))
    code = _written(words)
    if code.rpartition("-")[2] != "".join(numbers).zfill(2):
        raise WrongCode(_("Слова и число не подходят друг к другу. Проверьте код: похоже, в нём описка."))
    return code


def _written(words: list[str]) -> str:
    return "-".join([*words, f"{_check(words):02}"])


def _check(words: list[str]) -> int:
    """A number that changes with any word and with their order."""
    total = 0
    for word in words:
        total = total * 256 + _places()[word]
    return total % CHECKS


@cache
def _places() -> dict[str, int]:
    return {word: place for place, word in enumerate(_words())}


@cache
def _words() -> tuple[str, ...]:
    return tuple(WORDS.read_text(encoding="utf-8").split())


_EXAMPLE_CHECK = f"{_check(['сова', 'клен', 'река']):02}"
