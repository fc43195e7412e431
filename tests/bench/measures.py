"""The rows of the table: each measures the portal and its reference in turns and says what the goal is."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from portal.core.db import db, read_apart
from portal.core.search import index
from surveys.models import SurveyAssignment
from surveys.results.cuts import cut_counts
from surveys.results.filters import dimensions_of, read_cuts, responses_of
from surveys.storage import compiled
from tests.bench.city import PAGES, build_city, cookies_in, pair_in, seconds_of
from tests.bench.load import Line, Rate, Side, in_turns, median_seconds
from tests.bench.places import STORED, Portal, environ_of, made, opened
from tests.respondent import fill_in, hidden
from tests.serving import ROOT, Served
from tests.surveying import CODES, mark_of


@dataclass(frozen=True)
class Row:
    """One line of the table. `ratio` compares the portal with the reference; `is_met` says whether the goal is."""

    measure: str
    portal: str
    reference: str
    ratio: float
    goal: str
    is_met: bool
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Scene:
    """Both servers, running, and what is known about them."""

    portal: Portal
    web: Served
    floor: Served
    floor_cookies: list[str]


def at_least(measure: str, ours: Rate, theirs: Rate, goal: float) -> Row:
    """A row about speed: turns a second, ours by theirs."""
    ratio = ours.a_second / theirs.a_second
    return Row(
        measure, f"{ours.a_second:.0f}/s", f"{theirs.a_second:.0f}/s", ratio, f"≥ {goal:g}", ratio >= goal,
        {"portal": vars(ours), "reference": vars(theirs)},
    )  # fmt: skip


def at_most(measure: str, ours: float, theirs: float, goal: float, *, unit: str = "мс", scale: float = 1000.0) -> Row:
    """A row about time or size: ours by theirs."""
    ratio = ours / theirs
    return Row(
        measure, f"{ours * scale:.3g} {unit}", f"{theirs * scale:.3g} {unit}", ratio, f"≤ {goal:g}", ratio <= goal
    )


def count_row(measure: str, n: int, most: int) -> Row:
    """A row about a number that must not grow."""
    return Row(measure, str(n), str(most), n / most, f"≤ {most}", n <= most)


def reads(path: str, *, status: int = 200) -> Callable[[Line, int], None]:
    """A turn that gets one page."""

    def turn(line: Line, number: int) -> None:
        reply = line.get(path)
        if reply.status != status:
            raise RuntimeError(f"GET {path}: {reply.status}")

    return turn


def reads_each(paths: list[str]) -> Callable[[Line, int], None]:
    """A turn that gets the next of many pages."""

    def turn(line: Line, number: int) -> None:
        reads(paths[number % len(paths)])(line, number)

    return turn


def fills_in(tokens: list[str]) -> Callable[[Line, int], None]:
    """A turn that opens the next questionnaire and submits it; every one is used once."""
    waiting = iter(tokens)

    def turn(line: Line, number: int) -> None:
        fill_in(line, next(waiting))

    return turn


def _answers_floor(line: Line, number: int) -> None:
    reads("/survey")(line, number)
    if line.post("/survey", [(f"q{n}", "3") for n in range(20)]).status != 303:
        raise RuntimeError("POST /survey")


def pages(scene: Scene) -> Iterator[Row]:
    """Pages against the floor's page."""
    floor = Side(scene.floor.port, reads("/page"), scene.floor_cookies, scene.floor.cpu)
    for measure, path, goal in (("главная куратора", "/", 0.3), ("список анкет", "/surveys", 0.35)):
        ours = Side(scene.web.port, reads(path), scene.portal.cookies, scene.web.cpu)
        yield at_least(f"{measure} ÷ /page основы", *in_turns(ours, floor), goal)


def questionnaires(scene: Scene) -> Iterator[Row]:
    """The fill page and the whole submission against the floor; stored responses must not be felt."""
    empty, stored = scene.portal.tokens["empty"], scene.portal.tokens["stored"]
    survey = Side(scene.floor.port, reads("/survey"), scene.floor_cookies, scene.floor.cpu)
    page = Side(scene.web.port, reads_each([f"/s/{token}?view=all" for token in empty[-200:]]), [], scene.web.cpu)
    yield at_least("страница анкеты, 20 вопросов ÷ /survey основы", *in_turns(page, survey), 0.5)
    whole = Side(scene.floor.port, _answers_floor, scene.floor_cookies, scene.floor.cpu)
    fills = Side(scene.web.port, fills_in(empty[:-200]), [], scene.web.cpu)
    yield at_least("анкета целиком: открыть, отправить, записать ÷ основа", *in_turns(fills, whole), 0.45)
    again = Side(scene.web.port, fills_in(stored), [], scene.web.cpu)
    ours, without = in_turns(again, fills)
    yield _times_row(f"анкета целиком при {STORED} ответов ÷ при 0", ours, without, 1.2)


