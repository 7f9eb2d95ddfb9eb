"""The words of a report's files, in both languages: who asks says which, whatever the server's own is."""

from __future__ import annotations

from typing import Final

WORDS: Final[dict[str, dict[str, str]]] = {
    "report": {"ar": "تقرير", "en": "Report"},
    "from": {"ar": "من", "en": "From"},
    "to": {"ar": "إلى", "en": "To"},
    "clinic": {"ar": "العيادة", "en": "Clinic"},
    "exam": {"ar": "نوع الفحص", "en": "Exam type"},
    "room": {"ar": "الغرفة", "en": "Room"},
    "hour": {"ar": "ساعة إصدار التذكرة", "en": "Hour of issue"},
    "total": {"ar": "التذاكر", "en": "Tickets"},
    "served": {"ar": "مكتمل", "en": "Done"},
    "no_shows": {"ar": "لم يحضر", "en": "No-show"},
    "cancelled": {"ar": "ملغى", "en": "Cancelled"},
    "transferred": {"ar": "محوَّل", "en": "Transferred"},
    "open": {"ar": "مفتوح الآن", "en": "Open now"},
    "unfinished": {"ar": "لم يكتمل", "en": "Not finished"},
    "wait_mean": {"ar": "متوسط الانتظار (ث)", "en": "Mean wait (s)"},
    "wait_p50": {"ar": "وسيط الانتظار (ث)", "en": "Median wait (s)"},
    "wait_p90": {"ar": "انتظار 9 من 10 لا يتجاوز (ث)", "en": "9 in 10 wait at most (s)"},
    "service_p50": {"ar": "وسيط المدة داخل العيادة (ث)", "en": "Median time in the room (s)"},
    "service_p90": {"ar": "مدة 9 من 10 داخل العيادة لا تتجاوز (ث)", "en": "9 in 10 are in the room at most (s)"},
    "throughput": {"ar": "المكتمل في الساعة", "en": "Done an hour"},
    "registered": {"ar": "الزيارات المسجلة", "en": "Visits registered"},
    "completed": {"ar": "الزيارات المكتملة", "en": "Visits completed"},
    "whole_p50": {"ar": "وسيط مدة الزيارة (ث)", "en": "Median whole visit (s)"},
    "whole_p90": {"ar": "مدة زيارة 9 من 10 لا تتجاوز (ث)", "en": "9 in 10 visits take at most (s)"},
    "all": {"ar": "المجموع", "en": "Total"},
    "no-exam": {"ar": "بلا نوع فحص", "en": "Without an exam type"},
    "no-room": {"ar": "لم يُنادَ", "en": "Never called"},
}
LANGUAGES: Final = ("ar", "en")


def word(key: str, language: str) -> str:
    """That word in that language."""
    return WORDS[key][language]
