"""Which settings are there, what does each say, and which variable of the environment gives it?

Every field is listed in README.md ("Settings"); a test keeps the two together.
"""

import os
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import msgspec

PEM_BEGIN = "-----BEGIN CERTIFICATE-----"


class SettingsError(Exception):
    """A setting is missing or malformed; the message names the variable and says what it takes."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    database_url: str | None = None
    """PostgreSQL, `postgresql://user:password@host:5432/name`. Unset: our own PostgreSQL under `data_dir`."""
    redis_url: str | None = None
    """Shared response cache. Unset: each process keeps its own; pages still work."""
    host: str = "127.0.0.1"
    """Address to listen on. The container sets 0.0.0.0."""
    port: int = 4324
    """Port to listen on."""
    plans: str | None = None
    """Listing to load at the start: a file or a URL. Unset: the state's live export, else the bundled listing."""
    base_url: str = "http://localhost:4324"
    """Public address of the site, for canonical links. Never taken from request headers."""
    home: Path = Path()
    """Folder that holds templates/, static/ and piccolo_migrations/. Unset: the working folder or the source's."""
    data_dir: Path = Path(".data")
    """Where the embedded PostgreSQL keeps its files."""
    db_pool_min: int = 2
    """Connections that a process keeps open."""
    db_pool_max: int = 10
    """Connections per process; replicas × this stays under the server's limit."""
    db_connect_timeout_seconds: float = 2.0
    """How long a connection may take to open."""
    db_command_timeout_seconds: float = 5.0
    """How long a query may take."""
    db_statement_cache_size: int = 100
    """0 behind PgBouncer in transaction mode."""
    database_direct_url: str | None = None
    """PostgreSQL past the pooler, for locks, LISTEN and migrations. Unset: `database_url`."""
    database_read_url: str | None = None
    """A read replica for readers of published plans. Unset: `database_url`."""
    database_web_url: str | None = None
    """The same database as the server itself asks it: a user who may read everything and write only what visitors
    leave. `migrate` makes that user where it may, and grants it that. Unset: `database_url`."""
    database_ca_cert: str | None = None
    """Authority that signed PostgreSQL's certificate: a PEM file, or the PEM text itself. Set it in production: the
    connection is then encrypted and the server's name verified (`verify-full`), whatever `sslmode` says."""
    readiness_mode: Literal["strict", "serve-stale"] = "serve-stale"
    """`strict`: not ready without the database. `serve-stale`: ready while a dataset is loaded."""
    allowed_hosts: str = ""
    """Names that the site answers to, comma separated, `*.example.org` for all below one; others get 421, health
    excepted. Empty: any name, which is safe as well: nothing that is sent depends on it."""
    trusted_proxies: str = ""
    """Networks whose X-Forwarded-* we believe, comma separated CIDRs. Empty: nobody's."""
    server_backlog: int = 2048
    """Connections the kernel queues before the server accepts them."""
    server_backpressure: int = 4096
    """Open connections, idle ones included, before new ones wait: 4 × the sum of the proxies' pools."""
    server_header_timeout_seconds: int = 60
    """Silent and idle connections close after this; every proxy's upstream idle timeout must be lower."""
    server_kill_timeout_seconds: int = 25
    """How long a stop waits for requests under way; must fit the pod's grace period."""
    unseen_per_minute: int = 600
    """Pages and answers that nobody has asked for before, for one client (an IPv4 address, a /64 of IPv6) in a minute;
    then 429. Who comes from a private address that is no trusted proxy is not counted: all visitors may stand behind
    it. 0: no bound."""
    metrics_port: int = 0
    """Port of /metrics (Prometheus) and of liveness, /api/health/live, on a listener of their own. 0: off."""
    cdn: Literal["none", "fastly", "cloudflare", "varnish"] = "none"
    """The edge whose pages are purged by tag after new data are published."""
    cdn_url: str | None = None
    """Where purges go. Unset: the vendor's API; Varnish has none, so name its addresses, comma separated."""
    cdn_service: str | None = None
    """Fastly's service id or Cloudflare's zone id."""
    cdn_key: str | None = None
    """Secret token that may purge: Fastly's or Cloudflare's, or the one that Varnish's configuration expects."""
    max_cities: int = 881
    """`warm` asks for the pages of no more cities than this, the largest."""
    batch_size: int = 10
    """Cities that `warm` asks for at once."""
    batch_delay_ms: int = 0
    """Pause between two batches of `warm` or of questions to a further source; a shared server may want 1500."""
    use_cached_data: bool = True
    """`false`: `warm` fetches a new listing before it begins, and every further source is asked anew."""
    max_cache_age_hours: int = 24
    """How old a further source's recorded answer may be to be read instead of asking again."""
    api_timeout_ms: int = 30_000
    """For one answer of a further source."""
    comparepower_api_key: str | None = None
    """Key of ComparePower's pricing API. Unset: it is not asked."""
    comparepower_api_url: str = "https://pricing.api.comparepower.com"
    """Where the pricing API is."""
    ptc_api_url: str | None = None
    """Power to Choose's JSON API, `http://api.powertochoose.org`. Unset: it is not asked."""
    ercot_api_key: str | None = None
    """Key of the meter look-up (ESI ID by address). Unset: nothing asks for an address or a meter number."""
    ercot_api_url: str = "https://ercot.api.comparepower.com"
    """Where the meter look-up is."""
    label_stand_ins: str = ""
    """For tests: servers of facts labels (`host:port`, comma separated) that are on this machine, by http too."""
    log_level: str = "INFO"
    """DEBUG, INFO, WARNING or ERROR."""
    traces_url: str | None = None
    """OpenTelemetry collector (OTLP over http) that gets a trace of each request, `http://collector:4318`; the image
    has to be built for it (docs/operations.md). Unset: no traces, and its SDK is not loaded."""
    log_format: Literal["text", "json"] = "text"
    """`json`: one object a line, with the request's id, for programs. The container and the chart set it."""
    smtp_url: str | None = None
    """Mail server, `smtp://user:password@host:587` or `smtps://…:465`. Unset: nothing is mailed."""
    mail_from: str | None = None
    """Sender of every mail, such as `ChooseMyPower <site@example.org>`."""
    operated_by: str = ""
    """Who runs the site, as About says it: `Example LLC, Austin, Texas`. Empty: About says that nobody is named."""
    contact_to: str | None = None
    """Who reads the contact form's messages. Unset: they are kept, and the page says that nobody is named yet."""
    contact_answer_days: int | None = None
    """Working days within which people answer; the contact page says it. Unset: it says nothing of it."""
    contact_keep_days: int = 30
    """Days after which the contact form's messages are deleted."""
    slack_webhook_url: str | None = None
    """Incoming webhook of Slack, `https://hooks.slack.com/services/…`: alerts go there. Unset: not to Slack."""
    alerts_to: str | None = None
    """Who is mailed when an alert begins, goes on or ends; needs `smtp_url`. Unset: nobody."""
    alerts_every_seconds: int = 60
    """How often each process looks at what may be wrong; alerts begin after three bad looks or more."""
    alerts_data_hours: float = 2.0
    """Hours without a listing read, after which that is an alert: twice the pause between two readings."""
    operator_token: str | None = None
    """Secret of the operator's page, `/operator`, at least 16 characters. Unset: there is no such page."""

    @property
    def trusted_networks(self) -> tuple[str, ...]:
        return _parts(self.trusted_proxies)

    @property
    def host_names(self) -> tuple[str, ...]:
        return _parts(self.allowed_hosts)

    @property
    def label_stand_in_hosts(self) -> frozenset[str]:
        return frozenset(_parts(self.label_stand_ins))

    @property
    def templates_dir(self) -> Path:
        return self.home / "templates"

    @property
    def static_dir(self) -> Path:
        return self.home / "static"

    @property
    def migrations_dir(self) -> Path:
        return (self.home / "piccolo_migrations").resolve()


