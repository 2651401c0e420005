"""What the command line says, in Korean and English."""

from collections.abc import Mapping

from states.catalogue import audit
from states.catalogue.said import Help, Said

VERBS: Mapping[str, Help] = {
    "": Help(
        "공고·과제·기업지원·기업의 생애주기를 기록하고 조회합니다.",
        "Record and read the lifecycles of calls, projects, supports and companies.",
        "yeongo project list --state submitted",
    ),
    "init": Help(
        "데이터베이스를 만들거나 최신 구조로 올립니다.",
        "Create the database, or bring it to this program's schema.",
        "yeongo init --virtual 2024-12-03T09:00:00+09:00",
    ),
    "migrate": Help(
        "데이터베이스를 이 프로그램의 구조로 올립니다.",
        "Bring the database to this program's schema.",
        "yeongo migrate --json",
    ),
    "config": Help(
        "설정값과 그 출처를 보여 줍니다(비밀값은 가립니다).",
        "Show every setting and where its value came from, secrets masked.",
        "yeongo config",
    ),
    "worker": Help(
        "기한·알림·발송을 저절로 처리합니다. 몇 개든 함께 돌릴 수 있고, SIGTERM에 하던 일을 마치고 멈춥니다.",
        "Run the jobs; start as many as you like. On SIGTERM it finishes its batch and stops.",
        "yeongo worker",
    ),
    "period": Help(
        "법정 기간의 만료와 그 까닭. 규칙: civil, objection, civil-ext, after-end, annual-date, sanction, hours, "
        "notice-effect, law-effect, service-by-notice, before, fixed, working-days.",
        "When a statutory period ends, and why. Rules: civil, objection, civil-ext, after-end, annual-date, sanction, "
        "hours, notice-effect, law-effect, service-by-notice, before, fixed, working-days.",
        "yeongo period objection 2025-01-17T10:00 10d --known-as-of 2025-01-13",
    ),
    "serve": Help(
        "HTTP API와 자동 처리를 실행합니다. 처음이면 관리자 링크를 한 번 보여 줍니다.",
        "Serve the HTTP API and the jobs; the first start prints a one-time administrator's link.",
        "yeongo serve --workers 2",
    ),
    "bulk": Help(
        "걸러 낸 모든 대상에 같은 처리를 하고 대상마다 결과를 알려 줍니다.",
        "One command on every stream a filter shows; a result for each.",
        "yeongo bulk start_screening --where state=submitted --data @screening.json --as agency:tipa:hong --dry-run",
    ),
    "backup": Help(
        "실행 중에도 한 시점의 사본을 새 파일에 씁니다. 서명 키는 들어 있지 않습니다.",
        "Write one consistent moment to a new file while everything runs; the signing key is not in it.",
        "yeongo backup /backup/yeongo-2026-01-02.db",
    ),
    "restore": Help(
        "사본을 비어 있는 데이터베이스에 되돌립니다. --until이면 그 순간까지만 되돌리고 그 뒤의 기록을 덜어 냅니다.",
        "Bring a backup into an empty database; with --until back to that moment, what was recorded later left out.",
        "yeongo restore /backup/yeongo-2026-01-02.db --until 2026-01-02T09:00:00+09:00",
    ),
    "user": Help("사람", "People", "yeongo user list"),
    "user list": Help(
        "모든 사람과 담당. 이름은 요청할 때만 가리지 않습니다.",
        "Everyone and their duties; names are masked unless asked for",
        "yeongo user list --unmasked",
    ),
    "user add": Help(
        "사람을 초대하고 한 번 쓰는 링크를 만듭니다.",
        "Invite a person; prints a one-time link.",
        'yeongo user add hong@tp.example --name "홍길동"',
    ),
    "user recover": Help(
        "비밀번호를 다시 정할 링크를 만듭니다.", "A new one-time link to set a password.", "yeongo user recover p-abc"
    ),
    "user suspend": Help(
        "로그인을 막고 모든 세션과 토큰을 끝냅니다.",
        "Lock a person out and end every session and token.",
        "yeongo user suspend p-abc",
    ),
    "user forget": Help(
        "두 관리자가 요청하면 한 사람의 이름·연락처와 열쇠를 파기합니다. 한 일은 가명으로 남습니다.",
        "Destroy a person's name, contact and key, once two administrators ask; what they did keeps their pseudonym.",
        'yeongo user forget p-abc --reason "퇴직 후 3년" --as admin:yeongo:p-xyz',
    ),
    "org": Help("기관", "Organisations", "yeongo org list"),
    "org list": Help("모든 기관", "Every organisation", "yeongo org list"),
    "org set": Help(
        "기관을 더하거나 이름을 고칩니다.",
        "Add or rename an organisation.",
        'yeongo org set tp-jeonbuk --ko "전북테크노파크" --en "Jeonbuk Technopark"',
    ),
    "assign": Help(
        "사람에게 기관의 역할을 맡깁니다.",
        "Give a person a role at an organisation.",
        "yeongo assign p-abc lead tp-jeonbuk --from 2026-01-02T09:00:00+09:00",
    ),
    "absent": Help(
        "부재 기간 동안 대리인이 모든 담당을 맡습니다.",
        "While a person is absent a deputy holds their duties.",
        "yeongo absent p-abc p-def --from 2026-08-01T00:00:00+09:00 --until 2026-08-15T00:00:00+09:00",
    ),
    "handover": Help(
        "한 사람의 모든 담당을 다른 사람에게 한 번에 넘깁니다.",
        "Pass all duties of one person to another in one act.",
        "yeongo handover p-abc p-def --at 2026-01-02T00:00:00+09:00",
    ),
    "call": Help("공고의 규칙", "A call's rules", "yeongo call check calls/2025-2"),
    "call list": Help("등록된 공고와 폴더의 공고", "Calls recorded, and those only in the folder", "yeongo call list"),
    "call show": Help(
        "공고의 현재 상태와 결정을 기다리는 설정",
        "Where a call stands, and the settings that await a decision",
        "yeongo call show call-2025-2",
    ),
    "call new": Help(
        "이전 공고의 폴더로 다음 공고의 폴더를 만듭니다. 정해야 할 것은 표시됩니다.",
        "Write the folder of the next call from an earlier one; what must be decided is marked.",
        "yeongo call new --from 2025-2 --to 2026-1",
    ),
    "call check": Help(
        "공고 폴더의 모든 오류를 파일·줄·이유와 함께 알려 줍니다.",
        "Name every fault of a call's folder with file, line and reason.",
        "yeongo call check calls/2025-2",
    ),
    "call load": Help(
        "공고 폴더를 저장하고 공고를 시작합니다. 같은 규칙이면 아무것도 바꾸지 않습니다.",
        "Store a call's folder and begin the call; the same rules again change nothing.",
        "yeongo call load calls/2025-2",
    ),
    "call advance": Help(
        "공고에 한 가지 처리를 합니다.",
        "One command on a call.",
        "yeongo call advance call-2025-2 open --as agency:tipa:hong",
    ),
    "call amend": Help(
        "바뀐 공고 폴더를 변경 공고로 기록하고, 그로써 달라지는 기한을 보입니다. --dry-run은 보이기만 합니다.",
        "Record a changed folder as the call's amendment and show the deadlines it touches; --dry-run only shows.",
        'yeongo call amend call-2025-2 calls/2025-2 --notice-no 2024-701 --reason "정정" --as ministry:MSS:kim',
    ),
    "lifecycle": Help("선언된 생애주기", "The declared state machines", "yeongo lifecycle list"),
    "lifecycle list": Help("생애주기의 목록", "The lifecycles", "yeongo lifecycle list"),
    "lifecycle show": Help(
        "생애주기 하나의 상태와 전이",
        "One lifecycle: its states and rows",
        "yeongo lifecycle show project --format mermaid",
    ),
    "lifecycle check": Help(
        "생애주기의 모든 성질을 증명하거나 반례를 보여 줍니다.",
        "Prove every property of the lifecycles, or show a witness path.",
        "yeongo lifecycle check project",
    ),
    "lifecycle diff": Help(
        "두 정의의 차이를 말이나 그림으로 보여 줍니다. 차이가 있으면 1로 끝납니다.",
        "What differs between two generations, in words or as a picture; ends 1 where anything does.",
        "yeongo lifecycle diff 3f2a91c0 project --format svg",
    ),
    "lifecycle migrate": Help(
        "과제를 다른 정의로 옮기는 이행안: 미리 보고, 제안하고, 다른 사람이 승인합니다.",
        "Move projects to another generation: seen before, proposed, approved by a second person.",
        "yeongo lifecycle migrate project-abcdefghijklmnop --to project --map supporting=running --dry-run",
    ),
    "project": Help("과제", "Projects", "yeongo project list --overdue"),
    "project list": Help("과제 현황판", "The board's rows", "yeongo project list --phase reception --ministry MOJ"),
    "project show": Help("과제의 현재", "Where a project stands now", "yeongo project show project-abcdefghijklmnop"),
    "project missing": Help(
        "신청에 아직 모자란 것. 모자라면 1로 끝납니다.",
        "What an application still lacks; ends 1 where it lacks anything.",
        "yeongo project missing project-abcdefghijklmnop",
    ),
    "project versions": Help(
        "제출한 신청의 판들",
        "The complete versions of an application",
        "yeongo project versions project-abcdefghijklmnop",
    ),
    "project compare": Help(
        "신청의 두 판에서 달라진 것. 다르면 1로 끝납니다.",
        "What two versions of an application say differently; ends 1 where they differ.",
        "yeongo project compare project-abcdefghijklmnop 1 2",
    ),
    "project history": Help(
        "과제에 일어난 일(거부된 시도 포함)",
        "The timeline of a project, refused attempts among it",
        "yeongo project history project-abcdefghijklmnop",
    ),
    "project actions": Help(
        "역할별로 할 수 있는 처리와 할 수 없는 이유",
        "What each role may do and, for what is refused, every reason",
        "yeongo project actions project-abcdefghijklmnop --role lead",
    ),
    "project register": Help(
        "공고에 과제를 등록합니다.",
        "Register a project below a call.",
        "yeongo project register call-2025-2 --area 51760 --ministry MSS --ministry MOJ "
        '--title "평창 고랭지" --as lead:gwtp:kim',
    ),
    "support": Help("기업지원", "Supports of a project", "yeongo support list --project project-abcdefghijklmnop"),
    "support list": Help("기업지원의 목록", "Supports", "yeongo support list --state recruiting"),
    "support show": Help("기업지원의 현재", "Where a support stands", "yeongo support show support-abcdefghijklmnop"),
    "support open": Help(
        "과제에 기업지원 차수를 엽니다.",
        "Open a recruitment below a project.",
        "yeongo support open project-abcdefghijklmnop --data @opening.json --as lead:gwtp:kim",
    ),
    "company": Help("지원기업", "Companies", "yeongo company list"),
    "company list": Help("지원기업의 목록", "Companies", "yeongo company list --search 1234567890"),
    "company show": Help("지원기업의 현재", "Where a company stands", "yeongo company show company-abcdefghijklmnop"),
    "survey": Help("수요조사", "The demand survey", "yeongo survey aggregate call-2025-2"),
    "survey form": Help("조사서의 질문과 보기", "The survey's questions and options", "yeongo survey form call-2025-2"),
    "survey answer": Help(
        "한 지역의 조사서를 회신합니다. 이미 회신하였으면 고칩니다.",
        "Answer the survey for an area; an answer on record is revised.",
        "yeongo survey answer call-2025-2 --data @answer.json --as lead:gwtp:kim",
    ),
    "survey show": Help(
        "회신 하나 (회신한 사람은 보이지 않습니다)",
        "One answer, without the person who gave it",
        "yeongo survey show survey-abcdefghijklmnop --as lead:gwtp:kim",
    ),
    "survey aggregate": Help(
        "모든 회신의 합계와 서술", "All answers: counts and texts", "yeongo survey aggregate call-2025-2 --json"
    ),
    "survey export": Help(
        "회신마다 한 줄로 CSV 또는 XLSX 파일을 씁니다.",
        "Write a row for each answer as CSV or XLSX.",
        "yeongo survey export call-2025-2 survey.xlsx",
    ),
    "evaluate": Help("선정평가", "The evaluation of projects", "yeongo evaluate ranking call-2025-2 --explain"),
    "evaluate sheet": Help(
        "평가위원이 자신의 평가표를 내거나(--data) 낸 평가표를 봅니다.",
        "Hand in one's own score sheet (--data), or read the one handed in.",
        "yeongo evaluate sheet project-abcdefghijklmnop --data @sheet.json --as evaluator:univ-1:evaluator-1",
    ),
    "evaluate close": Help(
        "간사가 평가를 마감하고 점수를 집계합니다.",
        "Close the scores of a project: the secretary combines every sheet.",
        'yeongo evaluate close project-abcdefghijklmnop --opinion "연계가 적절함" --as secretary:tipa:kim',
    ),
    "evaluate dispersion": Help(
        "위원 간 점수의 편차(마감 후, 간사·전문기관·감사자)",
        "How far the evaluators are apart; after the closing, for those who answer for the panel",
        "yeongo evaluate dispersion project-abcdefghijklmnop --as secretary:tipa:kim",
    ),
    "evaluate ranking": Help(
        "기록된 사건만으로 다시 계산한 순위. 기록과 다르면 1로 끝납니다.",
        "The ranking computed again from events alone; ends 1 where it is not the recorded one.",
        "yeongo evaluate ranking call-2025-2 --explain",
    ),
    "evaluate line": Help(
        "순위대로 예산이 감당하는 과제와 금액. --propose로 선정안을 제안합니다.",
        "How far the budget bears the ranking, and for how much; --propose proposes these awards.",
        "yeongo evaluate line call-2025-2 --reserves 3",
    ),
    "evaluate cut": Help(
        "확정 예산에 맞추어 선정액을 비례해 줄인 안. --propose로 제안합니다.",
        "Every award lowered in proportion to the voted budget; --propose proposes it.",
        'yeongo evaluate cut call-2025-2 --reason "확정 예산이 공고 금액보다 적음"',
    ),
    "evaluate promote": Help(
        "선정과제가 빠진 자리에 예비과제를 순위대로 올린 안. --propose로 제안합니다.",
        "The reserve list moved up where somebody has left, as the budget bears it; --propose proposes it.",
        'yeongo evaluate promote call-2025-2 --reason "선정과제 포기에 따른 예비과제 승계"',
    ),
    "evaluate export": Help(
        "순위를 손으로 다시 계산할 수 있도록 평가표를 내보냅니다.",
        "Write every score sheet, so that the ranking can be recomputed by hand.",
        "yeongo evaluate export call-2025-2 --format csv -o sheets.csv --as secretary:tipa:kim",
    ),
    "import": Help(
        "다른 시스템의 파일",
        "Files of other systems",
        "yeongo import visa visa.xlsx --call call-2025-2 --as agency:tipa:hong",
    ),
    "import template": Help(
        "채워 넣을 빈 표를 씁니다.", "Write an empty table to fill in.", "yeongo import template ktop ktop.xlsx"
    ),
    "import ktop": Help(
        "자격검토 중인 기업의 K-TOP 지수를 반영합니다.",
        "Take in the K-TOP index of companies under check.",
        "yeongo import ktop ktop.xlsx --call call-2025-2 --as lead:gwtp:kim",
    ),
    "import rcms": Help(
        "지원기업의 월별 집행실적(RCMS)을 반영합니다.",
        "Take in what companies spent month by month.",
        "yeongo import rcms rcms.csv --call call-2025-2 --as agency:tipa:hong",
    ),
    "import visa": Help(
        "지역특화형 비자 지역을 반영합니다.",
        "Take in the areas with the region-specific visa.",
        "yeongo import visa visa.xlsx --call call-2025-2 --as agency:tipa:hong",
    ),
    "import fund": Help(
        "지방소멸대응기금 지역을 반영합니다.",
        "Take in the areas of the extinction-response fund.",
        "yeongo import fund fund.csv --call call-2025-2 --as agency:tipa:hong",
    ),
    "import agreements": Help(
        "농촌협약을 반영합니다.",
        "Take in the rural agreements.",
        "yeongo import agreements rural.csv --call call-2025-2 --as agency:tipa:hong",
    ),
    "import projects": Help(
        "앞선 공고의 진행 과제를 그대로 인수합니다.",
        "Take over running projects of an earlier call as they stand.",
        "yeongo import projects running.xlsx --call call-2025-1 --as agency:tipa:hong --dry-run",
    ),
    "paper": Help(
        "우편·방문으로 온 서류를 접수하고(--scan), 다른 사람이 확인하거나(--confirm) 반려합니다(--refuse). "
        "나가는 서식(`yeongo papers`)은 --out으로 만듭니다.",
        "Enter a letter that came by post or hand; another person confirms (--confirm) or refuses it (--refuse). "
        "A paper that goes out (`yeongo papers`) is written with --out.",
        "yeongo paper object_rejection project-abcdefghijklmnop --arrived 2025-01-23T16:00:00+09:00 --number 2025-17 "
        "--scan README.md --data @objection.json --as agency:tipa:kim",
    ),
    "papers": Help(
        "만들 수 있는 서식: 통보·협약서·보고·집계. 대상을 주면 지금 만들 수 있는 것.",
        "The papers there are: notices, agreement, reports, tables; of a stream those that can be written now.",
        "yeongo papers call-2025-2 --as agency:tipa:hong",
    ),
    "advance": Help(
        "한 대상에 한 가지 처리를 합니다. 대상을 새로 시작하는 처리는 상위 대상에 합니다.",
        "One command on a stream; a trigger that begins a stream is addressed to its parent.",
        "yeongo advance project-abcdefghijklmnop save --data @draft.json --as lead:gwtp:kim --expect 3",
    ),
    "propose": Help(
        "두 사람이 결정하는 처리를 제안합니다. 다른 사람이 approve로 승인합니다.",
        "Propose a step that two persons decide; somebody else approves it.",
        "yeongo propose call-2025-2 award --data @awards.json --as ministry:MSS:kim",
    ),
    "approve": Help(
        "제안되거나 서류로 접수된 처리를 다른 사람이 그대로 합니다. 번호는 제안의 판 또는 접수대장 번호입니다.",
        "Take the step that was proposed or entered, as its second person. NUMBER: the proposal's version, or the "
        "receipt book's number.",
        "yeongo approve call-2025-2 31 --as ministry:MSS:lee",
    ),
    "decline": Help(
        "제안이나 서류를 사유를 적어 반려합니다.",
        "Decline a proposal or refuse a letter, for a reason.",
        'yeongo decline call-2025-2 31 --reason "금액 재검토" --as ministry:MSS:lee',
    ),
    "proposals": Help(
        "두 번째 사람을 기다리는 제안과 서류. 공고를 대면 그 아래의 것도 보여 줍니다.",
        "What waits for a second person on a stream; of a call also on all below it.",
        "yeongo proposals call-2025-2",
    ),
    "replay": Help(
        "기록된 사건만으로 어느 때의 상태를 다시 계산합니다.",
        "State as of a moment, from events alone.",
        "yeongo replay project-abcdefghijklmnop --at 2024-12-20T18:00:00+09:00",
    ),
    "diff": Help(
        "두 때 사이에 달라진 것. 다르면 1로 끝납니다.",
        "What changed between two moments; ends 1 where they differ.",
        "yeongo diff project-abcdefghijklmnop --from 3 --to 2025-01-31T00:00:00+09:00",
    ),
    "deadline": Help("기한 대장", "The deadline book", "yeongo deadline list --call call-2025-2"),
    "deadline list": Help(
        "기한 대장: 누가 언제까지 무엇을, 어떻게 계산했고 어떻게 끝났는지.",
        "The deadline book: who owes what by when, how it was computed and how it ended.",
        "yeongo deadline list --call call-2025-2 --status open",
    ),
    "deadline extend": Help(
        "기한 연장을 제안합니다. 공고를 대면 그 종류의 열린 기한 모두입니다. "
        "다른 사람이 같은 줄에 --confirm을 붙여 확정합니다.",
        "Propose to extend a deadline of one stream; of every stream of a call that has it open, if the call is named. "
        "Another person confirms with the same line and --confirm.",
        'yeongo deadline extend call-2025-2 agreement --until 2025-03-31 --reason "폭설" --as agency:tipa:kim',
    ),
    "deadline recompute": Help(
        "변경된 공고나 지금 알려진 공휴일로 달라지는 기한. --accept로 제안하고, "
        "다른 사람이 --confirm을 붙여 확정합니다. 남아 있으면 1로 끝납니다.",
        "Deadlines an amended call or new holidays would move; --accept proposes them, a second person adds --confirm. "
        "Ends 1 if some are left.",
        "yeongo deadline recompute call-2025-2",
    ),
    "jobs": Help("저절로 일어나는 일", "What happens by itself", "yeongo jobs run-due"),
    "jobs run-due": Help(
        "기한이 된 일을 지금 처리합니다. 가상의 시계에서는 --until까지 각각 제때에 처리합니다.",
        "Fire every timer due now; on a virtual clock those due --until then, each at its own time.",
        "yeongo jobs run-due --until 2024-12-20T18:01:00+09:00",
    ),
    "jobs status": Help(
        "기한 처리의 밀림과 사람이 봐야 할 일. 있으면 1로 끝납니다.",
        "How far behind the clock is and what a person must look at; ends 1 if there is something.",
        "yeongo jobs status",
    ),
    "jobs redeliver": Help(
        "따로 둔 일과 보내지 못한 안내를 다시 시도하게 합니다.",
        "Have timers that were set aside and letters that were given up tried again.",
        "yeongo jobs redeliver --all",
    ),
    "webhook": Help("웹훅: 일어난 일을 다른 시스템에 알림", "Webhooks: other systems are told", "yeongo webhook list"),
    "webhook list": Help("모든 웹훅", "Every webhook", "yeongo webhook list --json"),
    "webhook add": Help(
        "그 역할로 볼 수 있는 일이 일어나면 이 주소에 알립니다. 서명 비밀값은 한 번만 보입니다.",
        "Tell an address of what that duty may see. The signing secret is shown this once.",
        "yeongo webhook add https://hooks.example.org/yeongo --events project.submit,call.* --as agency:tipa:kim",
    ),
    "webhook rotate": Help(
        "서명 비밀값을 바꿉니다. 하루 동안은 이전 값으로도 서명합니다.",
        "A new signing secret; for a day messages are signed with the old one too.",
        "yeongo webhook rotate wh-abc",
    ),
    "webhook rekey": Help(
        "웹훅 비밀값을 잠그는 키를 새 키로 바꿉니다. 중단되면 다시 실행합니다. --end는 이전 키를 지웁니다.",
        "Seal webhooks' secrets under a new key; run it again to go on after a break. --end forgets the older key.",
        "yeongo webhook rekey --as admin:yeongo:kim",
    ),
    "webhook pause": Help(
        "쉬게 합니다. --restore로 다시 알립니다. 쉬는 동안의 일은 알리지 않습니다.",
        "Let it rest; --restore wakes it. What happens meanwhile is not told.",
        "yeongo webhook pause wh-abc",
    ),
    "webhook remove": Help("웹훅과 그 기록을 지웁니다.", "Forget it and its log.", "yeongo webhook remove wh-abc"),
    "webhook test": Help("시험 알림(ping)을 보냅니다.", "Send it the event `ping`.", "yeongo webhook test wh-abc"),
    "webhook deliveries": Help(
        "보낸 것과 보낼 것, 시도마다의 결과",
        "What went or goes to it, with every attempt",
        "yeongo webhook deliveries wh-abc --status failed",
    ),
    "webhook redeliver": Help(
        "같은 식별자로 다시 보냅니다. --all은 포기한 것 모두.",
        "Send messages again under the same id; --all those that were given up.",
        "yeongo webhook redeliver wh-abc --all",
    ),
    "docs": Help("문서를 만듭니다.", "Write the generated pages.", "yeongo docs --check"),
    "demo": Help(
        "공고 하나를 처음부터 끝까지 가상의 시계로 돌려 봅니다. 날짜·지역·금액·지표는 모두 공고 폴더에서 옵니다.",
        "Play a call through its whole life on a virtual clock: every date, area, sum and criterion is its folder's.",
        "yeongo demo --call calls/2025-2",
    ),
    "bench": Help("측정", "Measure one workload", "yeongo bench transitions --help"),
    **audit.VERBS,
}

