"""openapi-python-client makes a package from our document; it imports and reads every operation."""

import importlib
import inspect
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.clients.calls import Call, calls_of

pytestmark = [pytest.mark.anyio, pytest.mark.clients, pytest.mark.server, pytest.mark.db]

CONFIGURATION = (
    "package_name_override: generated_client\nproject_name_override: generated-client\npost_hooks: []\n"
)


async def test_a_python_client_reads_every_operation(
    document: dict[str, Any], plan_id: str, base_url: str, tmp_path: Path
) -> None:
    made = generate(document, tmp_path)
    assert not [line for line in made.splitlines() if line.startswith(("WARNING", "ERROR"))], made
    sys.path.insert(0, str(tmp_path / "client"))
    try:
        with importlib.import_module("generated_client").Client(base_url=base_url) as client:
            for call in calls_of(document, plan_id):
                answer = ask(client, call, document)
                assert answer.status_code == 200, (call.id, answer)
                if call.is_json:
                    assert type(answer.parsed).__name__ not in ("NoneType", "Problem", "dict"), call.id
                    assert answer.parsed.additional_properties == {}, call.id
    finally:
        sys.path.remove(str(tmp_path / "client"))


def generate(document: dict[str, Any], folder: Path) -> str:
    """Make the package; returns what the generator says."""
    (folder / "openapi.json").write_text(json.dumps(document))
    (folder / "configuration.yaml").write_text(CONFIGURATION)
    finished = subprocess.run(
        [
            *(str(Path(sys.executable).with_name("openapi-python-client")), "generate"),
            *("--path", str(folder / "openapi.json"), "--config", str(folder / "configuration.yaml")),
            *("--output-path", str(folder / "client"), "--meta", "setup"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout + finished.stderr


def ask(client: Any, call: Call, document: dict[str, Any]) -> Any:
    """Call one operation through its generated module."""
    tag = snake(document["paths"][call.path][call.method]["tags"][0])
    module = importlib.import_module(f"generated_client.api.{tag}.{snake(call.id)}")
    taken = inspect.signature(module.sync_detailed).parameters
    arguments: dict[str, Any] = {}
    for name, value in (call.path_arguments | call.query).items():
        word = snake(name)
        arguments[word if word in taken else f"{word}_"] = value  # `zip` is a word of Python's own
    if isinstance(call.body, str):
        types = importlib.import_module("generated_client.types")
        arguments["body"] = types.File(payload=io.BytesIO(call.body.encode()))
    elif call.body is not None:
        models = importlib.import_module("generated_client.models")
        name = document["paths"][call.path][call.method]["requestBody"]["content"]["application/json"][
            "schema"
        ]
        arguments["body"] = getattr(models, name["$ref"].rpartition("/")[2]).from_dict(call.body)
    return module.sync_detailed(client=client, **arguments)


def snake(name: str) -> str:
    """`listPlansCsv` or `ZIP form` as the generator names modules and arguments."""
    return re.sub(r"[^a-z0-9]+", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower())
