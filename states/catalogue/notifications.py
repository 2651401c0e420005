"""What the console says of letters, calendar feeds and webhooks, by key."""

from collections.abc import Mapping

from states.catalogue.said import Said

NOTIFICATIONS: Mapping[str, Said] = {
    "notifications": Said("알림 설정", "Notifications"),
    "notifications.lead": Said("무엇을, 언제, 어디로 받을지 정합니다.", "What you are told of, when, and where to."),
    "notifications.keep": Said("저장", "Save"),
    "letters.wanted": Said("받을 안내", "Letters"),
    "letters.help": Said(
        "자리를 비운 동안에는 대신하는 사람에게 갑니다.", "While you are absent they go to whoever stands in for you."
    ),
    "letters.law": Said("법령이 정해 늘 보내는 안내", "What the law asks for is always sent"),
    "hours": Said("받는 시간", "Quiet hours"),
    "hours.help": Said(
        "근무일의 이 시간에만 보냅니다(한국 시각). 법령이 정한 안내는 바로 보냅니다.",
        "Letters reach you between these hours of working days (Korea). What the law asks for is sent at once.",
    ),
    "hours.earliest": Said("부터", "From"),
    "hours.latest": Said("까지", "Until"),
    "feeds": Said("달력 구독", "Calendar feeds"),
    "feeds.help": Said(
        "달력 프로그램에서 기한을 봅니다. 주소를 아는 사람은 누구나 볼 수 있으니 필요 없으면 끊으십시오.",
        "Your deadlines in a calendar program. Whoever knows the address can read it: revoke what you do not need.",
    ),
    "feeds.own": Said("맡은 기한 모두", "All that you see to"),
    "feeds.stream": Said("공고·과제 번호(비우면 모두)", "A call or project (empty: all)"),
    "feeds.make": Said("주소 만들기", "Make an address"),
    "feeds.made": Said(
        "이 주소는 지금 한 번만 보입니다. 달력 프로그램에 넣으십시오.",
        "This address is shown this once. Enter it in your calendar program.",
    ),
    "feeds.revoke": Said("끊기", "Revoke"),
    "webhooks": Said("웹훅", "Webhooks"),
    "webhooks.help": Said(
        "이 역할로 볼 수 있는 일이 일어나면 다른 시스템에 서명해 알립니다.",
        "Another system is told, signed, of what happens that this duty may see.",
    ),
    "webhooks.none": Said("웹훅이 없습니다.", "There is no webhook."),
    "webhooks.new": Said("새 웹훅", "New webhook"),
    "webhooks.address": Said("주소(https)", "Address (https)"),
    "webhooks.events": Said("알릴 일", "Events"),
    "webhooks.everything": Said("모든 일", "Everything"),
    "webhooks.all_of": Said("{kind}의 모든 일", "Everything of: {kind}"),
    "webhooks.personal": Said("나만 봄(담당이 끝나면 함께 끝남)", "Mine alone (ends with my duty)"),
    "webhooks.mine": Said("나만 봄", "mine"),
    "webhooks.add": Said("등록", "Add"),
    "webhook.active": Said("사용 중", "active"),
    "webhook.paused": Said("쉼", "paused"),
    "webhook.gone": Said("받는 쪽이 없어짐", "gone"),
    "webhook.secret": Said("서명 비밀값입니다. 지금 한 번만 보입니다.", "The signing secret, shown this once."),
    "webhook.old_until": Said("이전 비밀값으로도 함께 서명하는 때:", "The old secret signs too until"),
    "webhook.help": Said(
        "쉬는 동안 일어난 일은 알리지 않습니다. 비밀값을 바꾸면 하루 동안 둘 다로 서명합니다.",
        "What happens while it rests is not told. After a change of secret both sign for a day.",
    ),
    "webhook.test": Said("시험 알림", "Send a test"),
    "webhook.pause": Said("쉬게 하기", "Pause"),
    "webhook.resume": Said("다시 알리기", "Resume"),
    "webhook.rotate": Said("비밀값 바꾸기", "Change the secret"),
    "webhook.remove": Said("지우기(기록 포함)", "Remove with its log"),
    "webhook.log": Said("보낸 기록", "Delivery log"),
    "webhook.log.none": Said("보낸 것이 없습니다.", "Nothing was sent yet."),
    "webhook.event": Said("일", "Event"),
    "webhook.attempts": Said("시도", "Attempts"),
    "webhook.redeliver": Said("다시 보내기", "Send again"),
    "webhook.change": Said("주소와 알릴 일 고치기", "Change address and events"),
    "message.unrouted": Said("배정 전", "not routed yet"),
    "message.waiting": Said("대기", "waiting"),
    "message.sent": Said("전달됨", "delivered"),
    "message.failed": Said("포기함", "given up"),
    "message.next": Said("다음 시도", "next try"),
}
