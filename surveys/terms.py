"""What a wave promises to those who answer, as far as it can be looser or stricter: mode, k and readers.

Every page of a respondent carries the terms that it showed. Answers given under stricter terms than those in force
are not taken: the person reads the page again first.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol, Self

from portal.core.errors import Refusal
from portal.core.i18n import _
from surveys.models import Mode

STRICTNESS = {Mode.NAMED: 0, Mode.LINKED: 1, Mode.ANONYMOUS: 2}
SMALLEST_GROUP = 5
LARGEST_GROUP = 100


class HasTerms(Protocol):
    """A wave: the row itself or its plain copy."""

    @property
    def mode(self) -> Mode: ...
    @property
    def min_group(self) -> int: ...
    @property
    def readers(self) -> list[str]: ...


class TermsChanged(Refusal):
    """The page promised more than holds now."""


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Mode, k, and the roles that read named answers."""

    mode: Mode
    k: int
    readers: frozenset[str]

    @classmethod
    def of(cls, wave: HasTerms) -> Self:
        """Of a wave as it stands. k below five never holds, whatever an old row says."""
        mode = Mode(wave.mode)
        readers = wave.readers if mode is Mode.NAMED else ()
        return cls(mode=mode, k=max(SMALLEST_GROUP, wave.min_group), readers=frozenset(map(str, readers)))

    @classmethod
    def from_text(cls, text: str) -> Self | None:
        """What `text` says; None for anything else."""
        mode, _colon, rest = text.partition(":")
        k, _colon, readers = rest.partition(":")
        if mode not in set(Mode) or not (k.isascii() and k.isdigit() and len(k) < 6):
            return None
        return cls(mode=Mode(mode), k=int(k), readers=frozenset(filter(None, readers.split(","))))

    @property
    def text(self) -> str:
        """For a hidden field of a form."""
        return f"{self.mode.value}:{self.k}:{','.join(sorted(self.readers))}"

    def loosened(self, before: "Terms") -> list[str]:
        """In which respects these terms are looser than those before, in words; empty when they are not."""
        found = []
        if STRICTNESS[self.mode] < STRICTNESS[before.mode]:
            found.append(_("режим раскрывает больше, чем обещано"))
        if self.k < before.k:
            found.append(_("сводка открывается от меньшего числа ответов"))
        if self.mode == before.mode and self.readers - before.readers:
            found.append(_("именные ответы прочтёт больше людей"))
        return found


def modes_allowed(questionnaire_mode: Mode, stands: Mode, *, is_fixed: bool) -> Collection[Mode]:
    """Modes that a wave may have: those at least as strict as the questionnaire's; one once it is fixed."""
    if is_fixed:
        return (stands,)
    return tuple(mode for mode in STRICTNESS if STRICTNESS[mode] >= STRICTNESS[questionnaire_mode])


def refuse_unless_promised(wave: HasTerms, promised: str) -> None:
    """Raise TermsChanged when the page showed stricter terms than hold now; programs that saw none say none."""
    before = Terms.from_text(promised) if promised else None
    if before is not None and Terms.of(wave).loosened(before):
        raise TermsChanged(_("Условия анкеты изменились, пока страница была открыта. Прочитайте их и отправьте снова."))