OPTIONS: Mapping[str, Said] = {
    "--help": Said("이 도움말", "this help"),
    "--json": Said("표준 출력에 JSON 문서 하나", "one JSON document on stdout"),
    "--lang": Said("언어", "language"),
    "--virtual": Said(
        "시각을 손으로 옮기는 시험용 데이터베이스로 만듭니다", "a database whose clock starts here and is moved by hand"
    ),
    "--data": Said("JSON, @파일, @-(표준 입력)", "JSON, @file, or @- for stdin"),
    "--as": Said("역할:기관:사람 (기본 admin:yeongo:operator)", "ROLE:ORG:PERSON (default admin:yeongo:operator)"),
    "--expect": Said("확인한 판; 그 사이 바뀌었으면 거부합니다", "the version you saw; refused if it has moved on"),
    "--key": Said("요청 식별키; 같은 키는 한 번만 처리됩니다", "idempotency key; the same key counts once"),
    "--dry-run": Said("기록하지 않고 결과만 봅니다", "show the answer, record nothing"),
    "advance --at": Said(
        "가상의 시계를 이 시각으로 옮긴 뒤 처리합니다", "move the virtual clock to this instant first"
    ),
    "--kind": Said("이 종류의 것만", "of this kind"),
    "--owner": Said("이 역할이 맡은 것만", "owned by this role"),
    "--status": Said("open, met, expired, extended, … 인 것만", "open, met, expired, extended, …"),
    "--stream": Said("이 대상의 것만", "over this stream"),
    "deadline extend --until": Said("새 말일 (YYYY-MM-DD)", "the new last day (YYYY-MM-DD)"),
    "--accept": Said("다시 계산한 기한을 제안합니다", "propose the recomputed days"),
    "--known-as-of": Said("그날까지 알려진 공휴일로 (YYYY-MM-DD)", "with the holidays known on that day (YYYY-MM-DD)"),
    "--until": Said("가상의 시계를 이 시각까지 옮기며", "moving the virtual clock up to this instant"),
    "--all": Said("따로 둔 것 모두", "everything that was set aside"),
    "--events": Said("종류.처리, 종류.*, * (쉼표로)", "kind.trigger, kind.* or *, joined by commas"),
    "--end": Said("이전 키를 지움", "forget the older keys"),
    "--personal": Said("이 사람만의 것으로", "this person's own, not the organisation's"),
    "webhook pause --restore": Said("다시 알립니다", "tell it again"),
    "webhook deliveries --status": Said("waiting, sent, failed 인 것만", "only what is waiting, sent or failed"),
    "webhook redeliver --all": Said("포기한 것 모두", "every message that was given up"),
    "--at": Said("이 시각의 상태", "as recorded by this instant"),
    "--version": Said("이 판의 상태", "as of this version"),
    "--from": Said(
        "판, 시각 또는 checkpoint:크기 (기본 0: 시작 전)",
        "a version, an instant or checkpoint:SIZE (default 0: before the first event)",
    ),
    "--to": Said("판, 시각 또는 checkpoint:크기 (기본 지금)", "a version, an instant or checkpoint:SIZE (default now)"),
    "call new --from": Said("바탕이 되는 공고", "the call it is made from"),
    "call new --to": Said("새 공고의 식별자 (연도-차수)", "the new call's id (year-number)"),
    "lifecycle migrate --to": Said(
        "옮겨 갈 정의: 지문의 앞부분 또는 이름(현재 정의)",
        "the generation to join: the first digits of its fingerprint, or a name for the current one",
    ),
    "--map": Said(
        "이전상태=새상태, 나뉜 상태는 이전상태=새상태@구분:값", "old=new; a part of a split state: old=new@mode:value"
    ),
    "lifecycle migrate --reason": Said("이행하는 이유", "why they are moved"),
    "--opinion": Said("평가위원회의 종합의견", "the panel's overall opinion"),
    "--arrived": Said("도달 일시", "when the letter arrived"),
    "paper --out": Said("이 파일로 만듦(.hwpx, .xlsx, .html)", "write it here (.hwpx, .xlsx, .html)"),
    "--keep": Said("대상의 문서로 보관하고 발송을 기록", "keep it with its stream and record that it was issued"),
    "paper --ministry": Said("이 부처의 과제만", "only projects of this ministry"),
    "paper --at": Said("이 시각의 기록으로", "as recorded by this instant"),
    "--number": Said("접수대장 번호", "its number in the receipt book"),
    "--scan": Said("스캔 파일 (지문만 기록)", "the scanned letter; its fingerprint is recorded"),
    "--delivery": Said("우편 또는 방문", "how it came"),
    "--reserves": Said("예비 과제 수", "so many of the following go on the reserve list"),
    "--propose": Said("다른 사람이 승인하도록 제안합니다", "propose it for a second person to approve"),
    "--confirm": Said(
        "다른 사람이 제안하거나 접수한 그대로 확인합니다", "confirm what another person proposed or entered"
    ),
    "--refuse": Said("사유를 적어 반려합니다", "refuse the letter, for this reason"),
    "--explain": Said("순위마다 그 까닭", "say why each project stands where it does"),
    "--output": Said("쓸 파일 (기본 표준 출력)", "the file to write (default stdout)"),
    "--call": Said("이 공고의 것만", "of this call"),
    "--project": Said("이 과제의 것만", "of this project"),
    "--state": Said("이 상태의 것만", "in this state"),
    "--phase": Said("이 단계의 것만", "in this phase"),
    "--province": Said("이 시·도의 것만 (두 자리 코드)", "of this province (two digits)"),
    "--ministry": Said("이 부처가 참여하는 것만", "with this ministry"),
    "--overdue": Said("기한이 지난 것만", "with a deadline that has passed"),
    "--search": Said("제목·지역·기관·등록번호에서 찾기", "in title, area, organisation and registration number"),
    "--limit": Said("한 번에 보일 수", "how many at once"),
    "--cursor": Said("앞 쪽의 마지막 식별자 다음부터", "continue after the page that gave this cursor"),
    "--role": Said("이 역할만", "only this role"),
    "--format": Said("출력 형식", "the form of the output"),
    "--notice-no": Said("변경 공고 번호", "the number of the amending notice"),
    "--reason": Said("변경 사유", "why it is changed"),
    "--area": Said("시·군·구 코드 (다섯 자리)", "the municipality's code (five digits)"),
    "project register --ministry": Said("참여 부처 (여러 번)", "a ministry that takes part (repeatable)"),
    "--title": Said("과제명", "the project's title"),
    "--figures": Said("금액마다 산출 근거", "how each amount came about"),
    "--check": Said("쓰지 않고, 오래된 문서를 알립니다", "write nothing; name the stale pages"),
    "--folder": Said("문서 폴더", "the folder of the pages"),
    "demo --call": Said("돌려 볼 공고의 폴더 (기본 2025-2)", "the folder of the call to play (default 2025-2)"),
    "demo --until": Said(
        "이 날 10시에 멈춥니다: 그때 할 일이 남아 있습니다", "stop at 10:00 of this day, with all there is to do"
    ),
    "demo --serve": Said("끝나면 그 자료로 콘솔과 API를 엽니다", "then open its console and API"),
    "bulk --kind": Said("대상의 종류 (기본 project)", "which kind of streams (default project)"),
    "--where": Said("이름=값으로 거르기 (여러 번)", "NAME=VALUE filters (repeatable)"),
    "--together": Said("하나라도 거부되면 모두 하지 않습니다", "all stand or all fall"),
    "--workers": Said("프로세스 수 (PostgreSQL)", "how many processes (PostgreSQL)"),
    "--name": Said("이름", "the name"),
    "--email": Said(
        "안내를 받을 주소 (기본: 주소인 로그인 이름)", "where letters go (default: a login name that is one)"
    ),
    "--reads": Said("안내의 언어: ko 또는 en", "the language of letters: ko or en"),
    "--id": Said("가명 식별자 (기본: 새로 만듦)", "the pseudonym (default: a new one)"),
    "--unmasked": Said("이름을 가리지 않습니다(열람으로 기록)", "names as they were given (remembered as a look)"),
    "--restore": Said("다시 들어오게 합니다", "let them in again"),
    "--ko": Said("한국어 이름", "the Korean name"),
    "--en": Said("영어 이름", "the English name"),
    "assign --from": Said("시작 시각 (기본 지금)", "from when (default now)"),
    "absent --from": Said("시작 시각", "from when"),
    "assign --until": Said("끝나는 시각 (없으면 계속)", "until when (default without end)"),
    "absent --until": Said("끝나는 시각", "until when"),
    "handover --at": Said("넘기는 시각 (기본 지금)", "when (default now)"),
    "--database": Said("데이터베이스 주소 (기본: 새 SQLite 파일)", "the database's URL (default: a fresh SQLite file)"),
    **audit.OPTIONS,
}

