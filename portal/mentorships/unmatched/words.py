"""Words of the queue."""

from portal.core.i18n import _, ngettext
from portal.matching.kinds import SupportState

SUPPORTS = {SupportState.NEEDED: _("Нужна поддержка"), SupportState.GIVEN: _("Поддержка оказана")}


def support_label(state: str) -> str:
    """«Нужна поддержка»."""
    return SUPPORTS[SupportState(state)]


def days_in_words(days: int) -> str:
    """«ждёт 15 дней»."""
    return ngettext("ждёт %(num)s день", "ждёт %(num)s дней", days) if days > 0 else _("с сегодняшнего дня")


def tries_in_words(tries: tuple[int, int]) -> str:
    """«подбирали 2 раза; 1 отказ от пары», from the numbers of drafts and of refusals."""
    runs, refusals = tries
    said = []
    if runs:
        said.append(ngettext("подбирали %(num)s раз", "подбирали %(num)s раз", runs))
    if refusals:
        said.append(ngettext("%(num)s отказ от пары", "%(num)s отказов от пары", refusals))
    return "; ".join(said) or _("ещё не подбирали")
