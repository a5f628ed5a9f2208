"""Write a release's assets under their published names, for the release after it to serve from static/previous/.

    python keep_assets.py STATIC TARGET

Run while the image is built (Containerfile, stage `assets`).
"""

import sys
from pathlib import Path

from choosemypower.web.assets import Assets


def main(static: Path, target: Path) -> None:
    assets = Assets(static)
    target.mkdir(parents=True, exist_ok=True)
    kept = 0
    for file in sorted(static.rglob("*")):
        try:
            name = assets.url(file.relative_to(static).as_posix()).removeprefix("/assets/")
        except KeyError:
            continue
        (target / name).write_bytes(assets.by_name[name].content)
        kept += 1
    print(f"keep_assets: {kept} files")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
