"""협약서: what agency and lead agree on, ten items (운영요령 66).

The announcement counts the items and does not word them: headings and order are our reading; figures are the record's.
"""

from states.papers.parts import THOUSAND, Article, Column, Field, Fields, Listed, Paper, Says, Signed, Table
from states.papers.rows.money import years
from states.roles import (
    ADMIN,
    AGENCY,
    AUDITOR,
    LEAD,
    MINISTRY,
    MUNICIPALITY,
    PARTICIPANT,
    PARTNER_MINISTRY,
    PROVINCE,
)

MONEY = (
    Column("year", ko="회계연도", en="Fiscal year"),
    Column("national", ko="국비", en="State", sums=True),
    Column("province", ko="광역", en="Province", sums=True),
    Column("municipality", ko="기초", en="Municipality", sums=True),
    Column("total", ko="합계", en="Total", sums=True),
)

PAPER = Paper(
    id="agreement",
    ko="협약서",
    en="Agreement",
    on=("project",),
    by=frozenset({ADMIN, AGENCY, AUDITOR, LEAD, MINISTRY, MUNICIPALITY, PARTICIPANT, PARTNER_MINISTRY, PROVINCE}),
    states=frozenset({
        "supplementing", "agreement_pending", "agreement_suspended", "agreed", "supporting", "annual_evaluation",
        "special_evaluation", "final_report_due",
    }),
    step=("sign_agreement", "agreement"),
    unit=THOUSAND,
    cite="공고 §1·§2·§7; 운영요령 66",
    parts=(
        Says(
            "전문기관과 주관기관(이하 “협약당사자”)은 다음과 같이 협약을 체결한다.",
            "The agency and the lead organisation agree as follows.",
            level=0,
        ),
        Article("과제와 목표", "Project and goal", (
            Fields((
                Field("rules.call", "label", "사업명", "Programme"), Field("project.title"), Field("project.area"),
                Field("project.ministries"), Field("project.plan_version", ko="지역산업진흥계획", en="Regional plan"),
            )),
            Says("세부 목표와 추진내용은 보완된 사업계획서에 따른다.", "Goal and work are those of the plan."),
        )),
        Article("협약당사자와 참여기관", "Parties and participants", (
            Fields((
                Field("rules.call.agency", "org", "전문기관", "Agency"),
                Field("project.lead", ko="주관기관", en="Lead"),
                Field("project.participants", "participants", "참여기관", "Participants"),
            )),
        )),
        Article("협약기간", "Term", (
            Says(
                "협약기간은 {rules.agreement.starts_on:date}부터 {rules.agreement.ends_on:date}까지 "
                "{rules.agreement.months:count}개월로 한다.",
                "The term runs from {rules.agreement.starts_on:date} to {rules.agreement.ends_on:date}, "
                "{rules.agreement.months:count} months.",
            ),
            Says("{rules.agreement.extension_ko:text}(공고 §2).", "{rules.agreement.extension_en:text} (§2)."),
        )),
        Article("사업비와 분담", "Money and shares", (
            Says(
                "{rules.call.year:text}년도 국비 지원액은 {project.award:words}으로 한다.",
                "State money of {rules.call.year:text}: {project.award:words}.",
            ),
            Table(years, MONEY, "연도별 사업비", "Money by fiscal year"),
            Says(
                "지방비는 광역 {project.province_pledge:full_won}, 기초 {project.municipality_pledge:full_won}을 "
                "부담하며 지급 기한을 지킨다.",
                "Local money: province {project.province_pledge:full_won}, municipality "
                "{project.municipality_pledge:full_won}, paid in time.",
            ),
        )),
        Article("참여인력", "People", (
            Says(
                "총괄책임자는 {rules.participation.lead_min_percent:percent} 이상, 참여연구원은 "
                "{rules.participation.member_min_percent:percent} 이상 참여하며, 참여인력은 "
                "{project.people:people}명으로 한다.",
                "The lead researcher gives at least {rules.participation.lead_min_percent:percent} of the time, others "
                "at least {rules.participation.member_min_percent:percent}; {project.people:people} people take part.",
            ),
        )),
        Article("기업지원", "Support of companies", (
            Says("지원 프로그램", "Programmes"),
            Listed("project.programmes", "programme"),
            Says(
                "기업당 연 {rules.company.cap_year:full_won} 이내에서 공고 §3의 절차 ①–⑧에 따라 지원한다.",
                "At most {rules.company.cap_year:full_won} a company and year, by the steps ①–⑧ of the call (§3).",
            ),
        )),
        Article("사업비의 관리와 집행", "Keeping and spending the money", (
            Says(
                "사업비는 실시간통합연구비관리시스템(RCMS)으로 관리하고 협약한 용도에만 쓴다.",
                "The money is kept in RCMS and spent on what was agreed.",
            ),
        )),
        Article("보고와 평가", "Reports and evaluation", (
            Says(
                "주관기관은 연차보고서, 사용실적보고서, 최종보고서와 성과활용보고서를 기한 안에 제출한다.",
                "The lead submits annual, usage, final and results reports in time.",
            ),
            Says(
                "연차평가 결과에 따라 지원을 계속하거나 중단한다.",
                "The annual evaluation decides whether support continues.",
            ),
        )),
        Article("협약의 변경과 해약", "Change and termination", (
            Says(
                "협약의 변경은 승인 또는 통보의 절차를 거치며(운영요령 68), 특별평가로 중단할 수 있다(운영요령 69·74).",
                "Changes are approved or notified (article 68); a special evaluation may end it (articles 69, 74).",
            ),
        )),
        Article("정산·환수와 제재, 그 밖의 사항", "Settlement, sanctions and the rest", (
            Says(
                "정산금과 환수금의 납부, 제재는 운영요령 44·77·82에 따르며, 이 협약에 없는 사항은 공고와 "
                "운영요령에 따른다.",
                "Settlement and sanctions follow articles 44, 77 and 82; the rest follows call and regulation.",
            ),
        )),
        Says(
            "협약의 성립을 증명하기 위하여 협약서를 작성하고 당사자가 서명(날인)한다.",
            "In witness of which the parties sign.",
            level=0,
        ),
        Signed((AGENCY, LEAD, PARTICIPANT)),
    ),
)  # fmt: skip
