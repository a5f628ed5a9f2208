"""OpenTelemetry traces, by OTLP over http. Off by default: then neither its SDK nor an exporter is even loaded.

It is no part of the image unless that is built with `--build-arg DEPENDENCIES=traces` (docs/operations.md).
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Iterator

from choosemypower import __version__, spans
from choosemypower.asked import CURRENT, Asked, Headers

log = logging.getLogger(__name__)

SEND_SECONDS = 2
"""A collector that is silent longer loses what was to be sent; it also holds the end of a process up no longer."""
TRACE_ID_DIGITS = 32


@contextlib.asynccontextmanager
async def traces_to(address: str | None) -> AsyncIterator[None]:
    """Send a trace of each request in the block to this collector; nothing without an address."""
    if address is None:
        yield
        return
    try:
        tracer = _OpenTelemetry(address)
    except ModuleNotFoundError as error:
        log.warning(
            "OTEL_EXPORTER_OTLP_ENDPOINT is set, but %s is not installed: there are no traces. Build the image with"
            " `--build-arg DEPENDENCIES=traces`.",
            error.name,
        )
        yield
        return
    spans.trace_with(tracer)
    log.info("Traces of requests go to %s.", address.rpartition("@")[2])
    try:
        yield
    finally:
        spans.trace_with(None)
        await asyncio.to_thread(tracer.shutdown)


class _OpenTelemetry:
    """Spans by OpenTelemetry's library; a thread of its own sends them in batches and drops what is too much."""

    def __init__(self, address: str) -> None:
        from opentelemetry import trace
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
        from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        class RequestIds(RandomIdGenerator):
            """The request's id is the trace's, where it can be."""

            def generate_trace_id(self) -> int:
                asked = CURRENT.get()
                given = _trace_id(asked.id) if asked is not None else 0
                return given or super().generate_trace_id()

        self._trace = trace
        self._propagator = TraceContextTextMapPropagator()
        resource = Resource.create({"service.name": "choosemypower", "service.version": __version__})
        self._provider = TracerProvider(resource=resource, id_generator=RequestIds(), shutdown_on_exit=False)
        exporter = OTLPSpanExporter(endpoint=f"{address.rstrip('/')}/v1/traces", timeout=SEND_SECONDS)
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("choosemypower", __version__)

    def shutdown(self) -> None:
        """Send what waits, and end."""
        self._provider.shutdown()

    @contextlib.contextmanager
    def of_request(self, asked: Asked, headers: Headers) -> Iterator[None]:
        parent = self._propagator.extract(
            {
                name.decode("latin-1"): value.decode("latin-1")
                for name, value in headers
                if name == b"traceparent"
            }
        )
        with self._tracer.start_as_current_span(
            asked.method,
            context=parent,
            kind=self._trace.SpanKind.SERVER,
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            try:
                yield
            finally:
                span.update_name(f"{asked.method} {asked.route or '-'}")
                span.set_attributes(
                    {
                        "http.request.method": asked.method,
                        "http.route": asked.route,
                        "http.response.status_code": asked.status,
                        "choosemypower.request_id": asked.id,
                        "choosemypower.cache": asked.cache,
                    }
                )
                if asked.status >= 500 or not asked.status:
                    span.set_status(self._trace.StatusCode.ERROR)

    @contextlib.contextmanager
    def part(self, name: str) -> Iterator[None]:
        # Messages of exceptions hold values: only their type is told.
        with self._tracer.start_as_current_span(
            name, record_exception=False, set_status_on_exception=False
        ) as span:
            try:
                yield
            except BaseException as error:
                span.set_attribute("error.type", type(error).__name__)
                span.set_status(self._trace.StatusCode.ERROR)
                raise


def _trace_id(request_id: str) -> int:
    """The id as a number where it is one of a trace, else 0."""
    if len(request_id) != TRACE_ID_DIGITS or set(request_id) - set("0123456789abcdef"):
        return 0
    return int(request_id, 16)
