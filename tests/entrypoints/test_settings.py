"""entrypoints/settings.py: precedence, origin, masking, and the sentence a bad value gets."""

import os
from pathlib import Path

import pytest

from entrypoints.settings import (
    EXPECTED,
    SettingRow,
    Settings,
    SettingsError,
    describe,
    load_settings,
    locale_language,
    mask,
)

SERVED = [
    f"YEONGO_{name}"
    for name in (
        "LISTEN",
        "DOCUMENTS",
        "SCANNER",
        "RATE",
        "BURST",
        "SEAL_LAG",
        "PASSWORDS",
        "PUBLIC_URL",
        "OIDC_ISSUER",
        "OIDC_CLIENT",
        "OIDC_SECRET",
        "SMTP_URL",
        "MAIL_FROM",
    )
]


@pytest.fixture(autouse=True)
def bare_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty working folder and no variable that settings read."""
    for name in [name for name in os.environ if name.upper().startswith(("YEONGO_", "LC_", "LANG"))]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_without_anything_set_every_value_is_its_default() -> None:
    assert describe(load_settings()) == [
        SettingRow("YEONGO_DATABASE_URL", "sqlite:///var/yeongo.db", "default"),
        SettingRow("YEONGO_CALLS", "calls", "default"),
        SettingRow("YEONGO_LOG_KEY", "", "default"),
        SettingRow("YEONGO_SECRET_KEY", "", "default"),
        SettingRow("YEONGO_LANG", "ko", "locale"),
        SettingRow("YEONGO_LOG_FORMAT", "auto", "default"),
        SettingRow("YEONGO_LOG_LEVEL", "INFO", "default"),
        SettingRow("YEONGO_LISTEN", "127.0.0.1:8000", "default"),
        SettingRow("YEONGO_DOCUMENTS", "", "default"),
        SettingRow("YEONGO_SCANNER", "", "default"),
        SettingRow("YEONGO_RATE", "50.0", "default"),
        SettingRow("YEONGO_BURST", "200.0", "default"),
        SettingRow("YEONGO_SEAL_LAG", "300.0", "default"),
        SettingRow("YEONGO_PUBLIC_URL", "http://127.0.0.1:8000", "default"),
        SettingRow("YEONGO_PASSWORDS", "True", "default"),
        SettingRow("YEONGO_OIDC_ISSUER", "", "default"),
        SettingRow("YEONGO_OIDC_CLIENT", "yeongo", "default"),
        SettingRow("YEONGO_OIDC_SECRET", "", "default"),
        SettingRow("YEONGO_SMTP_URL", "", "default"),
        SettingRow("YEONGO_MAIL_FROM", "yeongo@localhost", "default"),
    ]


def test_command_line_beats_environment_beats_env_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("YEONGO_LANG=ko\nYEONGO_CALLS=from-file\nYEONGO_LOG_FORMAT=json\n", "utf-8")
    monkeypatch.setenv("YEONGO_LANG", "ko")
    monkeypatch.setenv("YEONGO_CALLS", "공고")

    settings = load_settings(lang="en")

    assert (settings.language, settings.calls, settings.log_format) == ("en", Path("공고"), "json")
    assert {row.name: row.source for row in describe(settings)} == {
        "YEONGO_DATABASE_URL": "default",
        "YEONGO_CALLS": "environment",
        "YEONGO_LOG_KEY": "default",
        "YEONGO_SECRET_KEY": "default",
        "YEONGO_LANG": "command line",
        "YEONGO_LOG_FORMAT": ".env file",
        "YEONGO_LOG_LEVEL": "default",
        **dict.fromkeys(SERVED, "default"),
    }


def test_an_empty_variable_is_an_unset_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YEONGO_LOG_KEY", "")
    monkeypatch.setenv("YEONGO_DATABASE_URL", "")
    settings = load_settings()
    assert (settings.log_key, settings.database_url) == (None, "sqlite:///var/yeongo.db")


def test_a_log_level_may_be_written_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YEONGO_LOG_LEVEL", "debug")
    assert load_settings().log_level == "DEBUG"


def test_describe_masks_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YEONGO_DATABASE_URL", "postgresql://yeongo:s3cret@db:5432/yeongo")
    settings = load_settings()
    assert settings.database_url == "postgresql://yeongo:s3cret@db:5432/yeongo"
    assert describe(settings)[0] == SettingRow(
        "YEONGO_DATABASE_URL", "postgresql://yeongo:***@db:5432/yeongo", "environment"
    )


@pytest.mark.parametrize(
    ("url", "masked"),
    [
        ("sqlite:///var/yeongo.db", "sqlite:///var/yeongo.db"),
        ("postgresql://yeongo@db/yeongo", "postgresql://yeongo@db/yeongo"),
        ("postgresql://yeongo:a/b@c:d@db/yeongo", "postgresql://yeongo:***@db/yeongo"),
        ("postgresql:///yeongo?user=y&password=s3cret&host=/run", "postgresql:///yeongo?user=y&password=***&host=/run"),
        ("postgresql://db/yeongo?sslpassword=s3cret", "postgresql://db/yeongo?sslpassword=***"),
        ("mysql://yeongo:s3cret@db/yeongo", "mysql://yeongo:***@db/yeongo"),
    ],
)
def test_mask(url: str, masked: str) -> None:
    assert mask(url) == masked


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "ko"),
        ({"LANG": "C.UTF-8"}, "ko"),
        ({"LANG": "POSIX"}, "ko"),
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "de_DE@euro"}, "en"),
        ({"LC_ALL": "en_GB.UTF-8", "LANG": "ko_KR.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "ko_KR.UTF-8", "LANG": "en_US.UTF-8"}, "ko"),
    ],
)
def test_locale_language(environment: dict[str, str], language: str) -> None:
    assert locale_language(environment) == language


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("YEONGO_LANG", "fr", "YEONGO_LANG is 'fr' (environment); it must be ko or en."),
        (
            "YEONGO_LOG_FORMAT",
            "xml",
            "YEONGO_LOG_FORMAT is 'xml' (environment); it must be one of auto, json, console.",
        ),
        (
            "YEONGO_LOG_LEVEL",
            "loud",
            "YEONGO_LOG_LEVEL is 'LOUD' (environment); it must be one of DEBUG, INFO, WARNING, ERROR, CRITICAL.",
        ),
        (
            "YEONGO_DATABASE_URL",
            "mysql://yeongo:s3cret@db/yeongo",
            (
                "YEONGO_DATABASE_URL is 'mysql://yeongo:***@db/yeongo' (environment); "
                "it must be sqlite:///FILE or postgresql://…."
            ),
        ),
        ("YEONGO_DATABSE_URL", "sqlite:///x", "YEONGO_DATABSE_URL is not a setting: did you mean YEONGO_DATABASE_URL?"),
    ],
)
def test_a_bad_value_gets_one_sentence(monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert str(caught.value) == sentence


def test_the_sentence_has_its_korean_twin() -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(lang="fr")
    assert caught.value.ko == "YEONGO_LANG 값 'fr'을(를) 쓸 수 없습니다(command line): ko 또는 en이어야 합니다."
    assert caught.value.en == "YEONGO_LANG is 'fr' (command line); it must be ko or en."


def test_a_misspelt_name_in_the_env_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("YEONGO_LOGKEY=key\n", "utf-8")
    with pytest.raises(SettingsError, match="is not a setting: did you mean YEONGO_LOG_KEY"):
        load_settings()


def test_names_a_platform_puts_there_are_let_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YEONGO_PORT", "tcp://10.0.0.1:8000")
    monkeypatch.setenv("YEONGO_SERVICE_HOST", "10.0.0.1")
    assert load_settings().database_url == "sqlite:///var/yeongo.db"


def test_an_unreadable_env_file_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"YEONGO_CALLS=\xff\xfe\n")
    with pytest.raises(SettingsError, match=r"^the file \.env cannot be read: "):
        load_settings()


def test_every_setting_says_what_it_must_be() -> None:
    assert list(EXPECTED) == list(Settings.model_fields)
