"""Every value an installation may set, read once, with where it came from."""

import difflib
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import BeforeValidator, Field, PrivateAttr, SecretStr, ValidationError
from pydantic_settings import BaseSettings, DotEnvSettingsSource, EnvSettingsSource, SettingsConfigDict

PREFIX = "YEONGO_"
ENV_FILE = ".env"

Language = Literal["ko", "en"]
LogFormat = Literal["auto", "json", "console"]
LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]
Source = Literal["default", "environment", ".env file", "command line", "locale"]

# What each value must be, for the one sentence a bad value gets: (Korean, English).
EXPECTED: Mapping[str, tuple[str, str]] = {
    "database_url": ("sqlite:///파일 또는 postgresql://…", "sqlite:///FILE or postgresql://…"),
    "calls": ("공고 폴더들이 있는 폴더", "the folder that holds the call folders"),
    "log_key": ("서명 키 파일의 경로", "the path of the signing key's file"),
    "secret_key": (
        "웹훅 비밀값을 잠그는 키 파일의 경로",
        "the path of the file with the key that seals webhooks' secrets",
    ),
    "lang": ("ko 또는 en", "ko or en"),
    "log_format": ("auto, json, console 중 하나", "one of auto, json, console"),
    "log_level": ("DEBUG, INFO, WARNING, ERROR, CRITICAL 중 하나", "one of DEBUG, INFO, WARNING, ERROR, CRITICAL"),
    "listen": ("주소:포트", "ADDRESS:PORT"),
    "documents": ("문서를 둘 폴더", "the folder documents are kept in"),
    "scanner": (
        "파일 검사 명령(경로를 받고 정상이면 0, 감염이면 1로 끝남)",
        "a command that ends 0 for a clean file, 1 for an infected one",
    ),
    "rate": ("한 사람이 초당 보낼 수 있는 요청 수(0보다 큼)", "requests a second of one caller, above 0"),
    "burst": ("한 사람이 한 번에 보낼 수 있는 요청 수(1 이상)", "requests of one caller at once, 1 or more"),
    "seal_lag": ("초(0보다 큼)", "seconds, above 0"),
    "public_url": ("http(s)://호스트[:포트]", "http(s)://HOST[:PORT]"),
    "passwords": (
        "true 또는 false(false면 OpenID 제공자로만 로그인)",
        "true or false (false: people sign in by the OpenID provider alone)",
    ),
    "oidc_issuer": ("OpenID 제공자의 http(s) 주소", "the http(s) address of an OpenID provider"),
    "oidc_client": ("OpenID 클라이언트 식별자", "a client id at the OpenID provider"),
    "oidc_secret": ("OpenID 클라이언트 비밀값", "the client's secret at the OpenID provider"),
    "smtp_url": ("smtp(s)://사용자:암호@호스트:포트", "smtp(s)://USER:PASSWORD@HOST:PORT"),
    "mail_from": ("전자우편 주소", "an e-mail address"),
}


class SettingsError(Exception):
    """A value that cannot be used, as one sentence in each language; `str()` is the English one."""

    def __init__(self, ko: str, en: str) -> None:
        super().__init__(en)
        self.ko = ko
        self.en = en


class SettingRow(NamedTuple):
    """One line of `yeongo config`: the variable, its value (secrets masked), where the value came from."""

    name: str
    value: str
    source: Source


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


class Settings(BaseSettings):
    """The values of one process; made by `load_settings`, never changed afterwards."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=ENV_FILE,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    database_url: str = Field(
        default="sqlite:///var/yeongo.db", pattern=r"^(sqlite:///.+|postgresql(\+psycopg)?://.+)$"
    )
    calls: Path = Path("calls/")
    log_key: Path | None = None
    secret_key: Path | None = None
    lang: Language | None = None
    log_format: LogFormat = "auto"
    log_level: Annotated[LogLevel, BeforeValidator(_upper)] = "INFO"
    listen: str = Field(default="127.0.0.1:8000", pattern=r"^[^\s:/]+:\d{1,5}$")
    documents: Path | None = None
    scanner: str | None = None
    rate: float = Field(default=50.0, gt=0)
    burst: float = Field(default=200.0, ge=1)
    seal_lag: float = Field(default=300.0, gt=0)
    public_url: str = Field(default="http://127.0.0.1:8000", pattern=r"^https?://[^/]+$")
    passwords: bool = True
    oidc_issuer: str | None = Field(default=None, pattern=r"^https?://.+$")
    oidc_client: str = "yeongo"
    oidc_secret: SecretStr | None = None
    smtp_url: SecretStr | None = None
    mail_from: str = Field(default="yeongo@localhost", pattern=r"^[^\s@]+@[^\s@]+$")
    _sources: dict[str, Source] = PrivateAttr(default_factory=dict)

    @property
    def language(self) -> Language:
        """The language of user-facing text: `lang` where set, otherwise the locale's."""
        return self.lang or locale_language(os.environ)