def _times_row(measure: str, ours: Rate, theirs: Rate, goal: float) -> Row:
    """A row about speed told as time: how much longer a turn takes."""
    ratio = theirs.a_second / ours.a_second
    return Row(
        measure, f"{ours.p50:.2f} мс", f"{theirs.p50:.2f} мс", ratio, f"≤ {goal:g}", ratio <= goal,
        {"portal": vars(ours), "reference": vars(theirs)},
    )  # fmt: skip


def results(scene: Scene) -> Iterator[Row]:
    """The results page reads counters only: 20,000 responses cost what five cost."""
    waves = scene.portal.waves
    few = Side(scene.web.port, reads(f"/surveys/{waves['few']}/results"), scene.portal.cookies, scene.web.cpu)
    many = Side(scene.web.port, reads(f"/surveys/{waves['stored']}/results"), scene.portal.cookies, scene.web.cpu)
    yield _times_row(f"результаты при {STORED} ответов ÷ при 100", *in_turns(many, few), 1.2)
    floor = Side(scene.floor.port, reads("/page"), scene.floor_cookies, scene.floor.cpu)
    yield at_least(f"результаты при {STORED} ответов ÷ /page основы", *in_turns(many, floor), 0.3)


def cuts(scene: Scene) -> Iterator[Row]:
    """All questions cut by one answer: the portal's counting against one bare GROUP BY over a covering index."""
    code, value = CODES[0], "3"
    bare = sa.text(
        "SELECT said.item_code, said.value, count(*) FROM bench_cover AS chosen "
        "JOIN response ON response.id = chosen.response_id AND response.assignment_id = :wave "
        "JOIN answer AS said ON said.response_id = chosen.response_id "
        "WHERE chosen.item_code = :code AND chosen.value = :value GROUP BY said.item_code, said.value"
    )
    with opened(scene.portal.settings):
        wave = db.session.get_one(SurveyAssignment, scene.portal.wave_ids["stored"])
        definition = compiled(wave.version_id)
        chosen = read_cuts([f"{code}:{value}"], dimensions_of(wave, definition))
        for statement in (
            "CREATE TEMP TABLE bench_cover AS SELECT item_code, value, response_id FROM answer",
            "CREATE INDEX bench_by_value ON bench_cover (item_code, value, response_id)",
        ):
            db.session.execute(sa.text(statement))
        values = {"wave": wave.id, "code": code, "value": f'"{value}"'}
        assert len(db.session.execute(bare, values).all()) >= len(CODES)
        ours = median_seconds(lambda: cut_counts(definition, responses_of(wave, chosen)), times=7)
        theirs = median_seconds(lambda: db.session.execute(bare, values).all(), times=7)
        yield at_most(f"срез всех вопросов, {STORED} ответов ÷ покрывающий индекс", ours, theirs, 2)


def workbooks(scene: Scene) -> Iterator[Row]:
    """The workbook of 20,000 responses against bare XlsxWriter with the same cells, each in a process of its own."""
    runs = {kind: [_child(scene, kind) for _run in range(3)] for kind in ("raw", "portal")}
    raw, ours = (sorted(run["seconds"] for run in runs[kind])[1] for kind in ("raw", "portal"))
    yield at_most(f"XLSX, {STORED} ответов ÷ XlsxWriter", ours, raw, 1.3, unit="с", scale=1)
    grown = max(run["grown_mb"] for run in runs["portal"])
    yield Row("XLSX: рост памяти", f"{grown:.0f} МБ", "60 МБ", grown / 60, "≤ 1", grown <= 60)
    runs = {kind: [_child(scene, kind) for _run in range(3)] for kind in ("raw_csv", "portal_csv")}
    raw, ours = (sorted(run["seconds"] for run in runs[kind])[1] for kind in ("raw_csv", "portal_csv"))
    yield at_most(f"CSV, {STORED} ответов ÷ выборка и csv", ours, raw, 2.5, unit="с", scale=1)
    grown = max(run["grown_mb"] for run in runs["portal_csv"])
    yield Row("CSV: рост памяти", f"{grown:.0f} МБ", "30 МБ", grown / 30, "≤ 1", grown <= 30)


def _child(scene: Scene, kind: str) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.workbook", kind, scene.portal.settings.var_dir]
    command.append(str(scene.portal.wave_ids["stored"]))
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    found: dict[str, float] = json.loads(said.splitlines()[-1])
    return found


def search(scene: Scene) -> Iterator[Row]:
    """The twenty best of 20,000 documents: the portal's question against a bare FTS5 one, statement by statement."""
    words = {"наставника": "наставник", "планы практик": "план практика", "уроков": "урок", "колледжем": "колледж"}
    with opened(scene.portal.settings), read_apart():

        def ours() -> None:
            for text in words:
                found = index.hits("bench", text)
                wanted = sa.select(found.c.ref_id, index.SearchDocument.title, index.SearchDocument.body)
                wanted = wanted.join(index.SearchDocument, index.SearchDocument.id == found.c.document_id)
                rows = db.session.execute(wanted.order_by(found.c.rank, found.c.ref_id).limit(20)).all()
                assert len(rows) == 20, text

        bare = sa.text(
            "SELECT rowid, bm25(search_index, 10.0, 1.0) AS rank FROM search_index WHERE search_index MATCH :words "
            "ORDER BY rank LIMIT 20"
        )

        def theirs() -> None:
            for text in words.values():
                assert len(db.session.execute(bare, {"words": text}).all()) == 20, text

        ours(), theirs()  # the analyser of words is loaded once
        yield at_most("поиск, 20 из 20 000 ÷ FTS5", median_seconds(ours, times=9), median_seconds(theirs, times=9), 2.0)


