"""What the fields of payloads and facts are called, by name; `Kind.name` where one name means two things."""

from collections.abc import Mapping

from states.catalogue.said import Said

_NAMED = """
business|업종|Line of business
target_group|육성 타겟군|Target group
proposal|제안 번호|Proposal
held|보류한 만료|Expiry held
lapses|지난 기한|Deadlines that passed
receipts|접수한 서류|Letters entered
proposals|승인 대기|Waiting for approval
accepted_by|확인자|Accepted by
accountant|정산 회계법인|Accountant
activity|활동 지수|Activity
agreement|협약서|Agreement
agreement_items|협약 기재사항|Items of the agreement
amount|금액|Amount
announced_on|공고일|Announced on
annual_report|연차보고서|Annual report
answered|반영한 보완사항|Supplements answered
answers|문항별 답|Answers
approval|승인 문서|Approval
approval_no|승인 번호|Approval number
approved_by|확인한 두 번째 사람|Second person
approves|승인한 제안|Proposal approved
area|시·군·구|Municipality
area_name|시·군·구 이름|Name of the municipality
award|국비 지원액|Award
awards|지원 결정|Awards
beneficiary|수혜자|Beneficiary
book_no|접수대장 번호|Receipt-book number
brn|사업자등록번호|Registration number
brns|참여기업 사업자등록번호|Registration numbers
budget|사업비|Budget
cash|현금 부담|In cash
cause|사유|Cause
changed|바뀐 부분|What changed
checklist|점검 내용|What was looked at
chosen|선택|Chosen
closes_at|마감 일시|Closes at
committee|평가위원회|Committee
companies|목표 기업 수|Companies aimed at
company|지원기업|Company
confirmations|지방자치단체 확인|Confirmations
conflicts|이해충돌 과제|Conflicts
correction|시정 요구 내용|Correction asked for
costs_settled|사업비 정산 완료|Costs settled
counts|기업 수|Counts
cured|조치한 기업|Cured
dated|지정일|Designated on
deadline|기한|Deadline
decision|결정 내용|Decision
decision_no|결정 번호|Decision number
deductions|감점|Deductions
deliverables_checked|결과물 확인|Deliverables checked
department|부서|Department
detail|상세|Detail
direct|기업 직접지원액|Direct support
disadvantages|불이익 사항|Disadvantages
document|문서|Document
documents|첨부 문서|Documents
ends_on|종료일|Ends on
evaluators|평가위원|Evaluators
evaluator|평가위원|Evaluator
evidence|증빙|Evidence
exempt|의견청취 생략 사유|Why no opinion was heard
explanation|소명 내용|Explanation
fields|항목|Fields
final_report|최종보고서|Final report
finance|재무자료 있음|Financial data present
finding|지적 사항|Finding
fiscal_year|회계연도|Fiscal year
grade|등급|Grade
granted|우대 있음|Preferred
ground|근거 사유|Ground
held_on|개최일|Held on
id|식별자|Id
in_collection|징수 절차 진행 중|In collection
in_kind|현물 부담|In kind
index|지수|Index
infrastructure|기반 지수|Infrastructure
input|투입 지수|Input
intended|예정 처분|Intended decision
interest|이자|Interest
items|항목|Items
kind|종류|Kind
ktop|K-TOP 측정|K-TOP
ktop_use|K-TOP 활용 방안|Use of K-TOP
lead|주관기관|Lead
lead_opinion|주관기관 의견|Opinion of the lead
letter|공문|Letter
lifecycles|생애주기|Lifecycles
letters|참여의향서|Letters of intent
measured_on|측정일|Measured on
members|평가위원|Members
ministries|협업 부처|Ministries
ministry|부처|Ministry
minutes|회의록|Minutes
municipality|시·군·구|Municipality
municipality_confirmed|시·군·구 확인|Confirmed by the municipality
municipality_consents|시·군·구 동의|Consent of the municipality
municipality_pledge|시·군·구 부담 확약|Pledge of the municipality
name|설정 이름|Setting
national|국비|State money
next_budget|다음 해 사업비|Next budget
next_plan|다음 해 계획서|Next plan
notice|통지문|Notice
notice_no|공고 번호|Notice number
notices|부처별 공고 번호|Notice numbers
number|번호|Number
opens_at|시작 일시|Opens at
opinion|의견|Opinion
order|차수|Number
org|소속 기관|Organisation
output|성과 지수|Output
paid|지급액|Paid
paid_on|지급일|Paid on
paid_out|지급한 지원금|Support paid
panel|평가단|Panel
participants|참여기관|Participants
payments|지급 내역|Payments
people|참여인력|People
per_company|기업당 한도|Most for one company
person|담당자|Person
plan|계획서|Plan
plan_version|지역산업진흥계획 판|Version of the regional plan
pledge|확약서|Pledge
points|점수|Points
predecessor|이전 사업자등록번호|Earlier registration number
presented_on|발표일|Presented on
presenter|발표자|Presenter
programme|프로그램|Programme
programme_items|세부 프로그램|Items of programmes
programmes|프로그램|Programmes
project|과제|Project
province|시·도|Province
province_pledge|시·도 부담 확약|Pledge of the province
quantitative_items|정량지표 수|Quantitative items
rank|순위|Rank
rate|참여율|Share of time
rcms|RCMS 계정|RCMS account
rcms_account|RCMS 계정|RCMS account
reason|사유|Reason
recover|환수할 금액|To recover
reception_closes_at|접수 마감 일시|Reception closes at
ref|인력 번호|Person
refund|반납할 금액|To pay back
refunded|반납한 금액|Paid back
repaid|반환한 금액|Repaid
report|보고서|Report
request|신청 문서|Request
reserves|예비과제|Reserves
restriction_years|참여제한 연수|Years of restriction
results_report|성과활용보고서|Results report
review_panel|심의위원회|Review panel
role|역할|Role
round|사업 차수|Round
rules|공고 규정 지문|Rules
sales|매출액|Sales
sanction_amount|제재부가금|Sanction
scheduled|조치 예정|Scheduled cures
scope|대상|Scope
score|평가 점수|Score
screener|검토자|Screener
selection|선정 기업|Selected companies
self_pay|기업 부담금|Self-pay
sha256|문서 지문|Fingerprint
sheet|평가표|Sheet
signatures|서명|Signatures
signed_on|서명일|Signed on
source|재원|Source
spent|집행액|Spent
starts_on|시작일|Starts on
statement|정산서|Statement
subject|변경 대상|Subject
supplements|보완사항|Supplements
support|기업지원 차수|Support
support_ends_at|지원 종료 일시|Support ends at
telephone|전화번호|Telephone
text|답|Text
tie_order|동점 과제 순서|Order of ties
tie_reason|동점 순서 사유|Reason for the order
title|과제명|Title
until|기한|Until
usage_report|사용실적보고서|Usage report
value|값|Value
version|판|Version
voted_on|의결일|Voted on
what|우대 내용|What was preferred
facilities|지자체 인프라|Municipal infrastructure
facility|인프라|Infrastructure
year|연도|Year
absent|불참 평가위원|Absent
aggregation|점수 집계 방법|Aggregation
application_version|신청서 판|Version of the application
application_versions|제출한 판|Versions handed in
agreement_changes|협약 변경 내역|Changes of the agreement
former_brns|이전 사업자등록번호|Former registration numbers
holidays|지정된 공휴일|Declared holidays
lapsed_in|기한이 지난 상태|Lapsed in
letters_matched|일치한 참여의향서|Letters of intent matched
opinion_over|의견제출 기한 경과|Time for an opinion is over
sanctioned|제재 확정|Sanctioned
spending|집행 내역|Spending
successions|사업자 승계 내역|Successions
by|처리자|By
carried|이월액|Carried over
declarations|서약서 제출|Declarations
findings|지적 사항|Findings
inspected_at|점검 시각|Inspected at
inspections|점검|Inspections
item_scores|항목별 점수|Scores by item
judged|평가한 위원|Judged by
local_budgets|지방비 편성액|Local money budgeted
local_needed|필요한 지방비|Local money needed
local_offered|제시한 지방비|Local money offered
marked_down|감점|Marked down
before|감점 전|Before
screening|사전검토 감점|At screening
named_by|위원을 지명한 부처|Named by
no_show|불참 처리|No-show
objected|이의신청|Objected
objection_expired_at|이의신청 기간 경과|Objection period ended
ordered|부과된 제재금|Ordered
overdue|기한 지남|Overdue
pledges|지방비 확약액|Pledges
preferences|부처별 우대|Preferences
ranking|순위|Ranking
ranking_inputs|순위 산출 근거|What the ranking was made from
rejections|미선정 과제|Not selected
results_years|성과보고 연도|Years of results
sanction_paid|낸 제재금|Sanction paid
settled_on|정산일|Settled on
settings|결정된 설정|Settings decided
sheets_in|제출된 평가표|Sheets handed in
submissions|접수된 신청|Submissions
tie_break|동점 처리|Tie-break
unfinished|끝나지 않은 지원|Unfinished
was|되돌아온 상태|Came from
account|계정|Account
agreement_no|협약 번호|Agreement number
analysis|분석|Analysis
area_list|지역 목록|List of areas
areas|지역|Areas
basis|근거|Basis
content|내용|Content
day|날짜|Day
delivery|접수 방법|How it came
due_date|기한일|Due date
en|영어|English
extended|연장|Extended
file|파일|File
former|이전|Former
holiday|공휴일|Holiday
imported|가져온 자료|Imported
item|항목|Item
ko|한국어|Korean
known_from|알려진 날|Known from
month|월|Month
outage_from|장애 시작|Outage from
outage_until|장애 종료|Outage until
recomputed|다시 계산|Recomputed
reminder|알림|Reminder
resumed|재개|Resumed
returned|반환|Returned
row|줄|Row
self_paid|기업 부담 집행액|Self-paid
since|시작|Since
succeeded_on|승계일|Succeeded on
successor|승계 기업|Successor
suspended|중지|Suspended
trigger|처리|Step
won|금액|Won
migration|옮길 정의|Migration
moving|옮길 대상|What moves
reviewed|검토한 판|Reviewed
stream|대상|Stream
paper|서면|Letter
term|수행기간|Term
at|시각|At
arrived_at|도달 시각|Arrived at
received_at|접수 시각|Received at
found_at|지적 시각|Found at
no|번호|No.
on|날짜|On
visa|지역특화형비자|Regional visa
departments|부서|Departments
type|유형|Type
manufacturing|제조업|Manufacturing
other_industry|그 밖의 산업|Other industries
other|그 밖|Other
applied|신청|Applied
given|제출|Given
selected|선정|Selected
body|내용|Content
period|기간|Period
size|크기|Size
survey|수요조사|Survey
Evidence.kind|증빙 종류|Kind of evidence
Document.kind|문서 종류|Kind of document
Ktop.source|출처|Source
Person.role|과제 역할|Role
Evaluation.score|평가 점수|Score
PlannedProgramme.id|프로그램|Programme
Question.name|사업명|Name of the project
Question.period|사업기간|Period
Question.body|수행기관|Body in charge
Question.size|사업규모|Size
Question.content|주요내용|Content
Question.title|제목|Title
Question.chosen|선택한 보기|What was ticked
Question.counts|기업 수|Companies counted
Question.detail|상세 내용|Details
Question.text|답|Text
Question.fields|칸|Fields
Section.announcement|공고문|Announcement
Section.call|공고|Call
Section.notice|공고기간|Notice
Section.reception|접수|Reception
Section.agreement|협약|Agreement
Section.rounds|차수|Rounds
Section.money|지원금액|Money
Section.company|기업지원 기준|Support of companies
Section.participation|참여율|Rates of participation
Section.equipment|연구시설·장비|Equipment
Section.sanction|제재|Sanctions
Section.evaluation|평가|Evaluation
Section.counts|지역 수|Counts
Section.ministries|부처|Ministries
Section.collaborations|협업 조합|Collaborations
Section.roles|역할|Roles
Section.organisations|기관|Organisations
Section.participants|참여기관 유형|Kinds of participants
Section.programmes|프로그램|Programmes
Section.parts|제출서류|Parts of an application
Section.screening_reasons|사전지원제외 사유|Reasons of exclusion
Section.deductions|감점 사유|Grounds to mark down
Section.grades|평가등급|Grades
Section.milestones|추진일정|Milestones
Section.systems|시스템|Systems
Section.regulations|규정|Regulations
Section.periods|기한|Periods
Section.settings|미정사항|Settings
Section.amendable|변경 가능 범위|What may change
Section.area_rows|지역 목록|Areas
Section.province_rows|시·도 목록|Provinces
Section.criteria|평가지표|Criteria
Section.programme_items|세부 프로그램|Items of programmes
Section.survey|수요조사|Demand survey
Section.facts|그 밖의 사항|Other facts
Setting.won|원 단위 금액|an amount in won
Setting.int|정수|a whole number
Setting.percent|백분율|a percentage
Setting.days|일수|a number of days
Setting.choice|보기 중 하나|one of the choices
Setting.text|글|a text
Setting.areas|지역 코드 목록|a list of area codes
Setting.instant|일시|an instant
"""

