"""Ground: Arabic words without what Arabic writes together with them: the article, conjunctions, prepositions.

Words stand here in the folding of `archive.search_form`, with hamza marks and joiners still inside: «آلمان» has no
article, «المان» may have one.
"""

import re

from archive.folding import HAMZA, match_form, plain

_LETTER = f"(?:[^\\W_]{HAMZA}?)"
#: In a text that is not Arabic, and in a query, only the plain article goes: Persian «والدین» must not become «دین».
_ARTICLE = re.compile(f"(?:ال|لل)(?={_LETTER}{{3}})")
_ARTICLE_AND_BEFORE = re.compile(f"(?:[وف])?(?:[بک]?ال|لل)(?={_LETTER}{{2}})")
#: The same before a longer rest, for a query whose language nobody knows.
_ARTICLE_LONG = re.compile(f"(?:[وف][بک]?|[بک])ال(?={_LETTER}{{4}})|[وف]لل(?={_LETTER}{{4}})")
_CLITIC = re.compile(f"[وفبلک](?={_LETTER}{{3}})")
_NO_ARTICLE = ("الله", "والد", "بالغ", "بالون", "فالح", "کالی")

#: Beginnings of frequent words whose first letter is their own and no conjunction or preposition: «لجنة» is not
#: «ل» before «جنة». Chosen by hand from the vocabulary of political texts; a word that is missing here is found by its
#: rest too, which costs a reader a stray find and never a lost one.
_OWN_LETTER = tuple(
    match_form(
        """
    وثای وثیق وثوق وادی واجب واجه واحد واحی وارد وازن واسط واسع واشنط واصل واضح واضع واعی وافد وافق وافر واقع واقی واکب
    والی وباء وبای وجود وجوه وجیه وجهه وجهت وجها وجدت وجدا وجبه وحده وحدو وحدت وحید وحشی وحوش ودیع وداع ورثه ورشه ورقه
    وراث وراء وردت ورود وزار وزیر وزرا وزعت وسیل وسای وساط وسطی وسیع وسیط وشیک وصفه وصفت وصول وصیه وصای وصلت وضعی وضعت
    وضوح وطنی وطنن وطنا وعود وعید وعیه وعید وفاه وفات وفاق وفقا وفود وقای وقاح وقتا وقتی وقعت وقفه وقفت وقود وقوع وقوف
    وکال وکلا وکیل ولای ولاد ولده ولدت ولید ولیم ویلا ویلز
    فاتح فارس فارق فاروق فاسد فاشی فاصل فاضح فاضل فاعل فاقد فایر فاید فایز فتاه فتره فترا فتوی فتیا فجوه فداء فدای فدرا
    فراع فراغ فراق فرجه فردی فرصه فرعی فرقه فرنس فریق فریض فزاع فساد فسحه فشله فصای فصله فصول فصیل فضاء فضای فضله فضول
    فضیح فضیل فظیع فعال فعلا فعلی فعیل فقدا فقدت فقرا فقره فقیر فقیه فکره فکری فلاح فلسط فلسف فلول فنان فندق فنزو فنون
    فنیه فهمه فوات فواص فواید فوجی فورا فوری فوزه فوضی فوقی فیدر فیدی فیروس فیصل فیضا فیلق فیلم فیما
    بابا بادر بادی بارد بارز بارک باری باسل باشر باطل باعث باحث باقی بالی باهر بحار بحرین بحوث بحثا بحثت بخار بخیل بداء
    بدای بدلا بدنی بدون بدیل بدیه براء براز برام برای برتو برجو برزا برغم برقی برکا برکه برلم برلی برمج برنا بروت بروک
    برول بریء بریت برید بریط بساط بستا بسیط بشار بشاع بشای بشری بشیر بصره بصور بصیر بضای بضاع بطار بطاق بطال بطول بطیء
    بطیی بعثه بعثی بعدم بعید بغدا بغیض بقاء بقای بقیه بکاء بکین بلاد بلاغ بلجی بلدا بلدی بلده بلغا بلوش بلوغ بلیغ بناء
    بنات بنای بندق بنغا بنوک بنود بنیا بنیه بهاء بهجه بواب بوتی بورج بوسن بولن بولی بیان بیرو بیعه بیوت بییه بیره بینا
    بینما بینهم
    لاجی لاحق لازم لاعب لافت لاهو لاهای لایح لاتی لامر لبنا لبنی لجان لجنه لجوء لجاء لحظه لحظا لحوم لسان لصوص لطیف لعبه
    لعنه لغات لغوی لقاء لقاح لقای لقبه لماذ لندن لهجه لواء لوای لوزا لوبی لوحه لوجس لومو لیبی لیبر لیال لیلا لیله لیلی
    لینی لیرا لیتو
    کاتب کادح کادر کاذب کارث کارل کاست کاشف کاظم کافح کافر کافه کافی کامب کامل کانت کانو کاهل کاین کبار کبری کبیر کتاب
    کتای کتبه کتله کتیب کثاف کثره کثیر کذبه کراس کراه کرام کربل کردس کردی کرسی کرکو کرمل کریم کریه کسبه کساد کسره
    کشاف کشفت کشمی کفاء کفاح کفره کلام کلفه کلمه کلما کلیا کلیه کمال کمبو کمبی کمون کمیا کمیه کمین کنای کندا کندی کنوز
    کنیس کهرب کهوف کواد کوار کوبا کورد کوری کوسو کوفی کوکب کومو کونف کوید کویت کیان کیفی کیمی کیلو
        """
    ).split()
)


def bare(word: str) -> str:
    """`word` without the plain article; "" where it has none, or where fewer than three letters would be left."""
    found = _ARTICLE.match(word)
    return plain(word[found.end() :]) if found else ""


def bare_arabic(word: str) -> str:
    """`word` as it stands in an Arabic text, without article, conjunction and preposition; "" where it has none."""
    written = plain(word)
    if written.startswith(_NO_ARTICLE):
        return ""
    found = _ARTICLE_AND_BEFORE.match(word)
    if found:
        return plain(word[found.end() :])
    rest = word
    for clitics in ("وف", "بلک"):
        if rest[:1] in clitics and _CLITIC.match(rest) and not plain(rest).startswith(_OWN_LETTER):
            rest = rest[1:]
    return plain(rest) if rest != word else ""


def bare_of_any(word: str) -> str:
    """A reader's `word`, of whatever language, without an article that has something before it; "" where it has none.

    Four letters must be left: Persian has words like «والدین», and an Arabic reader may have copied «والعمال».
    """
    found = _ARTICLE_LONG.match(word)
    return plain(word[found.end() :]) if found else ""
