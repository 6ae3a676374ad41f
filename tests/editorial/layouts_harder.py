"""More layouts of invented pages, nastier: pages that quote, list, sign, number and repeat themselves."""

from tests.editorial.invented import Words
from tests.editorial.layouts import Page, _foot, _html, _many, _menu, _p, layout


@layout
def markdown_post_with_signatories(w: Words) -> Page:
    """Front matter, a level-one heading, bold words, a second-level heading over linked signatories."""
    body = w.body(1, 4)
    names = "\n".join(f"* [{n}](https://example.org/{k}), {w.names[k % 5]}" for k, n in enumerate(_many(w, 40)))
    text = f'---\ntitle: "{w.titles[0]}"\ndate: 2019-03-14\n---\n\n# {w.titles[0]}\n\n' + "\n\n".join(body)
    text += f"\n\n## {w.signatories.rstrip(' :')}\n\n{names}\n"
    return Page(text, [(w.titles[0], " ".join(body))], "post.md")


@layout
def markdown_compilation(w: Words) -> Page:
    """Statements under third-level headings, issuer and date in italics, rules between."""
    items, text = [], f"# {w.menu[2]} [x](https://example.org)\n\n"
    for k in range(3):
        body = w.body(k, 3)
        text += f"### {w.titles[k]}\n\n*{w.issuer}, {w.date}*\n\n" + "\n\n".join(body) + "\n\n---\n\n"
        items.append((w.titles[k], " ".join(body)))
    return Page(text, items, "post.md")


@layout
def kicker_and_bold_subheads(w: Words) -> Page:
    """An old page in fonts: kicker, headline, date and page, sub-headings as bold paragraphs, a way back up."""
    body = w.body(2, 5)
    page = f"<font size=2><b>{w.menu[2]}</b></font><br><font size=5><b>{w.titles[1]}</b></font><p>"
    page += f"<font size=2>{w.date} | 8</font><p><font size=3>{body[0]}<p>{body[1]}<p><b>{w.subheads[0]}</b><p>"
    page += f"{body[2]}<p><b>{w.subheads[1]}</b><p>{body[3]}<p>{body[4]}</font><p>"
    words = [body[0], body[1], w.subheads[0], body[2], w.subheads[1], body[3], body[4]]
    return Page(
        _html(f"<table><tr><td></td><td>{page}<a href='#top'>Top</a></td></tr></table>"),
        [(w.titles[1], " ".join(words))],
        "p.html",
    )


@layout
def agency_report(w: Words) -> Page:
    """A news report that quotes single sentences: one item, the report."""
    body = w.body(3, 6)
    body[1] = f"“{body[1]}”"
    body[3] = f"{w.issuer}: «{body[3]}»"
    return Page("\n\n".join([w.titles[2], w.date, *body]), [(w.titles[2], " ".join(body))])


@layout
def compilation_in_capitals(w: Words) -> Page:
    """Issuers in capitals under ruled lines, the date in brackets, no titles of their own."""
    items, text = [], ""
    for k in range(3):
        body = w.body(k, 4)
        text += f"{w.titles[k].upper()}\n({w.date})\n\n" + "\n\n".join(body) + "\n\n" + "=" * 40 + "\n\n"
        items.append((w.titles[k], " ".join(body)))
    return Page(text, items)


@layout
def dates_above_titles(w: Words) -> Page:
    """A listing in which each item opens with its date, then title, then teaser."""
    items = [(w.titles[k], w.paragraph(k, 2)) for k in range(5)]
    text = "\n\n".join(f"{w.date}\n{t}\n{b} [...]" for t, b in items)
    return Page(f"{w.menu[2]}\n\n{text}", items, excerpts=True)


@layout
def table_of_teasers(w: Words) -> Page:
    """A listing in table rows: date, linked title and summary in cells."""
    items = [(w.titles[k], w.paragraph(k, 2)) for k in range(5)]
    rows = "".join(
        f"<tr><td>{w.date}</td><td><a href='/{k}'>{t}</a><br>{b}</td></tr>" for k, (t, b) in enumerate(items)
    )
    return Page(
        _html(_menu(w) + f"<h2>{w.menu[2]}</h2><table>{rows}</table>" + _foot(w)), items, "p.html", excerpts=True
    )


@layout
def bare_titles(w: Words) -> Page:
    """A listing of linked titles and dates alone: each title is all there is of its item."""
    items = [(t, t) for t in w.titles]
    rows = "".join(
        f"<li><span class='date'>{w.date}</span> <a href='/{k}'>{t}</a></li>" for k, t in enumerate(w.titles)
    )
    return Page(
        _html(_menu(w) + f"<h1>{w.menu[2]}</h1><ul class='statements'>{rows}</ul>" + _foot(w)),
        items,
        "p.html",
        excerpts=True,
    )


