"""A third set of layouts: messages, letters, releases and reports as unions, agencies and councils set them."""

from tests.editorial.invented import Words
from tests.editorial.layouts import Page, _foot, _html, _many, _menu, _p, layout


@layout
def messages_under_their_senders(w: Words) -> Page:
    """Messages of solidarity: the sender's name as heading, the message, a person's name below."""
    items, page = [], f"<h1>{w.titles[0]}</h1><p>{w.paragraph(30, 1)}</p>"
    for k in range(4):
        body = w.body(k, 2)
        page += f"<h3>{w.issuer} {k + 1}</h3>{_p(body)}<p><i>{w.names[k % 5]}</i></p>"
        items.append((f"{w.issuer} {k + 1}", " ".join(body)))
    return Page(_html(_menu(w) + page + _foot(w)), items, "p.html")


@layout
def quotation_over_paragraphs(w: Words) -> Page:
    """An agency's item: lead-in and opening quotation mark inside the first paragraph, the closing one in the last."""
    body = w.body(2, 4)
    lead = w.lead_in.rstrip(" :")
    first = f"{w.sentences[6]} {lead}: “{body[0]}"
    text = "\n\n".join([w.titles[2], first, *body[1:3], body[3] + "”", "(ab)"])
    return Page(text, [(w.titles[2], " ".join(body))])


@layout
def report_then_titled_statement(w: Words) -> Page:
    """A report in HTML, a lead-in, then the statement under a second-level heading with its names."""
    report, body = w.body(8, 3), w.body(1, 4)
    names = "".join(f"<li>{n}</li>" for n in _many(w, 25))
    page = f"<h1>{w.titles[3]}</h1><p>{w.byline}</p>{_p(report)}<p>{w.lead_in}</p><h2>{w.statement_of}</h2>{_p(body)}"
    page += f"<p>{w.signatories}</p><ul>{names}</ul>"
    may = [(w.titles[3], " ".join(report))]
    return Page(_html(_menu(w) + page + _foot(w), w.titles[3]), [(w.statement_of, " ".join(body))], "p.html", may)


@layout
def letter_with_closing(w: Words) -> Page:
    """A letter: place and date, salutation, body, names and offices below."""
    body = w.body(6, 4)
    text = "\n\n".join([w.date, w.salutation, *body]) + f"\n\n{w.names[1]}\n{w.names[3]}\n{w.issuer}"
    return Page(text, [(None, " ".join([w.salutation, *body]))])


@layout
def listing_by_month(w: Words) -> Page:
    """A listing with a heading a month and linked teasers below."""
    page, items = "", []
    for month in range(2):
        page += f"<h2>{w.date.split(None, 1)[1]}</h2>"
        for k in range(3):
            title, teaser = w.titles[month * 3 + k], w.paragraph(month * 3 + k, 2)
            page += f"<div class='teaser'><h3><a href='/{month}{k}'>{title}</a></h3><p>{teaser}</p></div>"
            items.append((title, teaser))
    return Page(_html(_menu(w) + f"<h1>{w.menu[2]}</h1>" + page + _foot(w)), items, "p.html", excerpts=True)


@layout
def about_page(w: Words) -> Page:
    """No statement: what the organisation says of itself under a menu's word."""
    return Page(_html(_menu(w) + f"<h1>{w.menu[1]}</h1>{_p(w.body(3, 3))}" + _foot(w), w.menu[1]), [], "p.html")


@layout
def numbered_theses(w: Words) -> Page:
    """One statement in numbered sections whose headings are short lines."""
    blocks: list[str] = []
    for k in range(4):
        blocks += [f"{k + 1}. {w.subheads[k % 3]}", *w.body(k, 2)]
    text = "\n\n".join([w.statement_of, w.date, w.paragraph(33, 3), *blocks, w.slogan, w.issuer])
    return Page(text, [(w.statement_of, " ".join([w.paragraph(33, 3), *blocks, w.slogan]))])


@layout
def posts_on_one_page(w: Words) -> Page:
    """A blog's front page with three whole posts in divs: title, date, body, comment link, tags."""
    items, page = [], ""
    for k in range(3):
        body = w.body(k + 2, 4)
        page += (
            f"<div class='post hentry'><h3 class='post-title'><a href='/{k}'>{w.titles[k]}</a></h3><div>{w.date}</div>"
        )
        page += f"<div class='post-body'>{_p(body)}</div>"
        page += f"<div class='post-footer'><a href='/{k}#c'>0 {w.comments}</a></div></div>"
        items.append((w.titles[k], " ".join(body)))
    return Page(_html(_menu(w) + page + _foot(w)), items, "p.html")


@layout
def text_of_two_by_issuer(w: Words) -> Page:
    """Two statements in plain text; each opens with committee and organisation, then its title."""
    items, pieces = [], []
    for k in range(2):
        body = w.body(k + 3, 4)
        pieces.append("\n\n".join([w.titles[k], f"{w.committee} {w.issuer}", w.date, *body, w.slogan]))
        items.append((w.titles[k], " ".join([*body, w.slogan])))
    return Page("\n\n\n".join(pieces), items)


@layout
def spaced_single(w: Words) -> Page:
    """One statement whose paragraphs stand two and three empty lines apart, as copied from a browser."""
    body = w.body(4, 6)
    text = w.titles[2] + "\n\n\n" + w.date + "\n\n\n" + "\n\n\n".join(body) + "\n\n\n" + w.issuer
    return Page(text, [(w.titles[2], " ".join(body))])
