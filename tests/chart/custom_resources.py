"""Our own narrow schemas of the custom resources that the chart makes: only the fields we mean to use.

Kubernetes' schemas do not hold these kinds; an unknown kind fails, so that a new one gets its schema here.
Sources: Gateway API v1, Prometheus operator v1, External Secrets v1 (their API references).
"""

from typing import Any

import jsonschema

TEXT = {"type": "string", "minLength": 1}
LABELS = {"type": "object", "additionalProperties": {"type": "string"}}
DURATION = {"type": "string", "pattern": "^[0-9]+(ms|s|m|h)$"}


def closed(required: tuple[str, ...] = (), **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "required": list(required),
    }


def many(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item, "minItems": 1}


METADATA = closed(("name", "labels"), name=TEXT, labels=LABELS, annotations=LABELS, namespace=TEXT)
RULE = {
    "oneOf": [
        closed(("record", "expr"), record=TEXT, expr=TEXT),
        closed(
            ("alert", "expr", "labels", "annotations"),
            alert=TEXT,
            expr=TEXT,
            labels=LABELS,
            annotations=closed(("summary", "runbook_url"), summary=TEXT, runbook_url=TEXT),
            **{"for": DURATION},
        ),
    ]
}
REMOTE = closed(("key",), key=TEXT, property=TEXT, version=TEXT)
SCHEMAS: dict[tuple[str, str], dict[str, Any]] = {
    ("gateway.networking.k8s.io/v1", "HTTPRoute"): closed(
        ("parentRefs", "rules"),
        parentRefs=many(closed(("name",), name=TEXT, namespace=TEXT, sectionName=TEXT)),
        hostnames=many(TEXT),
        rules=many(
            closed(
                ("backendRefs",),
                matches=many(
                    closed(path=closed(("type", "value"), type={"enum": ["PathPrefix"]}, value=TEXT))
                ),
                timeouts=closed(request=DURATION),
                backendRefs=many(closed(("name", "port"), name=TEXT, port={"type": "integer"})),
            )
        ),
    ),
    ("monitoring.coreos.com/v1", "ServiceMonitor"): closed(
        ("selector", "endpoints"),
        selector=closed(("matchLabels",), matchLabels=LABELS),
        endpoints=many(closed(("port",), port=TEXT, interval=DURATION)),
    ),
    ("monitoring.coreos.com/v1", "PodMonitor"): closed(
        ("selector", "podMetricsEndpoints"),
        selector=closed(("matchLabels",), matchLabels=LABELS),
        podMetricsEndpoints=many(
            closed(
                ("port",),
                port=TEXT,
                interval=DURATION,
                relabelings=many(closed(("targetLabel",), targetLabel=TEXT, replacement=TEXT)),
            )
        ),
    ),
    ("monitoring.coreos.com/v1", "Probe"): closed(
        ("prober", "targets"),
        jobName=TEXT,
        prober=closed(("url",), url=TEXT),
        module=TEXT,
        interval=DURATION,
        targets=closed(("staticConfig",), staticConfig=closed(("static",), static=many(TEXT))),
    ),
    ("monitoring.coreos.com/v1", "PrometheusRule"): closed(
        ("groups",), groups=many(closed(("name", "rules"), name=TEXT, rules=many(RULE)))
    ),
    ("external-secrets.io/v1", "ExternalSecret"): closed(
        ("secretStoreRef", "target"),
        refreshInterval=DURATION,
        secretStoreRef=closed(("name", "kind"), name=TEXT, kind=TEXT),
        target=closed(("name",), name=TEXT, creationPolicy={"enum": ["Owner"]}),
        data=many(closed(("secretKey", "remoteRef"), secretKey=TEXT, remoteRef=REMOTE)),
        dataFrom=many(closed(("extract",), extract=REMOTE)),
    ),
}
CORE_GROUPS = ("apps", "batch", "autoscaling", "policy", "networking.k8s.io")


def is_custom_resource(item: dict[str, Any]) -> bool:
    group = item["apiVersion"].rpartition("/")[0]
    return bool(group) and group not in CORE_GROUPS


def check_custom_resource(item: dict[str, Any]) -> None:
    """Raises jsonschema.ValidationError, or KeyError for a kind without a schema."""
    spec = SCHEMAS[item["apiVersion"], item["kind"]]
    whole = closed(
        ("apiVersion", "kind", "metadata", "spec"), apiVersion=TEXT, kind=TEXT, metadata=METADATA, spec=spec
    )
    jsonschema.validate(item, whole)
