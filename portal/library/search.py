"""What search finds of the library: the latest versions of materials that were not taken down."""

from collections.abc import Iterator

from portal.core.i18n import _
from portal.core.search.registry import Document, Kind, searchable
from portal.library.queries import current_versions, readable_hits
from portal.library.texts import searchable_text


def _documents() -> Iterator[Document]:
    for material, version in current_versions():
        yield material.id, material.title, searchable_text(material, version)


searchable(
    Kind(
        code="material",
        label=_("Библиотека"),
        documents=_documents,
        readable=readable_hits,
        path=lambda row: f"/library/{row.public_id}",
    )
)
