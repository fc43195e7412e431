"""Our own YAML in and out: the written form of a questionnaire, without anchors, tags or anything that could expand."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from portal.core.errors import Refusal
from portal.core.i18n import _
from surveys.definitions import QuestionnaireDefinition
from surveys.exchange.instruments.remarks import Remark, Remarks
from surveys.exchange.instruments.understood import Understood, judged
from surveys.mapping import from_mapping, to_mapping
from surveys.strict import DefinitionError

LARGEST = 2 * 2**20


class _Plain(yaml.SafeLoader):
    """YAML without references: one line could otherwise become a million."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            raise Refusal(_("Ссылки внутри YAML (* и &) не принимаются: напишите значение ещё раз."))
        return super().compose_node(parent, index)


def read_yaml(path: Path, file_name: str) -> Understood:
    """One questionnaire. Raises Refusal where the file is no YAML, holds several questionnaires or is hostile."""
    content = path.read_bytes()
    if len(content) > LARGEST:
        raise Refusal(_("Файл больше %(n)s МБ. Выберите файл поменьше.", n=LARGEST // 2**20))
    try:
        written = content.decode("utf-8-sig")
        document = yaml.load(written, Loader=_Plain)  # noqa: S506 — a SafeLoader
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as fault:
        mark = getattr(fault, "problem_mark", None)
        line = _(" Строка %(n)s.", n=mark.line + 1) if mark else ""
        raise Refusal(_("Это не YAML, или он повреждён.") + line) from fault
    if isinstance(document, dict) and isinstance(document.get("surveys"), list):
        document = document["surveys"]
    if isinstance(document, list):
        if len(document) != 1:
            raise Refusal(_("В файле несколько анкет. Загружайте их по одной."))
        document = document[0]
    try:
        draft = from_mapping(document, {}, file_name)
    except DefinitionError as fault:
        refused = Remark(sheet=file_name, row=0, column="", text=str(fault).removeprefix(f"{file_name}, "))
        return Understood(definition=None, draft=None, remarks=(refused,))
    places = {code: (file_name, line) for code, line in _lines_of(yaml.compose(written, Loader=_Plain))}
    return judged(draft, Remarks(), places, file_name)


def _lines_of(node: yaml.Node | None) -> Iterator[tuple[str, int]]:
    """Code of an item → the line of the file at which it begins."""
    if isinstance(node, yaml.MappingNode):
        said = {key.value: value for key, value in node.value if isinstance(key, yaml.ScalarNode)}
        if "text" in said and isinstance(said.get("code"), yaml.ScalarNode):
            yield said["code"].value, node.start_mark.line + 1
    if isinstance(node, yaml.CollectionNode):
        for each in node.value:
            yield from _lines_of(each[1] if isinstance(each, tuple) else each)


def write_yaml(definition: QuestionnaireDefinition) -> bytes:
    """The questionnaire as YAML that `read_yaml` reads back."""
    written = yaml.safe_dump(to_mapping(definition), allow_unicode=True, sort_keys=False, width=110)
    return written.encode()
