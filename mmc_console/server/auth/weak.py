"""Passwords that everybody takes: common words dressed up with digits and signs, runs on a keyboard, repetitions.

One list of words and a few patterns instead of a long file; it refuses what is tried first, and asks for no
composition.
"""

from __future__ import annotations

import re
from typing import Final

REPEATED_BELOW: Final = 20
_SIMPLER: Final = str.maketrans("013457@$!|", "oieastasii")
_WORDS: Final = """
password passwords passwort passwd pass parola motdepasse contrasena senha kalimah kalmah kalima sirri sir
secret secrets admin admins administrator root superuser sysadmin system user users username guest guests
default test tests testing tester demo sample example temp temporary changeme change newpassword mypassword
thepassword password123 login logon signin welcome hello hallo marhaba marhaban salam salamalaikum letmein
openup opensesame enter entry access allow iloveyou loveyou loveme lovely love sunshine princess dragon monkey
football baseball basketball soccer master masters shadow superman batman spiderman starwars pokemon hunter
ranger killer charlie michael jordan jennifer ashley daniel jessica robert thomas george william mohammed
mohamed muhammad mohammad ahmed ahmad abdullah abdallah abdulrahman ali hassan hussein hussain omar khalid
khaled fatima fatimah aisha maryam mariam noora nora sara sarah flower flowers summer winter spring autumn
freedom whatever trustno trustnoone trustme nothing computer internet windows microsoft google facebook
whatsapp samsung android iphone apple linux server database oracle network wireless hospital hospitals clinic
clinics center centre medical medicalcenter medicalcentre medicalcommittee committee military army navy
airforce police security doctor doctors nurse nurses patient patients reception receptionist supervisor
clinician laboratory xray health healthcare saudi saudiarabia riyadh jeddah makkah mecca madinah dammam qatar
doha kuwait bahrain emirates dubai abudhabi oman muscat yemen egypt cairo jordan amman iraq baghdad mmc
mmcconsole console queue qwerty qwertyuiop qwertz azerty asdf asdfgh asdfghjkl zxcv zxcvbn zxcvbnm qazwsx
qazwsxedc wsxedc abc abcd abcde abcdef abcdefgh letme blink gold silver diamond money dollar bismillah allah
alhamdulillah subhanallah inshallah mashallah allahuakbar محمد احمد عبدالله علي فاطمه مستشفي عياده طبيب دكتور
استقبال مرحبا السلام السلامعليكم بسمالله الحمدلله كلمهالمرور كلمهالسر كلمهسر سري مدير المدير مستخدم
اللجنهالطبيه المركزالطبي السعوديه الرياض جده مكه
"""
_COMMON: Final = frozenset(_WORDS.split())
_RUNS: Final = (
    "0123456789012345678909876543210987654321",
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
    "zyxwvutsrqponmlkjihgfedcbazyxwvutsrqponmlkjihgfedcba",
    "qwertyuiopasdfghjklzxcvbnm", "poiuytrewqlkjhgfdsamnbvcxz",
    "ضصثقفغعهخحجدشسيبلاتنمكطئءؤرلاىةوزظ", "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "qazwsxedcrfvtgbyhnujmikolp", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
)  # fmt: skip


def is_common(folded: str) -> bool:
    """Whether *folded* (see `domain.folding`) is among the first things somebody would try."""
    bare = re.sub(r"[\W_]", "", folded)
    if len(set(bare)) <= 3:  # aaaaaaaaaa, 1212121212, only signs
        return True
    if bare in (bare + bare)[1:-1] and len(bare) < REPEATED_BELOW:  # the same piece again and again
        return True
    digits = re.sub(r"[^0-9]", "", bare)
    if any(bare in run for run in _RUNS) or (len(bare) - len(digits) <= 2 and digits in _RUNS[0]):
        return True
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", folded).translate(_SIMPLER)
    words = {bare.translate(_SIMPLER), re.sub(r"[\W_]", "", core), re.sub(r"[0-9]", "", bare)}
    words |= {word[: len(word) // 2] for word in words if word == word[: len(word) // 2] * 2}
    return not words.isdisjoint(_COMMON)
