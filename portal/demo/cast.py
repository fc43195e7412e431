"""The core cast of the demo town and of the tests: the same people in tests, demonstration and pictures.

Two schools of one municipality. Ольга – operator of the municipality. Кира curates school 1, Карим school 2.
Нина is a mentor in school 1, Миша her adult mentee, Паша a pupil of 15, Мария his mother. Чужой is nobody to them.
"""

from dataclasses import dataclass
from datetime import date

from portal.access.roles import Role
from portal.people.kinds import MembershipKind

PASSWORD = "growth-2026"  # noqa: S105 — the demo sign-ins are public (docs and contract)


@dataclass(frozen=True, kw_only=True)
class Part:
    """One member of the cast: `key` names them in tests, `login` opens the demo account."""

    key: str
    login: str
    family_name: str
    given_name: str
    patronymic: str
    role: Role | None
    school: int
    kind: MembershipKind | None
    birth_on: date
    post: str = ""
    subject: str = ""


def _part(key: str, login: str, name: str, role: Role | None, school: int, kind: MembershipKind | None,
          birth_on: date, post: str = "", subject: str = "") -> Part:  # fmt: skip
    family_name, given_name, patronymic = name.split()
    return Part(
        key=key, login=f"{login}@demo.example", family_name=family_name, given_name=given_name,
        patronymic=patronymic, role=role, school=school, kind=kind, birth_on=birth_on, post=post, subject=subject,
    )  # fmt: skip


_EMPLOYEE, _LEARNER = MembershipKind.EMPLOYEE, MembershipKind.LEARNER
CAST: tuple[Part, ...] = (
    _part("admin", "admin", "Жданов Тимофей Олегович", Role.ADMINISTRATOR, 0, _EMPLOYEE, date(1985, 3, 14), "Администратор портала"),
    _part("olga", "operator", "Белова Ольга Степановна", Role.OPERATOR, 0, _EMPLOYEE, date(1978, 6, 2), "Методист центра развития образования"),
    _part("denis", "director", "Громов Денис Аркадьевич", Role.DIRECTOR, 1, _EMPLOYEE, date(1971, 11, 20), "Директор"),
    _part("kira", "curator", "Соколова Кира Андреевна", Role.CURATOR, 1, _EMPLOYEE, date(1986, 9, 9), "Заместитель директора"),
    _part("polina", "psychologist", "Лунина Полина Марковна", Role.PSYCHOLOGIST, 1, _EMPLOYEE, date(1990, 1, 25), "Педагог-психолог"),
    _part("nina", "mentor", "Орлова Нина Павловна", Role.MENTOR, 1, _EMPLOYEE, date(1975, 4, 30), "Преподаватель", "Физика"),
    _part("misha", "mentee", "Ковалёв Миша Игоревич", Role.MENTEE, 1, _LEARNER, date(2006, 8, 17)),
    _part("pasha", "pupil", "Седов Паша Романович", Role.MENTEE, 1, _LEARNER, date(2011, 5, 5)),
    _part("maria", "parent", "Седова Мария Ильинична", Role.PARENT, 1, MembershipKind.PARENT, date(1984, 12, 12)),
    _part("pavel", "partner", "Ершов Павел Кириллович", Role.PARTNER_CURATOR, 1, MembershipKind.SPECIALIST, date(1980, 7, 7), "Начальник цеха"),
    _part("karim", "curator2", "Юсупов Карим Ренатович", Role.CURATOR, 2, _EMPLOYEE, date(1983, 2, 3), "Заместитель директора"),
    _part("vera", "mentor2", "Зимина Вера Львовна", Role.MENTOR, 2, _EMPLOYEE, date(1969, 10, 1), "Учитель", "История"),
    _part("yana", "mentee2", "Фомина Яна Денисовна", Role.MENTEE, 2, _EMPLOYEE, date(2001, 3, 8), "Учитель", "Литература"),
)  # fmt: skip
