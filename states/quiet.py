"""The steps that tell nobody, a line each: which, and why. Whatever is not here has a letter (law `told`)."""

from collections.abc import Mapping

_CALL = """
load: nobody takes part in a call that is not announced
decide_setting: a setting stands in the call, which everybody reads; the deadlines it moves are told each
announce: the announcement is public
open_reception: the day stands in the announcement, and reminders say it
name_committee: the ministries invite their evaluators themselves
declare: an evaluator's own declaration
record_areas: a list that is public elsewhere; a project hears what follows from it by a refusal
record_succession: each company it concerns is told by its own step
start_evaluation: what follows is told to each project
cut_awards: each project whose award is cut is told by its own step
end_call: each project was told of its own end
declare_holiday: each deadline that moves is told by its own step
"""
_PROJECT = """
start_draft: the lead's own draft
save: the lead's own draft
start_screening: the result of the screening is told
supplement_overdue.=: nothing lapses while a letter waits
pass_screening: the evaluation goes on; who is excluded is told
begin_presentation: the panel and the presenter are in the room
no_show: told with the result
submit_sheet: single sheets are sealed
recuse: the secretary, who seats the panel, is in the room
excuse_evaluator: the secretary, who seats the panel, is in the room
close_scores: told with the result
objection_lapsed.=: nothing lapses while a letter waits
not_accepted.=: nothing lapses while a letter waits
reflect_regional_plan: a condition of the agreement, which is told
pledge_again: the lead's own pledge; the agreement that holds it is told
budget_local_money: a budget of its own council; each payment is told
sign: each party's own signature; the agreement is told to all
take_over_agreed: what is taken over was told under its earlier call
take_over_round_one: what is taken over was told under its earlier call
take_over_round_two: what is taken over was told under its earlier call
take_over_final_report: what is taken over was told under its earlier call
begin_round: the lead's own beginning
complete_state_money: each payment was told
complete_local_money: each payment was told
change_people: the lead's own people, with the agency's approval where one is needed
await_annual_report: told with the receipt of the objection
await_term_end: told with the receipt of the objection
termination_lapsed.=: nothing lapses while a letter waits
begin_termination_settlement: the end of the agreement and the result of the settlement are told
grade_lapsed.=: nothing lapses while a letter waits
await_results_report: told with the receipt of the report before it
reexamination_lapsed.=: nothing lapses while a letter waits
await_sanction_payment: told with the sanction that is final
"""
_SUPPORT = """
open: the lead's own plan in the making
publish: the recruiting notice is public
readvertise: the recruiting notice is public
close_company_call: the day stands in the recruiting notice, and reminders say it
select_companies: each company is told by its own step
record_participants: those who only took part, in the lead's own list
record_inspection: what was found is told as a finding
cure_findings: the inspection's report, which says so, is told
"""
_COMPANY = """
give_letter: the company itself gave the letter
check: the result of the check is told
record_ktop: told with the selection
evaluate: told with the selection
begin: what was agreed with the company
record_spending: the company's own spending, as RCMS has it
inspect: what was found is told as a finding
"""
_SURVEY = """
withdraw: the technopark's own answer
close_survey: the day stands in the survey, and reminders say it
"""


def _lines(text: str) -> Mapping[str, str]:
    return dict(line.split(": ", 1) for line in text.strip().splitlines())


QUIET: Mapping[str, Mapping[str, str]] = {
    "call": _lines(_CALL),
    "project": _lines(_PROJECT),
    "support": _lines(_SUPPORT),
    "company": _lines(_COMPANY),
    "survey": _lines(_SURVEY),
}
"""By lifecycle, the row's name or its trigger, and why nobody is told."""
