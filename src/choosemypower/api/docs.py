"""The documentation: the OpenAPI document, and a page that people can read without any script."""

from typing import Any

import msgspec
from litestar import HttpMethod, Request, Response, route

from choosemypower.api import (
    datasets,
    facet_counts,
    navigate,
    places,
    plan_csv,
    plan_list,
    plans,
    providers,
    search,
    zips,
)
from choosemypower.api.envelope import json_response
from choosemypower.api.openapi import openapi_document
from choosemypower.api.operations import Operation
from choosemypower.cache.policies import API_READ

OPENAPI_PATH = "/api/openapi.json"
OPERATIONS: tuple[Operation, ...] = (
    *plan_list.OPERATIONS,
    *plan_csv.OPERATIONS,
    *plans.OPERATIONS,
    *facet_counts.OPERATIONS,
    *providers.OPERATIONS,
    *places.OPERATIONS,
    *zips.OPERATIONS,
    *search.OPERATIONS,
    *datasets.OPERATIONS,
    *navigate.OPERATIONS,
)
"""Everything that the API can be asked, in the order of the documentation."""


@route(
    OPENAPI_PATH, http_method=[HttpMethod.GET, HttpMethod.HEAD], **API_READ.handler_options(budget="provider")
)
async def openapi(request: Request[Any, Any, Any]) -> Response[Any]:
    """What can the API be asked?"""
    return json_response(
        msgspec.json.encode(openapi_document(OPERATIONS, request.app.state.settings.base_url))
    )


handlers = [openapi]
