"""Every key of a TOML text is found at its own line, also beside values that span lines or look like headers."""

from pathlib import Path

from states.rules.call_text import read_csv, read_toml

TEXT = '''\
top = 1
[call]
ko = """
[not.a.header]
no = 1
"""
list = [
  ["a", "b"],
  ["c"]
]
en = "a [bracket # and a hash" # remark with [
[[rounds]]
no = 1
[[rounds]]
no = 2
[[rounds.parts]]
"quoted key".inner = 3
[periods."late-one"]
rule = 'civil'
'''


def test_lines_of_keys() -> None:
    assert read_toml("x.toml", TEXT).lines == {
        ("top",): 1,
        ("call",): 2,
        ("call", "ko"): 3,
        ("call", "list"): 7,
        ("call", "en"): 11,
        ("rounds",): 12,
        ("rounds", 0): 12,
        ("rounds", 0, "no"): 13,
        ("rounds", 1): 14,
        ("rounds", 1, "no"): 15,
        ("rounds", 1, "parts"): 16,
        ("rounds", 1, "parts", 0): 16,
        ("rounds", 1, "parts", 0, "quoted key", "inner"): 17,
        ("periods",): 18,
        ("periods", "late-one"): 18,
        ("periods", "late-one", "rule"): 19,
    }


def test_the_real_call_has_each_key_where_it_is_said_to_stand() -> None:
    text = (Path(__file__).parents[3] / "calls" / "2025-2" / "call.toml").read_text(encoding="utf-8")
    lines = text.splitlines()
    found = read_toml("call.toml", text)
    keys = {path: line for path, line in found.lines.items() if not lines[line - 1].startswith("[")}
    assert len(keys) == sum(line[:1].isalpha() for line in lines)
    assert all(lines[line - 1].startswith(f"{path[-1]} = ") for path, line in keys.items())


def test_an_absent_key_stands_at_its_section() -> None:
    text = read_toml("x.toml", TEXT)
    assert (text.line(("call", "absent")), text.line(("rounds", 1, "absent")), text.line(("absent",))) == (2, 14, 1)


def test_rows_of_a_table_know_their_lines_and_leave_out_empty_cells() -> None:
    table = read_csv("x.csv", 'a,b\n1,\n\n"two, 2",3\n', ["a", "b"])
    assert table.data == ({"a": "1"}, {"a": "two, 2", "b": "3"})
    assert (table.line((0, "b")), table.line((1, "a"))) == (2, 4)
