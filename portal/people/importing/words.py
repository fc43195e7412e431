"""Words that a table of people may use for kinds of places, however people write them."""

from portal.core.i18n import _
from portal.imports.registry import heading_key
from portal.people.columns import KIND_WORDS
from portal.people.kinds import MembershipKind, OrganizationKind

KIND_ALIASES: dict[MembershipKind, tuple[str, ...]] = {
    MembershipKind.LEARNER: ("студент", "студентка", "ученик", "ученица", "учащийся", "учащаяся", "обучающийся",
                             "обучающаяся", "школьник"),
    MembershipKind.EMPLOYEE: ("сотрудник", "работник", "преподаватель", "учитель", "педагог"),
    MembershipKind.SPECIALIST: ("специалист партнёра", "наставник от предприятия", "работодатель", "партнёр"),
    MembershipKind.ALUMNUS: ("выпускница", "окончил", "окончила"),
    MembershipKind.PARENT: ("законный представитель", "мать", "отец", "мама", "папа"),
}  # fmt: skip
KINDS_BY_WORD = {
    heading_key(word): kind for kind, words in KIND_ALIASES.items() for word in (KIND_WORDS[kind], kind.value, *words)
}
YOUNGEST_AT_SCHOOL, SPREAD_AT_SCHOOL = 5, 4
YOUNGEST_AT_COLLEGE, SPREAD_AT_COLLEGE = 13, 30


def kind_in(text: str) -> MembershipKind | None:
    """What the word means, or None."""
    return KINDS_BY_WORD.get(heading_key(text))


def kinds_in_words() -> str:
    """«Учится», «Работает» and the others, for a message."""
    return ", ".join(f"«{word}»" for word in KIND_WORDS.values())


def remark_on_age(age: int, course: int | None, organization_kind: str) -> str:
    """A warning where the age hardly goes with the class or the course; nothing otherwise."""
    if course is None:
        return ""
    is_school = organization_kind == OrganizationKind.SCHOOL
    youngest = course + (YOUNGEST_AT_SCHOOL if is_school else YOUNGEST_AT_COLLEGE)
    oldest = youngest + (SPREAD_AT_SCHOOL if is_school else SPREAD_AT_COLLEGE)
    if youngest <= age <= oldest:
        return ""
    if is_school:
        return _("полных лет %(age)s, а класс %(course)s. Проверьте.", age=age,
                 course=course)  # fmt: skip
    return _("полных лет %(age)s, а курс %(course)s. Проверьте.", age=age,
             course=course)  # fmt: skip
