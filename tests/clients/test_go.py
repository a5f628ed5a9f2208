"""oapi-codegen makes a Go client from our document; it compiles and reads every operation."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.clients.calls import Call, calls_of
from tests.clients.test_typescript import run

pytestmark = [pytest.mark.anyio, pytest.mark.clients, pytest.mark.server, pytest.mark.db]

HERE = Path(__file__).parent / "go"


async def test_a_go_client_reads_every_operation(
    document: dict[str, Any], plan_id: str, base_url: str, tmp_path: Path
) -> None:
    for name in ("go.mod", "go.sum"):
        shutil.copy(HERE / name, tmp_path)
    (tmp_path / "openapi.json").write_text(json.dumps(document))
    (tmp_path / "main.go").write_text("package main\n\nfunc main() {}\n")
    source = run(
        "go",
        "tool",
        "oapi-codegen",
        "-package",
        "main",
        "-generate",
        "types,client",
        "openapi.json",
        within=tmp_path,
    )
    (tmp_path / "client.go").write_text(source)
    calls = calls_of(document, plan_id)
    (tmp_path / "main.go").write_text(program(calls))
    run("go", "build", "-o", "calls", within=tmp_path)
    said = run("./calls", base_url, within=tmp_path)
    assert [line.split() for line in said.splitlines()] == [[call.id, "200", "true"] for call in calls]


def program(calls: list[Call]) -> str:
    """A program that calls all of them and prints the status, and whether the answer was read."""
    lines = [
        "package main",
        'import ("context"; "fmt"; "os"; "strings")',
        "func must[T any](answer T, err error) T { if err != nil { panic(err) }; return answer }",
        "func main() {",
        "client := must(NewClientWithResponses(os.Args[1]))",
        "ctx := context.Background()",
        'var _ = strings.NewReader("")',
    ]
    for call in calls:
        name = call.id[0].upper() + call.id[1:]
        arguments = ["ctx", *(json.dumps(value) for value in call.path_arguments.values())]
        if call.has_parameters:
            given = ", ".join(f"{field(key)}: {literal(value)}" for key, value in call.query.items())
            arguments.append(f"&{name}Params{{{given}}}")
        suffix = ""
        if call.body is not None:
            suffix = "WithBody"
            text = call.body if isinstance(call.body, str) else json.dumps(call.body)
            arguments += [json.dumps(call.body_type), f"strings.NewReader({json.dumps(text)})"]
        read = "answer.JSON200 != nil" if call.is_json else "len(answer.Body) > 0"
        lines.append(
            f"{{ answer := must(client.{name}{suffix}WithResponse({', '.join(arguments)}))\n"
            f'fmt.Println("{call.id}", answer.StatusCode(), {read}) }}'
        )
    return "\n".join([*lines, "}"])


def field(name: str) -> str:
    """`page-size` as Go names it."""
    return "".join(word[0].upper() + word[1:] for word in name.split("-"))


def literal(value: Any) -> str:
    """A text or a list of texts in Go."""
    if isinstance(value, list):
        return f"[]string{{{', '.join(json.dumps(word) for word in value)}}}"
    return json.dumps(value)
