"""Can these settings be used? Each refusal names the variable and says what it takes."""

import ipaddress
import re
import ssl
from email.utils import parseaddr
from urllib.parse import parse_qs, urlsplit

from choosemypower.settings.fields import (
    ENVIRONMENT_NAMES,
    PEM_BEGIN,
    Settings,
    SettingsError,
    authority_text,
    redis_hosts,
)

HOST_NAME = re.compile(r"(\*\.)?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*|\[[0-9A-Fa-f:]+\]")
OPERATOR_TOKEN_CHARACTERS_MIN = 16

BOUNDS: dict[str, tuple[float, float]] = {
    "port": (1, 65535),
    "db_pool_min": (1, 1000),
    "db_pool_max": (1, 1000),
    "db_connect_timeout_seconds": (0.1, 60),
    "db_command_timeout_seconds": (0.1, 30),
    "db_statement_cache_size": (0, 10_000),
    "server_backlog": (128, 65535),
    "server_backpressure": (16, 65535),
    "unseen_per_minute": (0, 1_000_000),
    "server_header_timeout_seconds": (1, 60),
    "server_kill_timeout_seconds": (1, 1800),
    "max_cities": (1, 100_000),
    "batch_size": (1, 1000),
    "batch_delay_ms": (0, 600_000),
    "max_cache_age_hours": (0, 8760),
    "api_timeout_ms": (100, 600_000),
    "contact_answer_days": (1, 60),
    "contact_keep_days": (1, 3650),
    "alerts_every_seconds": (1, 3600),
    "alerts_data_hours": (0.1, 8760),
}


def check_settings(settings: Settings) -> None:
    """Do these values make sense, each and together? Raises SettingsError with the variable's name."""
    for field, (least, most) in BOUNDS.items():
        value = getattr(settings, field)
        if value is not None and not least <= value <= most:
            raise SettingsError(
                f"{ENVIRONMENT_NAMES[field]}={value} cannot be used: it must be from {least} to {most}."
            )
    for field in ("database_url", "database_direct_url", "database_read_url", "database_web_url"):
        _check_database_url(ENVIRONMENT_NAMES[field], getattr(settings, field))
    _check_web_url(settings)
    if settings.database_ca_cert is not None:
        _check_authority(settings.database_ca_cert)
    if settings.redis_url is not None:
        _check_redis(settings.redis_url)
    if settings.db_pool_min > settings.db_pool_max:
        raise SettingsError("DB_POOL_MIN and DB_POOL_MAX cannot be used: 1 ≤ DB_POOL_MIN ≤ DB_POOL_MAX.")
    _check_site(settings)
    _check_server(settings)
    _check_edge(settings)
    _check_mail(settings)
    _check_slack(settings)
    _check_operator(settings)


def _check_database_url(name: str, url: str | None) -> None:
    """Never repeats the address: it may hold a password."""
    if url is None:
        return
    if not url.startswith(("postgresql://", "postgres://")):
        raise SettingsError(
            f"{name} cannot be used: it must start with postgresql:// (this program runs on PostgreSQL only)."
        )
    try:
        hosts = urlsplit(url).netloc.rpartition("@")[2].split(",")
        ports = [host.rpartition("]")[2].partition(":")[2] for host in hosts]
        are_ports = all(port == "" or 1 <= int(port) <= 65535 for port in ports)
    except ValueError:
        are_ports = False
    if not are_ports:
        raise SettingsError(
            f"{name} cannot be used: its port is no number from 1 to 65535. In a password, write / as %2F, "
            "# as %23, ? as %3F and @ as %40."
        )
    if hosts == [""] and "host" not in parse_qs(urlsplit(url).query):
        raise SettingsError(
            f"{name} cannot be used: it names no host, as in postgresql://user:password@host:5432/name."
        )


def _check_web_url(settings: Settings) -> None:
    if settings.database_web_url is None:
        return
    web = urlsplit(settings.database_web_url)
    if not web.username:
        raise SettingsError("DATABASE_WEB_URL cannot be used: it names no user.")
    if settings.database_url is None:
        raise SettingsError("DATABASE_WEB_URL needs DATABASE_URL, the address of the same database's owner.")
    owner = urlsplit(settings.database_url)
    if web.username == owner.username:
        raise SettingsError(
            "DATABASE_WEB_URL and DATABASE_URL name the same user: give the server one of its own."
        )
    if (_host_of(web.netloc), web.path) != (_host_of(owner.netloc), owner.path):
        raise SettingsError(
            "DATABASE_WEB_URL and DATABASE_URL lead to different databases: they differ in the user only. "
            "A blank DATABASE_WEB_URL lets the server be DATABASE_URL's user."
        )


def _host_of(netloc: str) -> str:
    return netloc.rpartition("@")[2].removesuffix(":5432")


def _check_authority(given: str) -> None:
    try:
        ssl.create_default_context(cadata=authority_text(given))
    except (OSError, ValueError):  # an SSLError is an OSError
        raise SettingsError(
            "DATABASE_CA_CERT cannot be used: it takes a file with a certificate in PEM, or that text itself "
            f"({PEM_BEGIN} …)."
        ) from None


