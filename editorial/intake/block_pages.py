"""Side room of extract: pages that a server or a censor puts in the place of the page that was asked for."""

import re

#: A real page with more letters than this is not judged by a phrase in it.
MOST_LETTERS = 900
#: What no statement says. Phrases that a statement about censorship may well say count on a page of a few lines only.
_FEW_LETTERS = 350
_SURE = re.compile(
    r"(?:enable|activate|requires?|needs?|turn on|without) javascript|javascript (?:is|must be|has to be|required)"
    r"|javascript (?:and|or) cookies|activer javascript|javascript aktivieren|habilit\w+ (?:el |o )?javascript"
    r"|javascript'?i (?:etkinleştir|aç)|جاوا ?اسکریپت|جافا ?سكريبت|تفعيل javascript"
    r"|checking (?:your browser|if the site)|verif\w+ (?:that )?you are (?:a )?human|are you a (?:robot|human)"
    r"|recaptcha|attention required|ddos protection|403 forbidden|401 unauthorized|404 not found"
    r"|50[0234] (?:bad gateway|service|gateway|internal)",
    re.I,
)
_LIKELY = re.compile(
    r"captcha|unusual traffic|security check|just a moment|you have been blocked|unavailable for legal reasons"
    r"|access (?:to this \w+ )?(?:is |has been )?(?:denied|blocked|restricted)"
    r"|(?:request|site|page) (?:was |has been |is )blocked|page (?:could not be|not|was not) found|error 4\d\d"
    r"|this (?:account|domain|site) (?:has been|is) (?:suspended|for sale)"
    r"|erişim(?:e|i)? engellen|engellenmiştir|tedbir kararı|sayfa bulunamadı"
    r"|دسترسی به (?:این|سایت|پایگاه)[^.]{0,60}(?:مسدود|مجاز نیست)|(?:سایت|صفحه)[^.]{0,30}(?:مسدود|فیلتر) (?:شده|است)"
    r"|صفحه[^.]{0,30}یافت نشد|(?:تم حجب|محجوب)|الصفحة غير موجودة|غير مسموح (?:لك )?بالوصول|پەڕەکە نەدۆزرایەوە"
    r"|page introuvable|accès (?:refusé|interdit)|acceso denegado|zugriff verweigert",
    re.I,
)


def block_page(text: str, letters: int) -> str:
    """The phrase by which a short page shows itself to be no page ("enable JavaScript"), or "" for a real one.

    `letters` is how many letters `text` has.
    """
    if letters > MOST_LETTERS:
        return ""
    words = " ".join(text.split())
    found = _SURE.search(words) or (_LIKELY.search(words) if letters <= _FEW_LETTERS else None)
    return found[0] if found else ""
