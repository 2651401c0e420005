"""Why an answer to the demand survey is refused, and what would cure it."""

from collections.abc import Mapping

from states.catalogue.text import Text

REFUSALS: Mapping[str, Text] = {
    "survey.closed": Text(
        "수요조사 회신기한({closes_at})이 지났습니다. 접수 시각: {received_at}.",
        "The survey closed at {closes_at}; received {received_at}.",
        "기한을 늘리려면 부처가 수요조사 기한을 더 늦게 결정하여 기록해야 합니다.",
        "To receive more, the ministry decides on a later deadline of the survey.",
    ),
    "survey.other_technopark": Text(
        "{org}은(는) {area} 지역의 지정 테크노파크가 아닙니다.",
        "{org} is not the technopark designated for the area {area}.",
        "해당 시·도의 테크노파크가 회신하십시오.",
        "Let the technopark of the area's province answer.",
    ),
    "survey.unknown_question": Text(
        "조사서에 없는 질문입니다: {questions}.",
        "The form has no such question: {questions}.",
        "조사서의 질문으로 회신하십시오.",
        "Answer the questions of the form.",
    ),
    "survey.form": Text(
        "조사서의 보기나 칸에 맞지 않는 회신입니다: {parts}.",
        "What the form has no box or line for: {parts}.",
        "보기는 표시하고, 기업 수는 수로, 서술은 조사서의 칸에 적으십시오.",
        "Tick the form's options, count companies in numbers, write in its lines.",
    ),
    "survey.detail_missing": Text(
        "기타 기업의 내용이 상세히 기재되지 않았습니다: {questions}.",
        "Other companies are counted but not described: {questions}.",
        "기타 기업의 내용을 적으십시오.",
        "Describe them in detail.",
    ),
    "survey.project_missing": Text(
        "연계 가능한 사업이 있다고 하였으나 사업의 칸이 비어 있습니다: {fields}.",
        "A project is said to exist, but these lines about it are empty: {fields}.",
        "사업명, 사업기간, 시행주체, 사업규모, 사업내용을 모두 적으십시오.",
        "Give its name, period, body, size and content.",
    ),
    "survey.contradiction": Text(
        "'없다'는 다른 보기나 사업 내용과 함께 표시할 수 없습니다: {questions}.",
        "'None' cannot stand beside another option or a description: {questions}.",
        "있다와 없다 중 하나만 남기십시오.",
        "Leave either the one or the other.",
    ),
    "survey.answered_twice": Text(
        "이 테크노파크가 이 지역에 대해 이미 회신하였습니다.",
        "This technopark has already answered for the area.",
        "기존 회신을 수정하십시오.",
        "Revise the answer on record.",
    ),
}
