"""The settings, from the environment and `.env`: the only reader of the environment in the program."""

from __future__ import annotations

import json
import os
import secrets
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from dotenv import dotenv_values

VAR = Path("var")
"""Where the program keeps what it makes: the database, generated secrets, reports."""

QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "HF_HUB_OFFLINE": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
}
"""No library phones home, fetches at run time or talks on start."""

NO_BARS = {"LOG_LEVEL": "WARNING"}
"""Rasa draws its bars of progress by the hundred, unless this says not to."""

YES = ("1", "true", "yes", "on")


class SettingError(Exception):
    """A setting is missing or contradicts another."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the environment says; every field is named in docs/settings.md."""

    database_url: str
    secret_key: str
    admin_password: str
    admin_password_is_generated: bool
    model_dir: Path
    base_url: str
    redis_url: str = ""
    rest_token: str = ""
    smtp_url: str = ""
    rasa_url: str = ""
    clock: str = ""
    demo: bool = False
    slack_bot_token: str = ""
    slack_app_token: str = ""
    slack_api_url: str = "https://slack.com/api/"

    @property
    def has_slack(self) -> bool:
        """Whether a Slack workspace is configured."""
        return bool(self.slack_bot_token)


def prepared() -> Settings:
    """As `from_environment`, for commands that never make anything: without kept secrets it raises SettingError."""
    return from_environment(without_secrets=_unprepared)


def from_environment(
    *, host: str = "127.0.0.1", port: int = 8000, without_secrets: Callable[[Path], dict[str, str]] | None = None
) -> Settings:
    """Read the environment over `.env`; raises SettingError with one sentence that names the setting.

    `without_secrets` gives the secrets that nobody has set and that are not kept yet; by default they are made.
    """
    for name, value in (QUIET if sys.stderr.isatty() else {**QUIET, **NO_BARS}).items():
        os.environ.setdefault(name, value)
    given = {name: value for name, value in {**dotenv_values(".env"), **os.environ}.items() if value}
    kept = _kept_secrets(given, without_secrets or _made_secrets)
    settings = Settings(
        database_url=given.get("FOCALPOINT_DATABASE_URL", f"sqlite:///{VAR}/focalpoint.db"),
        secret_key=given.get("FOCALPOINT_SECRET_KEY") or kept["secret_key"],
        admin_password=given.get("FOCALPOINT_ADMIN_PASSWORD") or kept["admin_password"],
        admin_password_is_generated="FOCALPOINT_ADMIN_PASSWORD" not in given,
        model_dir=Path(given.get("FOCALPOINT_MODEL_DIR", "models")),
        base_url=given.get("FOCALPOINT_BASE_URL", f"http://{host}:{port}").rstrip("/"),
        redis_url=given.get("FOCALPOINT_REDIS_URL", ""),
        rest_token=given.get("FOCALPOINT_REST_TOKEN", ""),
        smtp_url=given.get("FOCALPOINT_SMTP_URL", ""),
        rasa_url=given.get("FOCALPOINT_RASA_URL", ""),
        clock=given.get("FOCALPOINT_CLOCK", ""),
        demo=given.get("FOCALPOINT_DEMO", "").casefold() in YES,
        slack_bot_token=given.get("SLACK_BOT_TOKEN", ""),
        slack_app_token=given.get("SLACK_APP_TOKEN", ""),
        slack_api_url=given.get("SLACK_API_URL", "https://slack.com/api").rstrip("/") + "/",
    )
    _refuse_contradictions(settings)
    return settings


def _refuse_contradictions(settings: Settings) -> None:
    if settings.slack_bot_token and not settings.slack_app_token:
        raise SettingError("SLACK_BOT_TOKEN is set but SLACK_APP_TOKEN is not: set both, or neither.")
    if settings.slack_app_token and not settings.slack_bot_token:
        raise SettingError("SLACK_APP_TOKEN is set but SLACK_BOT_TOKEN is not: set both, or neither.")
    if settings.slack_bot_token and not settings.slack_bot_token.startswith("xox"):
        raise SettingError(
            "SLACK_BOT_TOKEN does not look like a bot token (xoxb-...): copy it again from your Slack app."
        )
    if settings.slack_app_token and not settings.slack_app_token.startswith("xapp-"):
        raise SettingError("SLACK_APP_TOKEN does not look like an app-level token (xapp-...): copy it again.")
    if not settings.base_url.startswith(("http://", "https://")):
        raise SettingError("FOCALPOINT_BASE_URL is not a web address: write one such as https://help.example.org.")
    if not settings.slack_api_url.startswith(("http://", "https://")):
        raise SettingError("SLACK_API_URL is not a web address: leave it out, or write https://slack.com/api/.")


def _kept_secrets(given: Mapping[str, str], without_secrets: Callable[[Path], dict[str, str]]) -> dict[str, str]:
    """Secrets that nobody set are made once and kept readable by the owner alone."""
    if "FOCALPOINT_SECRET_KEY" in given and "FOCALPOINT_ADMIN_PASSWORD" in given:
        return {"secret_key": "", "admin_password": ""}
    path = VAR / "secrets.json"
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return {"secret_key": str(kept["secret_key"]), "admin_password": str(kept["admin_password"])}
    except FileNotFoundError:
        return without_secrets(path)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SettingError(
            f"{path} cannot be read: delete it, or set FOCALPOINT_SECRET_KEY and FOCALPOINT_ADMIN_PASSWORD."
        ) from error


def _made_secrets(path: Path) -> dict[str, str]:
    made = {"secret_key": secrets.token_urlsafe(48), "admin_password": secrets.token_urlsafe(12)}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(made, file)
    except OSError as error:
        raise SettingError(
            f"{path} cannot be written: make the folder writable, or set FOCALPOINT_SECRET_KEY and FOCALPOINT_ADMIN_PASSWORD."
        ) from error
    return made


def _unprepared(path: Path) -> dict[str, str]:
    raise SettingError(f"{path} is not there yet: run `make prepare`.")
