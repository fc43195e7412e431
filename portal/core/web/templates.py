"""How templates are compiled: words that never change are set in then, not looked up at every request."""

from typing import Any

from flask.templating import Environment as FlaskEnvironment
from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from portal.core.i18n import gettext


class Environment(FlaskEnvironment):
    """Flask's environment in which `_("…")` without values is a constant: the portal speaks one language."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        return _SetIn().visit(tree)  # type: ignore[no-any-return]


class _SetIn(NodeTransformer):
    def visit_Call(self, node: nodes.Call, *args: Any, **kwargs: Any) -> nodes.Node:  # noqa: N802 — the name that jinja calls
        self.generic_visit(node)
        if not (isinstance(node.node, nodes.Name) and node.node.name == "_" and len(node.args) == 1):
            return node
        (text,) = node.args
        if node.kwargs or node.dyn_args or node.dyn_kwargs or not isinstance(text, nodes.Const):
            return node
        words = nodes.Const(gettext(text.value) % {}, lineno=node.lineno)  # `%%` is one sign here too
        return nodes.MarkSafeIfAutoescape(words, lineno=node.lineno)
