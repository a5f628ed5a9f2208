"""Listing files and their rows, made from the one field a test is about."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

STATE_COLUMNS = (
    "idKey", "TduCompanyName", "RepCompany", "Product", "kwh500", "kwh1000", "kwh2000", "Fees/Credits", "PrePaid",
    "TimeOfUse", "Fixed", "RateType", "Renewable", "TermValue", "CancelFee", "Website", "SpecialTerms", "TermsURL",
    "YRACURL", "Promotion", "PromotionDesc", "FactsURL", "EnrollURL", "PrepaidURL", "EnrollPhone", "NewCustomer",
    "MinUsageFeesCredits", "Language", "Rating",
)  # fmt: skip


def a_listing_row(**fields: Any) -> dict[str, str]:
    """A row of the state's export: a plain fixed plan in English. Names as in the export, without brackets."""
    row = dict.fromkeys(STATE_COLUMNS, "") | {
        "idKey": "5001",
        "TduCompanyName": "ONCOR ELECTRIC DELIVERY COMPANY",
        "RepCompany": "GEXA ENERGY",
        "Product": "Saver 12",
        "kwh500": "0.1310",
        "kwh1000": "0.1270",
        "kwh2000": "0.1250",
        "PrePaid": "False",
        "TimeOfUse": "False",
        "Fixed": "1",
        "RateType": "Fixed",
        "Renewable": "26",
        "TermValue": "12",
        "CancelFee": "150.00",
        "Website": "www.gexaenergy.example.com",
        "Promotion": "False",
        "EnrollPhone": "(888) 555-0100",
        "NewCustomer": "TRUE",
        "MinUsageFeesCredits": "FALSE",
        "Language": "English",
        "Rating": "3",
    }
    return row | {name: str(value) for name, value in fields.items()}


def a_spanish_twin(row: dict[str, str], **fields: Any) -> dict[str, str]:
    """The Spanish row of the same plan: only its id and its language differ."""
    return (
        row
        | {"idKey": str(int(row["idKey"]) + 1), "Language": "Spanish"}
        | {k: str(v) for k, v in fields.items()}
    )


def a_listing(
    *rows: dict[str, str],
    columns: Sequence[str] = STATE_COLUMNS,
    has_brackets: bool = True,
    end_mark: str = "\r\nEND OF FILE\r\n",
    delimiter: str = ",",
    headers: dict[str, str] | None = None,
) -> str:
    """The text of a listing; by default in the shape of the state's export, with its end mark."""
    file = io.StringIO(newline="")
    writer = csv.writer(
        file, delimiter=delimiter, quoting=csv.QUOTE_ALL if has_brackets else csv.QUOTE_MINIMAL
    )
    names = [(headers or {}).get(column, column) for column in columns]
    writer.writerow([f"[{name}]" for name in names] if has_brackets else names)
    for row in rows or (a_listing_row(),):
        writer.writerow([row[column] for column in columns])
    return file.getvalue() + end_mark


def a_plain_listing(*rows: dict[str, str], **options: Any) -> str:
    """The same without brackets and end mark."""
    return a_listing(*rows, **({"has_brackets": False, "end_mark": ""} | options))


def a_listing_file(folder: Path, *rows: dict[str, str], name: str = "listing.csv", **options: Any) -> Path:
    """A file with such a listing."""
    path = folder / name
    path.write_bytes(a_listing(*rows, **options).encode())
    return path
