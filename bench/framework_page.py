"""A city page as a framework's manual would have it. Runs where FastAPI is installed, not in our environment.

    python framework_page.py PORT       DATABASE_URL as for the site

Each request asks the database for the plans of Houston's utility, prices them by the straight line between the three
printed averages, counts facets, and renders 20 cards: no twelve months, no fees, no compression, a quarter of our page.
"""

import contextlib
import os
import sys
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
from fastapi import FastAPI, Query, Request
from fastapi.responses import HTMLResponse
from granian import Granian
from jinja2 import Environment

PLANS = """
SELECT plan.plan_id, plan.slug, provider.slug AS provider_slug, provider.name AS provider_name, version.name,
  version.term_months, version.rate_type, version.usd_per_kwh_500, version.usd_per_kwh_1000,
  version.usd_per_kwh_2000, version.renewable_percent, version.is_prepaid, version.is_time_of_use,
  version.cancel_fee_usd
FROM dataset_plan
JOIN plan ON plan.plan_id = dataset_plan.plan
JOIN provider ON provider.id = plan.provider
JOIN plan_version AS version ON version.id = dataset_plan.version
WHERE dataset_plan.dataset = (SELECT dataset FROM publication ORDER BY id DESC LIMIT 1) AND plan.utility = $1
"""
PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Plans in {{ city }}</title></head><body>
<h1>Electricity plans in {{ city }}</h1>
<p>{{ total }} plans at {{ kwh }} kWh a month.</p>
{% for name, counts in facets.items() %}
<h2>{{ name }}</h2>
<ul>{% for value, count in counts %}
<li><a href="/electricity-plans/{{ city }}?{{ name }}={{ value }}&amp;kwh={{ kwh }}">{{ value }}</a> ({{ count }})</li>
{% endfor %}</ul>
{% endfor %}
{% for plan, usd in plans %}
<article id="{{ plan.plan_id }}">
<h3><a href="/electricity-plans/plans/{{ plan.provider_slug }}/{{ plan.slug }}">{{ plan.name }}</a></h3>
<p>{{ plan.provider_name }}</p>
<p><strong>${{ "%.2f" | format(usd) }}</strong> a month, ${{ "%.2f" | format(usd * 12) }} a year</p>
<dl><dt>Term</dt><dd>{{ plan.term_months }} months</dd><dt>Rate</dt><dd>{{ plan.rate_type }}</dd>
<dt>Renewable</dt><dd>{{ plan.renewable_percent }} %</dd>
<dt>To leave early</dt><dd>{{ plan.cancel_fee_usd if plan.cancel_fee_usd is not none else "see the label" }}</dd>
<dt>At 500, 1,000 and 2,000 kWh</dt><dd>{% for usd_per_kwh in plan.averages %}
{{ "%.1f" | format(usd_per_kwh * 100) }}¢{% endfor %}</dd></dl>
{% if plan.is_prepaid %}<p>Prepaid.</p>{% endif %}
{% if plan.is_time_of_use %}<p>Prices by time of day.</p>{% endif %}
</article>
{% endfor %}
</body></html>
"""
TEMPLATE = Environment(autoescape=True).from_string(PAGE)


@contextlib.asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.pool = await asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=1, max_size=2)
    yield
    await app.state.pool.close()


app = FastAPI(lifespan=lifespan)


@app.get("/electricity-plans/{city}", response_class=HTMLResponse)
async def page(
    request: Request,
    city: str,
    kwh: int = Query(1000, ge=100, le=9999),
    term: int | None = None,
    rate: str | None = None,
    green: int = 0,
) -> HTMLResponse:
    plans = await listed(request)
    facets = {
        "term": Counter(plan["term_months"] for plan in plans),
        "rate": Counter(plan["rate_type"] for plan in plans),
        "green": Counter(plan["renewable_percent"] == 100 for plan in plans),
        "provider": Counter(plan["provider_slug"] for plan in plans),
    }
    priced = by_cost(plans, kwh, term, rate, green)
    body = TEMPLATE.render(
        city=city,
        kwh=kwh,
        total=len(priced),
        plans=priced[:20],
        facets={name: sorted(counts.items(), key=str) for name, counts in facets.items()},
    )
    return HTMLResponse(body)


@app.get("/api/v1/plans")
async def plans_json(
    request: Request,
    city: str,
    kwh: int = Query(1000, ge=100, le=9999),
    term: int | None = None,
    rate: str | None = None,
    green: int = 0,
) -> dict[str, Any]:
    """The same list as JSON, 25 plans with a cost of one figure."""
    priced = by_cost(await listed(request), kwh, term, rate, green)
    data = [{**plan, "cost": {"usd_per_month": round(usd, 2)}} for plan, usd in priced[:25]]
    return {"data": data, "meta": {"total": len(priced), "city": city, "kwh": kwh}}


async def listed(request: Request) -> list[dict[str, Any]]:
    return [dict(row) for row in await request.app.state.pool.fetch(PLANS, "centerpoint")]


def by_cost(
    plans: list[dict[str, Any]], kwh: int, term: int | None, rate: str | None, green: int
) -> list[tuple[dict[str, Any], float]]:
    """The plans that these filters leave, the cheapest first."""
    chosen = [
        plan
        for plan in plans
        if term in (None, plan["term_months"])
        and rate in (None, plan["rate_type"])
        and (plan["renewable_percent"] or 0) >= green
        and all(plan[f"usd_per_kwh_{use}"] is not None for use in (500, 1000, 2000))
    ]
    return sorted(((plan, monthly_usd(plan, kwh)) for plan in chosen), key=lambda pair: pair[1])


def monthly_usd(plan: dict[str, Any], kwh: int) -> float:
    """A month's bill by the straight line between the bills at 500, 1,000 and 2,000 kWh."""
    plan["averages"] = [float(plan[f"usd_per_kwh_{use}"]) for use in (500, 1000, 2000)]
    low, middle, high = (
        average * use for average, use in zip(plan["averages"], (500, 1000, 2000), strict=True)
    )
    return middle + (kwh - 1000) * ((high - middle) / 1000 if kwh >= 1000 else (middle - low) / 500)


if __name__ == "__main__":
    Granian(
        "framework_page:app",
        address="127.0.0.1",
        port=int(sys.argv[1]),
        interface="asgi",
        http="1",
        loop="uvloop",
        workers=1,
        runtime_threads=1,
        log_level="warning",
    ).serve()
