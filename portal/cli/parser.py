"""The words of the command line. Commands import what they do only when they are called, so that help is instant."""

import argparse
from collections.abc import Callable
from importlib import import_module
from typing import Any

Command = Callable[[argparse.Namespace], int | None]


def build_parser() -> argparse.ArgumentParser:
    """All commands of the contract."""
    parser = argparse.ArgumentParser(prog="portal", description="Портал наставничества «Территория роста»")
    commands = parser.add_subparsers(metavar="команда")
    _add(commands, "run", "запустить портал: веб и фоновые работы", "serve:run")
    _add(commands, "init", "подготовить базу: миграции и справочники, без примеров", "data:init")
    admin = _add(commands, "create-admin", "открыть учётную запись администратора", "accounts:create_admin")
    admin.add_argument("email", metavar="ПОЧТА")
    admin.add_argument("--name", default="", metavar="ФАМИЛИЯ ИМЯ", help="как звать администратора")
    admin.add_argument("--organization", default="", metavar="НАЗВАНИЕ", help="муниципалитет, если его ещё нет в базе")
    worker = _add(commands, "worker", "только фоновые работы", "serve:worker")
    worker.add_argument("--no-periodic", action="store_true", help="для второго и следующих: без работ по часам")
    _add(commands, "backup", "сделать копию базы и файлов", "copies:backup").add_argument("file", metavar="ФАЙЛ")
    restore = _add(commands, "restore", "вернуть базу и файлы из копии", "copies:restore")
    restore.add_argument("file", metavar="ФАЙЛ")
    restore.add_argument("--replace", action="store_true", help="заменить базу, в которой уже есть данные")
    _add(commands, "check", "проверить настройки, миграции и целостность", "checks:check")
    _groups(commands)
    return parser


def _groups(commands: Any) -> None:
    settings = _group(commands, "settings", "настройки")
    _add(settings, "example", "напечатать .env.example", "checks:settings_example")
    reference = _group(commands, "reference", "справочники")
    _add(reference, "sync", "обновить справочники из файлов программы", "data:sync_reference")
    search = _group(commands, "search", "поиск")
    _add(search, "rebuild", "построить указатель поиска заново", "data:rebuild_search")
    access = _group(commands, "access", "права")
    matrix = _add(access, "matrix", "напечатать таблицу прав", "accounts:access_matrix")
    matrix.add_argument("--write", action="store_true", help="записать в docs/permissions.md")
    demo = _group(commands, "demo", "демонстрационные данные")
    load = _add(demo, "load", "населить пустую базу придуманным городом", "data:load_demo")
    load.add_argument("--size", choices=["town", "city"], default="town")
    load.add_argument("--seed", type=int, metavar="N")
    personal = _group(commands, "personal-data", "персональные данные одного человека")
    out = _add(personal, "export", "собрать всё, что портал хранит о человеке", "privacy:export")
    out.add_argument("person", metavar="ЧЕЛОВЕК", help="последняя часть адреса карточки /people/…")
    out.add_argument("--file", default="", metavar="ФАЙЛ.zip", help="куда записать, иначе personal-data-….zip")
    erase = _add(personal, "erase", "стереть данные человека и составить акт", "privacy:erase")
    erase.add_argument("person", metavar="ЧЕЛОВЕК", help="последняя часть адреса карточки /people/…")
    erase.add_argument("--reason", default="", metavar="ПРИЧИНА", help="причина для акта")
    erase.add_argument("--with-papers", action="store_true", help="вместе со сканами согласий")
    surveys = _group(commands, "surveys", "анкеты")
    importing = _add(surveys, "import", "опубликовать анкету из файла", "surveys:import_file")
    importing.add_argument("file", metavar="ФАЙЛ", help="XLSForm .xlsx, LimeSurvey .lss или .yaml")
    exporting = _add(surveys, "export", "выгрузить результаты анкеты", "surveys:export_results")
    exporting.add_argument("code", metavar="КОД", help="код анкеты или последняя часть адреса /surveys/…")
    exporting.add_argument("file", metavar="ФАЙЛ", help="по окончанию: .xlsx, .csv или .sav")


def _add(commands: Any, name: str, about: str, place: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=about, description=about.capitalize())
    parser.set_defaults(command=_later(place))
    return parser


def _group(commands: Any, name: str, about: str) -> Any:
    parser = commands.add_parser(name, help=about, description=about.capitalize())
    return parser.add_subparsers(metavar="действие", required=True)


def _later(place: str) -> Command:
    module, function = place.split(":")

    def call(args: argparse.Namespace) -> int | None:
        command: Command = getattr(import_module(f"portal.cli.{module}"), function)
        return command(args)

    return call
