"""What the command line says when it cannot do what was asked: what is wrong, where, what to do."""

from collections.abc import Mapping

from states.catalogue.said import Said

FAULTS: Mapping[str, Said] = {
    "usage.verb": Said("'{name}' 명령은 없습니다.{meant}", "There is no command '{name}'.{meant}"),
    "usage.option": Said("'{name}' 선택 항목은 없습니다.{meant}", "There is no option '{name}'.{meant}"),
    "usage.missing": Said(
        "'{name}'이(가) 빠졌습니다. `{path} --help`를 보십시오.", "'{name}' is missing: see `{path} --help`."
    ),
    "usage.value": Said("'{name}'에 쓸 수 없는 값입니다: {reason}", "'{name}' has a bad value: {reason}"),
    "usage": Said(
        "잘못된 사용법입니다({reason}). `{path} --help`를 보십시오.", "Wrong usage ({reason}): see `{path} --help`."
    ),
    "bulk.many": Said("대상이 너무 많습니다({reason}).", "Too many at once ({reason})."),
    "bulk.where": Said(
        "--where {found}: 쓸 수 있는 이름은 {known}입니다.", "--where {found}: write NAME=VALUE, NAME one of {known}."
    ),
    "people.denied": Said("{ko}", "{en}"),
    "people.address": Said("'{found}'은(는) 전자우편 주소가 아닙니다.", "'{found}' is no e-mail address."),
    "serve.one_process": Said(
        "SQLite는 한 프로세스로 실행합니다. 여러 프로세스에는 PostgreSQL을 쓰십시오.",
        "SQLite is served by one process: use PostgreSQL for several.",
    ),
    "serve.taken": Said(
        "{listen} 주소를 쓸 수 없습니다({reason}). YEONGO_LISTEN을 바꾸십시오.",
        "The address {listen} cannot be used ({reason}): set YEONGO_LISTEN.",
    ),
    "settings.invalid": Said("{ko}", "{en}"),
    "data.malformed": Said("--data가 JSON이 아닙니다: {reason}.", "--data is not JSON: {reason}."),
    "data.not_object": Said(
        "--data는 JSON 객체({{...}})여야 하는데 {found}입니다.", "--data must be a JSON object ({{...}}), not {found}."
    ),
    "data.unreadable": Said("{file} 파일을 읽을 수 없습니다: {reason}.", "The file {file} cannot be read: {reason}."),
    "actor.malformed": Said(
        "--as '{found}'은(는) 역할:기관:사람 꼴이 아닙니다(영문·숫자·._-).",
        "--as '{found}' is not of the form ROLE:ORG:PERSON (letters, digits, ._-).",
    ),
    "instant.malformed": Said(
        "'{found}'은(는) 시차가 있는 시각이 아닙니다. 2024-12-20T18:00:00+09:00처럼 쓰십시오.",
        "'{found}' is not an instant with an offset: write it like 2024-12-20T18:00:00+09:00.",
    ),
    "moment.malformed": Said(
        "'{found}'은(는) 판 번호도 시차가 있는 시각도 아닙니다.",
        "'{found}' is neither a version nor an instant with an offset.",
    ),
    "period.malformed": Said("기간을 계산할 수 없습니다: {reason}.", "The period cannot be computed: {reason}."),
    "period.start": Said(
        "'{found}'은(는) 날짜나 시각이 아닙니다. 2025-01-17 또는 2025-01-17T10:00+09:00처럼 쓰십시오.",
        "'{found}' is neither a date nor an instant: write 2025-01-17 or 2025-01-17T10:00+09:00.",
    ),
    "deadline.nobody": Said(
        "{stream}에 열려 있는 '{kind}' 기한이 없습니다.", "No deadline '{kind}' is open at or below {stream}."
    ),
    "deadline.unexplained": Said(
        "사유(--reason)를 대십시오.",
        "Say why (--reason).",
    ),
    "incident.unknown": Said(
        "따로 둔 일 '{found}'이(가) 없습니다. `yeongo jobs status`를 보십시오.",
        "Nothing named '{found}' was set aside: see `yeongo jobs status`.",
    ),
    "incident.none_named": Said(
        "무엇을 다시 시도할지 이름을 대거나 --all을 쓰십시오.", "Name what to try again, or say --all."
    ),
    "clock.real": Said(
        "--at은 가상의 시계로 만든 데이터베이스에서만 쓸 수 있습니다(`yeongo init --virtual`).",
        "--at works only on a database with a virtual clock (`yeongo init --virtual`).",
    ),
    "clock.backwards": Said(
        "가상의 시계는 {now}에 있어 {found}(으)로 되돌릴 수 없습니다. 이후의 시각을 쓰십시오.",
        "The virtual clock stands at {now} and does not go back to {found}: give a later instant.",
    ),
    "state.unknown": Said(
        "{kind} 생애주기에 '{found}' 상태가 없습니다.{meant} `yeongo lifecycle show {kind}`를 보십시오.",
        "The {kind} lifecycle has no state '{found}'.{meant} See `yeongo lifecycle show {kind}`.",
    ),
    "step.unknown": Said(
        "{kind} 생애주기에 '{found}' 처리가 없습니다.{meant} `yeongo lifecycle show {kind}`를 보십시오.",
        "The {kind} lifecycle has no step '{found}'.{meant} See `yeongo lifecycle show {kind}`.",
    ),
    "phase.unknown": Said(
        "{kind} 생애주기에 '{found}' 단계가 없습니다. 있는 단계: {known}.",
        "The {kind} lifecycle has no phase '{found}'. It has: {known}.",
    ),
    "role.unknown": Said(
        "'{found}'은(는) 없는 역할입니다. 있는 역할: {known}.", "There is no role '{found}'. There are: {known}."
    ),
    "province.unknown": Said(
        "'{found}'은(는) 시·도 코드가 아닙니다. 두 자리 숫자(예: 51)를 쓰십시오.",
        "'{found}' is not a province: write its two digits (51).",
    ),
    "lifecycle.unknown": Said(
        "'{found}' 생애주기는 없습니다. 있는 생애주기: {known}.", "There is no lifecycle '{found}'. There are: {known}."
    ),
    "call.not_renewed": Said(
        "{source}에서 새 공고를 만들 수 없습니다: {reason}", "No call can be made from {source}: {reason}"
    ),
    "call.exists": Said(
        "{folder}이(가) 이미 있습니다. 지우거나 다른 이름을 쓰십시오.",
        "{folder} exists already: remove it, or name another.",
    ),
    "migration.map": Said(
        "'{found}'을(를) 알 수 없습니다. 이전상태=새상태 또는 이전상태=새상태@구분:값으로 쓰십시오.",
        "'{found}' is not a way over: write old=new or old=new@mode:value.",
    ),
    "migration.impossible": Said("이행안을 만들 수 없습니다: {reason}", "No such migration can be proposed: {reason}"),
    "bench.unknown": Said(
        "'{found}' 측정은 없습니다. 있는 측정: {known}.", "There is no bench '{found}'. There are: {known}."
    ),
    "stream.unknown": Said(
        "'{found}'을(를) 찾을 수 없습니다. 목록 명령에서 식별자를 확인하십시오.",
        "There is no stream '{found}': look its id up with a list command.",
    ),
    "proposal.none": Said(
        "{stream}에 확인을 기다리는 제안이나 서류 {number}이(가) 없습니다.",
        "No proposal or letter {number} of {stream} waits to be confirmed: propose or enter it first.",
    ),
    "paper.none": Said("{found} 서식은 없습니다. 서식: {known}.", "There is no paper {found}: {known}."),
    "paper.form": Said("{file}의 확장자로 만들 수 없습니다. 형식: {forms}.", "{file} names no form of paper: {forms}."),
    "paper.scan": Said(
        "스캔 파일 {file}을(를) 읽을 수 없습니다: {reason}.", "The scan {file} cannot be read: {reason}."
    ),
    "awards.not_ranked": Said(
        "{call}은(는) 순위가 확정된 직후가 아니므로 선정안을 만들 수 없습니다.",
        "No awards can be drawn up: {call} does not stand at a ranking that was just fixed.",
    ),
    "awards.cap_undecided": Said(
        "{ministries}개 부처 협업의 국비 한도가 정해지지 않아 만들 수 없습니다.",
        "No awards can be drawn up: the cap for {ministries} ministries is not decided yet.",
    ),
    "awards.none": Said(
        "{call}에서 선정되어 국비를 가진 과제가 없습니다.",
        "No awards can be drawn up: nobody holds an award of {call}.",
    ),
    "awards.too_little": Said(
        "예산 {won}원으로는 모든 선정과제에 1원씩도 나눌 수 없습니다.",
        "No awards can be drawn up: {won} won are less than one won for each.",
    ),
    "awards.nobody_fits": Said(
        "남은 예산 {left}원에 맞는 예비과제가 없습니다.",
        "Nobody moves up: what is left of the budget, {left} won, bears no project of the reserve list.",
    ),
    "ranking.none": Said(
        "{found}의 순위가 아직 확정되지 않았습니다.", "The ranking of {found} is not fixed yet: fix it first."
    ),
    "sheets.none": Said("{found}에 볼 수 있는 평가표가 없습니다.", "{found} has no sheet to show."),
    "stream.kind": Said("'{found}'은(는) {kind}이(가) 아닙니다.", "'{found}' is not a {kind}."),
    "moment.which": Said(
        "시각(--at, 원하면 --effective)이나 체크포인트(--checkpoint) 가운데 하나만 적으십시오.",
        "Give one moment: an instant (--at, with --effective if you wish) or a checkpoint (--checkpoint).",
    ),
    "checkpoint.none": Said(
        "기록의 크기는 {last}입니다. 체크포인트 {found}은 없습니다.",
        "The log has {last} leaves; there is no checkpoint {found}.",
    ),
    "version.none": Said(
        "{found}에는 판 {version}이(가) 없습니다. 판은 0부터 {last}까지입니다.",
        "{found} has no version {version}: its versions are 0 to {last}.",
    ),
    "application.no_version": Said(
        "{stream}의 신청에는 {found}판이 없습니다. 제출한 판: {known}개.",
        "The application of {stream} has no version {found}: it has {known}.",
    ),
    "call.unreadable": Said(
        "공고 폴더 {folder}을(를) 읽을 수 없습니다: {reason}.", "The call folder {folder} cannot be read: {reason}."
    ),
    "call.none": Said(
        "{folder}에 공고 폴더가 없습니다. YEONGO_CALLS를 확인하십시오.",
        "There is no call folder in {folder}: check YEONGO_CALLS.",
    ),
    "call.faulty": Said(
        "공고 폴더 {folder}에 오류가 {count}개 있습니다. 아래 줄을 고친 뒤 다시 하십시오.",
        "The call folder {folder} has {count} faults: correct the lines below and try again.",
    ),
    "call.other_rules": Said(
        "{stream}은(는) 다른 규칙 {rules}(으)로 시작되어 있습니다. 규칙을 바꾸려면 `yeongo call amend`를 쓰십시오.",
        "{stream} stands on other rules {rules}: to change them use `yeongo call amend`.",
    ),
    "call.same_rules": Said(
        "{stream}의 규칙과 폴더의 규칙이 같아 변경할 것이 없습니다.",
        "{stream} already has the rules of this folder: there is nothing to amend.",
    ),
    "call.other_call": Said(
        "폴더는 {found}의 규칙이고 {stream}의 규칙이 아닙니다.",
        "The folder holds the rules of {found}, not of {stream}.",
    ),
    "part.unknown": Said(
        "{record}에 비공개 부분 '{part}'이(가) 없습니다. 이미 파기했을 수 있습니다.",
        "{record} has no private part '{part}': it may have been destroyed already.",
    ),
    "log.other_key": Said(
        "봉인이 YEONGO_LOG_KEY의 키가 아닌 {key}(으)로 되어 있습니다. 그 키 파일을 지정하십시오.",
        "The log is signed with another key than YEONGO_LOG_KEY holds: give the file of {key}.",
    ),
    "record.unknown": Said(
        "'{found}'이라는 기록을 찾을 수 없습니다.", "There is no record '{found}': take its name from a receipt."
    ),
    "log.unsealed": Said(
        "아직 봉인되지 않아 증명할 수 없습니다. 봉인 키가 있는 곳에서 다시 하십시오.",
        "It is not sealed yet, so it cannot be proven: try again where the log's key is.",
    ),
    "log.no_key": Said("봉인의 키 {file}이(가) 없습니다.", "The log's key {file} is not here: set YEONGO_LOG_KEY."),
    "key.malformed": Said(
        "'{found}'은(는) 봉인의 공개 키가 아닙니다({reason}). `yeongo audit checkpoint --json`의 key를 쓰십시오.",
        "'{found}' is not a log's public key ({reason}): take `key` of `yeongo audit checkpoint --json`.",
    ),
    "audit.not_yours": Said(
        "기록은 감사인과 관리자만 찾아보고 가져갈 수 있습니다.",
        "The record is searched and taken away by auditors and administrators alone.",
    ),
    "audit.not_now": Said(
        "{person}은(는) 지금 {org}에서 그 역할을 맡고 있지 않습니다. `yeongo user`와 `yeongo assign`으로 확인하십시오.",
        "{person} does not have that duty at {org} now: see `yeongo user` and `yeongo assign`.",
    ),
    "people.not_yours": Said(
        "사람의 정보는 관리자만 다룹니다(--as admin:기관:사람).",
        "People are kept by administrators alone (--as admin:ORG:PERSON).",
    ),
    "bundle.both": Said(
        "과제를 적거나 범위를 적으십시오. 둘을 함께 적을 수는 없습니다.", "Name projects or a scope, not both."
    ),
    "bundle.nothing": Said("묶을 과제를 적으십시오.", "Name the projects, or a scope that has some."),
    "schema.empty": Said(
        "데이터베이스 {database}이(가) 비어 있습니다. `yeongo init`을 먼저 실행하십시오.",
        "The database {database} is empty: run `yeongo init` first.",
    ),
    "schema.older": Said(
        "데이터베이스 {database}의 구조가 오래되었습니다. `yeongo migrate`를 실행하십시오.",
        "The database {database} has an older schema: run `yeongo migrate`.",
    ),
    "schema.newer": Said(
        "데이터베이스 {database}의 구조가 이 프로그램보다 새것입니다. 그것을 만든 프로그램을 쓰십시오.",
        "The database {database} has a newer schema than this program: use the program that made it.",
    ),
    "storage.full": Said(
        "저장 공간이 부족하여 {database}에 기록하지 못했습니다. 바뀐 것은 없습니다. 공간을 비운 뒤 다시 하십시오.",
        "There is no space left for {database}; nothing was changed. Free some space and try again.",
    ),
    "storage.read_only": Said(
        "{database}에 쓸 수 없습니다(읽기 전용 또는 권한 없음). 바뀐 것은 없습니다. 쓰기 권한을 확인하십시오.",
        "{database} cannot be written (read-only or no permission); nothing was changed. Check its permissions.",
    ),
    "storage.disk": Said(
        "{database}의 디스크에서 입출력 오류가 났습니다. 바뀐 것은 없습니다. 디스크와 파일 크기 제한을 확인하십시오.",
        "The disk of {database} failed to read or write; nothing was changed. Check the disk and its limits.",
    ),
    "storage.missing": Said(
        "데이터베이스 {database}을(를) 열 수 없습니다. 폴더가 있고 쓸 수 있는지(읽기 전용이 아닌지) 확인하십시오.",
        "The database {database} cannot be opened: its folder must be there and writable, not read-only.",
    ),
    "storage.busy": Said(
        "{database}을(를) 다른 프로그램이 오래 잡고 있습니다. 잠시 뒤 다시 하십시오.",
        "Another program has held {database} for too long: try again shortly.",
    ),
    "storage.damaged": Said(
        "{database}이(가) 손상되었거나 데이터베이스가 아닙니다. 백업에서 복구하십시오.",
        "{database} is damaged or no database: restore it from a backup.",
    ),
    "storage.unreachable": Said(
        "데이터베이스 서버 {database}에 연결할 수 없습니다. 주소와 서버 상태를 확인하십시오.",
        "The database server {database} cannot be reached: check its address and that it runs.",
    ),
    "storage.failed": Said(
        "데이터베이스 {database}에서 처리하지 못했습니다: {reason}.", "The database {database} failed: {reason}."
    ),
    "record.fault": Said(
        "기록이 맞지 않습니다: {reason}. 운영을 멈추고 백업과 대조하십시오.",
        "The record does not hold: {reason}. Stop, and compare it with a backup.",
    ),
    "definition.unknown": Said(
        "이 프로그램이 모르는 정의로 기록되어 있습니다: {reason}. 기록한 판의 프로그램을 쓰십시오.",
        "It was recorded under a definition this program does not know: {reason}. Use the program that recorded it.",
    ),
    "survey.not_yours": Said(
        "수요조사는 정책수립에만 쓰며 {role} 역할에게는 보이지 않습니다.",
        "The survey serves policy alone: the role {role} does not see it.",
    ),
    "import.faulty": Said(
        "{file}: {count}곳이 잘못되어 아무것도 기록하지 않았습니다.", "{file}: {count} faults, so nothing was recorded."
    ),
    "import.no_header": Said("1행: 제목 행이 없습니다.", "row 1: there is no header."),
    "import.no_rows": Said("내용이 있는 행이 없습니다.", "there is no row with content."),
    "import.unknown_column": Said("1행 '{column}': 서식에 없는 열입니다.", "row 1 '{column}': no such column."),
    "import.column_twice": Said("1행 '{column}': 열이 두 번 있습니다.", "row 1 '{column}': the column is there twice."),
    "import.no_column": Said("1행 '{column}': 필수 열이 없습니다.", "row 1 '{column}': this column must be there."),
    "import.too_long": Said("{row}행: 제목보다 칸이 많습니다.", "row {row}: more cells than columns."),
    "import.empty": Said("{row}행 '{column}': 비어 있습니다.", "row {row} '{column}': empty."),
    "import.cell": Said("{row}행 '{column}': {reason}.", "row {row} '{column}': {reason}."),
    "import.personal_number": Said(
        "{row}행 '{column}': 개인을 식별하는 번호가 있어 받지 않습니다.",
        "row {row} '{column}': holds a number that identifies a person, which is never taken in.",
    ),
    "import.no_company": Said(
        "{row}행 '{column}': 이 공고에 지금 이 값을 받을 기업이 없습니다.",
        "row {row} '{column}': no company of the call takes this now.",
    ),
    "sheet.ending": Said(
        "{file}: 파일 이름은 .csv 또는 .xlsx로 끝나야 합니다.", "{file}: the name must end in .csv or .xlsx."
    ),
    "sheet.too_large": Said(
        "{file}: 파일이 너무 큽니다(최대 {most}바이트).", "{file}: the file is too large (at most {most} bytes)."
    ),
    "sheet.too_many": Said(
        "{file}: 행이나 열이 너무 많습니다(최대 {rows}행, {columns}열).",
        "{file}: too many rows or columns (at most {rows} rows, {columns} columns).",
    ),
    "sheet.malformed": Said(
        "{file}: 표로 읽을 수 없는 파일입니다({reason}).", "{file} cannot be read as a table ({reason})."
    ),
    "sheet.formula": Said(
        "{file}: {cell}에 수식이 있습니다. 값으로 바꾸어 저장하십시오.",
        "{file}: the cell {cell} holds a formula: save its value instead.",
    ),
    "demo.failed": Said("시연이 멈췄습니다: {reason}.", "The demo stopped: {reason}."),
    "file.failed": Said("파일을 쓰거나 읽지 못했습니다: {reason}.", "A file could not be written or read: {reason}."),
    "unforeseen": Said(
        "예상하지 못한 오류입니다: {reason}. YEONGO_LOG_LEVEL=DEBUG로 다시 실행하여 기록을 전하십시오.",
        "An unforeseen fault: {reason}. Run it again with YEONGO_LOG_LEVEL=DEBUG and pass the log on.",
    ),
}
