"""Read names of organisations and their bodies out of lines and sentences.

A name is taken where words announce it ("Statement of the …", «اطلاعیهٔ …», «بيان صادر عن …»), as far as it goes: in
Latin script over capitalised words and the small words between them, in Arabic script from the word for the kind of
body to the next preposition, verb or stop. The body that speaks for it (Political Bureau, کمیته مرکزی) is split off.
"""

import re
from dataclasses import dataclass

from archive.folding import match_form
from editorial.intake import cues
from editorial.intake.recognise.acronym import is_acronym, is_shouted
from editorial.intake.recognise.bodies import (
    END_ARABIC,
    END_LATE,
    HEAD_FINAL,
    KIND,
    ORGAN,
    SMALL,
    begins_with_some,
    ends_name,
    has_kind,
    is_addressed,
    names_day,
)
from editorial.intake.recognise.date_finder import find_dates
from editorial.intake.recognise.letters import fold
from editorial.intake.recognise.vocabulary import Hit, Vocabulary


@dataclass(frozen=True, slots=True)
class NameFound:
    """A body's name at `start` to `end` of a text: as written, its vocabulary hit if known, the organ that speaks."""

    start: int
    end: int
    written: str
    hit: Hit | None = None
    organ: str = ""

    def shifted(self, by: int) -> "NameFound":
        return NameFound(self.start + by, self.end + by, self.written, self.hit, self.organ)


_HEAD_FINAL = HEAD_FINAL | {
    word
    for word in map(str, cues.ORGANISATION.phrases)
    if re.fullmatch(r"[a-z]{3,}(?:si|su|igi|gi|ugu|kfi|luğu|asi|esi|lu|gu)", word)
}
#: "Organisations …" without a name.
_PLURAL = re.compile(r"\w+ ?ها(?:ی)?(?!\w)|(?:احزاب|منظمات|نقابات|جمعیات|حیزبهکان|ریکخراوهکان)(?!\w)")
#: A Turkish case ending after an apostrophe closes a name.
_CASE_ENDING = re.compile(r"(.{2,})['’](?:n?[iıuü]n|[dt][ea]n?|[yn]?[aeıi]|n?[dt][ea]n?|ya|ye|l[iıuü]|nin|nın)$")
#: A Turkish dative or accusative after a name: something is done to it.
_TOWARDS = re.compile(r"['’](?:n?[aeıiuü]|y[aeıiuü])(?!\w)")
#: "… in a statement" behind a name in Arabic script.
_SAID_IN = re.compile(r"(?:في|فی|له|لە|در|طی)\s+(?:ال)?(?:بي|تصر|رسال|بلا|ندا|بەیان|ڕاگ|راگ|اطلاع|پیام|نام)")
#: These join a name only after another small word: "Council of the …", but not "Yesterday the …".
_ARTICLES = frozenset({"the", "la", "le", "les", "el"})
_WORD = re.compile(r"[^\s]+")
#: Adjectives behind the word for an organ, and the word that leads to whose it is: "Comité confédéral national de la".
_BESIDE_ORGAN = re.compile(r"((?:[a-zà-ÿ-]{4,}\s+){0,2}[a-zà-ÿ-]{4,})\s+(?:de la |de l['’]|du |des |de |del |da |do )")
#: No name and its organ are longer than this, in characters: it keeps the time linear in the text.
_LONGEST = 300
_STOPS = ".,;:!?،؛؟…]|*"
_ABBREVIATION = re.compile(r"(?:[A-Z]\.)+|[A-Z][a-z]?\.|St\.|LINKE\.")
#: Small words after which a name's noun may be written small, and adjectives that may follow the word for the kind.
_BEFORE_SMALL = re.compile(r"\b(?:of|de|des|du|dos|das|da|do|del|la|los|las|les) $")
_ADJECTIVE = re.compile(
    r"(?:al|ale|ales|ique|iste|aire|ica|ico|ista|ial|cial|naire|ana|ano|ado|ada|unie?|libre)s?$|ia(?:ux|is)$"
)
_CLOSERS = '.,;:!?،؛؟…»”"*|)]'
_OPENERS = "«“„\"'([*_#‘>"


def without_dates(text: str, language: str = "") -> str:
    """`text` with dates and times blanked, letter for letter, so that positions stay."""
    out = list(text)
    for one in find_dates(text, language):
        out[one.start : one.end] = " " * (one.end - one.start)
    return re.sub(r"\b\d{1,2}:\d\d(?:\s?[ap]\.?m\.?)?", lambda m: " " * len(m[0]), "".join(out))


def split_organ(text: str) -> tuple[str, str]:
    """The organ that speaks and the rest of a name: ("Political Bureau", "Iraqi Communist Party")."""
    folded, positions = fold(text)
    found = ORGAN.search(folded)
    if not found:
        return "", clean(text)
    start, end = positions[found.start()], positions[found.end() - 1] + 1
    before, after = text[:start], text[end:]
    follows = bool(before.strip(" ,-–—:")) and has_kind(before)
    rest = before if follows or not after.strip(" ,.-–—:") else after
    return clean(text[start:end]), clean(rest)


