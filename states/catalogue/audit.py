"""What the auditor's verbs say."""

from states.catalogue.said import Help, Said

PROJECT = "project-abcdefghijklmnop"

VERBS: dict[str, Help] = {
    "audit": Help("기록의 검증과 증명", "Check the record, prove it, search it", "yeongo audit verify"),
    "audit verify": Help(
        "모든 기록을 서로 대조합니다. 맞지 않는 것이 있으면 1로 끝납니다.",
        "Check everything stored against everything else; ends 1 where anything does not hold.",
        "yeongo audit verify --since kept.checkpoint --jobs 2",
    ),
    "audit checkpoint": Help(
        "지금까지를 봉인하고 서명된 확인점을 냅니다. 보관해 두십시오.",
        "Seal what waits and give the signed checkpoint: keep it elsewhere.",
        "yeongo audit checkpoint -o kept.checkpoint",
    ),
    "audit receipt": Help(
        "처리 또는 거부 하나의 접수증(봉인되었으면 증명과 함께)",
        "The receipt of one command or refusal, with its proof once it is sealed.",
        f"yeongo audit receipt {PROJECT}@3",
    ),
    "audit bundle": Help(
        "과제 또는 범위(공고, 지역, 기간, 사람, 금액)의 모든 기록과 증명을 파일 하나로 냅니다.",
        "Everything recorded of projects or of a scope (call, area, period, people, amounts), in one file with proofs.",
        f"yeongo audit bundle {PROJECT} -o project.bundle",
    ),
    "audit verify-bundle": Help(
        "묶음이나 접수증을 데이터베이스 없이 검증합니다.",
        "Check a bundle or a receipt without database or network.",
        "yeongo audit verify-bundle project.bundle --key yeongo.vkey",
    ),
    "audit search": Help(
        "기록된 처리와 거부를 찾습니다.",
        "Find acts in the record, refused ones too.",
        "yeongo audit search --refusal reception.closed --from 2024-12-20T00:00:00+09:00",
    ),
    "audit export": Help(
        "모든 사건을 다른 도구의 형식으로 냅니다. 항목의 뜻을 옆에 적습니다.",
        "Every event in other tools' formats, and beside it what each field means.",
        "yeongo audit export --format xes -o record.xes",
    ),
    "audit report": Help(
        "경로, 상태별 기간, 병목, 되풀이",
        "Variants, time in each state, bottlenecks, rework",
        "yeongo audit report project",
    ),
    "audit erase": Help(
        "비공개 항목 하나를 영구히 파기합니다. 사건과 검증은 그대로입니다.",
        "Destroy one private part for good; the event stays and everything still verifies.",
        f'yeongo audit erase {PROJECT}@5 contact --reason "정보주체의 요청" --as admin:yeongo:kim',
    ),
    "audit hold": Help(
        "보존 의무를 걸거나(파기 금지) 풉니다.",
        "Lay a legal hold on a stream (nothing of it is erased), or lift it.",
        f'yeongo audit hold {PROJECT} --reason "감사" --as admin:yeongo:kim',
    ),
    "audit retention": Help(
        "보존기간이 지난 개인정보를 보여 주고, --apply로 파기합니다.",
        "Personal data that was kept as long as its rule says; with --apply it is destroyed.",
        "yeongo audit retention --apply",
    ),
    "audit readings": Help(
        "누가 찾고, 내보내고, 묶음을 받았는지",
        "Who searched, exported or took a bundle",
        "yeongo audit readings --as auditor:bai:lee",
    ),
    "audit rotate": Help(
        "봉인의 서명 키를 새것으로 바꿉니다. 두 키가 함께 서명합니다.",
        "Hand the log over to a new key, an act both keys sign.",
        "yeongo audit rotate new.key --as admin:yeongo:kim",
    ),
}

OPTIONS: dict[str, Said] = {
    "--since": Said(
        "보관해 둔 확인점 파일: 그 뒤의 것만 검증합니다", "a checkpoint you kept: only what came after it is checked"
    ),
    "--kept": Said("보관해 둔 확인점 파일(여러 번)", "a checkpoint you kept (repeatable): the log must begin with it"),
    "--apply": Said("파기합니다", "destroy what is listed"),
    "--jobs": Said("함께 일할 프로세스 수", "how many processes share the work"),
    "--trust": Said(
        "따로 받아 둔 봉인의 공개 키 또는 그 파일", "the log's public key as you have it from elsewhere, or its file"
    ),
    "audit verify-bundle --key": Said("봉인의 공개 키 또는 그 파일", "the log's public key, or its file"),
    "--actor": Said("이 사람의 것만", "by this person"),
    "--org": Said("이 기관의 것만", "by this organisation"),
    "--trigger": Said("이 처리만", "this command"),
    "--refusal": Said("이 부호로 거부된 것만", "refused with this code"),
    "--stream": Said("이 대상의 것만", "on this stream"),
    "audit search --area": Said("이 지역의 것만 (기록된 때의 지역)", "in this area, as it was then"),
    "--amount": Said("이 금액이 든 것만 (원)", "that carry this sum (won)"),
    "audit search --from": Said("이 시각부터", "recorded from this instant on"),
    "audit search --until": Said("이 시각 전까지", "recorded before this instant"),
    "--address": Said("그때 이 주소(IP)에서 들어온 사람의 것만", "by whom came from this address (IP) then"),
    "--what": Said("search, export, bundle, people, … 인 것만", "only search, export, bundle, people, …"),
    "--about": Said("이 과제, 사람, 값을 본 것만", "what was looked at: a project, a person, a value"),
    "audit readings --from": Said("이 시각부터", "from this instant on"),
    "audit readings --until": Said("이 시각 전까지", "before this instant"),
    "--checkpoint": Said("봉인이 N개였을 때의 상태", "as the log of N leaves had it"),
    "--effective": Said(
        "기록된 때가 아니라 효력이 생긴 때로(늦은 종이 문서는 도달한 때부터)",
        "by when things took effect, not when they were recorded (a late paper from its arrival)",
    ),
    "--lift": Said("보존 의무를 풉니다", "lift the hold"),
    "--output": Said("쓸 파일", "the file to write"),
    "--private": Said("비공개 항목도 넣습니다", "private parts too"),
    "audit bundle --call": Said("이 공고와 그 과제 모두", "this call and every project of it"),
    "audit bundle --area": Said("이 지역의 과제", "projects of this area"),
    "audit bundle --actor": Said(
        "이 사람이(또는 그를 대행하여) 처리한 과제", "projects this person acted on, or a deputy for them"
    ),
    "audit bundle --from": Said("이 시각부터 기록된 처리가 있는 과제", "with an act recorded from this instant on"),
    "audit bundle --until": Said("이 시각 전에 기록된 처리가 있는 과제", "with an act recorded before this instant"),
    "--min": Said("국비가 이 금액 이상인 과제 (원)", "awarded at least this (won)"),
    "--max": Said("국비가 이 금액 이하인 과제 (원)", "awarded at most this (won)"),
}