def _check_site(settings: Settings) -> None:
    if settings.log_level.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise SettingsError(
            f"LOG_LEVEL={settings.log_level} cannot be used: it takes DEBUG, INFO, WARNING or ERROR."
        )
    base = urlsplit(settings.base_url)
    if base.scheme not in ("http", "https") or not base.hostname or base.path.strip("/") or base.query:
        raise SettingsError(
            f"BASE_URL={settings.base_url} cannot be used: it takes http:// or https:// and a host, no path."
        )
    _check_address("ERCOT_API_URL", settings.ercot_api_url)
    _check_address("COMPAREPOWER_API_URL", settings.comparepower_api_url)
    _check_address("PTC_API_URL", settings.ptc_api_url)
    _check_address("OTEL_EXPORTER_OTLP_ENDPOINT", settings.traces_url)
    if "://" in (settings.plans or "") and not str(settings.plans).startswith(("http://", "https://")):
        raise SettingsError(
            f"PLANS={settings.plans} cannot be used: it takes a file, or an http:// or https:// address."
        )


def _check_address(name: str, address: str | None) -> None:
    if address is None:
        return
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query:
        raise SettingsError(f"{name} cannot be used: it takes http:// or https:// and a host.")


def _check_redis(url: str) -> None:
    """Never repeats the address: it may hold a password."""
    kind, separator, _ = url.partition("://")
    kinds = ("redis", "rediss", "unix", "redis+sentinel", "redis+cluster")
    if not separator or kind not in kinds:
        starts = ", ".join(f"{known}://" for known in kinds)
        raise SettingsError(f"REDIS_URL cannot be used: it must start with one of {starts}.")
    if kind == "unix":
        return
    try:
        hosts = redis_hosts(url)
        names = urlsplit(url).path.strip("/").split("/")
    except ValueError:
        raise SettingsError(
            "REDIS_URL cannot be used: a port in it is no number. A password's special characters are written %XX."
        ) from None
    if kind in ("redis", "rediss") and len(hosts) > 1:
        raise SettingsError(f"REDIS_URL cannot be used: {kind}:// takes one host.")
    if kind in ("redis+sentinel", "redis+cluster") and not all(host for host, _ in hosts):
        raise SettingsError("REDIS_URL cannot be used: a host in it has no name.")
    # After the sentinels comes the master's name, then the database.
    if any(name and not name.isdecimal() for name in names[kind == "redis+sentinel" :]):
        raise SettingsError("REDIS_URL cannot be used: the database at its end is a number, such as /0.")


def _check_edge(settings: Settings) -> None:
    needed = {
        "none": (),
        "fastly": ("cdn_service", "cdn_key"),
        "cloudflare": ("cdn_service", "cdn_key"),
        "varnish": ("cdn_url",),
    }
    for field in needed[settings.cdn]:
        if getattr(settings, field) is None:
            raise SettingsError(f"CDN={settings.cdn} needs {ENVIRONMENT_NAMES[field]}, which is not set.")
    for address in (settings.cdn_url or "").split(","):
        if address.strip() and not address.strip().startswith(("http://", "https://")):
            raise SettingsError(
                f"CDN_URL={settings.cdn_url} cannot be used: it takes http:// or https:// addresses."
            )


def _check_server(settings: Settings) -> None:
    try:
        ipaddress.ip_address(settings.host)
    except ValueError:
        raise SettingsError(
            f"HOST={settings.host} cannot be used: it takes an IP address, 127.0.0.1 for this machine only, "
            "0.0.0.0 or :: for all networks."
        ) from None
    for name in settings.host_names:
        if not HOST_NAME.fullmatch(name):
            raise SettingsError(
                f"ALLOWED_HOSTS cannot be used: {name} is no host name. Give names without scheme and port."
            )
    for network in settings.trusted_networks:
        try:
            is_everybody = ipaddress.ip_network(network).prefixlen == 0
        except ValueError as error:
            raise SettingsError(f"TRUSTED_PROXIES cannot be used: {error}. Give CIDRs, never '*'.") from None
        if is_everybody:
            raise SettingsError(f"TRUSTED_PROXIES cannot be used: {network} is everybody.")
    port = settings.metrics_port
    if not 0 <= port <= 65535 or port == settings.port:
        raise SettingsError(
            f"METRICS_PORT={port} cannot be used: a free port from 1 to 65535, or 0 for none."
        )


def _check_operator(settings: Settings) -> None:
    if settings.operator_token is not None and len(settings.operator_token) < OPERATOR_TOKEN_CHARACTERS_MIN:
        raise SettingsError(
            f"OPERATOR_TOKEN cannot be used: it takes at least {OPERATOR_TOKEN_CHARACTERS_MIN} characters."
        )


def _check_mail(settings: Settings) -> None:
    """Never repeats the server's address: it may hold a password."""
    if settings.smtp_url is not None:
        if not _leads_to_a_host(settings.smtp_url, ("smtp", "smtps")):
            raise SettingsError(
                "SMTP_URL cannot be used: it takes smtp:// or smtps://, as in smtp://user:password@host:587."
            )
        if settings.mail_from is None:
            raise SettingsError("SMTP_URL needs MAIL_FROM, which is not set.")
    if settings.alerts_to is not None and settings.smtp_url is None:
        raise SettingsError("ALERTS_TO needs SMTP_URL, which is not set.")
    for field in ("mail_from", "contact_to", "alerts_to"):
        value = getattr(settings, field)
        address = parseaddr(value)[1] if value is not None else "@"
        if address.count("@") != 1 or any(character in (value or "") for character in "\r\n"):
            raise SettingsError(
                f"{ENVIRONMENT_NAMES[field]}={value} cannot be used: it takes one e-mail address."
            )


def _check_slack(settings: Settings) -> None:
    """Never repeats the address: whoever has it may write into the channel."""
    address = settings.slack_webhook_url
    if address is not None and not _leads_to_a_host(address, ("http", "https")):
        raise SettingsError(
            "SLACK_WEBHOOK_URL cannot be used: it takes the https:// address of an incoming webhook."
        )


def _leads_to_a_host(address: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
