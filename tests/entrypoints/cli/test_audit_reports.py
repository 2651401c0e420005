"""The record in other tools' hands: independent readers load it, and it conforms to the model it was made by."""

import csv
import sqlite3
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path
from typing import Any

import oceldb
import orjson
import pytest
import r4pm
from oceldb.io import convert_sqlite

from tests.entrypoints.cli.conftest import Line

PNML = "{http://www.pnml.org/version-2009/grammar/pnml}"
XES = "{http://www.xes-standard.org/}"


def exported(played: Line, form: str, folder: Path) -> tuple[Path, int]:
    path = folder / f"record.{'sqlite' if form == 'ocel' else form}"
    told = played.json("audit", "export", "--format", form, "-o", str(path))
    assert set(orjson.loads(Path(told["fields"]).read_bytes())) >= {"stream", "row", "changes"}
    return path, int(told["events"])


def appointed(played: Line, org: str, until: str = "2040-01-01T00:00:00+09:00") -> str:
    """An auditor of an organisation, as `--as` names them."""
    played.json("org", "set", org, "--ko", org, "--en", org)
    played.json("user", "add", f"lee-{org}@{org}.example", "--name", "이", "--id", f"lee-{org}")
    played.json("user", "suspend", f"lee-{org}", "--restore")
    played.json("assign", f"lee-{org}", "auditor", org, "--from", "2020-01-01T00:00:00+09:00", "--until", until)
    return f"auditor:{org}:lee-{org}"


def test_csv_and_json_lines_hold_every_event(played: Line, tmp_path: Path) -> None:
    lines, count = exported(played, "jsonl", tmp_path)
    events = [orjson.loads(each) for each in lines.read_bytes().splitlines()]
    assert len(events) == count == played.json("audit", "verify")["events"]
    table, _ = exported(played, "csv", tmp_path)
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(each["stream"], int(each["version"]), each["hash"]) for each in rows] == [
        (each["stream"], each["version"], each["hash"]) for each in events
    ]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_xes_loads_in_a_reader_that_is_not_ours(played: Line, tmp_path: Path) -> None:
    path, count = exported(played, "xes", tmp_path)
    log = r4pm.import_item("EventLog", str(path))
    assert log
    traces = ET.parse(path).getroot().findall(f"{XES}trace")
    assert sum(len(each.findall(f"{XES}event")) for each in traces) == count


def test_ocel_loads_in_two_readers_that_are_not_ours(played: Line, tmp_path: Path) -> None:
    path, count = exported(played, "ocel", tmp_path)
    assert r4pm.import_item("OCEL", str(path))
    convert_sqlite(path, tmp_path / "native")
    read = oceldb.OCEL.open(tmp_path / "native", validate=True)
    assert read.events().collect().height == count
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT count(*) FROM event").fetchone() == (count,)
        (shared,) = database.execute("SELECT count(*) FROM event_object WHERE ocel_qualifier <> 'subject'").fetchone()
    assert shared > 0


class Net:
    """A token game over a PNML file, read by itself."""

    def __init__(self, text: str) -> None:
        net = ET.fromstring(text)
        self.start = next(p.get("id") for p in net.iter(f"{PNML}place") if p.find(f"{PNML}initialMarking") is not None)
        self.ends = {each.get("idref") for each in net.iter(f"{PNML}place") if each.get("idref")}
        labels = {t.get("id"): t.findtext(f"{PNML}name/{PNML}text") for t in net.iter(f"{PNML}transition")}
        arcs = [(arc.get("source"), arc.get("target")) for arc in net.iter(f"{PNML}arc")]
        into = {target: source for source, target in arcs if target in labels}
        out = {source: target for source, target in arcs if source in labels}
        self.steps: dict[str, list[tuple[Any, Any]]] = {}
        for id, label in labels.items():
            self.steps.setdefault(str(label), []).append((into[id], out[id]))

    def fitness(self, traces: list[list[tuple[str, str]]]) -> float:
        """Token replay: 1 − (missing/consumed + remaining/produced)/2 over every trace of (row, from)."""
        total = Counter[str]()
        for trace in traces:
            tokens = Counter([self.start])
            total.update(produced=1)
            for row, source in trace:
                step = next((each for each in self.steps.get(row, []) if each[0] == source), (source, source))
                total.update(consumed=1, produced=1, missing=int(not tokens[step[0]]))
                tokens[step[0]] -= int(bool(tokens[step[0]]))
                tokens[step[1]] += 1
            ended = next((each for each in tokens if tokens[each]), None)
            total.update(consumed=1, remaining=tokens.total() - int(ended is not None))
        return 1 - (total["missing"] / total["consumed"] + total["remaining"] / total["produced"]) / 2


