"""The words that lead to an issuer's name, as regular expressions over folded text: "Statement of the", «اطلاعیه»."""

#: Where a verb stands before who acts; elsewhere it stands behind: «النقابة تدين …».
_CLAUSE_BEGINS = (
    r"(?:(?:^|[.:,؛\n\"“«])[\s*_#“«\"]*|(?<!\w)(?:و?(?:قد|لقد|کما|حیث|فیما|بدورها|بدوره|هذا)|من جهتها|من جانبها)\s+)"
)
LEAD_FORMS = (
    # en
    r"(?<!\w)(?:message|greetings?|letter|statement|call|appeal|note|word|"
    r"solidarity)(?:\s+[\w'-]+){0,5}?\s+from\s+(?:the\s+)?",
    r"(?<!\w)(?:statement|declaration|communique|appeal|message|resolution|press release|media release|open letter|"
    r"letter|"
    r"call|announcement|report|notice|bulletin|greetings?|note|manifesto|call for \w+)"
    r"(?:[ ,]+(?!(?:to|for|on|at|in|about|against|regarding|with)(?!\w))\w+){0,3}?[ ,]+"
    r"(?:of|by|from|issued by|published by|released by|on behalf of)\s+(?:the\s+)?",
    r"(?:issued|published|released|signed|adopted|distributed|produced|written|"
    r"put out)\W+(?:\w+\W+){0,4}?by\s+(?:the\s+)?",
    r"(?<!\w)on behalf of\s+(?:the\s+)?",
    # fa
    r"(?<!\w)(?:اطلاعیه|بیانیه|اعلامیه|پیام|فراخوان|قطعنامه|نامه|گزارش|موضع|موضعگیری)(?:ی| ی|های)?"
    r"(?: اعلام)?(?: حمایت| پشتیبانی| مشترک| مطبوعاتی| پایانی| شماره \d+| همبستگی| تسلیت| تبریک|"
    r" سرگشاده| اعتراضی| سیاسی| حمایتی)*"
    r"(?: (?:از سوی|از طرف|صادره از|صادر شده از سوی))?\s+(?=\w)",
    r"(?<!\w)(?:از سوی|از طرف|توسط)\s+",
    # ar
    r"(?<!\w)(?:ال)?(?:بیان|بلاغ|تصریح|نداء|ندا|رساله|اعلان|برقیه|بیانا)(?: \w+){0,2}? (?:صادر عن|صادره عن|عن|من)\s+",
    r"(?<!\w)(?:بیان|بلاغ|تصریح|ندا|رساله|برقیه)\s+"
    r"(?=لل|ال|حزب|اتحاد|نقابه|حرکه|منظمه|لجنه|جبهه|تجمع|رابطه|مرکز|هییه|تیار)",
    r"(?<!\w)و?(?:اصدرت?|صدر عن|اعلنت?|صرحت?|قالت?)\s+",
    # ckb
    r"(?<!\w)(?:بهیاننامهی|راگهیهندراوی|راگهیاندراوی|پهیامی|بانگهوازی|روونکردنهوهی|نامهی|پرسهنامهی|بهیاننامه)"
    r"(?: هاوبهشی| ژماره \d+)*\s+",
    r"(?<!\w)لهلایهن\s+",
    # kmr
    r"(?<!\w)(?:daxuyaniya|peyama|banga|nameya|danezana|deklarasyona|beyannameya)(?: hevpar)?(?: ya)?\s+",
    r"(?<!\w)ji aliye\s+",
    # fr
    r"(?<!\w)(?:communique|declaration|appel|message|lettre ouverte|lettre|tribune|motion|resolution|"
    r"hommage)(?: (?!(?:a|au|aux|al|ao|aos|as|sur|sobre|pour|por|para|contre|contra|ante|en|em)(?!\w))\w+){0,2}? "
    r"(?:de la|du|de l'|des|de|d')\s*",
    r"(?:publie|signe|emis|diffuse)\w* par\s+",
    # es, pt
    r"(?<!\w)(?:comunicado|declaracion|manifiesto|llamamiento|carta abierta|carta|mensaje|resolucion|pronunciamiento|"
    r"nota|"
    r"manifesto|declaracao|mocao|resolucao|mensagem|chamado)(?: (?!(?:a|au|aux|al|ao|aos|as|sur|sobre|pour|por|"
    r"para|contre|contra|ante|en|em)(?!\w))\w+){0,2}? (?:de la|del|de los|de las|da|do|das|dos|"
    r"de)\s+",
    r"(?:emitid|publicad|firmad|assinad|divulgad)\w* (?:por|pel[ao]s?)\s+",
    # de
    r"(?<!\w)(?:erklarung|stellungnahme|pressemitteilung|aufruf|mitteilung|resolution|beschluss|grusswort|"
    r"offener brief|brief)"
    r"(?: (?!(?:an|zu|zum|zur|fur|gegen|uber)(?!\w))\w+){0,2}? (?:der|des|von|vom)\s+",
    # received from: en, fr, es, pt, de, fa, ar
    r"(?<!\w)(?:received|sent to us|reached us|came to us|comes to us)(?: \w+){0,4}? (?:from|by)\s+",
    r"(?<!\w)(?:recu|recevons|parvenue?|transmis|adresse)(?: \w+){0,3}? (?:de la|du|de l'|des|de|par|d')\s*",
    r"(?<!\w)(?:recibimos|recibid[oa]|hemos recibido|nos (?:envia|llega|hizo llegar|remite)|recebemos|"
    r"recebid[oa]|nos enviou)"
    r"(?:,? \w+){0,3}?,? (?:de la|del|de los|de las|da|do|das|dos|de|la|el|las|los)\s+",
    r"(?<!\w)(?:erhielten|erreichte|erhalten)(?: \w+){0,4}? (?:von der|von den|vom|von|der|des)\s+",
    r"(?<!\w)(?:تلقی\w*|تلقت|وصلنا|وردنا|استلمنا|وردتنا|وصلتنا)(?: \w+){0,3}? من\s+",
    r"(?<!\w)(?:نامهای|پیامی|بیانیهای|متنی) (?:از سوی |از طرف |از )",
    # ar, the verb before who acts
    rf"{_CLAUSE_BEGINS}و?[یت](?:دین|ستنکر|دعو|طالب|رفض|حیی|نعی|هنی|علن|تضامن|وکد|عرب عن|عبر عن|شجب|ندد ب|ناشد|تقدم)"
    r"\s+(?=\w)",
    rf"{_CLAUSE_BEGINS}و?(?:ادانت?|دعا|دعت|طالبت?|استنکرت?|نددت?|اکدت?|اعربت?|شجبت?|حیت?|هنات?|نعت?|ناشدت?)"
    r"\s+(?=\w)",
)
