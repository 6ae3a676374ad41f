"""The words that lead to an issuer: "Statement of the …", «اطلاعیهٔ …», "… has issued the following statement".

Patterns run over text folded by `date_finder.fold` (case, accents, hamza carriers and letter variants made equal),
which keeps a way back to the positions of the original.
"""

import re

from editorial.intake.recognise.lead_forms import LEAD_FORMS
from editorial.intake.recognise.letters import fold
from editorial.intake.recognise.listed_name import KNOWN, name_strength
from editorial.intake.recognise.naming import NameFound, read_name
from editorial.intake.recognise.person import person_in
from editorial.intake.recognise.vocabulary import Vocabulary

_LEADS = [re.compile(form) for form in LEAD_FORMS]

#: What follows an issuer's name when a sentence or title says that it spoke.
_SPOKE = re.compile(
    r"[\s,]*(?:has |have |had |yesterday |today )?(?:issued|released|published|adopted|made public|put out)|"
    r"statement|"
    r"declaration|[\s,]*(?:daxuyani|bi daxuyani|daxuyan|peyam)|[\s,]*(?:bir )?(?:yazili )?(?:aciklama|bildiri|cagri|"
    r"mesaj)|"
    r".{0,20}aciklamasi|[\s,]*(?:با |طی |در )?(?:انتشار |صدور )?(?:بیانیه|اطلاعیه|پیام)|"
    r"[\s,]*(?:بیانا|البیان|بلاغا|تصریحا)|[\s,]*(?:بهیاننامه|راگهیهندراو)|"
    r"[\s,]*(?:a publie|publie|declare|emitio|publico|divulgou|emitiu|"
    r"(?:emite|divulgam?|lanca|solta|publicam?) nota|erklart|ecrit|schreibt|schrieb|"
    r"writes|wrote|escribe|escreve|teilte? .{0,40}mit|ausserte sich|meldete sich|نوشت|کتبت?|افادت?)(?!\w)|"
    r"[\s,]*(?:(?:yesterday|gestern|hier|ayer|ontem|امس|دیروز),? )?"
    r"(?:فی|له|در|طی|با|in|en|dans|em|bi|di) (?:\w+ ){0,2}?"
    r"(?:(?:ال)?بیان|بلاغ|تصریح|راگهی|بهیان|اطلاعیه|پیام|statement|comunicado|communique|nota|erklarung|mitteilung|"
    r"stellungnahme|daxuyani|open letter|carta|lettre)"
)
#: The end of a sentence that says at last that its subject spoke, as verbs do in Turkish, Kurdish and Persian.
_SPOKE_LAST = re.compile(
    r"(?:aciklama|bildiri|mesaj|cagri)\w* (?:yayinla|yapti|yapt|yayimla)\w*|"
    r"daxuyani\w* (?:\w+ ){0,2}(?:da|dan|belav kir|wesand)|"
    r"(?:بیانیه|اطلاعیه|پیام|نامه)\w* (?:\w+ ){0,3}(?:کرد|کرده|کردند|داد|نمود|شد)|"
    r"(?:بهیاننامه|راگهیهندراو|راگهیهنراو)\w* (?:\w+ ){0,3}(?:کرد|کردهوه|بلاوکردهوه|بلاو کردهوه)"
)
#: Words for what the press is told, and a name behind them that ends the line, whatever its words.
_PRESS = re.compile(
    r"(?<!\w)(?:press release|press statement|communique(?: de presse)?|comunicado(?: de prensa| de imprensa)?|"
    r"pressemitteilung|presseerklarung)\s+(?:(?:of|by|from|de la|de|du|des|del|da|do|von|vom|der)\s+|d')?(?=\w)"
)
_ENDS = re.compile(r"\s*(?:[.:!\n]|[-–—|(]\s|\Z)")
#: Words for statements of every kind with the word that leads to whose they are; what follows may be any name in
#: capitals, but for a cause: "Statement of Solidarity".
_OF = re.compile(
    r"(?<!\w)(?:statement|declaration|open letter|appeal|call|message|manifesto|communique) (?:of|by|from) (?:the )?|"
    r"(?<!\w)(?:declaration|appel|tribune|lettre ouverte|manifeste|message|communique) (?:de la |du |des |de |d')|"
    r"(?<!\w)(?:declaracion|llamamiento|manifiesto|carta abierta|mensaje|comunicado|pronunciamiento) "
    r"(?:de la |del |de los |de las |de )|"
    r"(?<!\w)(?:declaracao|manifesto|carta aberta|mensagem|chamado) (?:da |do |das |dos |de )|"
    r"(?<!\w)(?:erklarung|stellungnahme|aufruf|offener brief) (?:der |des |von |vom )"
)
_CAUSE = re.compile(
    r"(?:solidarit|support|intent|purpose|principle|unity|faith|concern|conscience|hope|peace|action|soutien|apoyo|"
    r"apoio|repudi|protest|unterst|frieden|paix|paz|greve|huelga|mobilis|moviliz)"
)
_CAPITALS = re.compile(
    r"[A-ZÀ-ÞŠŽŞÇĞİÊÎÛ][\w'’-]+(?: (?:(?:of|for|and|the|de|des|du|la|les|et|y|del|da|do|e|für|und|der) ){0,2}"
    r"[A-ZÀ-ÞŠŽŞÇĞİÊÎÛ0-9][\w'’-]*){1,5}"
)
_ENDING = re.compile(r"^'\w{1,3}(?=\s)")
#: Turkish "from" behind a name: "…'ndan kamuoyuna".
_FROM = re.compile(r"'n?[dt][ae]n(?!\w)")
#: What a title goes on with behind the name of who speaks: what it is about.
_ABOUT = re.compile(
    r",? ?(?:on|regarding|concerning|about|ante|sobre|frente a|respecto|sur|au sujet|a propos|face a|zu|zum|zur|uber|"
    r"hakkinda|li ser|derbare|در ?باره|درباره ی|دربارهی|پیرامون|در مورد|حول|بشان|بخصوص|بمناسبه|"
    r"دهربارهی|لهبارهی|لهسهر|سهبارهت)(?!\w)"
)
#: The office of somebody who speaks for a body, before that body's name.
_OFFICE = re.compile(
    r"(?:spokes\w+|president|chair\w*|secretary|general secretary|secretary general|director|leader|coordinator|"
    r"member|activist|"
    r"sprecher\w*|vorsitzende\w*|generalsekretar\w*|mitglied|portavoz|secretari[oa] general|presidente|president[ae]|"
    r"porta-voz|"
    r"porte-parole|facilitador[ae]?|facilitator|facilitatrice|facilitateur|vocer[oa]|delegad[oa]|"
    r"referente|secretaire general\w*|militante?|membre|coordenador\w*|coordinador\w*|diretor\w*|directora?|"
    r"رییس|رییسه|نایب رییس|مدیر|nunere|nunera|serok\w*|baskani|sekreteri|es baskani|sedri|سخنگوی|دبیر کل|دبیرکل|"
    r"رییس|عضو|الناطق باسم|الامین العام|المتحدث باسم|وته ?بیژی|یندامی|uyesi|endam\w*|"
    r"berdevk\w*)\s*"
    r"(?:(?:of|in|at|for|with|de la|de|del|der|des|du|do|da|von|ya|a)(?!\w))?,?\s*(?:the\s+)?"
)
_SAID = re.compile(
    r"[\s,]*(?:said|says|warned|announced|condemned|called|demanded|stated|declared|reported|argued|"
    r"urged)\b"
)
_WEBSITE = re.compile(
    r"(?:web ?site|site|page|channel|facebook|telegram|blog|journal|newspaper|سایت|کانال|صفحه|(?<!ال)موقع|sitio|"
    r"pagina|"
    r"malpera)\s+"
    r"(?:(?:of|de|del|du|da|do|ya)(?!\w))?\s*(?:the\s+)?"
)
#: Who passed it on: "according to …", «به گزارش …».
_QUOTED = re.compile(
    r"(?<!\w)(?:according to|as reported by|quoting|به گزارش|به نقل از|نقلا عن|بحسب|وفقا ل|selon|d'apres|segun|"
    r"segundo|laut|li gor)"
    r"\s+(?:the\s+)?"
)
#: What a body does in the headline of its own statement.
_ACTS = re.compile(
    r"(?:(?:has|have|hereby|again|also|today|ha|han|hat|haben|a|ont|também|también) ){0,2}"
    r"(?:condemn(?:s|ed)?\w{0,12}|call(?:s|ed) (?:on|for|upon)|demanded|rejected|welcomed|denounced|urged|"
    r"expressed|announced|"
    r"declared|protested|inform(?:s|ed)?|reiterates?|affirms?|notes|wish(?:es)?|congratulated)\b|"
    r"(?:informa|denuncian|rechazan|exigen|condenan|apoyan|convocan|saludan|piden|pide|hacen?|hace un|reitera|"
    r"expresa|lamenta|"
    r"vem a|vimos|manifestam|repudiam|denunciam|exigem|convocam|condenam|vem por|solicita)\b|"
    r"(?:condamnent|denoncent|appellent|exigent|soutiennent|refusent|demandent|saluent|exprime|expriment|"
    r"tient a|tiennent a)\b|"
    r"(?:verurteilen|fordern|rufen|erklaren|begrussen|protestieren|unterstutzen|warnen|solidarisier\w+)\b|"
    r"(?:telebedir|teleb edir|bildirir|cagirir|etiraz edir|qinayir|beyan edir|tələb edir)|"
    r"(?:tepki gosterdi|kinadi|cagirdi|cagri yapti|aciklama yapti|duyurdu|talep eder|talep ediyor|cagri yapiyor)|"
    r"(?:sermezar dike|sermezar kir|daxwaz dike|piroz kir|piroz dike|banga)\b|"
    r"(?:سهرکونه|داوا|ئیدانه|یدانه|پشتگیری|پشتیوانی|هوشداری)|"
    r"(?:را تبریک|ابراز|اعلام می|با انتشار|از همه|از همگان|همبستگی خود)|"
    r"(?:strongly |firmly |deeply )?(?:condemns?|calls|demands?|supports?|rejects?|welcomes?|denounces?|urges?|"
    r"expresses|warns?|stands|"
    r"declares?|announces?|salutes?|mourns?|protests?|opposes?|congratulates?|greets?|backs|joins|appeals|says no)\b|"
    r"(?:condena|rechaza|exige|denuncia|repudia|convoca|apoya|apoia|saluda|sauda|rejeita|alerta|llama|chama|"
    r"manifiesta|manifesta|"
    r"se solidariza)\b|(?:condamne|denonce|appelle|exige|soutient|salue|s'oppose|refuse|demande)\b|"
    r"(?:verurteilt|fordert|ruft|erklart|begrusst|protestiert|unterstutzt|warnt)\b|"
    r"(?:یدین|تدین|یستنکر|تستنکر|یدعو|تدعو|یطالب|تطالب|یرفض|ترفض|یحیی|تحیی|ینعی|تنعی|یهنی|تهنی|یتضامن|تتضامن|یعلن|"
    r"یحذر|تحذر|یوکد|توکد|یشجب|تشجب|یناشد|تناشد|یندد|تندد|تبدا|یبدا|"
    r"تعلن)\b|"
    r"(?:محکوم می ?کند|را محکوم|خواهان|خواستار|هشدار)\b|(?:kiniyor|cagiriyor|uyariyor|dayanisma|protesto)\b|"
    r"(?:sermezar|bang dike)\b"
)
_CLAUSE = re.compile(r"[.:;\n,،]\s+|(?<=\s)(?:the|The|el|la|El|La|le|die|der)\s")
#: How much of a title, byline or note is looked at, in characters, and how many places in it: hostile text is long.
_HEAD = 4000
_STARTS_TRIED = 60