WORDS: Mapping[str, Said] = {
    "person": Said("사람", "Person"),
    "status": Said("상태", "Status"),
    "usage": Said("사용법: ", "Usage: "),
    "options": Said("선택 항목", "Options"),
    "verbs": Said("명령", "Commands"),
    "example": Said("예", "Example"),
    "stream": Said("식별자", "Stream"),
    "number": Said("번호", "Number"),
    "trigger": Said("처리", "Action"),
    "book_no": Said("접수번호", "Receipt no."),
    "by": Said("제안·접수한 사람", "By"),
    "at": Said("일시", "At"),
    "arrived": Said("도달", "Arrived"),
    "kind": Said("종류", "Kind"),
    "call": Said("공고", "Call"),
    "state": Said("상태", "State"),
    "phase": Said("단계", "Phase"),
    "version": Said("판", "Version"),
    "rules": Said("규칙", "Rules"),
    "name": Said("이름", "Name"),
    "value": Said("값", "Value"),
    "source": Said("출처", "Source"),
    "title": Said("제목", "Title"),
    "area": Said("지역", "Area"),
    "ministries": Said("부처", "Ministries"),
    "supports": Said("기업지원", "Supports"),
    "companies": Said("기업", "Companies"),
    "score": Said("점수", "Score"),
    "award": Said("국비(원)", "State money (won)"),
    "rank": Said("순위", "Rank"),
    "outcome": Said("결과", "Outcome"),
    "indicator": Said("지표", "Indicator"),
    "mean": Said("평균", "Mean"),
    "least": Said("최저", "Least"),
    "most": Said("최고", "Most"),
    "deviation": Said("표준편차", "Deviation"),
    "total": Said("합계", "Total"),
    "due": Said("다음 기한", "Next due"),
    "expires": Said("만료", "Expires"),
    "owner": Said("담당", "Owner"),
    "deadlines": Said("기한", "Deadlines"),
    "facts": Said("사실", "Facts"),
    "lifecycle": Said("생애주기", "Lifecycle"),
    "head": Said("마지막 해시", "Head hash"),
    "as_of": Said("기준 시각", "As of"),
    "recorded": Said("기록 시각", "Recorded"),
    "action": Said("처리", "Action"),
    "role": Said("역할", "Role"),
    "org": Said("기관", "Organisation"),
    "from_to": Said("전이", "From → to"),
    "refused": Said("거부", "refused"),
    "nowhere": Said("갈 곳 없음", "nowhere"),
    "deadlines_kept": Said("그대로인 기한", "deadlines kept"),
    "deadlines_moved": Said("바뀌는 기한", "deadlines moved"),
    "deadlines_opened": Said("생기는 기한", "deadlines opened"),
    "deadlines_closed": Said("없어지는 기한", "deadlines closed"),
    "actions_gained": Said("새로 할 수 있는 처리", "actions gained"),
    "actions_lost": Said("할 수 없게 되는 처리", "actions lost"),
    "allowed": Said("가능", "allowed"),
    "needs": Said("입력 필요", "needs"),
    "reason": Said("이유", "Reason"),
    "states": Said("상태 수", "States"),
    "rows": Said("전이 수", "Rows"),
    "modes": Said("경우", "Modes"),
    "actors": Said("처리자", "Actors"),
    "cite": Said("근거", "Source"),
    "property": Said("성질", "Property"),
    "verdict": Said("판정", "Verdict"),
    "holds": Said("성립", "holds"),
    "fails": Said("위반", "FAILS"),
    "witness": Said("반례", "Witness"),
    "before": Said("이전", "Before"),
    "after": Said("이후", "After"),
    "order": Said("차수", "Order"),
    "not_loaded": Said("폴더에만 있음", "only in the folder"),
    "count": Said("수", "Count"),
    "part": Said("구성", "Part"),
    "missing": Said("모자란 것", "Missing"),
    "given": Said("있음", "given"),
    "cure": Said("해소 방법", "Cure"),
    "figure": Said("금액", "Figure"),
    "inputs": Said("입력", "Inputs"),
    "rule": Said("산식", "Rule"),
    "waiting": Said("결정을 기다리는 설정", "Settings that await a decision"),
    "overdue": Said("경과", "overdue"),
    "milestone": Said("추진일정(목표)", "Milestone (target)"),
    "month": Said("월", "Month"),
    "start": Said("기산", "Start"),
    "length": Said("기간", "Length"),
    "derivation": Said("까닭", "Why"),
    "last_valid": Said("유효한 마지막 순간", "Last valid instant"),
    "law": Said("법적 근거", "Law"),
    "pending": Said("기다리는 기한", "Timers pending"),
    "earliest_due": Said("가장 이른 기한", "Earliest due"),
    "lag_seconds": Said("밀린 시간(초)", "Lag (s)"),
    "set_aside": Said("따로 둔 것", "Set aside"),
    "letters": Said("발송", "Letters"),
    "unsealed": Said("봉인 전 기록", "Unsealed"),
    "seal_lag_seconds": Said("가장 오래된 봉인 전 기록(초)", "Oldest unsealed (s)"),
    "webhooks": Said("웹훅", "Webhooks"),
    "url": Said("주소", "Address"),
    "events": Said("듣는 일", "Events"),
    "message": Said("알림", "Message"),
    "incident": Said("따로 둔 일", "Incident"),
    "attempts": Said("시도", "Attempts"),
    "failed_at": Said("실패 시각", "Failed at"),
    **audit.WORDS,
}

