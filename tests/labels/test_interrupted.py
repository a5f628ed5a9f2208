"""A fetch of labels that is interrupted says where it stopped, and the next one goes on from there."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest

from choosemypower.settings import Settings
from tests.documents.labels import PLAIN, a_label
from tests.standins.labels import LabelServer
from tests.support.listings import a_listing_file, a_listing_row
from tests.support.waiting import HANG_SECONDS

pytestmark = pytest.mark.db

LABEL = a_label("Energy Charge 6.9¢ per kWh\n", PLAIN)
PROGRAM = str(Path(sys.executable).with_name("choosemypower"))


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_it_says_where_it_stopped_and_goes_on_from_there(
    unconnected: Settings, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    is_waiting, may_answer = threading.Event(), threading.Event()

    def waits(headers: Mapping[str, str]) -> tuple[int, Mapping[str, str], bytes]:
        is_waiting.set()
        may_answer.wait(HANG_SECONDS)
        return 200, {"Content-Type": "text/plain"}, LABEL.encode()

    with LabelServer().running() as server:
        server.says("/one", LABEL)
        server.paths["/two"] = waits
        listing = a_listing_file(
            tmp_path,
            a_listing_row(idKey=1, Product="Saver 12", FactsURL=f"{server.url}/one"),
            a_listing_row(idKey=2, Product="Saver 24", FactsURL=f"{server.url}/two"),
        )
        environ = os.environ | {
            "DATABASE_URL": str(unconnected.database_url),
            "DATA_DIR": str(tmp_path),
            "LABEL_STAND_INS": server.host,
        }
        subprocess.run([PROGRAM, "ingest", str(listing)], env=environ, check=True, capture_output=True)
        fetch = [PROGRAM, "labels", "fetch"]
        # Whoever runs the tests in the background has them ignore Ctrl-C, and their children too.
        running = subprocess.Popen(
            fetch, env=environ, stderr=subprocess.PIPE, text=True, preexec_fn=_takes_ctrl_c
        )
        try:
            assert is_waiting.wait(HANG_SECONDS)
            running.send_signal(number)
            _, said = running.communicate(timeout=HANG_SECONDS)
        finally:
            running.kill()
            running.wait()
            may_answer.set()
        assert running.returncode == code
        assert "Stopped after 1 of 2 labels." in said
        assert "The same command asks only for the rest within 24 hours." in said
        again = subprocess.run(fetch, env=environ, capture_output=True, text=True)
        assert again.returncode == 0, again.stderr
        assert "2 addresses; 1 fetched" in again.stdout
        assert server.asked.count("/one") == 1


def _takes_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