def announced(text: str, vocabulary: Vocabulary) -> NameFound | None:
    """The first name that announcing words lead to in `text`."""
    folded, positions = fold(text[:_HEAD])
    ends = {(lead.start(), lead.end()) for form in _LEADS for lead in form.finditer(folded)}
    for _, end in sorted(ends)[:_STARTS_TRIED]:
        if end < len(folded):
            name = read_name(text, positions[end], vocabulary)
            if name and (name.written or name.organ):
                return name
    for lead in _PRESS.finditer(folded):
        name = read_name(text, positions[lead.end()], vocabulary, strict=False)
        if name and name.written and _ENDS.match(text, name.end) and not _is_known_person(name.written):
            return name
    for lead in _OF.finditer(folded):
        if lead.end() < len(folded) and (name := _capitals(text, positions[lead.end()])):
            return name
    return None


def _is_known_person(name: str) -> bool:
    """Whether a name without a word for a body is a person's by its first word."""
    return name_strength(name) == KNOWN and bool(person_in(name))


def _capitals(text: str, at: int) -> NameFound | None:
    """The name without a word for a body that begins at `at`: two to six words with capitals up to a colon or the end.

    Not a person's and not a cause's.
    """
    found = _CAPITALS.match(text, at)
    if (
        not found
        or not _ENDS.match(text, found.end())
        or _CAUSE.match(fold(found[0])[0])
        or name_strength(found[0]) == KNOWN
    ):
        return None
    return NameFound(at, found.end(), found[0])


