"""How much of a wave a reader may see: names, figures from k answers on, texts from a higher k on.

One rule for the page, its pictures and its files, so that none of them can say more than the others.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Protocol

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.core.i18n import _, ngettext
from surveys.definitions import QuestionnaireDefinition
from surveys.items.summaries import Base
from surveys.models import Mode
from surveys.results.turnout import Turnout
from surveys.terms import SMALLEST_GROUP

SMALLEST_GROUP_OF_TEXTS = 10


class HasReaders(Protocol):
    """A wave: the row itself or its plain copy."""

    @property
    def mode(self) -> Mode: ...
    @property
    def readers(self) -> list[Any]: ...
    @property
    def min_group(self) -> int: ...


class HasResponses(Protocol):
    """A wave with its counters: all that were submitted, and those that the figures without names hold."""

    @property
    def submitted(self) -> int: ...
    @property
    def released(self) -> int: ...


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What one reader may see of one wave. `k` and `k_texts` are 1 for those who may read the answers themselves."""

    names: bool
    k: int
    k_texts: int

    def sees(self, wave: HasResponses) -> int:
        """How many responses stand behind the figures of this reader."""
        return wave.submitted if self.names else wave.released

    def opens(self, submitted: int) -> bool:
        """Whether the figures of a wave with so many responses may be shown."""
        return submitted >= self.k

    def opens_item(self, base: Base) -> bool:
        """Whether an item may be shown: one that few people saw says as much as a small group."""
        return base.answered == 0 or base.answered >= self.k

    def opens_texts(self, answered: int) -> bool:
        """Whether words people wrote may be read."""
        return answered >= self.k_texts


def reading_of(actor: Actor, wave: HasReaders, permissions: Collection[Permission]) -> Reading:
    """The reading of `actor`, whose permissions on the wave are known.

    Names need the named mode, the permission to read answers, and a role that was announced to the respondents.
    """
    announced = {str(code) for code in wave.readers}
    is_reader = Permission.RESPONSE_READ in permissions and any(role in announced for role in actor.roles)
    if wave.mode == Mode.NAMED and is_reader:
        return Reading(names=True, k=1, k_texts=1)
    return reading_without_names(wave)


def reading_without_names(wave: HasReaders) -> Reading:
    """What everybody else sees: figures from k responses on, words from a higher k on."""
    k = max(SMALLEST_GROUP, wave.min_group)
    return Reading(names=False, k=k, k_texts=max(SMALLEST_GROUP_OF_TEXTS, k))


def told_to(reading: Reading, definition: QuestionnaireDefinition) -> QuestionnaireDefinition:
    """The questions of which the reader may hear anything: a conclusion with a status is told by its status alone."""
    return definition if reading.names else definition.for_others


def too_few(turnout: Turnout, k: int) -> str:
    """Why there are no figures yet, and when there will be."""
    opens = ngettext("Сводка откроется от %(num)s ответа.", "Сводка откроется от %(num)s ответов.", k)
    return _("Данных мало: ответили %(turnout)s.", turnout=turnout.words) + " " + opens


def frozen(waiting: int, k: int, *, is_over: bool) -> str:
    """Why the figures lag behind the number of answers, and when they will move."""
    if is_over:
        return ngettext(
            "Последний %(num)s ответ в сводку не войдёт: по разнице чисел стало бы видно, что в нём.",
            "Последние %(num)s ответов в сводку не войдут: по разнице чисел стало бы видно, что в них.",
            waiting,
        )
    return ngettext(
        "Ещё %(num)s ответ ждёт: сводка обновится, когда новых станет не меньше %(k)s, чтобы никого не выдать.",
        "Ещё %(num)s ответов ждут: сводка обновится, когда новых станет не меньше %(k)s, чтобы никого не выдать.",
        waiting,
        k=k,
    )


def leaving(taken_back: int) -> str:
    """Why the figures still hold answers that were taken back, and when they will not."""
    return ngettext(
        "%(num)s отозванный ответ ещё в сводке: она меняется сразу на несколько человек, чтобы никого не выдать.",
        "%(num)s отозванных ответов ещё в сводке: она меняется сразу на несколько человек, чтобы никого не выдать.",
        taken_back,
    )


def too_few_for_item(k: int) -> str:
    """Why one question stays closed; how many answered it is not said."""
    return ngettext(
        "На этот вопрос ответили немногие: цифры откроются от %(num)s ответа.",
        "На этот вопрос ответили немногие: цифры откроются от %(num)s ответов.",
        k,
    )


def too_few_texts(k: int) -> str:
    """Why words people wrote stay closed."""
    return ngettext("Тексты откроются от %(num)s ответа.", "Тексты откроются от %(num)s ответов.", k)