_LEADING = re.compile(
    r"^(?:[\W_]+|(?:of|the|from|by|de la|de los|de las|del|de|du|des|da|do|dos|das|der|die|das|von|vom|la|le|les|el|"
    r"los|las)\s+|(?-i:[OA]s?\s+(?=[A-ZÀ-Þ][^\W\d_]))|"
    r"(?:d|l)['’]|(?:از سوی|از طرف|از|توسط|عن|من)\s+)+",
    re.IGNORECASE,
)
_TRAILING = re.compile(r"(?:[\s,;:.،؛\-–—|/*·•]+|\s(?:of|the|de|du|der|des|del|da|do|a|ya))+$", re.IGNORECASE)


def clean(text: str) -> str:
    """A name without the small words and signs around it, white space collapsed; «لل…» becomes «ال…»."""
    text = " ".join(text.split())
    kept = text
    text = _TRAILING.sub("", _LEADING.sub("", text))
    if text.count("(") != text.count(")"):
        text = (
            text.strip("()")
            if text[:1] in "()" or text[-1:] in "("
            else text + ")"
            if "(" in text
            else text.replace(")", "")
        )
    if text.startswith("لل"):
        text = "ال" + text[2:]
    if kept.startswith("# "):
        text = "# " + text
    return text


def read_name(text: str, at: int, vocabulary: Vocabulary, strict: bool = True) -> NameFound | None:
    """The name that begins at `at` of `text`, its organ split off; None where no name begins there.

    With `strict` an unknown name must hold a word for a kind of body, or be an acronym.
    """
    if is_addressed(text[at : at + _LONGEST]):
        return None
    found = _LEADING.match(text[at : at + _LONGEST])
    at += found.end() if found else 0
    start = at
    folded, positions = fold(text[at : at + _LONGEST])
    body = ORGAN.match(folded)
    if body:
        end = at + positions[body.end() - 1] + 1
        organ = clean(text[at:end])
        skip = _LEADING.match(text[end : end + _LONGEST])
        rest = end + (skip.end() if skip else 0)
        beside = _BESIDE_ORGAN.match(text, rest)
        rest = beside.end() if beside else rest
        organ = clean(text[at : beside.end(1)]) if beside else organ
        inner = read_name(text, rest, vocabulary, strict) if rest < len(text) and "\n\n" not in text[end:rest] else None
        if inner:
            return NameFound(
                start, inner.end, inner.written, inner.hit, f"{organ}" + (f", {inner.organ}" if inner.organ else "")
            )
        return NameFound(start, end, "", None, organ)
    end = _end_of_name(text, at)
    if _TOWARDS.match(text, end):
        return None
    hit = _hit_at(text, at, end, vocabulary)
    if hit:
        return NameFound(hit.start, hit.end, clean(text[hit.start : hit.end]), hit, _organ_after(text, hit.end, end))
    if end <= at:
        return None
    name = text[at:end]
    organ, own = split_organ(name)
    if organ and own and not has_kind(own) and not is_acronym(own) and has_kind(name):
        organ, own = "", clean(name)  # the word for an organ is part of the name: "İstanbul Şubeler Platformu"
    if (
        not own
        or (" " not in own and not is_acronym(own) and (strict or "-" not in own))
        or _PLURAL.match(fold(own)[0])
        or (strict and not _is_body(text, at, name, own, organ) and not _is_branch(own, vocabulary))
        or names_day(own)
    ):
        return None
    return NameFound(at, at + len(name.rstrip()), own, None, organ)


def _is_body(text: str, at: int, name: str, own: str, organ: str) -> bool:
    """Whether a name is a body's by its own words, as an acronym, or through an organ: "… United Press Office"."""
    if has_kind(own) or (is_acronym(own) and not is_shouted(own, text, text.find(own, at))):
        return True
    pair = own.split()
    if 2 <= len(pair) <= 3 and own.isupper() and is_acronym(pair[-1]) and all(len(word) <= 8 for word in pair):
        return not is_shouted(pair[-1], text, text.find(pair[-1], at))
    closes = bool(organ) and clean(name).startswith(own) and clean(name).endswith(organ)
    return closes and " " in organ and " " in own


def _is_branch(own: str, vocabulary: Vocabulary) -> bool:
    """Whether a name is a known one and a place or craft beside it: "Upper Vale DSA", "CGT Altmark"."""
    words = own.split()
    if not 2 <= len(words) <= 5 or not all(word[:1].isupper() or word in SMALL for word in words):
        return False
    for hit in vocabulary.find(own):
        rest = (own[: hit.start] + own[hit.end :]).strip()
        if 0 in (hit.start, len(own) - hit.end) and rest and not cues.STATEMENT.within(cues.plain(rest)):
            return not any(map(str.isdigit, rest))
    return False