def traces(path: Path, kind: str) -> list[list[tuple[str, str]]]:
    found = []
    for trace in ET.parse(path).getroot().findall(f"{XES}trace"):
        named = {each.get("key"): each.get("value") for each in trace.findall(f"{XES}string")}
        if named["kind"] == kind:
            events = ({e.get("key"): e.get("value") for e in event} for event in trace.findall(f"{XES}event"))
            found.append([(str(event["concept:name"]), str(event["from"])) for event in events])
    return found


@pytest.mark.parametrize("kind", ["call", "project", "support", "company"])
def test_the_log_replays_on_the_exported_model(played: Line, tmp_path: Path, kind: str) -> None:
    path, _ = exported(played, "xes", tmp_path)
    text = played("lifecycle", "show", kind, "--format", "pnml").out
    (tmp_path / "net.pnml").write_text(text, encoding="utf-8")
    assert r4pm.petri_net.import_pnml(str(tmp_path / "net.pnml"))["places"]
    net, log = Net(text), traces(path, kind)
    assert net.fitness(log) == 1.0
    longest = max(log, key=len)
    at = next(
        n for n, (row, source) in enumerate(longest) if all(s == source != t for s, t in net.steps[row] if s == source)
    )
    assert net.fitness([[*longest[:at], *longest[at + 1 :]]]) < 1.0


def test_the_report_adds_up(played: Line) -> None:
    found = played.json("audit", "report", "project")
    assert found["streams"] == sum(each["streams"] for each in found["variants"]) == 44
    assert [each["median_s"] for each in found["waits"]] == sorted(
        (e["median_s"] for e in found["waits"]), reverse=True
    )
    assert {each["row"] for each in found["rework"]} <= {row for each in found["variants"] for row in each["rows"]}
    assert "Median" in played("audit", "report", "project").out


def test_acts_are_found_by_who_what_when_and_why(played: Line) -> None:
    every = played.json("audit", "search", "--limit", "10000")["acts"]
    assert len(every) > 2600
    paged, cursor = list[Any](), ""
    while cursor or not paged:
        some = played.json("audit", "search", "--limit", "700", "--cursor", cursor)
        paged, cursor = [*paged, *some["acts"]], some["cursor"]
    assert paged == every
    closed = played.json("audit", "search", "--refusal", "reception.closed")["acts"]
    assert [each["accepted"] for each in closed] == [False]
    actor = closed[0]["actor"]
    for option, value in (("--actor", actor["id"]), ("--role", actor["role"]), ("--org", actor["org"])):
        mine = played.json("audit", "search", option, value, "--limit", "10000")["acts"]
        name = "id" if option == "--actor" else option.removeprefix("--")
        assert mine == [each for each in every if each["actor"][name] == value]
        assert closed[0] in mine
    awarded = played.json("audit", "search", "--trigger", "award", "--limit", "10000")["acts"]
    assert awarded == [each for each in every if each["trigger"] == "award"] != []
    at = closed[0]["recorded_at"]
    assert closed[0] in played.json("audit", "search", "--from", at, "--limit", "10000")["acts"]
    assert closed[0] not in played.json("audit", "search", "--until", at, "--limit", "10000")["acts"]
    assert played.json("audit", "search", "--amount", "123456789")["acts"] == []
    assert "reception.closed" in played("audit", "search", "--refusal", "reception.closed").out


def test_who_looked_is_part_of_the_record_and_not_for_the_audited(played: Line, tmp_path: Path) -> None:
    auditor = appointed(played, "bai")
    before = len(played.json("audit", "readings", "--as", auditor)["readings"])
    played.json("audit", "search", "--role", "lead", "--as", auditor)
    played.json("audit", "export", "--format", "jsonl", "-o", str(tmp_path / "all"), "--as", auditor)
    found = played.json("audit", "readings", "--as", auditor)["readings"][before:]
    assert [(each["what"], each["actor"]["id"]) for each in found] == [("search", "lee-bai"), ("export", "lee-bai")]
    assert found[0]["scope"] == {"role": "lead"}
    for asked, looks in (("--what search", [0]), ("--about jsonl", [1]), ("--about nobody", []), ("--actor kim", [])):
        mine = played.json("audit", "readings", *asked.split(), "--from", found[0]["recorded_at"], "--as", auditor)
        assert [each for each in mine["readings"] if each in found] == [found[each] for each in looks]
    assert played.json("audit", "verify")["ok"] is True
    assert played("audit", "readings", "--as", "lead:gwtp:kim").said.startswith("The record is searched")


