"""Whose work does the image hold, and under which licences? Writes docs/licences.md.

    python list_licences.py VENV OUTPUT

VENV holds the packages of locks/product.txt, slimmed as in the image (`make licences` makes it). What a package says of
itself is taken as it stands: the expression, else the classifiers, else the field, else the names of its licence files.
"""

import importlib.metadata
import sys
from email import message_from_string
from pathlib import Path

HEAD = """\
# Licences

Whose work the container image holds beside ours, from what each package says of itself. Written by `make licences`; a
test holds it to `locks/product.txt`. The texts lie beside each package in the image (`*.dist-info`); Debian's and
Python's own stand under `/usr/share/doc` and `/usr/local/lib/python3*/LICENSE.txt` there. `make sbom` writes the same
as CycloneDX, for scanners.

## Python packages

| package | version | licence |
|---|---|---|
"""
SERVED = """
## Served to browsers

`static/vendor/htmx-*.js` (0BSD) and `static/vendor/web-vitals-*.js` (Apache-2.0); their licences lie beside them, their
hashes in `static/vendor/INTEGRITY.md`.
"""


def main(venv: Path, output: Path) -> None:
    (site,) = venv.glob("lib/python*/site-packages")
    packages = sorted(
        importlib.metadata.distributions(path=[str(site)]), key=lambda package: package.name.lower()
    )
    rows = [f"| {package.name} | {package.version} | {licence_of(package)} |\n" for package in packages]
    output.write_text(HEAD + "".join(rows) + SERVED)
    print(f"{len(rows)} packages in {output}")


def licence_of(package: importlib.metadata.Distribution) -> str:
    said = message_from_string(package.read_text("METADATA") or "")
    expression = said.get("License-Expression")
    if expression:
        return str(expression)
    classified = [
        text.rpartition("::")[2].strip()
        for text in said.get_all("Classifier") or []
        if text.startswith("License ::") and text.count("::") > 1
    ]
    if classified:
        return ", ".join(classified)
    field = (said.get("License") or "").strip()
    if field and len(field) < 80 and "\n" not in field:
        return field
    files = said.get_all("License-File") or []
    return ", ".join(f"`{name}`" for name in files) or "not said"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
