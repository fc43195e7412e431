"""The library in the order of a programme: stages, kinds that the customers' documents name, and finding among them.

The order is data (`data/kinds.yaml`), apart from the questionnaires: moving one to another stage makes no version.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from portal.core.i18n import _
from portal.core.text import sort_key
from portal.core.yaml_files import load_yaml
from surveys.loading import DATA
from surveys.strict import Reader

LONGEST_SEARCH = 100
AUDIENCES = {
    "mentee_student": _("Наставляемые обучающиеся"),
    "mentee_teacher": _("Наставляемые педагоги"),
    "mentor": _("Наставники"),
    "curator": _("Кураторы"),
    "head": _("Руководство"),
    "methodologist": _("Методисты"),
    "psychologist": _("Психологи"),
    "social_educator": _("Социальные педагоги"),
    "group_curator": _("Кураторы групп"),
    "teacher": _("Преподаватели"),
    "committee": _("Комиссия по отбору"),
    "student_council": _("Студенческий совет"),
    "parent": _("Родители"),
    "partner": _("Партнёры"),
    "operator": _("Муниципальный оператор"),
}
FORMS = {
    "student_student": _("Ученик – ученик, студент – студент"),
    "university_school": _("Студент – ученик"),
    "teacher_teacher": _("Педагог – педагог"),
    "head_teacher": _("Руководитель – педагог"),
    "partner_teacher": _("Партнёр – педагог"),
    "teacher_student": _("Педагог – обучающийся"),
    "employer_school": _("Работодатель – ученик"),
    "employer_student": _("Работодатель – студент"),
}
OTHERS = _("Другие анкеты")


@dataclass(frozen=True)
class Stage:
    """A part of the programme with its questionnaires in the order in which they are needed."""

    code: str
    label: str
    templates: tuple[str, ...]


@dataclass(frozen=True)
class Kind:
    """A questionnaire that the customers' documents name, and the templates that are it."""

    code: str
    title: str
    templates: tuple[str, ...]


@dataclass(frozen=True)
class Library:
    """Everything `kinds.yaml` says."""

    stages: tuple[Stage, ...]
    kinds: tuple[Kind, ...]


@dataclass(frozen=True)
class LibraryFilter:
    """What the reader chose above the library: words, who fills in, form of mentoring; '' is no choice."""

    text: str = ""
    audience: str = ""
    form: str = ""

    @classmethod
    def from_args(cls, args: Any) -> "LibraryFilter":
        """From the address; what is not known is no filter."""
        audience, form = args.get("who", ""), args.get("form", "")
        return cls(
            text=args.get("q", "").strip()[:LONGEST_SEARCH],
            audience=audience if audience in AUDIENCES else "",
            form=form if form in FORMS else "",
        )

    @property
    def is_set(self) -> bool:
        """Whether anything was chosen."""
        return bool(self.text or self.audience or self.form)

    def lets_through(self, row: Any) -> bool:
        """Whether a row of the library (`code`, `title`, `details`) fits; every word must be found somewhere."""
        if self.audience and self.audience not in row.details.get("audience", ()):
            return False
        if self.form and not {self.form, "all"} & set(row.details.get("forms", ())):
            return False
        said = _said_of(row)
        return all(word in said for word in sort_key(self.text).split())


@cache
def library() -> Library:
    """The project's own `kinds.yaml`, read once."""
    return load_library(DATA / "kinds.yaml")


def load_library(path: Path) -> Library:
    """Read stages and kinds; raises `DefinitionError` naming the place."""
    reader = Reader(load_yaml(path), path.name)
    stages = tuple(Stage(*_named(entry, "label", path.name)) for entry in _entries(reader, "stages"))
    kinds = tuple(Kind(*_named(entry, "title", path.name)) for entry in _entries(reader, "kinds"))
    reader.close()
    return Library(stages, kinds)


def by_stage(rows: Iterable[Any]) -> list[tuple[str, list[Any]]]:
    """Rows of the library under the words of their stages, in the order of the programme; strangers stand last."""
    left: dict[str, list[Any]] = {}
    for row in rows:
        left.setdefault(row.code, []).append(row)
    found = [
        (stage.label, [row for code in stage.templates for row in left.pop(code, [])]) for stage in library().stages
    ]
    found.append((OTHERS, [row for several in left.values() for row in several]))
    return [(label, here) for label, here in found if here]


def audience_words(codes: Sequence[str]) -> str:
    """Who fills a questionnaire in, as a list."""
    return ", ".join(AUDIENCES[code] if not place else AUDIENCES[code].lower()
                     for place, code in enumerate(code for code in codes if code in AUDIENCES))  # fmt: skip


def moment_words(moment: str) -> str:
    """When a questionnaire is due, without the explanation behind the semicolon: enough for a list."""
    return moment.partition(";")[0]


def _said_of(row: Any) -> str:
    """Everything by which a person may remember a questionnaire, its name in the documents among it."""
    kinds = [kind.title for kind in library().kinds if row.code in kind.templates]
    return sort_key(" ".join([row.title, row.details.get("moment", ""), row.details.get("source", ""), *kinds]))


def _entries(reader: Reader, key: str) -> Sequence[object]:
    return reader.entries(key, reader.take(key) or [])


def _named(source: object, words: str, where: str) -> tuple[str, str, tuple[str, ...]]:
    reader = Reader(source, where)
    found = reader.text("code"), reader.text(words), reader.texts("templates")
    reader.close()
    return found
