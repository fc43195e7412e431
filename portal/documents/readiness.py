"""What a draft still lacks before it may go for signature: said with a way to mend it."""

from collections.abc import Sequence

from portal.core.i18n import _
from portal.documents.content import Content
from portal.documents.kinds import Layout
from portal.documents.models import Document, DocumentPerson
from portal.documents.registry import Gap, fresh


def problems_of(document: Document, people: Sequence[DocumentPerson]) -> list[Gap]:
    """Gaps in the order of the sheet; those of the room above come last. Paths are empty where the draft itself is."""
    kind, said = document.definition, Content.from_json(document.content)
    found = []
    if kind.layout == Layout.ORDER and not document.title:
        found.append(Gap(what=_("заголовок")))
    if kind.layout in (Layout.ORDER, Layout.AGREEMENT) and not said.items:
        found.append(Gap(what=_("пункты текста")))
    if kind.layout == Layout.PROTOCOL:
        found += _of_sitting(said)
    if kind.layout == Layout.STATEMENT and not said.text:
        found.append(Gap(what=_("текст")))
    if kind.one_person and kind.free and not people:
        found.append(Gap(what=_("человек, который подписывает")))
    if not document.signatory_name:
        found.append(Gap(what=_("кто подписывает")))
    made = fresh(document)
    return found + list(made.gaps if made else ())


def _of_sitting(said: Content) -> list[Gap]:
    missing = []
    if not said.chair or not said.secretary:
        missing.append(Gap(what=_("председатель и секретарь")))
    if not said.present:
        missing.append(Gap(what=_("кто присутствовал")))
    if not said.agenda or any(not (item.title and item.decided) for item in said.agenda):
        missing.append(Gap(what=_("вопросы повестки с решениями")))
    return missing
