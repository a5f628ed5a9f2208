"""Every operation of the OpenAPI document under attack: wrong types, odd bytes, limits, sequences.

The whole program runs under a real Granian over a stocked database; schemathesis runs all its phases and checks. A
`multipart` or CSV body that only follows its media type is no meter file: there 422 is the right answer.
"""

import os
import sys
from pathlib import Path

import anyio
import pytest

from choosemypower.settings import Settings
from tests.support.server import running_server

pytestmark = [pytest.mark.anyio, pytest.mark.contract, pytest.mark.server, pytest.mark.db]

CONFIGURATION = """
[[operations]]
include-name = "POST /api/v1/bills"
checks.positive_data_acceptance.expected-statuses = ["2xx", 404, 409, 422, 429]

[[operations]]
include-name = "POST /api/v1/contact"
checks.positive_data_acceptance.expected-statuses = ["2xx", 422, 429]

[[operations]]
include-name = "POST /api/v1/labels/read"
checks.positive_data_acceptance.expected-statuses = ["2xx", 422, 429]

# Beacons are small: a body that is wrong may be too large before it is read.
[[operations]]
include-name = "POST /api/v1/events"
checks.negative_data_rejection.expected-statuses = [400, 413, 415, 422, 429]

[[operations]]
include-name = "POST /api/v1/vitals"
checks.negative_data_rejection.expected-statuses = [400, 413, 415, 422, 429]
"""


SEEDS = os.environ.get("SEEDS", "1 20261122").split()
"""`make test-contract SEEDS="4711 $RANDOM"` tries others."""


@pytest.mark.parametrize("seed", SEEDS)
async def test_no_operation_breaks_its_promises(stocked: Settings, tmp_path: Path, seed: str) -> None:
    configuration = tmp_path / "schemathesis.toml"
    configuration.write_text(CONFIGURATION)
    with running_server(stocked) as base_url:
        finished = await anyio.run_process(
            [
                str(Path(sys.executable).with_name("schemathesis")),
                f"--config-file={configuration}",
                "run",
                f"{base_url}/api/openapi.json",
                f"--url={base_url}",
                "--phases=examples,coverage,fuzzing,stateful",
                "--max-examples=25",
                f"--seed={seed}",
                "--continue-on-failure",
                "--no-color",
            ],
            cwd=tmp_path,
            check=False,
        )
    assert finished.returncode == 0, finished.stdout.decode()[-8000:]
