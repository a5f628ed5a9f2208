"""Jinja as it is, except for two things that it does hundreds of times a page.

What `{{ … }}` prints goes straight into the text: Jinja wraps each piece in Markup first, which only matters where a
piece is put together with others. And `view.title` is an attribute: Jinja asks a function that would also look for an
item of that name. Together a third of the time of a city's page (0.87 to 0.58 ms); the text is the same, which a test
compares.
"""

import markupsafe
from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
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


class QuickEnvironment(Environment):
    """An environment whose templates read Structs and print text."""

    code_generator_class = _QuickGenerator
    escaped = staticmethod(escaped)