def opens(text: str, vocabulary: Vocabulary) -> NameFound | None:
    """The name that announcing words at the very start of `text` lead to."""
    folded, positions = fold(text)
    begin = len(folded) - len(folded.lstrip(" \n-–—:|.()"))
    for form in _LEADS:
        lead = form.match(folded, begin)
        name = read_name(text, positions[lead.end()], vocabulary) if lead and lead.end() < len(folded) else None
        if name and name.written:
            return name
    return None


def says_it_spoke(after: str) -> bool:
    """Whether the words after a name say that it issued something."""
    if _FROM.match(fold(after[:12])[0]):
        return True
    return _SPOKE.match(_ENDING.sub("", fold(after[:60])[0].lstrip(" )"))) is not None


def is_about(after: str) -> bool:
    """Whether a title says after a name what it is about: "The Union on …", "La Unión, ante …"."""
    return _ABOUT.match(fold(after[:40])[0].lstrip()) is not None


def spoke(text: str, vocabulary: Vocabulary) -> NameFound | None:
    """A name that a sentence says spoke: "The Political Bureau of … has issued the following statement"."""
    text = text[:_HEAD]
    starts = {0} | {found.end() for found in _CLAUSE.finditer(text)} | {hit.start for hit in vocabulary.find(text)}
    starts |= {
        found.start()
        for found in re.finditer(r"(?<=[\s'’])[^\W\d_]", text)
        if found[0].isupper() or not found[0].isascii()
    }
    for at in sorted(starts)[:_STARTS_TRIED]:
        name = read_name(text, at, vocabulary)
        if name and name.written and (says_it_spoke(text[name.end :]) or spoke_last(text, at, name.end)):
            return name
    return None


