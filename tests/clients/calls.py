"""What each generated client is asked to do: every operation once, with the examples of the document."""

from typing import Any, NamedTuple


class Call(NamedTuple):
    """One operation with its arguments."""

    id: str
    method: str
    path: str
    path_arguments: dict[str, str]
    query: dict[str, Any]
    """Only what is required."""
    body: Any
    """JSON, or the text of a file."""
    body_type: str
    has_parameters: bool
    """Whether the operation has query parameters at all."""
    is_json: bool


def calls_of(document: dict[str, Any], plan_id: str) -> list[Call]:
    """Every operation of the document that answers 200; `plan_id` is one that is listed."""
    return [
        _call(path, method, operation, plan_id)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if "200" in operation["responses"]
    ]


def _call(path: str, method: str, operation: dict[str, Any], plan_id: str) -> Call:
    examples = {
        parameter["name"]: [plan_id] if parameter["name"] == "plan" else parameter.get("example")
        for parameter in operation["parameters"]
        if parameter["required"]
    }
    examples |= {"planId": plan_id} if "planId" in examples else {}
    in_path = {
        parameter["name"]: examples[parameter["name"]]
        for parameter in operation["parameters"]
        if parameter["in"] == "path"
    }
    content = operation.get("requestBody", {}).get("content", {})
    return Call(
        id=operation["operationId"],
        method=method,
        path=path,
        path_arguments=in_path,
        query={name: value for name, value in examples.items() if name not in in_path},
        body=next((kind["example"] for kind in content.values() if "example" in kind), None),
        body_type=next((name for name, kind in content.items() if "example" in kind), ""),
        has_parameters=any(parameter["in"] == "query" for parameter in operation["parameters"]),
        is_json="application/json" in operation["responses"]["200"]["content"],
    )
