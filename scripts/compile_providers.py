"""Compile src/choosemypower/reference/providers.csv from two tables of public facts.

    python scripts/compile_providers.py FOLDER

FOLDER holds `ptc_rep_puct.csv` (names in the state's listing and the certificate behind each) and
`puct_rep_directory.csv` (certificates of the Public Utility Commission of Texas); see reference/SOURCES.md.
"""

import csv
import re
import sys
from pathlib import Path

from choosemypower.providers.names import display_name, fold_name, slugify

TARGET = Path(__file__).parents[1] / "src" / "choosemypower" / "reference" / "providers.csv"
COLUMNS = (
    "kind", "slug", "name", "spellings", "certificate", "legal_name", "match", "website", "slug_aliases",
)  # fmt: skip
MATCHES = {
    "exact": "exact",
    "normalised": "normalised",
    "website or trade name": "trade_name",
    "secondary": "secondary",
}
# Where the rule of `display_name` does not give the name as the brand writes it.
NAMES = {
    "ap gas and electric": "APG&E",
    "constellation newenergy": "Constellation",
    "nextvolt texas": "NextVolt Energy",
    "sfe energy texas": "SFE Energy",
    "trieagle energy": "TriEagle Energy",
}
SLUGS = {"APG&E": "apge"}
# Words of the URL grammar that stand for a provider, and further spellings of a brand.
SLUG_ALIASES = {
    "txu-energy": "txu",
    "green-mountain-energy": "green-mountain",
    "gexa-energy": "gexa",
    "reliant": "reliant-energy",
    "octopus-energy": "octopus",
}
SPELLINGS = {
    "reliant": ("Reliant Energy",),
    "ap gas and electric": ("APG&E", "APG&E Energy", "AP Gas & Electric"),
    "constellation newenergy": ("Constellation", "Constellation Energy"),
    "nextvolt texas": ("NextVolt", "NextVolt Energy"),
    "sfe energy texas": ("SFE Energy",),
    "rhythm": ("Rhythm Energy",),
    "champion energy services": ("Champion Energy",),
    "green mountain energy": ("Green Mountain",),
    "discount power": ("Discount Power Inc",),
}


def main(folder: Path) -> None:
    with (folder / "ptc_rep_puct.csv").open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    with (folder / "puct_rep_directory.csv").open(encoding="utf-8", newline="") as file:
        directory = {row["certificate"]: row for row in csv.DictReader(file)}
    brands = compile_brands(listed, directory)
    certificates = [compile_certificate(row) for row in directory.values()]
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows([*brands, *certificates])
    print(f"{TARGET.name}: {len(brands)} brands, {len(certificates)} certificates")


def compile_brands(
    listed: list[dict[str, str]], directory: dict[str, dict[str, str]]
) -> list[dict[str, str]]:
    """One row per brand: all its spellings, and the certificate of the surest match."""
    groups: dict[str, list[dict[str, str]]] = {}
    for row in listed:
        groups.setdefault(fold_name(row["ptc_rep_company"]), []).append(row)
    brands_of: dict[str, set[str]] = {}
    for folded, rows in groups.items():
        for row in rows:
            brands_of.setdefault(row["certificate"], set()).add(folded)
    surest = list(MATCHES)
    brands = []
    for folded, rows in sorted(groups.items()):
        best = min(rows, key=lambda row: surest.index(row["match"]))
        name = NAMES.get(folded) or display_name(best["ptc_rep_company"])
        is_only_brand = len(brands_of[best["certificate"]]) == 1 and best["match"] != "secondary"
        spellings = {" ".join(row["ptc_rep_company"].split()): None for row in rows}
        spellings.update(dict.fromkeys(SPELLINGS.get(folded, ())))
        if is_only_brand:
            spellings[best["legal_name"]] = None
        slug = SLUGS.get(name) or slugify(name)
        brands.append(
            {
                "kind": "brand",
                "slug": slug,
                "name": name,
                "spellings": "|".join(spellings),
                "certificate": best["certificate"],
                "legal_name": best["legal_name"],
                "match": MATCHES[best["match"]],
                "website": website(directory[best["certificate"]]) if is_only_brand else "",
                "slug_aliases": SLUG_ALIASES.get(slug, ""),
            }
        )
    return brands


def compile_certificate(row: dict[str, str]) -> dict[str, str]:
    return {
        "kind": "certificate",
        "spellings": row["dbas"],
        "certificate": row["certificate"],
        "legal_name": row["legal_name"],
        "website": website(row),
    }


def website(row: dict[str, str]) -> str:
    """The one web address of a directory entry, with https://; empty where it holds none or several."""
    given = row["website"].strip().lower().removeprefix("https://").removeprefix("http://").rstrip("/")
    is_one = re.fullmatch(r"[a-z0-9.-]+\.(?:com|net|org|us|io|energy|tech)(/\S*)?", given)
    return f"https://{given}" if is_one else ""


if __name__ == "__main__":
    main(Path(sys.argv[1]))
