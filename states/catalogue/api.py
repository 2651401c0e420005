"""What the HTTP door says when it does not do what was asked: status, title, detail, by the problem's code."""

from collections.abc import Mapping
from typing import NamedTuple

from states.catalogue.said import Said


class Told(NamedTuple):
    """A problem: its HTTP status and one sentence in each language."""

    status: int
    said: Said


def _told(status: int, ko: str, en: str) -> Told:
    return Told(status, Said(ko, en))


PROBLEMS: Mapping[str, Told] = {
    "body.malformed": _told(400, "본문이 JSON 객체가 아닙니다: {reason}", "The body is not a JSON object: {reason}"),
    "bundle.scope": _told(
        422,
        "과제(projects)나 범위(scope) 가운데 하나를 적으십시오.",
        "Name either projects or a scope that asks for something.",
    ),
    "body.too_large": _told(413, "본문이 {limit} 바이트를 넘습니다.", "The body is larger than {limit} bytes."),
    "body.slow": _told(408, "본문이 {seconds}초 안에 오지 않았습니다.", "The body did not come within {seconds} s."),
    "body.type": _told(
        415, "application/json 본문만 받습니다. 보낸 형식: {found}.", "Send application/json, not {found}."
    ),
    "request.invalid": _told(422, "요청의 값이 올바르지 않습니다.", "The request holds values that cannot be used."),
    "key.missing": _told(
        400,
        "Idempotency-Key 헤더(1~200자)가 있어야 합니다.",
        "Send an Idempotency-Key of 1 to 200 characters.",
    ),
    "key.other": _told(
        409,
        "이 Idempotency-Key는 다른 요청에 쓰였습니다. 새 키로 보내십시오.",
        "This Idempotency-Key was used for another request: send a new one.",
    ),
    "job.many": _told(
        429,
        "긴 작업이 이미 여럿 진행 중입니다. {seconds}초 후 다시 하십시오.",
        "Enough long jobs are under way: wait {seconds} s.",
    ),
    "job.unknown": _told(404, "찾을 수 없습니다.", "There is nothing here."),
    "etag.malformed": _told(400, "If-Match 값 {found}을(를) 읽을 수 없습니다.", "If-Match {found} is no ETag."),
    "login.needed": _told(401, "로그인이 필요합니다.", "Sign in, or send an API token."),
    "login.wrong": _told(401, "아이디 또는 비밀번호가 맞지 않습니다.", "The name or the password is wrong."),
    "login.again": _told(
        401,
        "다른 세션을 끝내려면 먼저 다시 로그인하십시오(로그인 후 15분까지).",
        "Sign in again first: other sessions are ended within 15 minutes of signing in.",
    ),
    "login.provider": _told(
        403,
        "이 서버는 비밀번호를 받지 않습니다. 기관 계정으로 로그인하십시오.",
        "No passwords here: sign in by the provider.",
    ),
    "login.unlinked": _told(
        401,
        "이 기관 계정은 연결된 사람이 없습니다. 운영자에게 연결을 요청하십시오.",
        "This account is linked to nobody here: ask your administrator to link it.",
    ),
    "login.throttled": _told(
        429, "로그인 시도가 많습니다. {seconds}초 후 다시 하십시오.", "Too many tries: wait {seconds} s."
    ),
    "oidc.failed": _told(
        502,
        "인증 제공자의 답을 믿을 수 없습니다({reason}).",
        "The provider's answer does not hold ({reason}).",
    ),
    "paper.denied": _told(
        403, "{role} 역할은 {paper} 서식을 볼 수 없습니다.", "The role {role} may not have the paper {paper}."
    ),
    "paper.unknown": _told(404, "찾을 수 없습니다.", "There is nothing here."),
    "paper.not_here": _told(
        409,
        "{subject}은(는) {state} 상태라 {paper} 서식을 만들 수 없습니다.",
        "{subject} is {state}: the paper {paper} cannot be written there.",
    ),
    "paper.not_yet": _told(
        409,
        "{subject}에 {paper} 서식이 알릴 처리({steps})가 아직 없습니다.",
        "None of the steps that {paper} tells of has been taken on {subject} yet: {steps}.",
    ),
    "paper.many": _told(
        422, "{paper} 서식이 읽을 대상이 {most}건을 넘습니다.", "The paper {paper} would read more than {most} streams."
    ),
    "paper.not_kept": _told(
        422, "{paper} 서식은 이 형식으로 보관하지 않습니다.", "The paper {paper} is not kept in this form."
    ),
    "document.empty": _told(422, "빈 파일입니다.", "The file is empty."),
    "document.large": _told(413, "문서는 {limit} 바이트까지입니다.", "A document has at most {limit} bytes."),
    "document.offset": _told(409, "{offset} 바이트가 와 있습니다.", "{offset} bytes are here: go on from there."),
    "document.hash": _told(422, "알린 해시와 다릅니다.", "The content is not the one announced."),
    "document.type": _told(
        422, "받는 형식이 아닙니다(PDF, HWP, HWPX, XLSX, DOCX, ZIP, PNG, JPEG).", "This type is not taken in."
    ),
    "document.bomb": _told(422, "압축이 지나치거나 겹친 파일입니다.", "The archive is packed too tight or nested."),
    "document.infected": _told(422, "검사에서 걸린 파일입니다.", "The scanner refuses this file."),
    "document.unscanned": _told(503, "파일 검사를 할 수 없습니다.", "The file cannot be scanned now."),
    "link.spent": _told(410, "이미 쓰였거나 기한이 지난 링크입니다.", "The link was used already or has expired."),
    "password.unfit": _told(
        422,
        "비밀번호는 12자에서 256자까지, 서로 다른 글자 5개 이상이어야 합니다. "
        "흔한 비밀번호, 이름·아이디·기관 이름을 이어 쓴 것, 자판 순서는 쓸 수 없습니다.",
        "A password has 12 to 256 characters, at least 5 different ones, and is hard to guess: no common one, "
        "no name, login or organisation with something added, no row of keys.",
    ),
    "token.unfit": _told(
        422,
        "토큰의 범위는 read, act이고 기한은 1~365일입니다.",
        "Scope: read, act; 1 to 365 days.",
    ),
    "scope.missing": _told(403, "이 토큰의 범위에 {scope}이(가) 없습니다.", "The token's scope lacks {scope}."),
    "origin.foreign": _told(
        403, "다른 사이트에서 보낸 요청은 받지 않습니다.", "A request from another site is not accepted."
    ),
    "duty.choose": _told(
        400,
        "역할이 여럿입니다. Yeongo-As: 역할:기관 으로 하나를 고르십시오: {duties}.",
        "You have several duties; choose one with Yeongo-As: role:organisation of {duties}.",
    ),
    "duty.not_yours": _told(403, "지금 맡고 있지 않은 역할입니다.", "You do not hold this duty now."),
    "duty.none_now": _told(403, "지금 맡은 역할이 없습니다.", "You hold no duty now."),
    "access.denied": _told(403, "이 역할로는 할 수 없습니다.", "Your role may not do this."),
    "step.not_here": _told(
        409, "지금 이 역할로 할 수 있는 처리가 아닙니다.", "This step is not one your duty may take here now."
    ),
    "bulk.many": _told(
        422, "한 번에 500건까지 처리합니다. 조건을 좁히십시오.", "At most 500 at once: narrow the list first."
    ),
    "remark.personal": _told(
        422,
        "의견에 주민등록번호 같은 개인 식별번호를 쓸 수 없습니다.",
        "A remark must not hold a personal identification number.",
    ),
    "webhook.address": _told(
        422,
        "웹훅은 인터넷에 있는, 사용자 정보가 없는 https 주소여야 합니다.",
        "A webhook has an https address on the internet, without a user in it.",
    ),
    "webhook.unknown_event": _told(422, "없는 종류의 일입니다: {events}.", "There are no such events: {events}."),
    "webhook.too_many": _told(409, "한 역할에 {most}개까지입니다.", "A duty has at most {most} webhooks."),
    "vault.in_use": _told(
        409,
        "웹훅 {count}개의 비밀값이 아직 이전 키로 잠겨 있습니다. `yeongo webhook rekey`를 먼저 끝내십시오.",
        "The secrets of {count} webhooks are still sealed under an older key: finish `yeongo webhook rekey` first.",
    ),
    "webhook.no_key": _told(
        503,
        "비밀값을 잠글 키 파일이 이 서버에 없습니다. 운영자에게 알려 주십시오.",
        "This server has no key to seal a secret with: tell its operator.",
    ),
    "letter.statutory": _told(
        422, "법령이 정한 안내는 거부할 수 없습니다.", "The law asks for this letter: it cannot be refused."
    ),
    "letter.hours": _told(
        422, "받는 시간은 하루 한 시간 이상이어야 합니다.", "The hours for letters must be at least one a day."
    ),
    "found.nothing": _told(404, "찾을 수 없습니다.", "There is nothing here."),
    "proof.unsealed": _told(
        409,
        "아직 봉인되지 않아 증명할 수 없습니다. 잠시 뒤에 다시 하십시오.",
        "It is not sealed yet and cannot be proven: try again in a moment.",
    ),
    "method.wrong": _told(405, "이 주소에는 쓸 수 없는 방법입니다.", "This method is not for this address."),
    "command.refused": _told(409, "처리할 수 없습니다.", "This was refused."),
    "command.invalid": _told(422, "처리할 내용이 올바르지 않습니다.", "The command cannot be judged."),
    "rate.limited": _told(429, "요청이 너무 잦습니다.", "Too many requests."),
    "server.busy": _told(503, "잠시 후 다시 하십시오.", "Too much is waiting. Ask again later."),
    "server.undecided": _told(
        503,
        "아직 결정되지 않았습니다. 같은 Idempotency-Key로 다시 보내 결과를 확인하십시오.",
        "Not decided yet. Send it again with the same Idempotency-Key to learn what became of it.",
    ),
    "server.failed": _told(500, "시스템 장애입니다. 요청 번호를 알려 주십시오.", "The system failed."),
    "storage.failed": _told(
        503,
        "지금은 저장할 수 없어 아무것도 확정되지 않았습니다. 잠시 뒤 같은 Idempotency-Key로 다시 보내십시오.",
        "Nothing can be stored now and nothing is acknowledged: send it again later with the same Idempotency-Key.",
    ),
    "person.exists": _told(409, "이미 등록된 사람입니다.", "This person is there already."),
    "person.unknown": _told(404, "없는 사람입니다.", "There is no such person."),
    "person.forgotten": _told(409, "파기한 사람입니다.", "This person was erased."),
    "person.held": _told(
        409, "보존 의무가 걸려 있어 파기하지 않았습니다.", "A legal hold stands on this person: nothing was erased."
    ),
    "forgetting.same_person": _told(
        409, "파기는 다른 관리자가 한 번 더 요청하여야 합니다.", "A second administrator must ask for it too."
    ),
    "person.name": _told(422, "사람의 식별자로 쓸 수 없습니다.", "This cannot be a person's id."),
    "organisation.unknown": _told(404, "'{org}' 기관이 없습니다.", "There is no organisation '{org}'."),
    "organisation.name": _told(422, "기관의 식별자로 쓸 수 없습니다.", "This cannot be an organisation's id."),
    "duty.role": _told(422, "'{role}'은(는) 줄 수 있는 역할이 아닙니다.", "'{role}' is no role to give."),
    "duty.unknown": _told(404, "'{duty}' 담당이 없습니다.", "There is no duty '{duty}'."),
    "duty.none": _told(409, "넘길 담당이 없습니다.", "There is no duty to pass on."),
    "absence.empty": _told(422, "기간 또는 사람이 올바르지 않습니다.", "Empty period, or one person twice."),
    "credential.unknown": _told(404, "없는 세션 또는 토큰입니다.", "There is no such session or token."),
}
