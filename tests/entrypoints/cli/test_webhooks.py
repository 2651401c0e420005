"""Webhooks from the command line: the operator looks after any of them."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from storage.store import Store
from storage.vault import KeptVault, read_vault
from storage.webhooks import ACTIVE, Webhook, save
from tests.entrypoints.cli.conftest import Line

AGENCY = "agency:tipa:kim"
URL = "https://hooks.example.org/in"
MANY, NOW = 500, datetime(2025, 1, 1, tzinfo=UTC)


def test_the_life_of_a_webhook(programme: Line) -> None:
    new = programme.json("webhook", "add", URL, "--events", "project.submit,call.*", "--as", AGENCY)
    assert (new["events"], new["secret"][:6]) == (["project.submit", "call.*"], "whsec_")
    (listed,) = programme.json("webhook", "list")["webhooks"]
    assert (listed["id"], "secret" in listed) == (new["id"], False)
    assert programme.json("webhook", "rotate", new["id"])["secret"] != new["secret"]
    assert programme.json("webhook", "pause", new["id"])["status"] == "paused"
    assert programme.json("webhook", "pause", new["id"], "--restore")["status"] == "active"
    sent = programme.json("webhook", "test", new["id"])
    (found,) = programme.json("webhook", "deliveries", new["id"], "--status", "waiting")["deliveries"]
    assert (found["key"], found["event"]) == (sent["key"], "ping")
    assert programme.json("webhook", "redeliver", new["id"], sent["key"]) == {"again": [sent["key"]]}
    assert programme.json("webhook", "redeliver", new["id"], "--all") == {"again": []}
    assert programme.json("jobs", "status")["webhooks"] == {"waiting": 1, "sent": 0, "failed": 0}
    programme.json("webhook", "remove", new["id"])
    assert programme.json("webhook", "list") == {"webhooks": []}


def test_a_change_of_key_that_is_killed_is_gone_on_with(sqlite_line: Line, tmp_path: Path) -> None:
    """Killed between two of its transactions, it has closed nothing; run again it takes the rest, and then ends."""
    sqlite_line.json("init")
    path = Path(sqlite_line.url.removeprefix("sqlite:///") + ".secret")
    store, vault = Store(sqlite_line.url), read_vault(path)
    assert vault is not None
    with store.transaction() as transaction:
        for n in range(MANY):
            secret = vault.sealed(f"whsec_{n}")
            save(transaction, Webhook(f"wh-{n:04}", "kim", "lead", "tp", URL, ("*",), secret, "", ACTIVE, False,
                                      NOW, 0, NOW))  # fmt: skip
    ours = 0
    while not 0 < ours < MANY:
        with subprocess.Popen([sys.executable, "-m", "entrypoints.cli.main", "webhook", "rekey", "--json"]) as process:
            while process.poll() is None and not sealed(store, vault, 1):
                pass
            process.kill()
        ours = sealed(store, vault)
        if ours == MANY:
            sqlite_line.json("webhook", "rekey", "--end")
    with store.snapshot() as reader:
        kept = reader.query("SELECT secret FROM webhook ORDER BY id")
    assert [vault.opened(secret) for (secret,) in kept] == [f"whsec_{n}" for n in range(MANY)]
    denied = sqlite_line("webhook", "rekey", "--end")
    assert (denied.code, "still sealed under an older key" in denied.said) == (2, True)
    assert sqlite_line.json("webhook", "rekey")["resealed"] == MANY - ours
    assert len(sqlite_line.json("webhook", "rekey", "--end")["older"]) == 1
    assert (sealed(store, vault), len(path.read_text().split())) == (MANY, 1)
    store.close()


def sealed(store: Store, vault: KeptVault, most: int = MANY) -> int:
    """How many secrets are under the key that seals now; of the first so many, once there are two keys."""
    if most < MANY and len(vault.names) == 1:
        return 0
    with store.snapshot() as reader:
        return sum(
            vault.seals(each) for (each,) in reader.query(f"SELECT secret FROM webhook ORDER BY id LIMIT {most}")
        )


def test_what_cannot_be_is_bad_input_in_one_sentence(programme: Line) -> None:
    for line in (
        ("webhook", "add", "http://a.example", "--events", "*", "--as", AGENCY),
        ("webhook", "add", URL, "--events", "project.vanish", "--as", AGENCY),
        ("webhook", "rotate", "wh-none"),
    ):
        answer = programme(*line, "--lang", "en")
        assert (answer.code, answer.said != "") == (2, True)
