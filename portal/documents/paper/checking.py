"""An organisation's own template before it is taken: known fields, plain tags, nothing that runs or looks outwards."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import TemplateError, nodes

from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.documents.paper.fields import FIELDS, QR, sample
from portal.documents.paper.rendering import FILTERS, environment, render, template_of

LARGEST = 2 * 2**20
LARGEST_TEXT = 2 * 2**20
MOST_PROBLEMS, DEEPEST = 20, 4
LOOP = {"index": "", "first": "", "last": "", "length": ""}
PLAIN = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For, nodes.If, nodes.Const,
    nodes.Not, nodes.And, nodes.Or, nodes.Compare, nodes.Operand, nodes.Filter,
)  # fmt: skip
ADDRESS = "http://127.0.0.1/"


def check_template(content: bytes) -> list[str]:
    """What is wrong with the template, in Russian; nothing when it may be used.

    `content` is a DOCX that `core.files` has taken: no macros, no bomb, no DTD. Raises Refusal where it cannot even be
    opened as one. A template that passes is tried with every field filled.
    """
    _refuse_hostile(content)
    try:
        parts = list(_parts(template_of(content)))
    except Exception as broken:
        raise Refusal(_("Файл не открывается как документ Word. Пересохраните его в формате DOCX.")) from broken
    problems: list[str] = []
    for xml in parts:
        try:
            tree = environment().parse(xml)
        except TemplateError as wrong:
            problems.append(_("Метка записана с ошибкой: %(what)s", what=_brief(wrong)))
            continue
        problems += _problems(tree, {**FIELDS}, 0)
    found = list(dict.fromkeys(problems))[:MOST_PROBLEMS]
    return found or _tried(content)


def _refuse_hostile(content: bytes) -> None:
    """Parts that reach outside, or are too long to be looked through in time."""
    if len(content) > LARGEST:
        raise Refusal(_("Шаблон больше %(n)s МБ. Уберите из него тяжёлые картинки.", n=LARGEST // 2**20))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            texts = {name: archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as broken:
        raise Refusal(_("Файл не открывается как документ Word. Пересохраните его в формате DOCX.")) from broken
    if any(len(said) > LARGEST_TEXT for said in texts.values()):
        raise Refusal(_("В шаблоне слишком много текста. Оставьте только то, что повторяется в каждом документе."))
    if any(b"<!DOCTYPE" in said or b"<!ENTITY" in said for said in texts.values()):
        raise Refusal(_("В файле есть лишние определения. Пересохраните его в Word или LibreOffice."))
    outward = any(b'TargetMode="External"' in said and b"hyperlink" not in said for said in texts.values())
    if outward or any(name.endswith(("attachedTemplate", "altChunk")) for name in texts):
        raise Refusal(_("Шаблон ссылается на файлы за пределами портала. Вставьте их в документ или уберите."))


def _parts(template: Any) -> Iterator[str]:
    """The texts with tags: the body, headers and footers, as docxtpl reads them."""
    template.init_docx()
    yield template.patch_xml(template.get_xml())
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        for _key, part in template.get_headers_footers(uri):
            yield template.patch_xml(template.get_part_xml(part))


def _problems(node: nodes.Node, known: Mapping[str, Any], depth: int) -> Iterator[str]:
    if not isinstance(node, PLAIN):
        yield _("Такая метка не разрешена: подойдут поля, повтор «for» и условие «if».")
        return
    if isinstance(node, nodes.For):
        yield from _loop(node, known, depth)
        return
    if isinstance(node, nodes.Filter) and (node.name not in FILTERS or node.args or node.kwargs):
        yield _("Такая обработка поля не разрешена: %(name)s", name=str(node.name)[:40])
    if isinstance(node, nodes.Name | nodes.Getattr):
        name, meaning = _resolved(node, known)
        if meaning is None:
            yield _("Поле «%(name)s» неизвестно", name=name[:80])
        return
    for child in node.iter_child_nodes():
        yield from _problems(child, known, depth)


def _loop(node: nodes.For, known: Mapping[str, Any], depth: int) -> Iterator[str]:
    name, meaning = _resolved(node.iter, known)
    if not isinstance(meaning, list) or not isinstance(node.target, nodes.Name) or node.recursive or node.test:
        yield _("Повторять можно только списки; «%(name)s» не список", name=name[:80])
        return
    if depth >= DEEPEST:
        yield _("Слишком много повторов внутри повторов.")
        return
    inside = {**known, node.target.name: meaning[0], "loop": LOOP}
    for child in (*node.body, *node.else_):
        yield from _problems(child, inside, depth + 1)


def _resolved(node: nodes.Node, known: Mapping[str, Any]) -> tuple[str, Any]:
    """How a field is written, and what the tree says of it: None where it knows no such field."""
    if isinstance(node, nodes.Name):
        return node.name, known.get(node.name)
    if isinstance(node, nodes.Getattr):
        above, meaning = _resolved(node.node, known)
        return f"{above}.{node.attr}", meaning.get(node.attr) if isinstance(meaning, dict) else None
    return "…", None


def _tried(content: bytes) -> list[str]:
    """A template without a mistake may still put a tag where it cannot stand."""
    try:
        render(content, {name: said for name, said in sample().items() if name != QR} | {"address": ADDRESS})
    except Exception as broken:
        return [_("Документ по этому шаблону не получается: %(what)s", what=_brief(broken))]
    return []


def _brief(wrong: Exception) -> str:
    return " ".join(str(wrong).split())[:120] or type(wrong).__name__
