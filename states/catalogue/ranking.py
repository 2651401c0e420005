"""Why a project stands where it does, and what that came to, in Korean and English."""

from collections.abc import Mapping

from states.catalogue.said import Said

REASONS: Mapping[str, Said] = {
    "highest": Said("점수가 가장 높음", "the highest score"),
    "lower_score": Said("{above}보다 {difference}점 낮음", "{difference} points below {above}"),
    "lower_item": Said(
        "{above}와 동점이나 배점 순 {item}번째 항목에서 {difference}점 낮음",
        "equal to {above}, but {difference} points below in item {item} by weight",
    ),
    "decided": Said("{above}와 동점, 위원회 의결로 정함", "equal to {above}, decided by the committee"),
    "unscored": Said("점수 없음(발표 불참 제외)", "no score: excluded for its absence"),
}

OUTCOMES: Mapping[str, Said] = {
    "awarded": Said("선정 {award}원", "awarded {award} won"),
    "reserve": Said("예비", "reserve"),
    "below_minimum": Said("최저점수 미달", "below the minimum score"),
    "not_reached": Said("예산선 밖", "beyond the budget line"),
    "unscored": Said("미선정", "not selected"),
}