_NAMED_OTHERWISE = {"home": "CHOOSEMYPOWER_HOME", "traces_url": "OTEL_EXPORTER_OTLP_ENDPOINT"}
ENVIRONMENT_NAMES = {
    field: _NAMED_OTHERWISE.get(field, field.upper()) for field in Settings.__struct_fields__
}
"""The variable of each field."""


def migrations_folder() -> Path:
    """Where the migrations are. Reads one variable only: it is asked while modules load, before anything can be
    said about a setting that is wrong."""
    home = os.environ.get("CHOOSEMYPOWER_HOME", "").strip()
    return ((Path(home) if home else find_home()) / "piccolo_migrations").resolve()


def redis_hosts(url: str) -> list[tuple[str, int]]:
    """The hosts and ports in an address of Redis; sentinels and nodes of a cluster may be several, comma separated.

    Raises ValueError.
    """
    parts = urlsplit(url)
    port = 26379 if parts.scheme == "redis+sentinel" else 6379
    named = [urlsplit(f"//{host}") for host in parts.netloc.rpartition("@")[2].split(",")]
    return [(host.hostname or "", host.port or port) for host in named]


def authority_text(given: str) -> str:
    """The certificates of DATABASE_CA_CERT as PEM text. Raises OSError, ValueError."""
    return given if PEM_BEGIN in given else Path(given).read_text(encoding="ascii")


def find_home() -> Path:
    """The folder with templates/ and piccolo_migrations/: the working folder, or the source tree's root."""
    beside_source = Path(__file__).resolve().parents[3]
    for folder in (Path.cwd(), beside_source):
        if (folder / "piccolo_migrations").is_dir() and (folder / "templates").is_dir():
            return folder
    return beside_source


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def settings_of_server(settings: Settings) -> Settings:
    """The same without the owner's password: every address with the user of `database_web_url`, where there is one."""
    if settings.database_web_url is None:
        return settings
    user = urlsplit(settings.database_web_url).netloc.rpartition("@")[0]
    return msgspec.structs.replace(
        settings,
        database_url=settings.database_web_url,
        database_direct_url=_as_user(settings.database_direct_url, user),
        database_read_url=_as_user(settings.database_read_url, user),
        database_web_url=None,
    )


def _as_user(url: str | None, user: str) -> str | None:
    if url is None:
        return None
    parts = urlsplit(url)
    return parts._replace(netloc=f"{user}@{parts.netloc.rpartition('@')[2]}").geturl()
