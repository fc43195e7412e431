"""The missing paper in words: every page that stops for want of a consent says the same."""

from collections.abc import Sequence
from datetime import date

from portal.consents.kinds import Purpose
from portal.consents.queries.basis import OWN, REPRESENTATIVE, RESTRICTED, missing_for
from portal.core.i18n import _


def missing_paper(person_id: int, organization_id: int, purpose: Purpose, on: date) -> str:
    """«Не хватает: согласие представителя на участие и мониторинг»; an empty text when nothing is missing."""
    return paper_words(missing_for(person_id, organization_id, purpose, on), purpose)


def paper_words(missing: Sequence[str], purpose: Purpose) -> str:
    """The same for signatures already counted by `missing_signatures` or `missing_in`."""
    names = paper_names(missing, purpose)
    return names if not names or RESTRICTED in missing else _("Не хватает: %(papers)s", papers=names)


def paper_names(missing: Sequence[str], purpose: Purpose) -> str:
    """The missing papers by name alone, for a column that says already that they are missing."""
    if RESTRICTED in missing:
        return _("Обработка данных остановлена по обращению самого человека")
    papers = {OWN: purpose.paper, REPRESENTATIVE: purpose.paper_of_representative}
    return ", ".join(papers[one] for one in (OWN, REPRESENTATIVE) if one in missing)
