"""The rules' reasons in both languages, for programs that show them as they are.

The console translates the codes itself; these are for the HTTP interface.
"""

from __future__ import annotations

from mmc_console.domain.centre import Words
from mmc_console.domain.order import Why

_TEXTS: dict[str, Words] = {
    "urgent": {"ar": "حالة عاجلة، وتُستدعى قبل غيرها", "en": "Urgent: called before all others"},
    "priority": {"ar": "له أولوية على من ينتظر دورًا عاديًا", "en": "Has priority over ordinary numbers"},
    "share": {
        "ar": "دور عادي بعد {priority} من كل {of} نداءات للأولوية",
        "en": "An ordinary number's turn after {priority} of every {of} calls went to priority",
    },
    "first": {"ar": "الأطول انتظارًا في هذه العيادة", "en": "Has waited longest at this clinic"},
    "only": {"ar": "المحطة الوحيدة المتبقية في هذه المرحلة", "en": "The only stop left in this stage"},
    "only-open": {"ar": "العيادة الوحيدة المفتوحة من هذه المرحلة", "en": "The only open clinic of this stage"},
    "shortest": {"ar": "أقصر انتظار متوقع: نحو {minutes} دقيقة", "en": "Shortest expected wait: about {minutes} min"},
    "nearest": {"ar": "الانتظار متساوٍ وهذه أقرب", "en": "Equal waits, and this one is nearest"},
    "order": {"ar": "التالية في ترتيب المسار", "en": "Next in the pathway's order"},
    "chosen": {"ar": "كما عُرضت عند الإنهاء", "en": "As shown when the exam was finished"},
    "walk-in": {"ar": "زيارة لهذه العيادة وحدها", "en": "A visit to this clinic alone"},
    "moved": {"ar": "محوَّل من عيادة أخرى", "en": "Transferred from another clinic"},
    "admitted": {"ar": "حضر إلى هذه العيادة", "en": "Came to this clinic"},
    "opened": {"ar": "فُتحت العيادة", "en": "The clinic has opened"},
}


def words(why: Why) -> Words:
    """The reason in every language it is written in."""
    return {language: text.format(**why.params) for language, text in _TEXTS[why.code].items()}
