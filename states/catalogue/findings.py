"""What verification of the record says of each thing that does not hold."""

from collections.abc import Mapping

from states.catalogue.said import Said

FINDINGS: Mapping[str, Said] = {
    "event.hash": Said("본문이 기록된 해시와 다릅니다.", "The body does not have the hash stored beside it."),
    "event.malformed": Said("사건으로 읽을 수 없습니다: {reason}", "It cannot be read as an event: {reason}"),
    "event.not_canonical": Said("표준 바이트가 아닙니다.", "Its bytes are not canonical."),
    "event.columns": Said("열의 값이 본문과 다릅니다.", "Its columns do not say what its body says."),
    "event.sequence": Said(
        "판 {before} 다음이 아닙니다: 사건이 없어졌거나 번호가 바뀌었습니다.",
        "It follows version {before}: an event is missing or renumbered.",
    ),
    "event.chain": Said("앞 사건의 해시를 잇지 않습니다.", "It does not continue the chain of its stream."),
    "event.state": Said(
        "{from}에서 시작하지만 그때 상태는 {was}였습니다.", "It starts from {from}, but the stream was {was}."
    ),
    "event.illegal": Said(
        "고정된 정의에 {row} 처리로 {from}에서 {to}(으)로 가는 길이 없습니다.",
        "Under its pinned definition no row {row} leads here from {from} to {to}.",
    ),
    "event.consequences": Said(
        "{row} 처리의 기한·통지·경우가 정의와 다릅니다.",
        "What {row} opened, announced or set is not what its row declares.",
    ),
    "event.alone": Said(
        "{row} 처리를 다른 사람이 제안한 적이 없습니다.", "Nobody else had proposed {row} when it was taken."
    ),
    "event.role": Said("{role} 역할은 {row} 처리를 할 수 없습니다.", "The role {role} may not take {row}."),
    "event.org": Said(
        "{org} 기관은 그때 {role} 역할이 아니었습니다.", "The organisation {org} did not hold the role {role} then."
    ),
    "event.behalf": Said(
        "{person}은(는) 그때 {behalf}을(를) 대행하지 않았습니다.", "{person} did not stand in for {behalf} then."
    ),
    "event.duty": Said(
        "{person}은(는) 그때 {org}의 {role} 담당이 아니었습니다.", "{person} had no duty as {role} at {org} then."
    ),
    "event.clock": Said(
        "시계가 아닌 것이 시계의 이름으로 처리했거나 그 반대입니다.",
        "Somebody acted in the clock's name, or the clock in somebody's.",
    ),
    "event.back_dated": Said(
        "기록 시각 {at}이(가) 앞 사건 또는 접수 시각보다 이릅니다.",
        "It was recorded at {at}, before the event before it or before it was received.",
    ),
    "refusal.altered": Said("거부 기록 {hash}이(가) 바뀌었습니다.", "The refusal {hash} was altered."),
    "private.altered": Said(
        "비공개 항목 {part}이(가) 약속값과 다릅니다.", "The private part {part} is not what the event commits to."
    ),
    "private.missing": Said(
        "비공개 항목 {part}이(가) 파기 기록 없이 없어졌습니다.", "The private part {part} is gone and no act erased it."
    ),
    "private.ghost": Said("사건에 없는 비공개 항목 {part}입니다.", "No event commits to the private part {part}."),
    "journal.altered": Said("기록에 대한 행위의 사슬이 끊겼습니다.", "The chain of acts on the record is broken here."),
    "definition.altered": Said("저장된 정의가 지문과 다릅니다.", "The stored definition is not the one of this name."),
    "definition.missing": Said(
        "고정된 정의 {fingerprint}이(가) 저장되어 있지 않습니다.",
        "The definition {fingerprint} it is pinned to is not stored.",
    ),
    "manifest.differs": Said("목록이 봉인된 기록과 다릅니다.", "The manifest does not list what the log holds."),
    "bundle.malformed": Said("묶음의 형식이 잘못되었습니다: {reason}", "It is no bundle: {reason}"),
    "bundle.incomplete": Said("묶음에 범위의 목록이 빠졌습니다.", "The bundle does not list all of its scope."),
    "bundle.stray": Said(
        "목록에 없는 기록이 묶음에 들어 있습니다.", "The manifest does not list what the bundle holds here."
    ),
    "bundle.omitted": Said(
        "판 {version}까지 있어야 할 기록이 빠졌습니다.", "Records up to version {version} were left out."
    ),
    "bundle.unsealed": Said("아직 봉인되지 않은 기록입니다.", "It is not sealed yet."),
    "bundle.unproven": Said("봉인에 있다는 증명이 맞지 않습니다.", "The proof that the log holds it does not hold."),
    "log.unlogged": Said(
        "봉인되지도, 대기하지도 않는 기록 {hash}입니다.", "The record {hash} is neither sealed nor waiting."
    ),
    "log.ghost": Said("봉인 {leaf}의 기록이 없습니다.", "Leaf {leaf} is in the log, but its record is not there."),
    "log.twice": Said("한 기록이 두 번 봉인되었습니다({leaf}).", "The record is sealed twice (leaf {leaf})."),
    "log.order": Said("봉인 {leaf}의 순서가 판의 순서와 다릅니다.", "Leaf {leaf} is out of its stream's order."),
    "projection.delivery": Said(
        "알림 {n}의 발송 상태가 발송 내역과 다릅니다.",
        "How far notice {n} is said to have come differs from its deliveries.",
    ),
    "people.duty": Said(
        "담당 {duty}이(가) 기록된 변경과 다릅니다.", "The duty {duty} is not what the changes of people make it."
    ),
    "people.status": Said(
        "{person}의 상태가 기록된 변경과 다릅니다.", "The status of {person} is not what the changes of people make it."
    ),
    "people.profile": Said(
        "{person}의 이름·연락처가 기록된 것과 다르거나 파기 기록 없이 없어졌습니다.",
        "Name and contact of {person} are not what was written, or were destroyed without an act.",
    ),
    "log.count": Said(
        "기록은 {records}건인데 봉인되었거나 기다리는 것은 {leaves}건입니다.",
        "There are {records} records, but {leaves} are sealed or wait to be.",
    ),
    "log.gap": Said("봉인 번호가 비어 있습니다: {found}.", "A leaf is missing: {found} stands in its place."),
    "log.root": Said("서명된 뿌리와 봉인들이 다릅니다.", "The leaves do not give the signed root."),
    "log.tile": Said(
        "나무 조각 {level}/{tile}이(가) 봉인들과 다릅니다.", "Tile {level}/{tile} is not that of the leaves."
    ),
    "log.signature": Said(
        "확인점의 서명이 맞지 않습니다: {reason}", "The checkpoint's signature does not hold: {reason}"
    ),
    "log.rolled_back": Said(
        "서명된 확인점보다 봉인이 적습니다({leaves}개).",
        "A checkpoint was signed for more leaves than the {leaves} there are.",
    ),
    "log.unsigned": Said("마지막 봉인에 확인점이 없습니다.", "The last leaves have no checkpoint."),
    "log.key": Said("서명 키의 이어짐이 맞지 않습니다: {reason}", "The keys of the log do not follow: {reason}"),
    "log.rogue_key": Said(
        "봉인의 키가 믿는 키 {trusted}이(가) 아닙니다.", "The log is not signed with the trusted key {trusted}."
    ),
    "log.clock": Said("확인점의 시각이 거꾸로 갑니다.", "The checkpoint is dated before the one before it."),
    "log.back_dated": Said(
        "이미 모두 봉인된 뒤에 {at}으로 소급하여 기록되었습니다.",
        "It carries {at}, but was recorded after everything of that time had been sealed.",
    ),
    "kept.signature": Said(
        "보관한 확인점은 이 봉인의 것이 아닙니다: {reason}", "The checkpoint that was kept is not this log's: {reason}"
    ),
    "kept.forked": Said(
        "봉인이 보관한 확인점과 다른 역사입니다.", "The log is another history than the checkpoint that was kept."
    ),
    "kept.rolled_back": Said(
        "보관한 확인점보다 봉인이 적습니다({leaves}개).",
        "The checkpoint that was kept is of more leaves than the {leaves} there are.",
    ),
    "projection.stream": Said("현재 상태가 사건과 다릅니다.", "Where it stands is not what its events make it."),
    "projection.deadline": Said(
        "기한 {key}이(가) 사건과 다릅니다.", "The deadline {key} is not what the events make it."
    ),
    "projection.timer": Said("예약 {key}이(가) 사건과 다릅니다.", "The timer {key} is not what the events make it."),
    "projection.claim": Said(
        "한도 사용 {key}이(가) 사건과 다릅니다.", "The claim {key} is not what the events make it."
    ),
    "projection.outbox": Said("통지 {key}이(가) 사건과 다릅니다.", "The notice {key} is not what the events make it."),
    "projection.balance": Said("한도 합계가 사건과 다릅니다.", "The running total is not the sum of its claims."),
    "projection.unsealed": Said("봉인 대기 {key}의 기록이 없습니다.", "{key} waits to be sealed, but is no record."),
}
