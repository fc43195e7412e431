"""What every column holds about a person: on what basis, for what, how long, and what erasure does to it.

A column that nobody classified fails the build (152-ФЗ ст. 5, 18.1; reliability P1). Keys, versions and
timestamps classify themselves.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import sqlalchemy as sa

from portal.core.db import Base


class Basis(StrEnum):
    """Why the portal may hold it."""

    NOT_PERSONAL = "not_personal"
    LAW = "law"
    CONTRACT = "contract"
    CONSENT = "consent"


class Erasure(StrEnum):
    """What happens to the column when the person is erased."""

    KEEP = "keep"
    BLANK = "blank"
    DELETE_ROW = "delete_row"
    ANONYMIZE = "anonymize"


@dataclass(frozen=True)
class Handling:
    """How a column is treated. `term` is in words for the register of processing."""

    category: str
    basis: Basis
    purpose: str
    term: str
    erasure: Erasure


TECHNICAL = Handling("technical", Basis.NOT_PERSONAL, "работа портала", "вместе с записью", Erasure.KEEP)
CONTENT = Handling("content", Basis.NOT_PERSONAL, "содержание программы", "вместе с записью", Erasure.KEEP)
REGISTER = Handling(
    "register", Basis.LAW, "учёт участников образовательных отношений", "до выбытия и 3 года", Erasure.BLANK
)
CONTACT = Handling("contact", Basis.CONTRACT, "связь по делам программы", "до выбытия", Erasure.BLANK)
ACCOUNT = Handling("account", Basis.CONTRACT, "вход на портал", "до закрытия учётной записи", Erasure.DELETE_ROW)
ANSWERS = Handling("answers", Basis.CONSENT, "анкетирование участников", "5 лет после цикла", Erasure.ANONYMIZE)
PAPERS = Handling("papers", Basis.LAW, "подтверждение согласия", "3 года после отзыва", Erasure.KEEP)
TRAIL = Handling("trail", Basis.LAW, "журнал действий", "3 года", Erasure.KEEP)
LETTERS = Handling("letters", Basis.CONTRACT, "уведомления", "90 дней после отправки", Erasure.DELETE_ROW)

LETTER_CHOICES = Handling(
    "letter_choices", Basis.CONTRACT, "как присылать письма", "пока человек не сменит или до стирания карточки",
    Erasure.DELETE_ROW,
)  # fmt: skip

REQUESTS = Handling("requests", Basis.LAW, "обращения о персональных данных", "3 года после ответа", Erasure.BLANK)

MENTORING = Handling(
    "mentoring",
    Basis.CONSENT,
    "подбор наставника и сопровождение",
    "до отзыва согласия или стирания карточки",
    Erasure.DELETE_ROW,
)
SENSITIVE = Handling(
    "sensitive", Basis.CONSENT, "бережный подбор наставника", "пока открыт запрос на наставника", Erasure.DELETE_ROW
)
SUPPORT = Handling(
    "support", Basis.CONSENT, "поддержка, пока наставник не найден", "пока открыт запрос на наставника",
    Erasure.DELETE_ROW,
)  # fmt: skip
DECREES = Handling(
    "decrees",
    Basis.LAW,
    "издание и хранение документов организации",
    "по сроку дела: приказ Росархива от 20.12.2019 № 236, ст. 19 и 434; черновик до подписания",
    Erasure.KEEP,
)

VIEWS = Handling(
    "views", Basis.CONTRACT, "свои отборы в списках", "пока человек не уберёт или до стирания карточки",
    Erasure.DELETE_ROW,
)  # fmt: skip
EXCHANGE = Handling(
    "exchange", Basis.CONTRACT, "обмен практиками", "пока практика в банке или до стирания карточки", Erasure.DELETE_ROW
)

CONTESTS = Handling(
    "contests", Basis.CONTRACT, "участие в конкурсах и в их жюри", "до стирания карточки", Erasure.DELETE_ROW
)
READING = Handling(
    "reading",
    Basis.CONTRACT,
    "знакомство новых участников с материалами",
    "пока материал в библиотеке или до стирания карточки",
    Erasure.DELETE_ROW,
)
ATTENDANCE = Handling(
    "attendance", Basis.CONTRACT, "запись на события и участие в них", "до стирания карточки", Erasure.DELETE_ROW
)
AWARDS = Handling("awards", Basis.LAW, "поощрение участников", "до выбытия и 3 года", Erasure.DELETE_ROW)
TRAINING = Handling("training", Basis.LAW, "учёт обучения наставников", "до выбытия и 3 года", Erasure.DELETE_ROW)

EXPERTS = Handling(
    "experts", Basis.CONTRACT, "обучение и советы экспертов", "пока действует договорённость или до стирания карточки",
    Erasure.DELETE_ROW,
)  # fmt: skip

COMMUNITY = Handling(
    "community", Basis.CONTRACT, "общение в сообществе", "пока автор не уберёт или до стирания карточки", Erasure.BLANK
)
COMMUNITY_OWN = Handling(
    "community",
    Basis.CONTRACT,
    "отметки и черновики в сообществе",
    "пока человек не уберёт или до стирания карточки",
    Erasure.DELETE_ROW,
)

REGISTRY: dict[str, dict[str, Handling]] = {}
CONCERNS: dict[str, tuple[str, ...]] = {}
SELF_EVIDENT = {"id", "public_id", "version", "created_at", "updated_at"}

Model = TypeVar("Model", bound=type[Base])


def holds(**columns: Handling) -> Callable[[Model], Model]:
    """Classify the columns of a model: `@holds(full_name=REGISTER, birth_on=REGISTER)` above the class."""

    def classify(model: Model) -> Model:
        REGISTRY[model.__tablename__] = columns
        return model

    return classify


def concerns(*columns: str) -> Callable[[Model], Model]:
    """Name the columns that lead from a row to the persons it is about: `@concerns("person_id", "given_by_id")`.

    Needed only where the path is not `person_id` or the one key to a row that has a path (see `core.subjects`).
    """

    def declare(model: Model) -> Model:
        CONCERNS[model.__tablename__] = columns
        return model

    return declare


def handling_of(column: sa.Column[object]) -> Handling | None:
    """How `column` is handled, or None where nobody said so."""
    said = REGISTRY.get(column.table.name, {}).get(column.name)
    if said:
        return said
    is_technical = column.name in SELF_EVIDENT or bool(column.foreign_keys)
    return TECHNICAL if is_technical else None
