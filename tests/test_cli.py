"""What the commands say to people and to programs: text or one JSON object on stdout, and an exit code."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from choosemypower import cli, evaluation, ingest
from choosemypower.leads.model import new_receipt
from choosemypower.settings import Settings
from tests.documents.labels import PLAIN, a_label
from tests.standins.comparepower import PLANS_OF_A_UTILITY, ComparePower
from tests.standins.server import KEY
from tests.support.edges import FakeEdge
from tests.support.listings import a_listing_file, a_listing_row

pytestmark = pytest.mark.db

WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'provider'::regclass"
NOWHERE = "http://127.0.0.1:9"


class Shell:
    """Runs commands in this process, as a terminal would see them."""

    def __init__(self, settings: Settings, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]):
        self._patch, self._capture = patch, capture
        self.set(DATABASE_URL=settings.database_url or "")

    def set(self, **environment: str) -> None:
        for name, value in environment.items():
            self._patch.setenv(name, value)

    def __call__(self, *command: str) -> tuple[int, str, str]:
        """Exit code, stdout, stderr."""
        with pytest.raises(SystemExit) as ended:
            cli.main(command)
        assert isinstance(ended.value.code, int)
        return (ended.value.code, *self._capture.readouterr())

    def json(self, *command: str) -> tuple[int, Any]:
        code, said, _ = self(*command, "--json")
        return code, json.loads(said)


@pytest.fixture
def shell(
    unconnected: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Shell]:
    before = signal.getsignal(signal.SIGTERM)
    yield Shell(unconnected, monkeypatch, capsys)
    signal.signal(signal.SIGTERM, before)


@pytest.fixture
def edge() -> Iterator[FakeEdge]:
    fake = FakeEdge()
    yield fake
    fake.stop()


def a_market(folder: Path, name: str, count: int, price: str = "0.12") -> str:
    rows = [
        a_listing_row(idKey=number, Product=f"Plan {number}", kwh1000=price) for number in range(1, count + 1)
    ]
    return str(a_listing_file(folder, *rows, name=name))


def test_a_source_that_dies_in_the_middle_leaves_the_rest_published_and_says_so(
    shell: Shell, tmp_path: Path
) -> None:
    first = a_market(tmp_path, "listing_2026-01-09.csv", 2)
    with ComparePower().running() as api:
        api.answers_before_death = 2
        shell.set(
            COMPAREPOWER_API_KEY=KEY,
            COMPAREPOWER_API_URL=api.url,
            DATA_DIR=str(tmp_path / "data"),
            BATCH_SIZE="1",
        )
        code, report = shell.json("ingest", first)
    assert code == 1
    assert report["status"] == "published"
    states = [one["state"] for one in report["sources"]]
    assert states.count("fresh") == 2
    assert set(states) == {"fresh", "missing"}
    assert report["counts"]["offers"] == 2 + 2 * PLANS_OF_A_UTILITY


def test_a_listing_goes_in_is_listed_and_goes_out_again_as_json(shell: Shell, tmp_path: Path) -> None:
    first = a_market(tmp_path, "listing_2026-01-09.csv", 1)
    second = a_market(tmp_path, "listing_2026-01-10.csv", 1, price="0.13")
    code, report = shell.json("ingest", first)
    assert (code, report["status"], report["counts"]["offers"]) == (0, "published", 1)
    assert shell.json("ingest", first)[1]["status"] == "unchanged"
    assert shell.json("ingest", second)[1]["changes"]["price_changes"] == 1
    code, versions = shell.json("datasets")
    assert (code, [version["is_current"] for version in versions["datasets"]]) == (0, [True, False])
    code, now = shell.json("rollback")
    assert (code, now["id"], now["is_current"]) == (0, report["dataset"], True)


def test_the_same_as_text(shell: Shell, tmp_path: Path) -> None:
    assert "No dataset yet" in shell("datasets")[1]
    code, said, _ = shell("ingest", a_market(tmp_path, "one.csv", 2), "--as-of", "2026-01-09")
    assert (code, said.splitlines()[-1].split()[:3]) == (0, ["Published", "dataset", "1,"])
    shell("ingest", a_market(tmp_path, "two.csv", 2, price="0.13"))
    listed = shell("datasets")[1].splitlines()
    assert [line.split()[:2] for line in listed] == [["*", "2"], ["1", "2026-01-09"]]
    code, said, _ = shell("rollback")
    assert (code, said.startswith("Published again: *     1")) == (0, True)


def test_a_doubtful_listing_ends_with_1_and_the_command_that_publishes_it_all_the_same(
    shell: Shell, tmp_path: Path
) -> None:
    shell("ingest", a_market(tmp_path, "full.csv", 10))
    cut = a_market(tmp_path, "cut.csv", 1)
    code, said, _ = shell("ingest", cut)
    assert code == 1
    assert "1 plans instead of the 10" in said
    code, report = shell.json("ingest", cut)
    assert (code, report["status"], report["published_dataset"]) == (1, "staged", 1)
    assert shell.json("datasets")[1]["datasets"][0]["state"] == "staged"
    assert report["publish_command"] == "choosemypower ingest --accept"
    code, report = shell.json(*report["publish_command"].split()[1:])
    assert (code, report["status"], report["counts"]["offers"]) == (0, "published", 1)
    code, refusal = shell.json("ingest", "--accept")
    assert (code, refusal["code"]) == (1, "nothing_staged")


def test_a_doubtful_listing_can_be_accepted_while_it_is_read(shell: Shell, tmp_path: Path) -> None:
    shell("ingest", a_market(tmp_path, "full.csv", 10))
    assert shell.json("ingest", a_market(tmp_path, "cut.csv", 1), "--accept")[1]["status"] == "published"


def test_a_refusal_is_a_json_object_too_and_a_sentence_on_stderr(shell: Shell, tmp_path: Path) -> None:
    cut = str(a_listing_file(tmp_path, a_listing_row(), end_mark=""))
    code, said, error = shell("ingest", cut, "--json")
    refusal = json.loads(said)
    assert (code, refusal["status"], refusal["code"]) == (1, "failed", "listing_refused")
    assert "END OF FILE" in refusal["detail"]
    assert f"choosemypower: {refusal['detail']}" in error
    code, refusal = shell.json("rollback")
    assert (code, refusal["code"]) == (1, "nothing_before")


def test_an_empty_site_is_stocked_once_and_from_the_bundle_where_the_state_does_not_answer(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(ingest, "LIVE_EXPORT_URL", f"{NOWHERE}/export.csv")
    code, said, _ = shell("ingest", "--if-empty")
    assert code == 0
    assert "no live export" in said
    assert "the bundled listing instead: dataset 1, " in said
    shell.set(PLANS=a_market(tmp_path, "mine.csv", 1))
    code, said, _ = shell("ingest", "--if-empty")
    assert (code, said) == (0, "Plans: dataset 1, listings as of January 9, 2026.\n")


def test_an_empty_site_whose_first_listing_is_doubtful_stays_empty_and_says_so(
    shell: Shell, tmp_path: Path
) -> None:
    bad = a_listing_row(idKey=9, TduCompanyName="GOTHAM POWER")
    shell.set(PLANS=str(a_listing_file(tmp_path, a_listing_row(), bad)))
    code, said, _ = shell("ingest", "--if-empty")
    assert code == 1
    assert "1 of 2 rows (50%) were left out. Staged as dataset 1; nothing is published yet." in said
    assert shell("ingest", "--accept")[0] == 0


def test_every_command_that_publishes_tells_the_edge(shell: Shell, edge: FakeEdge, tmp_path: Path) -> None:
    shell.set(CDN="varnish", CDN_URL=edge.url, USE_CACHED_DATA="false")
    for command, count in ((("ingest",), 2), (("warm", "--url", NOWHERE), 3), (("rollback",), 0)):
        edge.purged.clear()
        if count:
            shell.set(PLANS=a_market(tmp_path, f"{count}.csv", count))
        _, _, said = shell(*command)
        assert "sitemap" in edge.purged, (command, said)
        assert "Purged" in said
    edge.purged.clear()
    assert shell("ingest")[0] == 1, "rolled back a moment ago"
    assert edge.purged == set()


def test_warming_goes_on_over_the_old_data_when_the_new_listing_is_doubtful(
    shell: Shell, tmp_path: Path
) -> None:
    shell("ingest", a_market(tmp_path, "full.csv", 10))
    shell.set(PLANS=a_market(tmp_path, "cut.csv", 1), USE_CACHED_DATA="false")
    code, _, said = shell("warm", "--url", NOWHERE)
    assert code == 1
    assert "Staged as dataset 2; dataset 1 stays published." in said
    assert NOWHERE in said, "it asked the site all the same"


def test_the_edge_can_be_purged_by_hand(shell: Shell, edge: FakeEdge) -> None:
    assert "No edge is configured" in shell("purge")[1]
    shell.set(CDN="varnish", CDN_URL=edge.url)
    code, report = shell.json("purge", "utility/oncor", "plan/ab12")
    assert (code, report["calls"], edge.purged) == (0, 1, {"utility/oncor", "plan/ab12"})


def test_a_site_that_does_not_answer_cannot_be_measured(shell: Shell) -> None:
    shell.set(BASE_URL=NOWHERE)
    code, refusal = shell.json("perf")
    assert (code, refusal["code"]) == (1, "site_unreachable")


def test_migrating_twice_is_nothing_to_do(shell: Shell) -> None:
    assert shell("migrate") == (0, "Nothing to do: the database is of this release.\n", "")
    assert shell.json("migrate") == (0, {"changed": []})


def test_understanding_is_measured_on_a_file_of_cases(shell: Shell, tmp_path: Path) -> None:
    cases = tmp_path / "zips.json"
    cases.write_text('{"cases": [{"zip": "77002", "utilities": ["centerpoint"]}]}')
    code, said, _ = shell("evaluate", "zips", str(cases))
    assert (code, json.loads(said)["right"]) == (0, 1)
    cases.write_text("[]")
    code, _, error = shell("evaluate", "zips", str(cases))
    assert code == 1
    assert error.startswith("choosemypower: This is not a file of ZIP cases")


def test_one_wrong_case_ends_an_evaluation_with_1(shell: Shell, tmp_path: Path) -> None:
    cases = tmp_path / "fees.json"
    case = {"text": "A $30 credit from 1,000 kWh.", "expected": {"resolved": True, "base_usd": 5}}
    cases.write_text(json.dumps({"cases": [case]}))
    code, said, _ = shell("evaluate", "fees", str(cases))
    assert (code, json.loads(said)["wrong"]) == (1, 1)
    cases.write_text(json.dumps({"cases": [case | {"text": "Ask us."}]}))
    code, said, _ = shell("evaluate", "fees", str(cases))
    assert (code, json.loads(said)["refused"]) == (0, 1)


def test_a_label_is_read_from_a_file_and_labels_are_measured_in_a_folder(
    shell: Shell, tmp_path: Path
) -> None:
    label = tmp_path / "label.txt"
    label.write_text(a_label("Energy Charge: 6.9¢ per kWh\n", PLAIN), encoding="utf-8")
    code, said, _ = shell("labels", "read", str(label), "--json")
    read = json.loads(said)
    assert (code, read["proven"]) == (0, True)
    assert read["charges"]["energyTiers"][0]["usdPerKwh"] == "0.069000"
    assert [one["printedCentsPerKwh"] for one in read["averages"]] == ["13.8", "13.4", "13.2"]
    case = {
        "file": "label.txt",
        "expected": "accept",
        "printed_cents_per_kwh": {"500": 13.8, "1000": 13.4, "2000": 13.2},
        "charges": {
            "energy": [{"from_kwh": 0, "to_kwh": None, "cents_per_kwh": 6.9}],
            "delivery": {"kind": "printed", "usd_per_month": 4.06, "cents_per_kwh": 6.1196},
        },
    }
    (tmp_path / "labels.json").write_text(json.dumps({"labels": [case]}))
    code, said, _ = shell("evaluate", "labels", "--text", str(tmp_path))
    assert (code, json.loads(said)["right"]) == (0, 1)
    case["expected"] = "must be refused"
    (tmp_path / "labels.json").write_text(json.dumps({"labels": [case]}))
    assert shell("evaluate", "labels", "--text", str(tmp_path))[0] == 1
    assert shell("evaluate", "labels")[0] == 2


def test_every_kind_of_evaluation_is_a_choice() -> None:
    assert set(cli.EVALUATIONS) == set(evaluation.EVALUATIONS)


def test_a_configuration_that_names_what_is_not_there_is_told_all_of_it(shell: Shell, tmp_path: Path) -> None:
    assert shell("check") == (0, "The configuration can be used.\n", "")
    shell.set(CHOOSEMYPOWER_HOME=str(tmp_path), PLANS="nowhere.csv")
    code, _, error = shell("check")
    assert code == 1
    assert error.count("set CHOOSEMYPOWER_HOME") == 3
    assert "PLANS=nowhere.csv is no file." in error


def test_a_database_without_tables_or_out_of_reach_is_a_sentence(shell: Shell, empty: Settings) -> None:
    shell.set(DATABASE_URL=empty.database_url or "")
    for command in ("datasets", "rollback"):
        code, _, error = shell(command)
        assert (code, "run `choosemypower migrate` first" in error) == (1, True), error
    shell.set(DATABASE_URL="postgresql://nobody@127.0.0.1:9/none")
    code, said, error = shell("datasets", "--json")
    sentence = "the database cannot be used: nobody listens at its address."
    assert (code, error) == (1, f"choosemypower: {sentence}\n")
    assert json.loads(said) == {"status": "failed", "code": "database", "detail": sentence}


@pytest.mark.parametrize("command", [("nonsense",), ("ingest", "a", "b"), ()])
def test_wrong_use_ends_with_2(shell: Shell, command: tuple[str, ...]) -> None:
    assert shell(*command)[0] == 2


# As processes of their own.


def test_a_command_waits_longer_for_the_database_than_a_visitor(
    unconnected: Settings, tmp_path: Path
) -> None:
    listing = a_listing_file(tmp_path, a_listing_row())

    async def ingest_while_a_table_is_locked() -> tuple[int | None, bytes, bytes]:
        connection = await asyncpg.connect(unconnected.database_url)
        transaction = connection.transaction()
        await transaction.start()
        await connection.execute("LOCK TABLE provider IN ACCESS EXCLUSIVE MODE")
        running = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "choosemypower", "ingest", str(listing), "--json"),
            env=os.environ
            | {"DATABASE_URL": str(unconnected.database_url), "DB_COMMAND_TIMEOUT_SECONDS": "0.1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        while running.returncode is None and not await connection.fetchval(WAITING):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        await asyncio.sleep(0.5)  # longer than a visitor's query may take
        await transaction.rollback()
        await connection.close()
        said, error = await running.communicate()
        return running.returncode, said, error

    code, said, error = asyncio.run(ingest_while_a_table_is_locked())
    assert (code, json.loads(said)["status"]) == (0, "published"), error


def test_a_reader_who_has_seen_enough_is_no_error(unconnected: Settings) -> None:
    ended = subprocess.run(
        f"{sys.executable} -m choosemypower datasets | true; echo ${{PIPESTATUS[0]}}",
        shell=True,
        executable="/bin/bash",
        # Buffered, as outside of containers: the reader is then found gone at the very end.
        env=os.environ | {"DATABASE_URL": str(unconnected.database_url), "PYTHONUNBUFFERED": ""},
        capture_output=True,
        text=True,
    )
    assert (ended.stdout, ended.stderr) == ("0\n", "")


def test_one_persons_messages_are_exported_and_deleted_by_command(
    shell: Shell, unconnected: Settings
) -> None:
    write_messages(unconnected, "ana@example.org", "bo@example.org", "ana@example.org")
    code, exported = shell.json("contact", "export", "ANA@example.org")
    assert code == 0
    assert [message["email"] for message in exported["messages"]] == ["ana@example.org"] * 2
    assert {"receipt", "received_at", "name", "text", "mailed_at"} <= set(exported["messages"][0])
    assert shell.json("contact", "delete", "ana@example.org") == (0, {"deleted": 2})
    assert shell.json("contact", "delete", "ana@example.org") == (1, {"deleted": 0})
    assert shell.json("contact", "export", "ana@example.org") == (1, {"messages": []})
    code, said, _ = shell("contact", "list")
    assert (code, said.count("CM-")) == (0, 1)
    assert "a question" not in said, "what somebody wrote is not for a terminal's log"


def test_old_messages_are_purged_by_command(shell: Shell, unconnected: Settings) -> None:
    write_messages(unconnected, "ana@example.org", days_ago=31)
    write_messages(unconnected, "bo@example.org", days_ago=29)
    assert shell.json("contact", "purge") == (0, {"deleted": 1})
    assert shell.json("contact", "purge") == (0, {"deleted": 0})
    shell.set(CONTACT_KEEP_DAYS="7")
    assert shell.json("contact", "purge") == (0, {"deleted": 1})


@pytest.mark.parametrize("command", [("export",), ("delete",), ("purge", "ana@example.org"), ("list", "x")])
def test_contact_refuses_what_it_cannot_mean(shell: Shell, command: tuple[str, ...]) -> None:
    code, _, error = shell("contact", *command)
    assert code == 2
    assert "e-mail address" in error


def write_messages(settings: Settings, *emails: str, days_ago: int = 0) -> None:
    """As the form keeps them, so many days ago."""

    async def write() -> None:
        connection = await asyncpg.connect(settings.database_url)
        try:
            for email in emails:
                await connection.execute(
                    "INSERT INTO contact_message (receipt, received_at, email, text, attempts, next_attempt_at)"
                    " VALUES ($1, now() - make_interval(days => $2), $3, 'a question', 0, now())",
                    new_receipt(),
                    days_ago,
                    email,
                )
        finally:
            await connection.close()

    asyncio.run(write())