def sizes(scene: Scene) -> Iterator[Row]:
    """Memory of the two processes after all of the load, and the cold import."""
    if scene.floor.memory():
        yield at_most(
            "память двух процессов ÷ основа", scene.web.memory(), scene.floor.memory(), 2, unit="МБ", scale=1e-6
        )
    bare = "import flask, flask_sqlalchemy, flask_login, flask_wtf, argon2, babel.support, portal.core.sqlite"
    ours, theirs = _import_seconds("import portal.app"), _import_seconds(bare)
    yield at_most("холодный импорт ÷ голый стек", ours, theirs, 1.4)


def _import_seconds(statement: str) -> float:
    nothing = median_seconds(lambda: _python("pass"), times=5)
    _python(statement)  # modules are compiled once, as they are where a portal is installed
    return median_seconds(lambda: _python(statement), times=5) - nothing


def _python(statement: str) -> None:
    folder = Path(tempfile.gettempdir()) / "portal-bench-compiled"
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environ["PYTHONPYCACHEPREFIX"] = str(folder)
    subprocess.run([sys.executable, "-c", statement], cwd=ROOT, check=True, env=environ)


def queries(scene: Scene) -> Iterator[Row]:
    """Statements of a page, counted in this process."""
    token = iter(scene.portal.tokens["few"])
    with made(scene.portal.settings) as app:
        staff = app.test_client()
        name, _eq, crumb = scene.portal.cookies[0].partition("=")
        staff.set_cookie(name, crumb)
        for measure, path, most in (
            ("запросов: главная", "/", 8),
            ("запросов: список анкет", "/surveys", 8),
            ("запросов: результаты", f"/surveys/{scene.portal.waves['stored']}/results", 8),
        ):
            yield count_row(measure, _statements(lambda path=path: staff.get(path)), most)
        guest, mine = app.test_client(), next(token)
        guest.get(f"/s/{next(token)}?view=all")  # the version is compiled once a process
        page = [""]

        def opens() -> None:
            page[0] = guest.get(f"/s/{mine}?view=all").text

        yield count_row("запросов: открыть анкету", _statements(opens), 3)
        fields = {"csrf_token": hidden(page[0], "csrf_token"), "submission_key": "bench-key"}
        answers = {code: mark_of(mine, code) for code in CODES}
        yield count_row(
            "запросов: отправить анкету",
            _statements(lambda: guest.post(f"/s/{mine}", data={**fields, **answers, "intent": "submit"})),
            10,
        )


def _statements(work: Callable[[], Any]) -> int:
    seen: list[str] = []

    def note(conn: Any, cursor: Any, statement: str, *rest: Any) -> None:
        seen.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        answer = work()
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
    if answer is not None and answer.status_code >= 400:
        raise RuntimeError(f"{answer.request.path}: {answer.status_code}")
    return len(seen)


def city(scene: Scene) -> Iterator[Row]:
    """Registers, desks and pages of a large city against the floor's page; its workbooks against bare XlsxWriter."""
    settings = build_city(Path(scene.portal.settings.var_dir) / "city")
    cookies, pair = cookies_in(settings), pair_in(settings)
    floor = Side(scene.floor.port, reads("/page"), scene.floor_cookies, scene.floor.cpu)
    with Served("wsgi:app", environ_of(settings)) as web:
        for measure, login, path, goal in PAGES:
            ours = Side(web.port, reads(path.replace("PAIR", pair)), [cookies[login]], web.cpu)
            yield at_least(f"город: {measure} ÷ /page основы", *in_turns(ours, floor), goal)
    for kind, measure in (("pairs", "XLSX, 6 000 пар ÷ XlsxWriter"), ("people", "XLSX, 20 000 человек ÷ XlsxWriter")):
        took = [(seconds_of(kind, settings), seconds_of(f"raw_{kind}", settings)) for _run in range(3)]
        ours, raw = (sorted(side)[1] for side in zip(*took, strict=True))
        yield at_most(measure, ours, raw, 1.3, unit="с", scale=1)


GROUPS = (pages, questionnaires, results, cuts, workbooks, search, sizes, queries, city)


def run_group(group: Callable[[Scene], Iterator[Row]], scene: Scene) -> Iterator[Row]:
    """The rows of one group; a fault becomes a row, so that the rest is still measured."""
    began = time.monotonic()
    try:
        yield from group(scene)
    except Exception as fault:
        yield Row(f"{group.__name__}: не измерено", type(fault).__name__, str(fault)[:60], 0.0, "", False)
    print(f"  {group.__name__}: {time.monotonic() - began:.0f} с", file=sys.stderr, flush=True)
