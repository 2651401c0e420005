"""What the desks of the console say, by key."""

from collections.abc import Mapping

from states.catalogue.said import Said

DESKS: Mapping[str, Said] = {
    "desk.paper_desk": Said("서류 창구", "Paper desk"),
    "desk.assembly": Said("국회 창구", "National Assembly desk"),
    "desk.deliveries": Said("감사 자료 창구", "Audit desk"),
    "desk.outages": Said("장애 구제 창구", "Outage desk"),
    "desk.money": Said("지방비 대장", "Local-money tracker"),
    "desk.forecast": Said("불용 전망", "What will not be spent"),
    "desk.preferences": Said("부처별 우대 대장", "Ministries' ledger"),
    "desk_says.paper_desk": Said(
        "우편·방문 서류의 두 번째 사람 확인과 전화 메모", "Letters that wait for a second person, and telephone notes"
    ),
    "desk_says.assembly": Said(
        "질의, 기준 시점으로 고정한 집계, 답변과 이전 답변",
        "Questions, figures frozen at their moment, answers given before",
    ),
    "desk_says.deliveries": Said(
        "범위와 기간의 목록, 지문, 인수증", "An index of a scope and period, its digest, a receipt of delivery"
    ),
    "desk_says.outages": Said(
        "마감 무렵의 시도와 대상, 모두에게 같은 구제", "Who was concerned at the closing, and relief for all alike"
    ),
    "desk_says.money": Said("확약·편성·지급·미지급", "Pledged, budgeted, paid, missing"),
    "desk_says.forecast": Said("12월 31일까지 쓰지 못할 금액", "What will be left on 31 December"),
    "desk_says.preferences": Said(
        "협업 부처가 준 우대와 남은 기록", "What partner ministries preferred, and still owe"
    ),
    "forecast.title": Said("{year}년 불용 전망", "Unspent money {year}"),
    "forecast.planned": Said("기업지원 계획", "Planned for companies"),
    "forecast.agreed": Said("협약", "Agreed"),
    "forecast.paid": Said("지급", "Paid"),
    "forecast.spent": Said("집행", "Spent"),
    "forecast.expected": Said("연말 예상 집행", "Expected by year's end"),
    "forecast.unspent": Said("불용 예상", "Will be left"),
    "forecast.until": Said("{month}월까지", "until month {month}"),
    "forecast.unreported": Said("실적 없음", "nothing reported"),
    "forecast.how": Said(
        "집행실적(RCMS)이 있는 달의 평균 속도가 12월까지 이어지고 협약액을 넘지 않는다고 본 값입니다. "
        "끝난 지원은 집행액 그대로입니다.",
        "The mean pace of the months reported goes on until December, at most what was agreed; "
        "a support that has ended stays as it is.",
    ),
    "assembly.list": Said("질의", "Questions"),
    "assembly.none": Said("아직 질의가 없습니다.", "No question yet."),
    "assembly.open": Said("답변 전", "not answered"),
    "assembly.answered": Said("답변함", "answered"),
    "assembly.as_of": Said("기준", "as of"),
    "assembly.new": Said("새 질의", "New question"),
    "assembly.asked_by": Said("질의한 곳", "Asked by"),
    "assembly.asked_by.hint": Said("위원실·위원회", "Office or committee"),
    "assembly.question": Said("질의", "Question"),
    "assembly.on": Said("기준일(그날 끝)", "Reference day (its end)"),
    "assembly.freeze": Said("집계 고정", "Freeze the figures"),
    "assembly.number": Said("질의 제{n}호", "Question {n}"),
    "assembly.record": Said("기록의 답(고정된 집계)", "What the record says, frozen"),
    "assembly.board": Said("그 시점의 과제 목록 보기", "Show the projects at that moment"),
    "assembly.digest": Said("목록 지문(SHA-256)", "SHA-256 of the list"),
    "assembly.answer": Said("답변", "Answer"),
    "assembly.keep": Said("답변 기록", "Keep the answer"),
    "assembly.earlier": Said("같은 질의의 이전 답변", "Answers to the same before"),
    "assembly.earlier.none": Said("비슷한 질의에 답한 적이 없습니다.", "Nothing alike was answered before."),
    "deliveries.list": Said("제출 이력", "What was handed over"),
    "deliveries.none": Said("제출한 자료가 없습니다.", "Nothing has been handed over."),
    "deliveries.new": Said("자료 목록 만들기", "Make an index"),
    "deliveries.to": Said("받는 곳", "To"),
    "deliveries.to.hint": Said("감사원·감사담당관실", "Auditing body"),
    "deliveries.purpose": Said("감사 범위·목적", "Scope and purpose"),
    "deliveries.since": Said("기간 시작", "From"),
    "deliveries.until": Said("기간 끝", "Until"),
    "deliveries.period": Said("기간", "Period"),
    "deliveries.by": Said("제출", "Handed over by"),
    "deliveries.do": Said("목록 고정·제출 기록", "Fix the index and record the delivery"),
    "deliveries.receipt": Said("자료 인수증", "Receipt of delivery"),
    "deliveries.index": Said("자료 목록", "Index"),
    "deliveries.counts": Said("대상 {streams}건, 사건 {events}건", "{streams} streams, {events} events"),
    "deliveries.digest": Said("목록 지문(SHA-256)", "SHA-256 of the index"),
    "deliveries.from": Said("첫 판", "From version"),
    "deliveries.to_version": Said("끝 판", "To version"),
    "deliveries.say": Said("위 자료를 인수하였음을 확인합니다.", "The above was received."),
    "deliveries.sign": Said("인수자:                    (서명)", "Received by:                    (signature)"),
    "paper.waiting": Said("확인을 기다리는 서류", "Letters that wait"),
    "paper.none": Said("기다리는 서류가 없습니다.", "No letter waits."),
    "paper.number": Said("접수번호", "Number"),
    "paper.arrived": Said("도착 시각", "Arrived"),
    "paper.by": Said("접수자", "entered by"),
    "paper.confirm": Said("확인(처리)", "Confirm"),
    "paper.second": Said("접수한 사람과 다른 사람이 확인합니다.", "Somebody else than who entered it confirms."),
    "paper.reason": Said("반려 사유", "Why it is refused"),
    "paper.refuse": Said("반려", "Refuse"),
    "paper.enter": Said("서류 접수", "Enter a letter"),
    "paper.enter.how": Said(
        "과제를 찾아 ‘우편·방문 서류 접수’를 작성하십시오. 도착 시각, 접수번호, 스캔을 함께 적습니다.",
        "Find the project and fill in ‘Enter a letter’ with its arrival, number and scan.",
    ),
    "telephone": Said("전화 메모", "Telephone notes"),
    "telephone.about": Said("과제", "Project"),
    "telephone.by": Said("전화한 기관", "Organisation that called"),
    "telephone.text": Said("내용(이름·연락처는 적지 않음)", "What was said (no names or numbers)"),
    "telephone.keep": Said("기록", "Keep"),
    "outages.closed": Said("접수 마감", "Closed"),
    "outages.concerned": Said("제출하지 못한 과제", "Not handed in"),
    "outages.tried": Said("마감 무렵 시도한 과제", "Tried around the closing"),
    "outages.attempts": Said("마감 전후 24시간의 시도", "Attempts within 24 hours"),
    "outages.relieve": Said("장애 구제", "Relieve"),
    "outages.given": Said("구제함", "Relief given"),
    "outages.evidence": Said("근거 보기", "Evidence"),
    "outages.none": Said("대상이 없습니다.", "Nobody was concerned."),
    "outages.alike": Said(
        "구제하면 위의 모든 과제가 같은 새 마감으로 다시 열립니다. 장애의 시간·증거·두 사람이 있어야 합니다.",
        "Relief reopens all of them alike until the same new closing. "
        "It asks for the outage's times, evidence and two people.",
    ),
}