def locale_language(environment: Mapping[str, str]) -> Language:
    """`ko` for a Korean, neutral (C, POSIX) or unset locale, `en` for any other; LC_ALL, LC_MESSAGES, LANG in turn."""
    named = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "C")
    return "ko" if re.split(r"[_.@]", named)[0] in {"ko", "C", "POSIX"} else "en"


def mask(value: str) -> str:
    """`value` with every password of a URL, in its authority or its query, replaced by `***`."""
    authority_masked = re.sub(r"(://[^:/?#@]*):.*@", r"\1:***@", value)
    return re.sub(r"([?&](?:ssl)?password=)[^&#]*", r"\1***", authority_masked)


def load_settings(*, lang: str | None = None) -> Settings:
    """The settings of this process: command line, then environment, then `.env`, then defaults.

    Raises SettingsError for a value that cannot be used and for a `YEONGO_` name that is a near miss of a setting.
    """
    given = {} if lang is None else {"lang": lang}
    try:
        env_file = DotEnvSettingsSource(Settings)
    except (OSError, UnicodeError) as fault:
        raise SettingsError(
            f"{ENV_FILE} 파일을 읽을 수 없습니다: {fault}", f"the file {ENV_FILE} cannot be read: {fault}"
        ) from fault
    _refuse_near_misses([*os.environ, *env_file.env_vars])
    layers: list[tuple[Source, Mapping[str, object]]] = [
        (".env file", env_file()),
        ("environment", EnvSettingsSource(Settings)()),
        ("command line", given),
    ]
    sources = {name: source for source, values in layers for name in values if name in Settings.model_fields}
    try:
        settings = Settings.model_validate(given)
    except ValidationError as fault:
        raise _settings_error(fault, sources) from None
    settings._sources = sources
    return settings


def describe(settings: Settings) -> list[SettingRow]:
    """Every setting with its value and where it came from, secrets masked, in declared order."""
    return [_row(settings, name) for name in Settings.model_fields]


def _row(settings: Settings, name: str) -> SettingRow:
    if name == "lang" and settings.lang is None:
        return SettingRow(variable(name), settings.language, "locale")
    value = getattr(settings, name)
    shown = "" if value is None else mask(str(value))
    return SettingRow(variable(name), shown, settings._sources.get(name, "default"))


def variable(name: str) -> str:
    """The environment variable that sets `name`."""
    return PREFIX + name.upper()


def _refuse_near_misses(names: Iterable[str]) -> None:
    # Other YEONGO_ names are let pass: container platforms put their own there (YEONGO_PORT, YEONGO_SERVICE_HOST).
    known = [variable(name) for name in Settings.model_fields]
    for name in names:
        written = name.upper()
        if not written.startswith(PREFIX) or written in known:
            continue
        for meant in difflib.get_close_matches(written, known, n=1, cutoff=0.85):
            raise SettingsError(
                f"{written}은(는) 없는 설정입니다: {meant}(으)로 고치십시오.",
                f"{written} is not a setting: did you mean {meant}?",
            )


def _settings_error(fault: ValidationError, sources: Mapping[str, Source]) -> SettingsError:
    error = fault.errors(include_url=False)[0]
    name = str(error["loc"][0])
    value, source = mask(str(error["input"])), sources[name]
    ko, en = EXPECTED[name]
    return SettingsError(
        f"{variable(name)} 값 {value!r}을(를) 쓸 수 없습니다({source}): {ko}이어야 합니다.",
        f"{variable(name)} is {value!r} ({source}); it must be {en}.",
    )
