"""Words for the codes of cards: kinds of qualifications and of dated facts, and a place in one line."""

from portal.core.i18n import _
from portal.people.columns import KIND_WORDS
from portal.people.kinds import FactKind, MembershipKind, QualificationKind
from portal.people.models import Membership

QUALIFICATION_WORDS: dict[QualificationKind, str] = {
    QualificationKind.CATEGORY: _("Аттестационная категория"),
    QualificationKind.COURSE: _("Повышение квалификации"),
    QualificationKind.RETRAINING: _("Профессиональная переподготовка"),
    QualificationKind.OVZ: _("Курсы по обучению студентов с ОВЗ"),
    QualificationKind.MENTORING: _("Обучение наставничеству"),
    QualificationKind.EDUCATION: _("Образование"),
    QualificationKind.DEGREE: _("Учёная степень или звание"),
    QualificationKind.CERTIFICATE: _("Сертификат"),
}
FACT_WORDS: dict[FactKind, str] = {
    FactKind.HIRED: _("Приём на работу"),
    FactKind.ATTESTED: _("Аттестация"),
    FactKind.PROMOTED: _("Повышение"),
    FactKind.RESERVED: _("Зачисление в кадровый резерв"),
    FactKind.LEFT: _("Увольнение или уход"),
    FactKind.ENROLLED: _("Зачисление на обучение"),
    FactKind.GRADUATED: _("Окончание обучения"),
    FactKind.ADMITTED: _("Поступление на следующую ступень"),
    FactKind.EMPLOYED: _("Трудоустройство выпускника"),
}
DOCUMENTS = (
    _("свидетельство о рождении"),
    _("решение об опеке"),
    _("договор о приёмной семье"),
    _("решение суда"),
)


def place_words(place: Membership) -> str:
    """«Преподаватель, физика» or «Учится, М-21»: as what the person is there."""
    head = place.post or KIND_WORDS[MembershipKind(place.kind)]
    home = place.home.short_name if place.home else ""
    return ", ".join(filter(None, (head, place.subject, place.group.name if place.group else "", home)))


def qualification_words(kind: str) -> str:
    """«Аттестационная категория»."""
    return QUALIFICATION_WORDS[QualificationKind(kind)]


def fact_words(kind: str) -> str:
    """«Приём на работу»."""
    return FACT_WORDS[FactKind(kind)]
