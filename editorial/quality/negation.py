"""Ground: whether a changed text says "not" where it did not before, or no longer does.

A rule of thumb for a loud warning, made to miss nothing: it looks at the words that a change took out and put in.
A word that denies counts, and so does a pair of words of which one is the other with a denying prefix or ending
(می‌رود / نمی‌رود, lawful / unlawful, geliyor / gelmiyor). Where a language's words are not known, every change counts.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from archive import folding
from archive.differences import GONE, SAME, Piece, word_difference

#: Words that deny, by the language's primary subtag.
WORDS: Mapping[str, str] = {
    "en": "not no never none nobody nothing nowhere neither nor without cannot n't",
    "fa": "نه نی خیر نیست نیستم نیستی نیستیم نیستید نیستند نبود نشد نباید نمی هیچ هرگز بدون بی غیر عدم فاقد مگر",
    "ar": "لا لم لن ليس ليست ليسوا لست لسنا ما غير بلا دون بدون عدم كلا ولا فلا ولم فلم ولن فلن وليس أبدا قط لما إلا",
    "ckb": "نا نە نەک نەخێر نییە نیە نین نیم نیت نیین مە هیچ هەرگیز قەت بێ بەبێ بێجگە",
    "kmr": "ne na nîne nîn nînin nînim tu tune qet bê bêyî me",
    "tr": "değil değildir yok yoktur hiç hiçbir asla hayır ne olmaksızın olmadan",
    "az": "deyil deyildir yox yoxdur heç heçbir əsla xeyr nə olmadan",
    "fr": "ne n pas point jamais rien aucun aucune personne ni sans non nul nulle plus guère",
    "es": "no nunca jamás nada nadie ningún ninguno ninguna ni sin tampoco",
    "pt": "não nao nunca jamais nada ninguém nenhum nenhuma nem sem tampouco",
    "it": "non no mai niente nulla nessuno nessuna nessun né senza neanche nemmeno neppure",
    "de": "nicht nichts kein keine keinen keinem keiner keines nie niemals niemand niemanden nirgends weder ohne nein",
    "sv": "inte ej icke aldrig ingen inget inga ingenting varken utan nej",
    "ru": "не нет ни никогда никто ничто ничего нигде нельзя без никакой никакие",
    "el": "δεν δε μη μην όχι ούτε ποτέ κανείς κανένας καμία κανένα τίποτα χωρίς",
    "hy": "ոչ չի չէ չեն մի երբեք ոչինչ առանց",
    "he": "לא אין אל בלי ללא אף אינו אינה אינם איני מעולם",
    "ur": "نہیں نہ مت بغیر بلا نا ہرگز",
    "ps": "نه نا مه نشته هیڅ هیچ بې پرته",
}
#: What makes a word deny when put before it; a prefix of the affirmative may make room for it (می, ب, دە, di).
_PREFIXES: Mapping[str, tuple[str, str]] = {
    "en": ("un|in|im|il|ir|non|dis", ""),
    "fa": ("نمی|ن|نا|بی|غیر|م", "می|ب"),
    "ar": ("لا|غير|اللا", ""),
    "ckb": ("نا|نە|مە|بێ", "دە|ب|ئە"),
    "kmr": ("na|ne|nî|me|bê", "di|bi"),
    "fr": ("in|im|il|ir|non|dé|n", ""),
    "es": ("in|im|i|des", ""),
    "pt": ("in|im|i|des", ""),
    "it": ("in|im|ir|il|s|dis", ""),
    "de": ("un|nicht|miss", ""),
    "sv": ("o|icke|miss", ""),
    "ru": ("не|без|бес|ни", ""),
    "el": ("α|αν|μη", ""),
    "hy": ("չ|ան|անհ", "կ"),
    "he": ("אי|בלתי", ""),
    "ur": ("نا|غیر|بے|لا", ""),
    "ps": ("نا|نه|بې|غیر", ""),
    "az": ("qeyri|bi|na", ""),
    "tr": ("gayri|na|bi", ""),
}
#: Endings and infixes that deny.
_INSIDE: Mapping[str, str] = {
    "en": r"n['’]t$|less(ly|ness)?$",
    "tr": r"m[ıiuü]yor|(?<=\w)m[ae](y[ae][cn]|y[iı]p|d[ıi]|m[ıi]ş|m[ae]l|s[ıi]n|d[ae]n|z(?=$|[sdlk]))|\w\ws[ıiuü]z",
    "az": r"(?<=\w)m([ıiuü]r|[aə](y[aə][cn]|y[iı]b|d[ıi]|m[ıi]ş|m[aə]l|s[ıi]n|d[aə]n|z(?=$|[sdlk])))|\w\ws[ıiuü]z",
    "de": r"los(e[nrms]?|igkeit)?$",
    "ckb": "^و?(نا(?!و)|نە(?!تەو|وت|ور|خۆش|ژاد|وە)|مە(?!زن|رج|ڵبەند|به|بەست|سەل))",
    "fa": "^نمی|^ن(?!وشت|ویس|شست|شین|هاد|ما|مود|ام|واخت|ال|شان|گر|گاه|ظ|فر|یاز|یر)\\w{2,}(ند|یم|ید|ه\u200c?ا(م|ند|یم))$"
    "|^ن(کرد|شد|بود|رفت|داد|گفت|دارد|دارم|یامد|خواست|توانست|زد|ماند|یافت|داشت|رسید|دید|خواهد|تواند)",
}
_SAME_AS = {"prs": "fa", "ku": "kmr"}
_TOKEN = re.compile(r"[\w\u200c\u064b-\u0652\u0670’'-]+")


def _language(tag: str) -> str:
    base, _dash, rest = tag.partition("-")
    if base in ("ku", "kmr"):
        return "ckb" if rest == "Arab" else "kmr"
    return _SAME_AS.get(base, base)


@lru_cache(maxsize=32)
def _denying(language: str) -> frozenset[str]:
    return frozenset(filter(None, (folding.match_form(word) for word in WORDS.get(language, "").split())))


def knows(tag: str) -> bool:
    """Whether the denying words of a language are known here."""
    return _language(tag) in WORDS


def denies(word: str, tag: str) -> bool:
    """Whether a word by itself denies, in a language of the archive."""
    language = _language(tag)
    # An elided word counts as the two that it is: n'en, l'un.
    if any(part in _denying(language) for part in (folding.match_form(word), *folding.match_form(word).split())):
        return True
    inside = _INSIDE.get(language)
    return bool(
        inside and re.search(inside, word.replace("İ", "i").replace("I", "ı" if language == "tr" else "i").lower())
    )


def _stem(word: str, affixes: str) -> set[str]:
    """What is left of a folded word without each of the prefixes that it begins with; at least two letters."""
    found = {word}
    for affix in filter(None, affixes.split("|")):
        folded = folding.match_form(affix)
        if word.startswith(folded) and len(word) - len(folded) >= 2:
            found.add(word[len(folded) :])
    return found


def _differ_by_prefix(old: Sequence[str], new: Sequence[str], tag: str) -> list[str]:
    """The words of either side that are a word of the other one with a denying prefix."""
    negative, positive = _PREFIXES.get(_language(tag), ("", ""))
    if not negative:
        return []
    found = []
    for mine, theirs in ((old, new), (new, old)):
        plain = {stem for word in theirs for stem in _stem(folding.match_form(word), positive)}
        for word in mine:
            folded = folding.match_form(word)
            if (_stem(folded, negative) - {folded}) & plain:
                found.append(word)
    return found


def negations(pieces: Sequence[Piece], tag: str) -> tuple[str, ...]:
    """The denying words that a difference took out or put in, in its order; each once.

    Where the language has no row here, the first changed word stands for "cannot tell".
    """
    sides: tuple[list[str], list[str]] = ([], [])
    for piece in pieces:
        if piece.kind != SAME:
            sides[0 if piece.kind == GONE else 1].extend(_TOKEN.findall(piece.text))
    changed = [*sides[0], *sides[1]]
    if not knows(tag):
        return tuple(changed[:1])
    found = [word for word in changed if denies(word, tag)]
    return tuple(dict.fromkeys([*found, *_differ_by_prefix(*sides, tag)]))


def changed(old: str, new: str, tag: str) -> tuple[str, ...]:
    """`negations` of the word difference of two texts; empty where neither took out nor put in a "not"."""
    return negations(word_difference(old, new), tag)
