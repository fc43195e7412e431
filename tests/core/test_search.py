"""Search finds word forms alike on both databases and takes harm from no query (performance.md, reliability A7)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import yaml

from portal.access.permissions import Permission
from portal.core.db import db
from portal.core.search import index, registry
from portal.core.search.index import SearchDocument
from portal.core.search.lemmas import lemmas_of, normalized
from portal.core.search.registry import Kind

FORMS = yaml.safe_load((Path(__file__).parent / "data" / "word_forms.yaml").read_text(encoding="utf-8"))
TEXTS = {
    1: ("Первые шаги наставника", "Как молодому педагогу провести первый урок и не испугаться."),
    2: ("Дети и взрослые", "Ребёнок учится у человека, который рядом. Приёмы общения."),
    3: ("План на год", "Встречи раз в неделю, цели на каждый месяц; 12 встреч за полугодие."),
    4: ("Завод рядом", "Студенты колледжа проходят практику в цехе, мастер помогает."),
}
QUERIES = {
    "наставничество": [1],
    "ребенок": [2],
    "дети": [2],
    "люди": [2],
    "прием": [2],
    "лет": [3],
    "12 встреч": [3],
    "настав": [1],
    "молодой педагог": [1],
    "урок педагоги": [1],
    "студент практика": [4],
    "завод план": [],
    "прак": [4],
    "PLAN": [],
}
HOSTILE = [
    "", " ", '"', "'", '" OR 1 --', "AND", "NOT", "*", "a*b", "(", "NEAR(a b)", "title:x", "\\", "%", "_", ":*",
    "& | !", "{a b}:c", "\x00", "\ud800", "🙂", "x" * 5000, "а " * 500, "^план", "-план", "'; DROP TABLE person",
]  # fmt: skip


@pytest.fixture
def texts(database: Any) -> None:
    for ref_id, (title, body) in TEXTS.items():
        index.put("practice", ref_id, title, body)


def found(text: str, kind: str = "practice") -> list[int]:
    hits = index.hits(kind, text)
    return list(db.session.scalars(sa.select(hits.c.ref_id).order_by(hits.c.rank, hits.c.ref_id)))


def test_forms_of_a_word_find_each_other(database: Any) -> None:
    asked = [(number, form) for number, word in enumerate(FORMS) for form in word["asked"]]
    assert (len(FORMS), len(asked)) == (21, 62)
    for number, word in enumerate(FORMS):
        index.put("form", number, "Текст", f"Здесь стоит {word['text']} среди прочего.")
    missed = [form for number, form in asked if number not in found(form, "form")]
    assert 1 - len(missed) / len(asked) >= 0.94, missed


@pytest.mark.parametrize("text", QUERIES)
def test_a_query_finds_the_same_on_both_databases(texts: None, text: str) -> None:
    assert sorted(found(text)) == QUERIES[text]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_query_finds_nothing_and_harms_nothing(texts: None, text: str) -> None:
    assert isinstance(found(text), list)
    index.snippet("План на год", text)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SearchDocument)) == len(TEXTS)


def test_a_title_outweighs_a_body(database: Any) -> None:
    index.put("practice", 1, "Разное", "Здесь сказано слово конкурс и ещё несколько слов о другом.")
    index.put("practice", 2, "Конкурс", "Здесь сказано о другом, и слов здесь столько же, сколько там.")
    assert found("конкурс") == [2, 1]


def test_a_changed_text_is_found_by_its_new_words_only_and_a_removed_one_not_at_all(texts: None) -> None:
    index.put("practice", 4, "Мастерская", "Теперь о другом.")
    assert found("завод") == []
    assert found("мастерская") == [4]
    index.remove("practice", 4)
    assert found("мастерская") == []
    assert found("план", "another kind") == []


def test_a_snippet_shows_the_original_text_marked_and_escaped() -> None:
    body = "Начало. " * 30 + "Здесь <b>детям</b> & взрослым интересно. " + "Конец. " * 60
    piece = index.snippet(body, "ребёнок")
    assert "&lt;b&gt;<mark>детям</mark>&lt;/b&gt; &amp; взрослым" in piece
    assert piece.startswith("… ")
    assert piece.endswith(" …")
    assert len(piece) < 400
    assert index.snippet("<script>", "нет") == "&lt;script&gt;"


def test_lemmas_are_all_that_a_token_may_come_from() -> None:
    assert set(lemmas_of("стали")) == {"стать", "сталь"}
    assert normalized("Ёлки, 9-й класс") == "елка 9 й класс"
    assert lemmas_of("moodle") == ("moodle",)


@pytest.fixture
def organizations(world: Any) -> Iterator[Kind]:
    """Organisations as a kind that can be found."""
    from portal.access.gate import allowed
    from portal.people.models import Organization

    def documents() -> list[tuple[int, str, str]]:
        rows = db.session.scalars(sa.select(Organization))
        return [(row.id, row.name, f"{row.short_name}: наставничество") for row in rows]

    def readable(actor: Any, hits: sa.Subquery) -> Any:
        may = allowed(actor, Permission.ORGANIZATION_READ, Organization)
        return sa.select(Organization.public_id).join(hits, hits.c.ref_id == Organization.id).where(may)

    kind = Kind(
        code="organization",
        label="Организации",
        documents=documents,
        readable=readable,
        path=lambda row: f"/organizations/{row.public_id}",
    )
    real = registry.KINDS["organization"]
    yield registry.searchable(kind)
    registry.KINDS["organization"] = real


def test_rebuilding_indexes_every_row_and_forgets_the_rest(world: Any, organizations: Kind) -> None:
    index.put("organization", 999_999, "Призрак", "наставничество")
    registry.rebuild()
    assert 999_999 not in found("наставник", "organization")
    assert len(found("наставник", "organization")) == 3


def test_a_reader_finds_only_what_the_reader_may_see(world: Any, organizations: Kind) -> None:
    registry.rebuild()
    own = registry.find(organizations, world.actor("kira"), "наставник", limit=5)
    assert [find.title for find in own.finds] == ["Северный многопрофильный колледж"]
    every = registry.find(organizations, world.actor("olga"), "наставник", limit=2)
    assert (every.total, len(every.finds)) == (3, 2)


def test_the_page_groups_finds_and_answers_htmx_with_the_block(
    world: Any, organizations: Kind, client_as: Any, count_queries: Any
) -> None:
    registry.rebuild()
    kira = client_as("kira")
    page = kira.get("/search?q=колледжи")
    assert page.status_code == 200
    assert "Северный многопрофильный колледж" in page.text
    assert "Организации" in page.text
    block = kira.get("/search?q=колледж", headers={"HX-Request": "true"})
    assert "<html" not in block.text
    assert "Найдено: 2" in block.text, "the college and its group"
    assert "ничего не нашлось" in kira.get("/search?q=школа").text, "school 2 is not hers"
    all_of_kind = kira.get("/search?q=наставник&kind=organization&page=1")
    assert "Искать везде" in all_of_kind.text
    with count_queries() as seen:
        kira.get("/search?q=колледж")
    with_finds = 2
    assert len(seen) <= 2 + len(registry.KINDS) + with_finds, seen


def test_the_page_takes_any_query(world: Any, organizations: Kind, client_as: Any) -> None:
    kira = client_as("kira")
    for text in HOSTILE:
        if "\x00" in text or "\ud800" in text:
            continue
        assert kira.get("/search", query_string={"q": text}).status_code == 200, text
    assert kira.get("/search?q=a&kind=nonsense&page=999999").status_code == 200


def test_a_guest_signs_in_first_and_only_get_is_known(client: Any, database: Any) -> None:
    answer = client.get("/search?q=a")
    assert answer.status_code == 303
    assert "/login" in answer.location
    assert client.put("/search").status_code in (400, 405)