def _organ_after(text: str, at: int, end: int) -> str:
    """An organ named behind the organisation: "Communist Party of Iran International Bureau"."""
    folded, positions = fold(text[at : max(end, at)])
    found = ORGAN.search(folded)
    return clean(text[at + positions[found.start()] : at + positions[found.end() - 1] + 1]) if found else ""


def _hit_at(text: str, at: int, end: int, vocabulary: Vocabulary) -> Hit | None:
    """The known name at `at`, unless the words after it make it a longer name of another body."""
    window = text[at : max(end, at) + 90].split("\n\n")[0]
    for hit in vocabulary.find(window):
        if fold(window[: hit.start])[0].strip(" #*_\"'«“(") not in ("", "the", "al", "la", "le", "el", "die", "der"):
            return None
        found = Hit(at + hit.start, at + hit.end, hit.known)
        tail = text[found.end : end]
        if end > found.end and re.search(r"\w", tail) and _extends(tail):
            return None
        return found
    return None


def _extends(tail: str) -> bool:
    """Whether what follows a known name inside the same phrase makes it another name: "… of Canada", "… Youth"."""
    words = [word.strip(_CLOSERS + _OPENERS) for word in tail.split()]
    words = [word for word in words if word]
    if not words or tail.lstrip()[:1] in "(:,;،" or ORGAN.search(fold(tail)[0]):
        return False
    return (
        words[0][:1].isascii() and (words[0][:1].isupper() or words[0] in ("of", "in", "de", "(")) and len(words) <= 4
    )


def _end_of_name(text: str, at: int) -> int:
    """Where the name that begins at `at` ends, at the latest after twelve words."""
    end, count, small = at, 0, ""
    latin: bool | None = None
    for found in _WORD.finditer(text, at, min(len(text), at + 220)):
        word = found[0]
        gap = text[end : found.start()]
        if count and "\n" in gap and (gap.count("\n") > 1 or not latin or len(text[at:end].split("\n")[-1]) < 45):
            break
        inner = word.strip(_OPENERS + _CLOSERS + "–—")
        if not inner:
            if word.strip("#*_") == "" and not count:
                continue
            break
        if latin is None:
            latin = inner[0].isascii() or "\u00c0" <= inner[0] <= "\u024f"
        plain = fold(inner)[0]
        if not latin:
            if count == 1 and begins_with_some(text[at : found.end() + 1]):
                end = found.end()
                continue
            ends = plain in END_ARABIC or (count >= 2 and plain in END_LATE) or plain.endswith(("میکند", "کرد"))
            if ends or count >= 9 or (word[0] in "([" and count) or (count and _SAID_IN.match(text, found.start())):
                break
        elif count and ends_name(plain) and plain not in SMALL and not (small and inner[0].isupper()):
            break
        elif not count and KIND.fullmatch(plain) and text[found.end() : found.end() + 2].strip()[:1].isupper():
            pass  # "le collectif Femmes de …"
        elif not (inner[0].isupper() or inner[0].isdigit()):
            if plain in SMALL or inner in SMALL:
                if not count or small.count(" ") > 2 or (not small and plain in _ARTICLES):
                    break
                small += plain + " "
                continue
            if not _may_be_small(text[at:end], plain, small):
                break
        bent = _CASE_ENDING.match(inner) if latin else None
        if bent:
            return found.start() + word.index(inner) + bent.end(1)
        small, count = "", count + 1
        end = found.start() + len(word.rstrip(_CLOSERS)) if word[-1] in _CLOSERS else found.end()
        bracketed = word[-1] == ")" and "(" in text[at : found.end()]
        end = found.end() if bracketed else end
        closed = word[-1] in _STOPS and not _ABBREVIATION.fullmatch(word)
        if latin and plain in _HEAD_FINAL and not _goes_on(text[end : end + 60]):
            break
        if closed or count > 11 or (word[-1] == ")" and latin):
            break
    return end


def _goes_on(after: str) -> bool:
    """Whether a Turkish name goes on behind the word for its kind: with its organ, or as a branch of that body."""
    folded = fold(after)[0]
    near = re.match(r"(?:\W*\w+){0,3}", folded)
    return ORGAN.match(folded.lstrip()) is not None or any(
        word in _HEAD_FINAL for word in re.findall(r"\w+", near[0] if near else "")
    )


def _may_be_small(name: str, word: str, small: str) -> bool:
    """Whether a word without a capital goes on a name, as in "Syndicat des boulangers", "Confédération générale"."""
    if not has_kind(name) or sum(part[:1].islower() and part not in SMALL for part in name.split()) >= 3:
        return False
    return bool(_BEFORE_SMALL.search(small)) or (not small and bool(_ADJECTIVE.search(word)))


def key_of(name: str) -> str:
    """A name as letters only, for comparing with the label of a host."""
    return match_form(name).replace(" ", "")
