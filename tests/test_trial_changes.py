"""What docs/changing.md promises to somebody new: made on a copy of the program, then looked at."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HANDLERS = {
    "pricing/bills.py", "pricing/listing.py", "pricing/prepared.py", "pricing/thresholds.py", "pricing/year.py",
    "api/charge_json.py", "web/charge_lines.py", "documents/charge_words.py", "documents/label_sentences.py",
}  # fmt: skip
"""Where docs/changing.md says that kinds of charges are handled."""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def change(file: Path, before: str, after: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(before) == 1, f"{file} does not say {before!r} once"
    file.write_text(text.replace(before, after), encoding="utf-8")


def run(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(copy / "src")}
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_the_checker_names_every_place_that_a_new_kind_of_charge_lacks(copy: Path) -> None:
    charges = copy / "src/choosemypower/plans/charges.py"
    # With each member that other kinds have: no place may pass by what it looks like.
    members = "usd: Decimal\n    usd_per_kwh: Decimal\n    min_kwh: int = 0\n    max_kwh: int | None = None"
    new = f'class WeekendCharge(_Charge, frozen=True, kw_only=True, tag="weekend_charge"):\n    {members}\n'
    change(charges, "\nCharge = (\n", f"\n{new}\n\nCharge = (\n    WeekendCharge |\n")
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--cache-dir", str(copy / "cache"), "src"],
        cwd=copy,
        capture_output=True,
        text=True,
        check=False,
    )
    named = set(re.findall(r"choosemypower/([\w/]+\.py):\d+: error: .*WeekendCharge", checked.stdout))
    assert named >= HANDLERS, checked.stdout
    assert checked.returncode == 1


def test_a_new_feature_word_is_one_entry_in_one_file(copy: Path) -> None:
    entry = '_claimed("ev-rates", "Rates for cars", "with rates for cars", r"\\bcars?\\b"),'
    words = copy / "src/choosemypower/facets/words.py"
    change(words, "FEATURE_WORDS: Final = (\n", f"FEATURE_WORDS: Final = (\n    {entry}\n")
    everywhere = run(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/facets")
    assert everywhere.returncode == 0, everywhere.stdout
    script = """
import json
from choosemypower.api import OPERATIONS
from choosemypower.api.openapi import openapi_document
from choosemypower.facets import KnownWords, PlanIndex, parse_request, title_words
from choosemypower.ingest.features import read_features
from tests.support.plans import a_plan
request = parse_request(["ev-rates"], [], KnownWords())
document = openapi_document(OPERATIONS, "http://test")
plans = [a_plan(features=read_features("Saver", "For your car")), a_plan()]
count = PlanIndex(plans).count(request.choices)
print(json.dumps([title_words(request.choices, {}), count, "ev-rates" in str(document)]))
"""
    told = run(copy, "-c", script)
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout) == [["", "with rates for cars"], 1, True]


RESOURCE = '''"""How many plans of each length are listed?"""

from collections import Counter
from typing import Annotated

import msgspec
from litestar import Response

from choosemypower.api.answers import Answer, one_answer
from choosemypower.api.operations import Operation
from choosemypower.api.queries import Query, about
from choosemypower.api.routes import reads
from choosemypower.editions.tags import MARKET_TAG
from choosemypower.world import World


class TermCount(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Plans of one length."""

    term_months: int
    plan_count: int


class TermsQuery(Query, frozen=True, kw_only=True):
    shortest: Annotated[int, about("No shorter ones, in months.", example=6, ge=1, le=60)] = 1


LIST_TERMS = Operation(
    id="listTerms",
    path="/api/v1/terms",
    summary="Lengths of contracts",
    tag="Plans",
    query=TermsQuery,
    answer=Answer[tuple[TermCount, ...]],
    problems=("invalid_parameter", "no_data"),
)


@reads(LIST_TERMS, budget="plan", tags=(MARKET_TAG,))
async def list_terms(asked: TermsQuery, world: World) -> Response[bytes]:
    """How long do plans bind?"""
    counts = Counter(plan.terms.term_months for plan in world.catalogue.plans)
    found = tuple(TermCount(term_months=term, plan_count=count) for term, count in sorted(counts.items())
        if term is not None and term >= asked.shortest)
    return one_answer(world, LIST_TERMS.path, found)


handlers = [list_terms]
'''


def test_a_new_json_resource_is_a_file_and_its_name_in_the_list(copy: Path) -> None:
    api = copy / "src/choosemypower/api"
    (api / "term_counts.py").write_text(RESOURCE, encoding="utf-8")
    change(
        api / "__init__.py", "choosemypower.api import (\n", "choosemypower.api import (\n    term_counts,\n"
    )
    change(api / "__init__.py", "RESOURCES = (\n", "RESOURCES = (\n    term_counts,\n")
    script = """
import json, os
os.environ["DATABASE_URL"] = "postgresql://nobody@localhost/nothing"
from choosemypower.api import OPERATIONS, reference_for
from choosemypower.api.openapi import openapi_document
from choosemypower.app import create_app
document = openapi_document(OPERATIONS, "http://test")
operation = document["paths"]["/api/v1/terms"]["get"]
route = create_app().page_cache.routes.find("/api/v1/terms", "GET")
print(json.dumps([
    "TermCount" in document["components"]["schemas"],
    [parameter["name"] for parameter in operation["parameters"]],
    sorted(operation["responses"]),
    "listTerms" in str(reference_for(has_meters=False)),
    [route.template, route.policy.name, route.budget.name, list(route.query), list(route.tags)],
]))
"""
    told = run(copy, "-c", script)
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout.splitlines()[-1]) == [
        True,
        ["shortest"],
        ["200", "304", "400", "429", "503"],
        True,
        ["/api/v1/terms", "api_read", "plan", ["shortest"], ["api", "market", "page/api/v1/terms"]],
    ]
