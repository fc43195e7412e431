"""A LimeSurvey `.lss` as tables of text: XML without DTD and entities, rows numbered as they stand in each table."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_text

LARGEST, MOST_ROWS, MOST_FIELDS = 10 * 2**20, 60_000, 200


@dataclass(frozen=True)
class Line:
    """A row of a table: which it is, and its fields."""

    table: str
    number: int
    fields: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "")


@dataclass
class Tables:
    """All tables of the file by name."""

    rows: dict[str, list[Line]] = field(default_factory=dict)
    languages: list[str] = field(default_factory=list)

    def of(self, table: str) -> list[Line]:
        return self.rows.get(table, [])

    def in_language(self, table: str, language: str, key: str) -> Iterator[Line]:
        """Rows of a table that old versions keep once for each language: those of ours, else the first of each key."""
        mine = {line[key]: line for line in self.of(table) if line["language"] in ("", language)}
        seen = set[str]()
        for line in self.of(table):
            if line[key] not in seen:
                seen.add(line[key])
                yield mine.get(line[key], line)


def read_tables(path: Path) -> Tables:
    """Raises Refusal where the file is not the structure of a LimeSurvey questionnaire, or hostile."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    content = path.read_bytes()
    if len(content) > LARGEST:
        raise Refusal(_("Файл больше %(n)s МБ. Выберите файл поменьше.", n=LARGEST // 2**20))
    try:
        root = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as fault:
        raise Refusal(_("Файл устроен необычно и не принимается. Пересохраните его в своей программе.")) from fault
    except (ParseError, ValueError, LookupError, RecursionError) as fault:
        raise Refusal(_("Файл повреждён: он не открывается.")) from fault
    if root.tag != "document" or (root.findtext("LimeSurveyDocType") or "").strip() != "Survey":
        raise Refusal(_("Это не структура анкеты LimeSurvey: в LimeSurvey выберите «Экспорт» → «Структура (.lss)»."))
    tables = Tables(languages=[_text(each) for each in root.findall("languages/language")])
    left = MOST_ROWS
    for part in root:
        rows = part.find("rows")
        if rows is None:
            continue
        left -= len(rows)
        if left < 0:
            raise Refusal(_("Файл слишком большой. Разделите его на части."))
        tables.rows[part.tag] = [
            Line(part.tag, number, {each.tag: _text(each) for each in row[:MOST_FIELDS]})
            for number, row in enumerate(rows, 1)
        ]
    return tables


def _text(element: Element) -> str:
    return clean_text((element.text or "").replace("\ufeff", ""))
