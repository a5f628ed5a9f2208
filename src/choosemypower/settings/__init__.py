"""Settings: read from the environment once, checked, passed down. Nobody else reads `os.environ`.

`fields.py` says what there is, `checks.py` what can be used.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import get_args

import msgspec

from choosemypower.environment import UnreadableVariableError, text_of
from choosemypower.settings.checks import check_settings
from choosemypower.settings.fields import (
    ENVIRONMENT_NAMES,
    Settings,
    SettingsError,
    authority_text,
    find_home,
    migrations_folder,
    redis_hosts,
    settings_of_server,
)

__all__ = [
    "ENVIRONMENT_NAMES",
    "Settings",
    "SettingsError",
    "authority_text",
    "load_settings",
    "migrations_folder",
    "redis_hosts",
    "settings_of_server",
]


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process. Raises SettingsError with the variable's name."""
    environment = os.environ if environment is None else environment
    try:
        texts = {field: text_of(name, environment) for field, name in ENVIRONMENT_NAMES.items()}
    except UnreadableVariableError as error:
        raise SettingsError(str(error)) from None
    given = {field: text for field, text in texts.items() if text is not None}
    given.setdefault("home", str(find_home()))
    if "base_url" not in given and "port" in given:
        given["base_url"] = f"http://localhost:{given['port']}"
    values: dict[str, object] = {}
    for field in msgspec.structs.fields(Settings):
        if field.name not in given:
            continue
        try:
            values[field.name] = msgspec.convert(
                given[field.name], field.type, strict=False, dec_hook=_path_from_text
            )
        except msgspec.ValidationError:
            raise SettingsError(
                f"{ENVIRONMENT_NAMES[field.name]}={given[field.name]} cannot be used: "
                f"it takes {_what_it_takes(field.type)}."
            ) from None
    settings = Settings(**values)  # type: ignore[arg-type]
    check_settings(settings)
    return settings


def _path_from_text(kind: type, value: object) -> object:
    if kind is Path:
        return Path(str(value))
    raise NotImplementedError(kind)


def _what_it_takes(kind: object) -> str:
    """The values of this type, in words."""
    if kind is bool:
        return "true or false"
    if kind is float:
        return "a number"
    if kind in (int, int | None):
        return "a whole number"
    return " or ".join(map(str, get_args(kind)))