SENTENCES: Mapping[str, Said] = {
    "serving": Said("{url} 에서 응답합니다. 멈추려면 Ctrl+C.", "Serving {url}. Ctrl+C stops it."),
    "admin_link": Said(
        "관리자 링크(한 번, 7일 동안): {url}/links/{link} 을 열어 비밀번호를 정하십시오.",
        "Administrator's link (once, 7 days): open {url}/links/{link} and choose a password.",
    ),
    "demo_users": Said(
        "로그인할 수 있는 사람: {names} … 비밀번호: {password}", "Who can sign in: {names} … password: {password}"
    ),
    "bulk_done": Said("{batch}: 처리 {accepted}, 거부 {refused}", "{batch}: {accepted} accepted, {refused} refused"),
    "webhook_secret": Said(
        "{id}: 서명 비밀값 {secret} (다시 보이지 않습니다)", "{id}: signing secret {secret} (not shown again)"
    ),
    "rekeyed": Said(
        "새 키 {key}: {resealed}개 웹훅을 다시 잠갔습니다. 이전 키 {older}개도 아직 엽니다(--end로 지움).",
        "New key {key}: {resealed} webhooks sealed anew; {older} older still open until --end.",
    ),
    "rekey_lost": Said(
        "어느 키로도 열리지 않는 비밀값: {ids}. `yeongo webhook rotate`로 새로 만드십시오.",
        "No key opens the secrets of {ids}: give each a new one by `yeongo webhook rotate`.",
    ),
    "rekey_ended": Said("키는 {key} 하나입니다.", "{key} is the only key."),
    "webhook_is": Said("{id}: {status}", "{id}: {status}"),
    "messages_again": Said("{count}건을 다시 보냅니다.", "{count} messages are sent again."),
    "backed_up": Said("{file}: {bytes} 바이트", "{file}: {bytes} bytes"),
    "restored_until": Said(
        "{database} ← {file}, {until}까지: 이벤트 {kept}개, 덜어 낸 것 {dropped}개, 봉인된 기록 {size}개",
        "{database} ← {file}, until {until}: {kept} events, {dropped} left out, {size} sealed records",
    ),
    "restored": Said("{database} ← {file}", "{database} ← {file}"),
    "invited": Said("{person}: 한 번 쓰는 링크 {link}", "{person}: one-time link {link}"),
    "person_is": Said("{person}: {status}", "{person}: {status}"),
    "organised": Said("{id}: {ko}", "{id}: {en}"),
    "assigned": Said("{person} → {role}:{org} ({duty})", "{person} → {role}:{org} ({duty})"),
    "handed_over": Said("{source} → {target}: 담당 {count}건", "{source} → {target}: {count} duties"),
    "stands_in": Said("{person}의 대리 {deputy}: 담당 {count}건", "{deputy} stands in for {person}: {count} duties"),
    "initialised": Said("{database}: 구조 {schema}, 시계 {clock}.", "{database}: schema {schema}, clock {clock}."),
    "migrated": Said("{database}: 구조 {schema}.", "{database}: schema {schema}."),
    "accepted": Said(
        "처리되었습니다: {stream} 판 {version}, 상태 {label}. 접수증 {event}, 해시 {hash}.",
        "Recorded: {stream} version {version}, now {label}. Receipt {event}, hash {hash}.",
    ),
    "repeated": Said(
        "이미 처리된 요청입니다: {stream} 판 {version}. 바뀐 것은 없습니다.",
        "Already recorded: {stream} version {version}. Nothing was changed.",
    ),
    "would_accept": Said(
        "처리할 수 있습니다: 상태는 {label}이(가) 됩니다. 기록하지 않았습니다.",
        "This would be accepted: the state becomes {label}. Nothing was recorded.",
    ),
    "then_accepted": Said(
        "두 번째 사람이 승인하면 상태는 {label}이(가) 되고 다음이 기록됩니다:",
        "Once a second person approves it, the state becomes {label} and this is recorded:",
    ),
    "then_refused": Said(
        "그러나 두 번째 사람이 지금 처리하면 거부됩니다:", "Yet a second person would be refused if they took it now:"
    ),
    "refused": Said("거부되었습니다:", "Refused:"),
    "would_refuse": Said("거부됩니다(기록하지 않았습니다):", "This would be refused (nothing was recorded):"),
    "deadlines_to_accept": Said(
        "기한 {count}건을 두 사람이 확정하십시오: `yeongo deadline recompute {stream} --accept`, 이어서 --confirm",
        "{count} deadlines wait for two persons: `yeongo deadline recompute {stream} --accept`, then --confirm",
    ),
    "call_written": Said(
        "{folder}에 썼습니다. 정할 것이 {count}곳 있습니다: `yeongo call check {folder}`",
        "Written to {folder}. {count} places wait for a decision: `yeongo call check {folder}`",
    ),
    "migration_of": Said("{stream}: {source} → {dest}", "{stream}: {source} → {dest}"),
    "already_loaded": Said(
        "{stream}은(는) 이미 같은 규칙 {rules}(으)로 시작되었습니다. 바뀐 것은 없습니다.",
        "{stream} already stands on the same rules {rules}. Nothing was changed.",
    ),
    "call_sound": Said("{folder}: 오류가 없습니다. 규칙 {rules}.", "{folder}: no faults. Rules {rules}."),
    "survey_answers": Said(
        "회신 {answers}건, 테크노파크 {technoparks}곳.", "{answers} answers by {technoparks} technoparks."
    ),
    "written": Said("{file} 파일을 썼습니다.", "{file} was written."),
    "would_import": Said(
        "{recorded}건을 기록할 수 있습니다(기록하지 않았습니다). 이미 기록된 것 {repeated}건.",
        "{recorded} would be recorded (nothing was), {repeated} recorded before.",
    ),
    "imported": Said(
        "{recorded}건을 기록했습니다. 이미 기록된 것 {repeated}건.", "{recorded} recorded, {repeated} recorded before."
    ),
    "import_refused": Said(
        "거부된 행이 있어 아무것도 기록하지 않았습니다.", "A row was refused: nothing was recorded."
    ),
    "rows_written": Said("{file}: {rows}줄을 썼습니다.", "{rows} rows written to {file}."),
    "paper_written": Said("{file}에 만들었습니다. 지문(SHA-256) {sha256}", "Written to {file}, SHA-256 {sha256}."),
    "no_rows": Said("해당하는 것이 없습니다.", "Nothing matches."),
    "more": Said("더 있습니다: --cursor {cursor}", "There is more: --cursor {cursor}"),
    "fired_but": Said(
        "기한이 된 일 {fired}건을 처리했고 {set_aside}건은 실패해 따로 두었습니다. yeongo jobs status로 보십시오.",
        "{fired} timers fired, {set_aside} failed and were set aside: see yeongo jobs status.",
    ),
    "fired": Said("기한이 된 일 {fired}건을 처리했습니다.", "{fired} timers fired."),
    "proposed": Said(
        "기한 {done}건을 제안했고 {failed}건은 거부되었습니다.", "{done} deadlines proposed, {failed} refused."
    ),
    "moved": Said("기한 {done}건을 옮겼고 {failed}건은 거부되었습니다.", "{done} deadlines moved, {failed} refused."),
    "nothing_to_recompute": Said("달라지는 기한이 없습니다.", "No deadline would move."),
    "retried": Said("{count}건을 다시 시도합니다.", "{count} will be tried again."),
    "application_complete": Said("빠진 것이 없습니다.", "Nothing is missing."),
    "no_difference": Said("달라진 것이 없습니다.", "Nothing differs."),
    "all_hold": Said("{count}개 성질이 모두 성립합니다.", "All {count} properties hold."),
    "some_fail": Said("{count}개 성질 중 {failed}개가 위반됩니다.", "{failed} of {count} properties fail."),
    "docs_written": Said("{count}개 문서를 썼습니다: {folder}", "{count} pages written to {folder}"),
    "ranking_agrees": Said(
        "사건만으로 다시 계산한 순위가 기록과 같습니다.", "Computed again from events alone: the recorded one."
    ),
    "ranking_differs": Said(
        "사건만으로 다시 계산한 순위가 기록과 다릅니다.", "Computed again from events alone: NOT the recorded one."
    ),
    "score_differs": Said(
        "{project}: 평가표로 계산한 점수가 기록과 다르거나 평가표가 남아 있지 않습니다.",
        "{project}: its sheets do not make the recorded score, or are no longer there.",
    ),
    "exported": Said("평가표 {count}부를 {file}에 썼습니다.", "{count} sheets written to {file}."),
    "docs_current": Said("문서가 모두 최신입니다.", "All pages are up to date."),
    "docs_stale": Said(
        "오래된 문서: {names}. `yeongo docs`로 다시 만드십시오.",
        "Stale pages: {names}. Write them again with `yeongo docs`.",
    ),
    "docs_untraced": Said("추적표의 오류:\n{faults}", "The coverage is wrong:\n{faults}"),
    **audit.SENTENCES,
}