def test_a_hold_and_an_erasure_are_acts(played: Line) -> None:
    (row, *_) = played.json("project", "list", "--state", "closed")["rows"]
    stream = row["stream"]
    assert played.json("audit", "hold", stream, "--reason", "audit")["holds"] is True
    answer = played("audit", "erase", f"{stream}@1", "contact", "--reason", "asked")
    assert (answer.code, answer.out) == (1, f"A legal hold stands on {stream}: nothing was erased.\n")
    assert played.json("audit", "hold", stream, "--reason", "over", "--lift")["holds"] is False
    assert played("audit", "erase", f"{stream}@1", "contact", "--reason", "asked").code == 2
    assert played.json("audit", "verify")["ok"] is True


def test_an_auditor_takes_from_the_command_line_what_they_are_appointed_for_while_they_are(
    played: Line, tmp_path: Path
) -> None:
    """As at the other doors: search, export and bundle within the province, nothing after the duty's end."""
    auditor = appointed(played, "51")
    rows = played.json("project", "list", "--limit", "500")["rows"]
    mine = {each["stream"] for each in played.json("project", "list", "--province", "51", "--limit", "500")["rows"]}
    assert 0 < len(mine) < len(rows)
    acts = played.json("audit", "search", "--limit", "10000", "--as", auditor)["acts"]
    seen = {each["stream"] for each in acts if each["stream"].startswith("project-")}
    lines = tmp_path / "lines"
    played.json("audit", "export", "--format", "jsonl", "-o", str(lines), "--as", auditor)
    taken = {orjson.loads(each)["stream"] for each in lines.read_bytes().splitlines()}
    assert seen == {each for each in taken if each.startswith("project-")} == mine
    assert not any(each.startswith("call-") for each in taken | {act["stream"] for act in acts})
    bundle = tmp_path / "bundle"
    told = played.json("audit", "bundle", "--call", "call-2025-2", "-o", str(bundle), "--as", auditor)
    assert set(told["scope"]) == {"call-2025-2", *mine}
    found = played.json("audit", "verify-bundle", str(bundle))
    assert (found["ok"], set(found["outside"])) == (True, {each["stream"] for each in rows} - mine)
    other = next(each["stream"] for each in rows if each["stream"] not in mine)
    assert played("audit", "bundle", other, "-o", str(bundle), "--as", auditor).said.startswith("There is no record")
    former = appointed(played, "50", "2021-01-01T00:00:00+09:00")
    for verb in (("search",), ("export", "--format", "csv", "-o", str(lines)), ("bundle", other, "-o", str(bundle))):
        assert played("audit", *verb, "--as", former).said == (
            "lee-50 does not have that duty at 50 now: see `yeongo user` and `yeongo assign`."
        )
        assert played("audit", *verb, "--as", "lead:gwtp:kim").said.startswith("The record is searched and taken away")


def test_names_are_masked_unless_asked_for_and_that_is_remembered(played: Line) -> None:
    played.json("user", "add", "park@tp.example", "--name", "박연고", "--id", "park")

    def named(*options: str) -> str:
        found = {each["person"]: str(each["name"]) for each in played.json("user", "list", *options)["people"]}
        return found["park"]

    assert (named(), named("--unmasked")) == ("박○○", "박연고")
    looks = played.json("audit", "readings", "--about", "park")["readings"]
    assert [(each["actor"]["id"], each["what"]) for each in looks] == [("operator", "people")]
    assert "People: " in played("--lang", "en", "audit", "readings", "--about", "park").out
    assert played("user", "list", "--as", "lead:gwtp:kim").said.startswith("People are kept by administrators alone")


def test_a_person_is_forgotten_by_two_whichever_door_they_use(played: Line) -> None:
    for each in ("choi", "jung"):
        played.json("user", "add", f"{each}@tp.example", "--name", each, "--id", each)
    forget = ("user", "forget", "choi", "--reason", "요청")
    assert played.json(*forget) == {"person": "choi", "forgotten": False}
    assert played(*forget).said == "A second administrator must ask for it too."
    assert played(*forget, "--as", "admin:yeongo:jung").said.startswith("jung does not have that duty at yeongo now")
    played.json("user", "suspend", "jung", "--restore")
    played.json("org", "set", "yeongo", "--ko", "연고", "--en", "Yeongo")
    played.json("assign", "jung", "admin", "yeongo", "--from", "2020-01-01T00:00:00+09:00")
    assert played.json(*forget, "--as", "admin:yeongo:jung") == {"person": "choi", "forgotten": True}
    found = {each["person"]: (each["status"], each["name"]) for each in played.json("user", "list")["people"]}
    assert (found["choi"], found["jung"]) == (("forgotten", ""), ("active", "j○○"))
    assert played.json("audit", "verify")["ok"]
