"""openapi-typescript makes types from our document; the compiler accepts a call of every operation, and it runs."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.clients.calls import Call, calls_of

pytestmark = [pytest.mark.anyio, pytest.mark.clients, pytest.mark.server, pytest.mark.db]

HERE = Path(__file__).parent / "typescript"


async def test_a_typescript_client_reads_every_operation(
    document: dict[str, Any], plan_id: str, base_url: str, tmp_path: Path
) -> None:
    for name in ("package.json", "package-lock.json", "tsconfig.json"):
        shutil.copy(HERE / name, tmp_path)
    run("npm", "ci", "--silent", "--no-audit", "--no-fund", within=tmp_path)
    (tmp_path / "openapi.json").write_text(json.dumps(document))
    run("npx", "openapi-typescript", "openapi.json", "--output", "openapi.d.ts", within=tmp_path)
    calls = calls_of(document, plan_id)
    (tmp_path / "calls.ts").write_text(program(calls))
    run("npx", "tsc", within=tmp_path)
    said = run("node", "calls.js", base_url, within=tmp_path)
    assert [line.split() for line in said.splitlines()] == [[call.id, "200", "data"] for call in calls]


def program(calls: list[Call]) -> str:
    """A program that calls all of them and prints status and kind of answer."""
    lines = [
        'import createClient from "openapi-fetch";',
        'import type { paths } from "./openapi.js";',
        "const client = createClient<paths>({ baseUrl: process.argv[2]! });",
    ]
    for call in calls:
        said = {"path": call.path_arguments, "query": call.query}
        options: dict[str, Any] = {"params": {name: value for name, value in said.items() if value}}
        if call.body is not None:
            options["body"] = call.body
        if isinstance(call.body, str):
            options["headers"] = {"content-type": call.body_type}
        if not call.is_json:
            options["parseAs"] = "text"
        given = json.dumps(options)
        if isinstance(call.body, str):
            given = f"{given[:-1]}, bodySerializer: (text: unknown) => text as string}}"
        lines.append(
            f"{{ const answer = await client.{call.method.upper()}({json.dumps(call.path)}, {given});\n"
            f'  console.log("{call.id}", answer.response.status, answer.data ? "data" : "nothing"); }}'
        )
    return "\n".join(lines)


def run(*command: str, within: Path) -> str:
    """Run it; what it prints. Fails the test with what it says when it fails."""
    finished = subprocess.run(command, cwd=within, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stdout[-4000:] + finished.stderr[-4000:]
    return finished.stdout