@layout
def interview(w: Words) -> Page:
    """Questions in bold, answers below: one item."""
    answers = w.body(4, 5)
    asked = [f"{s[:-1]}{'؟' if w.read_more[0] > chr(0x600) else '?'}" for s in w.sentences[:5]]
    page = "".join(f"<p><b>{q}</b></p><p>{a}</p>" for q, a in zip(asked, answers, strict=True))
    words = " ".join(f"{q} {a}" for q, a in zip(asked, answers, strict=True))
    return Page(
        _html(_menu(w) + f"<article><h1>{w.titles[3]}</h1><p>{w.date}</p>{page}</article>" + _foot(w)),
        [(w.titles[3], words)],
        "p.html",
    )


@layout
def calendar(w: Words) -> Page:
    """No statement: dates and places of meetings."""
    rows = "".join(f"<tr><td>{w.date}</td><td>{18 + k % 3}:00</td><td>{w.names[k % 5]}</td></tr>" for k in range(14))
    return Page(_html(_menu(w) + f"<h1>{w.menu[2]}</h1><table>{rows}</table>" + _foot(w)), [], "p.html")


@layout
def crowded_single(w: Words) -> Page:
    """One statement among breadcrumbs, tags, share links, and the neighbours' titles without classes."""
    body = w.body(5, 5)
    page = f"<p><a href='/'>{w.menu[0]}</a> » <a href='/n'>{w.menu[2]}</a> » {w.titles[0]}</p><h1>{w.titles[0]}</h1>"
    page += f"<p><small>{w.date}</small></p>{_p(body)}<p>{w.slogan}</p><p>{w.committee}<br>{w.issuer}</p>"
    page += "<p><a>Facebook</a> | <a>Twitter</a> | <a>Telegram</a></p>"
    page += f"<p>← <a href='/a'>{w.titles[1]}</a></p><p><a href='/b'>{w.titles[2]}</a> →</p>"
    return Page(_html(_menu(w) + page + _foot(w), w.titles[0]), [(w.titles[0], " ".join([*body, w.slogan]))], "p.html")


@layout
def names_in_a_table(w: Words) -> Page:
    """Signatories in rows of name and body."""
    body = w.body(6, 4)
    rows = "".join(f"<tr><td>{n}</td><td>{w.names[2]}</td></tr>" for n in _many(w, 60))
    page = f"<h1>{w.titles[4]}</h1>{_p(body)}<h3>{w.signatories}</h3><table>{rows}</table>"
    return Page(_html(_menu(w) + page + _foot(w)), [(w.titles[4], " ".join(body))], "p.html")


@layout
def names_without_a_heading(w: Words) -> Page:
    """Forty names behind the text with no word that announces them."""
    body = w.body(7, 4)
    text = "\n\n".join([w.titles[5], w.date, *body]) + "\n\n" + "\n".join(f"- {n}" for n in _many(w, 40))
    return Page(text, [(w.titles[5], " ".join(body))])


@layout
def report_of_two_statements(w: Words) -> Page:
    """A short frame, then two statements under their own headings, each with its issuer."""
    frame, one, two = w.paragraph(30, 3), w.body(1, 4), w.body(4, 4)
    text = "\n\n".join([w.titles[5], w.date, frame, w.statement_of, *one, w.slogan, w.titles[2], w.issuer, *two])
    items = [(w.statement_of, " ".join([*one, w.slogan])), (w.titles[2], " ".join(two))]
    return Page(text, items, may=[(w.titles[5], frame)])


@layout
def shell_of_scripts(w: Words) -> Page:
    """No statement: what a script would have filled, and a word on enabling it."""
    page = "<div id='root'></div><noscript>Enable JavaScript to run this app.</noscript><script>var a=1</script>"
    return Page(_html(page, w.issuer), [], "p.html")


@layout
def bullets_of_demands(w: Words) -> Page:
    """A statement whose middle is a bulleted list of demands with bold openings."""
    body, points = w.body(8, 3), [f"{w.subheads[k % 3]}: {w.sentences[k]}" for k in range(5)]
    text = "\n\n".join([w.statement_of, w.date, body[0], body[1]]) + "\n\n" + "\n".join(f"• {p}" for p in points)
    text += "\n\n" + "\n\n".join([body[2], w.slogan, w.committee, w.issuer])
    return Page(text, [(w.statement_of, " ".join([body[0], body[1], *points, body[2], w.slogan]))])


@layout
def sidebar_first(w: Words) -> Page:
    """A sidebar of teasers without any telling class stands before the statement in the page's order."""
    body = w.body(9, 7)
    side = "".join(
        f"<div class='b3'><a href='/{k}'>{w.titles[k]}</a><p>{w.paragraph(20 + k, 1)}</p></div>" for k in range(3)
    )
    page = f"<div class='b1'><b>{w.related}</b>{side}</div>"
    page += f"<div class='b2'><h1>{w.titles[4]}</h1><p>{w.date}</p>{_p(body)}</div>"
    return Page(_html(_menu(w) + page + _foot(w), w.titles[4]), [(w.titles[4], " ".join(body))], "p.html")
