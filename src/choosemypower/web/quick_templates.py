"""Jinja as it is, except for what it does hundreds of times a page; the text is the same, which a test compares.

What `{{ … }}` prints goes straight into the text: Jinja wraps each piece in Markup first, which only matters where a
piece is put together with others. `view.title` is an attribute: Jinja asks a function that would also look for an item
of that name. A call is a call: Jinja looks each time whether the function wants to know the context. What stands
between two statements is one piece: Jinja hands each of its parts through the generators of block, layout and include.
What is the same on every page, `asset("css/site.css")` or `paths.CHANGES`, is worked out when the template is read.
Together they halve the time that templates take of a city's page.
"""

from typing import Any

import markupsafe
from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

_escape_text = markupsafe._escape_inner  # type: ignore[attr-defined]


def escaped(value: object) -> str:
    """What a template prints of a value: markup as it stands, everything else escaped."""
    if type(value) is str:
        return _escape_text(value)
    if type(value) is Markup:
        return value
    return markupsafe.escape(value)


class _QuickGenerator(CodeGenerator):
    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        if forward_caller or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:
        if frame.buffer is not None or frame.require_output_check or len(node.nodes) == 1:
            super().visit_Output(node, frame)
            return
        one_piece = frame.copy()
        one_piece.buffer = "pieces"
        self.writeline("pieces = []")
        super().visit_Output(node, one_piece)
        self.writeline("yield concat(pieces)")


class _Constants(NodeTransformer):
    """Works out what depends on nothing but the environment."""

    def __init__(self, constants: dict[str, Any]) -> None:
        self.constants = constants

    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Node:
        self.generic_visit(node)
        if isinstance(node.node, nodes.Name) and node.node.name in self.constants:
            value = getattr(self.constants[node.node.name], node.attr, None)
            if isinstance(value, str):
                return nodes.Const(value, lineno=node.lineno)
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        self.generic_visit(node)
        given = (*node.args, *node.kwargs)
        words = [one.value for one in given if isinstance(one, nodes.Const)]
        if (
            isinstance(node.node, nodes.Name)
            and node.node.name in self.constants
            and len(words) == len(given)
        ):
            return nodes.Const(self.constants[node.node.name](*words), lineno=node.lineno)
        return node


class _QuickTemplate(Template):
    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        """What a template imports of another: all have the same globals, so it is the same for all."""
        return super()._get_default_module()


class QuickEnvironment(Environment):
    """An environment whose templates read Structs and print text.

    `constants` are globals that never change: modules of words, and functions of words alone.
    """

    code_generator_class = _QuickGenerator
    template_class = _QuickTemplate
    escaped = staticmethod(escaped)

    def __init__(self, *, constants: dict[str, Any] | None = None, **options: Any) -> None:
        super().__init__(**options)
        self._constants = constants or {}
        self.globals.clear()
        self.globals.update(self._constants)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _Constants(self._constants).visit(tree)
        return tree
