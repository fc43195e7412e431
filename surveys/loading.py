"""Questionnaires from files: the project's own set, and documents that people bring."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

from portal.core.i18n import _
from portal.core.yaml_files import load_yaml
from surveys.checks import check_definition
from surveys.definitions import QuestionnaireDefinition
from surveys.mapping import OptionLists, from_mapping
from surveys.strict import DefinitionError

DATA = Path(__file__).resolve().parent / "data"


def load_questionnaires(path: Path = DATA / "questionnaires") -> list[QuestionnaireDefinition]:
    """All questionnaires of a folder (or the one of a file), by file name; the first fault stops the reading.

    Shared lists stand in `option_lists.yaml` one folder up, or beside a single file.
    """
    files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    lists = load_option_lists(path.parent / "option_lists.yaml")
    found = [each for file in files for each in read_document(_parsed(file), lists, file.name)]
    codes = [each.code for each in found]
    for code in codes:
        if codes.count(code) > 1:
            raise DefinitionError(_("две анкеты с кодом %(code)s", code=code))
    return found


def load_option_lists(path: Path = DATA / "option_lists.yaml") -> OptionLists:
    """Shared lists of options and rows by name; none where there is no such file."""
    if not path.exists():
        return {}
    lists = _parsed(path)
    if not isinstance(lists, Mapping):
        raise DefinitionError(_("%(where)s: нужен набор «ключ: значение»", where=path.name))
    return {str(name): entries for name, entries in lists.items()}


def read_document(document: object, lists: OptionLists | None = None, where: str = "") -> list[QuestionnaireDefinition]:
    """One questionnaire, a list, or a document with `surveys:`; all must make sense, or none is read."""
    if isinstance(document, Mapping) and "surveys" in document:
        document = document["surveys"]
    entries: Sequence[object] = [document]
    if isinstance(document, Sequence) and not isinstance(document, str | bytes):
        entries = document
    return [_checked(from_mapping(entry, lists, where), where) for entry in entries]


def _checked(definition: QuestionnaireDefinition, where: str) -> QuestionnaireDefinition:
    problems = check_definition(definition)
    if problems:
        raise DefinitionError(f"{where or definition.code}: " + "; ".join(problems))
    return definition


def _parsed(file: Path) -> object:
    try:
        return load_yaml(file)
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        raise DefinitionError(_("%(where)s: это не YAML", where=file.name)) from fault
