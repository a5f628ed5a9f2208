"""Does a running site do what it must? `python smoke.py http://host:port` prints one line per check.

Used by `helm test`, after a deployment and by the tests of the image. Needs nothing but Python.
"""

import json
import sys
import urllib.error
import urllib.request

SECURITY_HEADERS = {
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
}


def ask(address, method="GET"):
    request = urllib.request.Request(address, method=method, headers={"accept-encoding": "identity"})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return (
                answer.status,
                {name.lower(): value for name, value in answer.headers.items()},
                answer.read(),
            )
    except urllib.error.HTTPError as error:
        return error.code, {name.lower(): value for name, value in error.headers.items()}, error.read()


def home_page(site):
    status, headers, body = ask(f"{site}/")
    assert status == 200, f"status {status}"
    assert headers.get("content-type", "").startswith("text/html"), headers.get("content-type")
    assert b"<h1" in body, "the page has no heading"
    assert "public" in headers.get("cache-control", ""), headers.get("cache-control")
    assert "set-cookie" not in headers, "the page sets a cookie"
    for name, value in SECURITY_HEADERS.items():
        assert headers.get(name, "").lower() == value.lower(), f"{name}: {headers.get(name)}"


def city_page(site):
    status, _, body = ask(f"{site}/electricity-plans/houston")
    assert status == 200, f"status {status}"
    assert b"<h1" in body, "the page has no heading"


def plans_in_the_api(site):
    status, headers, body = ask(f"{site}/api/v1/plans")
    assert status == 200, f"status {status}"
    assert "json" in headers.get("content-type", ""), headers.get("content-type")
    assert json.loads(body)["data"], "no plan in the answer"


def health(site):
    for part in ("system", "database"):
        status, headers, _ = ask(f"{site}/api/health/{part}")
        assert status == 200, f"{part}: status {status}"
        assert "no-store" in headers.get("cache-control", ""), f"{part}: {headers.get('cache-control')}"


def head_requests(site):
    status, _, body = ask(f"{site}/", method="HEAD")
    assert status == 200 and not body, f"status {status}, {len(body)} bytes"


def unknown_page(site):
    status, _, _ = ask(f"{site}/no-such-page")
    assert status == 404, f"status {status}"


def main(site):
    failed = 0
    for check in (home_page, city_page, plans_in_the_api, health, head_requests, unknown_page):
        name = check.__name__.replace("_", " ")
        try:
            check(site.rstrip("/"))
        except (AssertionError, OSError, ValueError, KeyError) as error:
            failed += 1
            print(f"failed  {name}: {error}")
        else:
            print(f"ok      {name}")
    print(f"{failed} of 6 checks failed" if failed else "all checks passed")
    return 1 if failed else 0


sys.exit(main(sys.argv[1]))