FIELDS: Mapping[str, Said] = {
    name: Said(ko, en) for name, ko, en in (line.split("|") for line in _NAMED.strip().splitlines())
}

_OPTIONS = """
lead|책임|Lead
member|참여|Member
method|평가 방법|Method
procedure|평가 절차|Procedure
national|국비|State
province|시·도|Province
municipality|시·군·구|Municipality
main|본예산|Main budget
supplementary|추경|Supplementary budget
approval|승인|Approval
notice|통보|Notice
cancel_selection|선정취소|Cancel the selection
disqualify|선정배제|Disqualify
false_statement|거짓 기재|False statement
period_missed|기한 도과|Period missed
false_fact|거짓 사실|False fact
false_document|거짓 서류|False document
not_sme|중소기업 아님|Not an SME
not_target_group|육성 대상 아님|Not of the target group
other_area|다른 지역|Another area
arrears|체납|Arrears
barred|참여제한|Barred
other|그 밖|Other
false_data|거짓 자료|False data
closure|폐업|Closed down
moved_out|관외 이전|Moved out
correction_missed|시정 기한 도과|Correction missed
kinship|친족|Kinship
employment|소속·고용|Employment
advice|자문|Advice
interest|이해관계|Interest
post|우편|By post
hand|방문|By hand
visa|지역특화형비자|Regional visa
fund|지방소멸대응기금|Extinction-response fund
agreements|농촌협약|Rural agreements
municipal|기초지자체|Municipal
provincial|광역지자체|Provincial
mean|평균|Mean
trimmed_mean|최고·최저 제외 평균|Mean without the highest and the lowest
committee|위원회 결정|The committee decides
higher_item|배점 높은 항목 우선|The higher item decides
stop|첫 초과에서 중단|Stop at the first that does not fit
next_fitting|다음 맞는 과제까지|Go on to the next that fits
zero|0점|Zero
excluded|제외|Left out
stop_round|중단 평가|Stop after the round
unfit|부적합|Unfit
waiting|대기|Waiting
special|특별평가|Special evaluation
annual|연차평가|Annual evaluation
over|종료 후|Over
running|수행 중|Running
final|확정|Final
none|없음|None
no|아님|No
criteria|평가기준|Criteria
periods|기간|Periods
log|기록|Log
supplement|보완 서류|Supplement
resident|주민등록번호|Resident number
foreigner|외국인등록번호|Foreigner's number
passport|여권번호|Passport number
all|전체|All
"""

OPTIONS: Mapping[str, Said] = {
    name: Said(ko, en) for name, ko, en in (line.split("|") for line in _OPTIONS.strip().splitlines())
}
"""What the values of closed choices are called."""


def field_name(owner: str, name: str) -> Said:
    """What a field of a payload is called; its own name where nobody named it (a fact of an older definition)."""
    return FIELDS.get(f"{owner}.{name}") or FIELDS.get(name) or Said(name, name)