WORDS: dict[str, Said] = {
    "finding": Said("맞지 않는 것", "Finding"),
    "circumstances": Said("무엇을·누가·언제(지금 기록에 따르면)", "Which step, whose, when (as the record now says)"),
    "record": Said("기록", "Record"),
    "kept_for": Said("보존기간", "Kept for"),
    "ended": Said("끝난 때", "Ended"),
    "on_hold": Said("보존 의무", "Legal hold"),
    "changed": Said("달라진 것", "What changed"),
    "corrects": Said("이것을 고침: 누가·언제·무엇에 따라", "Corrects: by whom, when, on which ground"),
    "changed_by": Said("누가·언제·무엇에 따라", "By whom, when, on which ground"),
    "times": Said("횟수", "Times"),
    "median_days": Said("중앙값(일)", "Median (days)"),
    "longest_days": Said("최장(일)", "Longest (days)"),
    "again": Said("다시 한 횟수", "Done again"),
    "variant": Said("경로", "Variant"),
    "code": Said("부호", "Code"),
}

SENTENCES: dict[str, Said] = {
    "record_holds": Said(
        "기록 {events}건이 모두 맞습니다. 확인점 {size}, 봉인 대기 {unsealed}건, {seconds}초.",
        "All {events} events hold. Checkpoint {size}, {unsealed} unsealed, {seconds} s.",
    ),
    "record_fails": Said(
        "기록 {events}건에서 {count}가지가 맞지 않습니다.", "{count} things do not hold among {events} events."
    ),
    "untrusted": Said(
        "봉인의 키를 따로 받지 않아 기록 전체를 새로 서명한 것은 알 수 없습니다({option}).",
        "Without the log's key from elsewhere ({option}) a record signed anew as a whole cannot be told.",
    ),
    "bundle_holds": Said("{file}: {records}건이 모두 맞습니다.", "{file}: all {records} records hold."),
    "bundle_outside": Said(
        "이 봉인에 있는 다른 과제 {count}건이 범위 밖인지는 이 파일로 증명되지 않습니다: {projects}",
        "Nothing in this file proves that {count} other projects in this log lie outside its scope: {projects}",
    ),
    "bundle_fails": Said("{file}: {count}가지가 맞지 않습니다.", "{file}: {count} things do not hold."),
    "written": Said("{file}에 썼습니다.", "Written to {file}."),
    "erased": Said("{record}의 {part}을(를) 파기했습니다.", "{part} of {record} was destroyed."),
    "held": Said(
        "{stream}에 보존 의무가 걸려 있어 파기하지 않았습니다.", "A legal hold stands on {stream}: nothing was erased."
    ),
    "forgotten": Said(
        "{person}의 이름·연락처와 열쇠를 파기했습니다.", "The name, contact and key of {person} were destroyed."
    ),
    "forgetting": Said(
        "{person}의 파기를 요청했습니다. 다른 관리자가 30일 안에 한 번 더 요청하면 파기합니다.",
        "It is asked for that {person} is erased: another administrator must ask too within 30 days.",
    ),
    "retained": Said("파기 {done}건, 보존 의무로 남긴 것 {held}건.", "{done} destroyed, {held} kept by a legal hold."),
    "nothing_due": Said("보존기간이 지난 것이 없습니다.", "Nothing has been kept longer than its rule says."),
    "hold_laid": Said("{stream}에 보존 의무를 걸었습니다.", "A legal hold stands on {stream}."),
    "hold_lifted": Said("{stream}의 보존 의무를 풀었습니다.", "The legal hold on {stream} is lifted."),
    "rotated": Said(
        "봉인의 키가 {key}(으)로 바뀌었습니다. YEONGO_LOG_KEY={file}로 다시 시작하십시오.",
        "The log is signed with {key} from now on: start again with YEONGO_LOG_KEY={file}.",
    ),
    "handed_over_key": Said(
        "믿는 키가 새 키에 봉인을 넘겼습니다. 앞으로는 {key}을(를) 믿으십시오.",
        "The key you trust handed the log over: trust {key} from now on.",
    ),
}