def spoke_last(text: str, at: int, end: int) -> bool:
    """Whether the sentence that begins with a name ends with the words that its subject spoke."""
    sentence = re.split(r"[.!?؟:\n]", text[end:], maxsplit=1)[0]
    begins = not text[:at].strip() or text[:at].rstrip(" *_\"'«“(")[-1:] in ".!?؟:\n"
    return begins and bool(re.search(rf"(?:{_SPOKE_LAST.pattern})\W*$", fold(sentence)[0]))


def site_of(text: str, vocabulary: Vocabulary) -> NameFound | None:
    """Whose website, channel or paper a note names: "… appeared on the website of the …"."""
    folded, positions = fold(text[:_HEAD])
    for site in _WEBSITE.finditer(folded):
        name = read_name(text, positions[site.end()], vocabulary)
        if name and name.written:
            return name
    return None


def quoted_from(text: str, vocabulary: Vocabulary) -> NameFound | None:
    """Whom a note quotes: "according to the …"."""
    folded, positions = fold(text[:_HEAD])
    for quoted in _QUOTED.finditer(folded + " "):
        name = read_name(text, positions[min(quoted.end(), len(folded))], vocabulary)
        if name and name.written:
            return name
    return None


def acts(after: str) -> bool:
    """Whether the words after a name in a headline say what it does: condemns, calls, يدين …"""
    return _ACTS.match(fold(after[:60])[0].lstrip(" '")) is not None


def speaks_for(text: str, vocabulary: Vocabulary) -> NameFound | None:
    """The body whose officer a text lets speak: "explains Jane Roe, spokeswoman of the …"."""
    folded, positions = fold(text[:_HEAD])
    for office in _OFFICE.finditer(folded):
        if office.end() < len(folded):
            name = read_name(text, positions[office.end()], vocabulary)
            if name and name.written:
                return name
    return None


def holds_office(line: str) -> bool:
    """Whether an office stands in a line: "A B, president of the …", "… elected her its secretary", «رئيس مجلس …»."""
    return _OFFICE.search(fold(line[:200])[0]) is not None


def said(text: str, vocabulary: Vocabulary) -> NameFound | None:
    """A known body that the sentence says spoke: "…, Human Rights Watch said today"."""
    for hit in vocabulary.find(text):
        if _SAID.match(fold(text[hit.end : hit.end + 40])[0]):
            return NameFound(hit.start, hit.end, text[hit.start : hit.end], hit)
    return None
