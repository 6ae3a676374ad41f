"""Languages of short and longer texts, neighbours of one script told apart. Invented sentences."""

import pytest

from editorial.intake.recognise.language import guess_language

TOLD = [
    ("en", "The union of bakers calls on everybody to join the march for higher wages next week."),
    ("fa", "اتحادیهٔ نانوایان از همهٔ مردم می‌خواهد که هفتهٔ آینده به راهپیمایی برای افزایش دستمزد بپیوندند."),
    ("fa", "كميته مركزي اتحاديه نانوايان ايران از همه مردم مي خواهد كه به راهپيمايي بپيوندند."),
    ("ar", "يدعو اتحاد الخبازين الجميع إلى المشاركة في المسيرة من أجل زيادة الأجور في الأسبوع المقبل."),
    ("ckb", "یەکێتیی نانەواکان داوا لە هەمووان دەکات بەشداری لە ڕێپێوانی هەفتەی داهاتوودا بکەن بۆ زیادکردنی مووچە."),
    ("ckb", "یه‌كێتی نانه‌واكان داوا له‌ هه‌مووان ده‌كات به‌شداری له‌ ڕێپێوانه‌كه‌دا بكه‌ن."),
    ("kmr", "Yekîtiya nanpêjan bang li her kesî dike ku hefteya bê tevlî meşa ji bo zêdekirina mûçeyan bibin."),
    ("tr", "Fırıncılar sendikası herkesi gelecek hafta ücret artışı için düzenlenecek yürüyüşe katılmaya çağırıyor."),
    (
        "az",
        "Çörəkçilər birliyi hamını gələn həftə əmək haqqının artırılması üçün keçiriləcək yürüşə qoşulmağa çağırır.",
    ),
    ("ur", "نان بائیوں کی یونین سب سے اپیل کرتی ہے کہ وہ اگلے ہفتے اجرتوں میں اضافے کے لیے مارچ میں شامل ہوں۔"),
    ("ps", "د نانوايانو ټولنه له ټولو غواړي چې په راتلونکې اونۍ کې د مزد د لوړولو په لاريون کې ګډون وکړي."),
    ("fr", "Le syndicat des boulangers appelle tout le monde à rejoindre la marche pour la hausse des salaires."),
    ("es", "El sindicato de panaderos llama a todos a sumarse a la marcha por el aumento de los salarios."),
    ("pt", "O sindicato dos padeiros chama todos a participar da marcha pelo aumento dos salários na próxima semana."),
    ("de", "Die Gewerkschaft der Bäcker ruft alle auf, sich nächste Woche dem Marsch für höhere Löhne anzuschließen."),
    (
        "prs",
        "اتحادیه محصلین پوهنتون کابل از باشندگان ولسوالی خواست تا در برابر شاروالی جمع شوند و معاشات خود را بخواهند.",
    ),
    ("az-Arab", "چؤرکچی‌لر بیرلیگی هامی‌یا بیلدیریر: ایشچی‌لر اوچون بیر گون چوخ مهم دیر و بیزیم حاقلاریمیز وار."),
    ("el", "Το συνδικάτο των αρτοποιών καλεί όλους στην πορεία για αυξήσεις στους μισθούς."),
]


@pytest.mark.parametrize(("tag", "text"), TOLD)
def test_tells_languages_apart(tag, text):
    assert guess_language(text)[0] == tag


def test_persian_with_a_kurdish_name_stays_persian():
    text = "کۆمەڵە سازمانی است که در این شهر فعالیت می‌کند و نانوایان از آن حمایت می‌کنند و به آن رأی می‌دهند."
    assert guess_language(text)[0] == "fa"


def test_short_text_is_unsure_and_takes_the_hint():
    tag, firm = guess_language("Strike now", "en-GB")
    assert (tag, firm < 0.9) == ("en", True)
    assert guess_language("Brot", "")[1] < 0.8


def test_no_letters_is_undetermined():
    assert guess_language("2021 – 2022") == ("und", 0.0)
    assert guess_language("***", "fa") == ("fa", 0.3)


def test_two_opinions_make_it_firm():
    assert guess_language(TOLD[0][1])[1] >= 0.95
