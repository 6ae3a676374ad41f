"""Layouts of invented pages: each function sets one language's words into one shape and says what is on it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.editorial.invented import Words


@dataclass
class Page:
    """A page and its truth: `items` as (title or None, words of the body); `may` are items that may be found or not."""

    text: str
    items: list[tuple[str | None, str]]
    name: str = "page.txt"
    may: list[tuple[str | None, str]] = field(default_factory=list)
    excerpts: bool = False


LAYOUTS: dict[str, Callable[[Words], Page]] = {}


def layout(function: Callable[[Words], Page]) -> Callable[[Words], Page]:
    LAYOUTS[function.__name__] = function
    return function


def _html(body: str, title: str = "") -> str:
    return f"<!doctype html><html><head><meta charset='utf-8'><title>{title}</title></head><body>{body}</body></html>"


def _p(paragraphs: list[str]) -> str:
    return "".join(f"<p>{p}</p>\n" for p in paragraphs)


def _menu(w: Words) -> str:
    return "<nav><ul>" + "".join(f"<li><a href='/{k}'>{m}</a></li>" for k, m in enumerate(w.menu)) + "</ul></nav>"


def _foot(w: Words) -> str:
    return f"<footer><p>© 2019 {w.issuer}</p><a href='/c'>{w.menu[3]}</a></footer>"


@layout
def wordpress_listing(w: Words) -> Page:
    """Teasers in articles with linked titles, a date and a read-more link."""
    items = [(w.titles[k], w.paragraph(k)) for k in range(5)]
    body = "".join(
        f"<article class='post'><h2 class='entry-title'><a href='/{k}'>{t}</a></h2>"
        f"<span class='posted-on'>{w.date}</span>"
        f"<div class='entry-summary'><p>{b} …</p><a class='more-link' href='/{k}'>{w.read_more}</a></div></article>"
        for k, (t, b) in enumerate(items)
    )
    return Page(
        _html(_menu(w) + f"<main><h1>{w.menu[2]}</h1>{body}</main>" + _foot(w)), items, "page.html", excerpts=True
    )


@layout
def wordpress_single(w: Words) -> Page:
    """One statement with sub-headings in h2, share links, a comment form and a sidebar of other titles."""
    body = w.body(1, 6)
    inner = _p(body[:2]) + f"<h2>{w.subheads[0]}</h2>" + _p(body[2:4]) + f"<h2>{w.subheads[1]}</h2>" + _p(body[4:])
    words = " ".join([*body[:2], w.subheads[0], *body[2:4], w.subheads[1], *body[4:]])
    page = (
        _menu(w)
        + f"<article><header><h1>{w.titles[0]}</h1><time datetime='2019-03-14'>{w.date}</time></header>{inner}"
        + f"<p><strong>{w.committee}</strong><br>{w.issuer}</p></article>"
        + "<div class='sharedaddy'><a href='f'>Facebook</a> <a href='t'>Telegram</a></div>"
        + f"<aside><h3>{w.related}</h3><ul>"
        + "".join(f"<li><a href='/{k}'>{t}</a></li>" for k, t in enumerate(w.titles[1:]))
        + f"</ul></aside><div id='respond'><h3>{w.comments}</h3><form><label>Name</label></form></div>"
        + _foot(w)
    )
    return Page(_html(page, w.titles[0]), [(w.titles[0], words)], "page.html")


@layout
def related_teasers_below(w: Words) -> Page:
    """One statement; below it, without any class, a heading of related matter with titles and short teasers."""
    body = w.body(2, 6)
    text = f"{w.titles[0]}\n\n{w.date}\n\n" + "\n\n".join(body) + f"\n\n{w.related}\n\n"
    text += "\n\n".join(f"{t}\n{w.paragraph(9 + k, 1)}" for k, t in enumerate(w.titles[1:4]))
    return Page(text, [(w.titles[0], " ".join(body))])


@layout
def plain_listing(w: Words) -> Page:
    """A text listing: page heading, then title, teaser and read-more line, parted by empty lines."""
    items = [(w.titles[k], w.paragraph(k, 2)) for k in range(5)]
    text = f"{w.menu[0]}\n\n{w.statement_of.split()[0]}\n\n"
    text += "\n\n".join(f"{t}\n\n{b} …\n\n{w.read_more}" for t, b in items)
    return Page(text, items, excerpts=True)


@layout
def bare_listing(w: Words) -> Page:
    """A text listing with no read-more line at all: titles and one paragraph each."""
    items = [(w.titles[k], w.paragraph(k, 3)) for k in range(6)]
    return Page("\n\n".join(f"{t}\n\n{b}" for t, b in items), items, excerpts=True)


@layout
def tight_listing(w: Words) -> Page:
    """Title and teaser on following lines, items parted by an empty line, a menu above."""
    items = [(w.titles[k], w.paragraph(k, 2)) for k in range(5)]
    return Page("\n".join(w.menu) + "\n\n" + "\n\n".join(f"{t}\n{b}" for t, b in items), items, excerpts=True)


@layout
def single_text(w: Words) -> Page:
    """One plain statement: title, body, slogan, committee, organisation, date."""
    body = w.body(3, 5)
    text = "\n\n".join([w.titles[1], *body, w.slogan, w.committee, w.issuer, w.date])
    return Page(text, [(w.titles[1], " ".join([*body, w.slogan]))])


@layout
def single_with_subheads(w: Words) -> Page:
    """One plain statement of six paragraphs with three sub-headings that look like titles."""
    body = w.body(4, 6)
    blocks = [body[0], w.subheads[0], body[1], body[2], w.subheads[1], body[3], w.subheads[2], body[4], body[5]]
    text = "\n\n".join([w.statement_of, w.date, *blocks, w.issuer])
    return Page(text, [(w.statement_of, " ".join(blocks))])


@layout
def untitled_single(w: Words) -> Page:
    """No title at all: salutation, body, slogan, issuer."""
    body = w.body(5, 4)
    text = "\n\n".join([w.salutation, *body, w.slogan, w.issuer])
    return Page(text, [(None, " ".join([w.salutation, *body, w.slogan]))])


@layout
def compilation_of_headings(w: Words) -> Page:
    """Several whole statements under h2, each with its issuer and date, some with h3 inside, under a page heading."""
    items, page = [], f"<h1>{w.menu[2]}: {w.subheads[2]}</h1>"
    for k in range(4):
        body = w.body(k, 4)
        page += f"<h2>{w.titles[k]}</h2><p><em>{w.issuer}</em></p><p>{w.date}</p>" + _p(body[:2])
        page += (f"<h3>{w.subheads[1]}</h3>" if k == 1 else "") + _p(body[2:])
        items.append((w.titles[k], " ".join([*body[:2], *([w.subheads[1]] if k == 1 else []), *body[2:]])))
    return Page(_html(_menu(w) + page + _foot(w)), items, "page.html")


@layout
def compilation_with_rules(w: Words) -> Page:
    """Whole statements parted by lines of stars, no dates, signed at the end."""
    items, pieces = [], []
    for k in range(4):
        body = w.body(k, 4)
        pieces.append("\n\n".join([w.titles[k], *body, w.issuer]))
        items.append((w.titles[k], " ".join(body)))
    return Page("\n\n* * *\n\n".join(pieces), items)


@layout
def compilation_in_a_table(w: Words) -> Page:
    """An old layout table: statements in one cell, bold titles, paragraphs by two breaks, a rule between."""
    items, cell = [], ""
    for k in range(3):
        body = w.body(k + 1, 3)
        cell += f"<b>{w.titles[k]}</b><br>{w.date}<br><br>" + "<br><br>".join(body) + f"<br><br><i>{w.issuer}</i><hr>"
        items.append((w.titles[k], " ".join(body)))
    menu = "<br>".join(f"<a href='{m}'>{m}</a>" for m in w.menu)
    return Page(_html(f"<table><tr><td>{menu}</td><td>{cell}</td></tr></table>"), items, "page.htm")


@layout
def compilation_with_notes(w: Words) -> Page:
    """A compiler's introduction, statements with a bracketed note each, wide gaps, and an afterword."""
    intro, items = w.body(7, 2), []
    text = "\n\n".join(intro)
    for k in range(4):
        body = w.body(k, 3)
        text += f"\n\n\n{w.titles[k]}\n\n[{w.lead_in.rstrip(':؛ ')} {w.issuer}، {w.date}.]\n\n" + "\n\n".join(body)
        items.append((w.titles[k], " ".join(body)))
    return Page(text, items)


@layout
def report_with_quoted_statement(w: Words) -> Page:
    """A short report, a lead-in ending in a colon, then the whole statement with salutation and issuer."""
    report, body = w.body(8, 2), w.body(2, 6)
    text = "\n\n".join([w.titles[2], w.date, *report, w.lead_in, w.salutation, *body, w.slogan, w.issuer])
    quoted = (None, " ".join([w.salutation, *body, w.slogan]))
    return Page(text, [quoted], may=[(w.titles[2], " ".join(report))])


@layout
def report_with_blockquote(w: Words) -> Page:
    """The same in HTML: the statement in a blockquote, the report's last words after it."""
    report, body = w.body(8, 2), w.body(2, 6)
    page = f"<article><h1>{w.titles[2]}</h1><p>{w.date}</p>{_p(report)}<p>{w.lead_in}</p>"
    page += f"<blockquote>{_p(body)}</blockquote><p>{w.paragraph(11, 1)}</p></article>"
    return Page(
        _html(_menu(w) + page + _foot(w), w.titles[2]),
        [(None, " ".join(body))],
        "page.html",
        [(w.titles[2], " ".join(report))],
    )


def _many(w: Words, count: int) -> list[str]:
    return [
        f"{name.split()[0]} {name.split()[-1]} {k}" if k % 3 else name
        for k in range(count)
        for name in [w.names[k % 5]]
    ]


@layout
def letter_with_two_hundred_names(w: Words) -> Page:
    """An open letter and two hundred numbered signatories, one a line."""
    body = w.body(6, 4)
    names = "\n".join(f"{k}. {n}" for k, n in enumerate(_many(w, 200), 1))
    text = "\n\n".join([w.titles[3], w.salutation, *body, w.signatories]) + "\n" + names
    return Page(text, [(w.titles[3], " ".join([w.salutation, *body]))])


@layout
def letter_with_names_in_paragraphs(w: Words) -> Page:
    """The same in HTML, a paragraph a name, the heading of the list in bold."""
    body = w.body(6, 4)
    names = "".join(f"<p>{n}</p>" for n in _many(w, 120))
    page = f"<h1>{w.titles[3]}</h1><p>{w.date}</p>{_p(body)}<p><b>{w.signatories}</b></p>{names}"
    return Page(
        _html(_menu(w) + f"<div class='content'>{page}</div>" + _foot(w)), [(w.titles[3], " ".join(body))], "page.html"
    )


@layout
def letter_with_names_in_one_line(w: Words) -> Page:
    """All signatories in one paragraph behind the cue, parted by commas."""
    body = w.body(6, 4)
    comma = "، " if w.signatories[0] > "؀" else ", "
    text = "\n\n".join([w.titles[3], w.date, *body, w.signatories + " " + comma.join(_many(w, 60))])
    return Page(text, [(w.titles[3], " ".join(body))])


@layout
def greetings_numbered(w: Words) -> Page:
    """Short whole messages with a number and an issuer each."""
    items, text = [], f"{w.menu[2]}\n\n"
    for k in range(4):
        body = w.body(k, 2)
        text += f"{k + 1}. {w.titles[k]}\n\n" + "\n\n".join(body) + f"\n\n{w.issuer}\n{w.date}\n\n"
        items.append((w.titles[k], " ".join(body)))
    return Page(text, items)


@layout
def blog_with_captions(w: Words) -> Page:
    """One statement in divs without paragraphs, a figure with caption and a pull quote inside, tags below."""
    body = w.body(9, 5)
    figure = "<figure><img src='x.jpg'><figcaption>Foto: A. Quill</figcaption></figure>"
    inner = f"<div>{body[0]}</div>{figure}" + "".join(f"<div>{b}</div>" for b in body[1:])
    page = f"<div class='post-title'>{w.titles[4]}</div><div class='byline'>{w.byline}</div>"
    page += f"<div class='post-body'>{inner}</div>"
    page += "<div class='post-tags'><a href='a'>harbour</a> <a href='b'>strike</a></div>"
    return Page(_html(_menu(w) + page + _foot(w)), [(w.titles[4], " ".join(body))], "page.html")


@layout
def hard_wrapped(w: Words) -> Page:
    """Two statements wrapped at 72 columns and indented, as mail left them."""
    items, out = [], []
    for k in range(2):
        body = w.body(k, 4)
        items.append((w.titles[k], " ".join(body)))
        out += [f"    {w.titles[k]}", "", f"    {w.date}", ""]
        for paragraph in body:
            line = "   "
            for word in paragraph.split():
                if len(line) + len(word) > 72:
                    out.append(line)
                    line = "   "
                line += " " + word
            out += [line, ""]
    return Page("\n".join(out), items)


@layout
def contact_page(w: Words) -> Page:
    """No statement: a menu, an address and a form."""
    page = f"{_menu(w)}<h1>{w.menu[3]}</h1><p>{w.issuer}</p><p>12 Quay Street, 40404 Port Almond</p>"
    page += "<p>Tel: 040 404 040</p><p>info@harbour.example</p><form><label>Email</label><button>OK</button></form>"
    page += _foot(w)
    return Page(_html(page, w.menu[3]), [], "page.html")


@layout
def menu_only(w: Words) -> Page:
    """No statement: menus and links to sections alone."""
    links = "".join(f"<li><a href='/{k}'>{m}</a></li>" for k, m in enumerate(w.menu * 4))
    return Page(_html(f"{_menu(w)}<div id='sitemap'><ul>{links}</ul></div>{_foot(w)}", w.issuer), [], "page.html")


@layout
def list_items_listing(w: Words) -> Page:
    """Teasers as list items: linked title in bold, date in small, summary, no read-more words."""
    items = [(w.titles[k], w.paragraph(k, 2)) for k in range(5)]
    rows = "".join(
        f"<li class='item'><a href='/{k}'><b>{t}</b></a> <small>{w.date}</small><div>{b}</div></li>"
        for k, (t, b) in enumerate(items)
    )
    return Page(
        _html(_menu(w) + f"<h1>{w.menu[2]}</h1><ul class='list'>{rows}</ul>" + _foot(w)),
        items,
        "page.html",
        excerpts=True,
    )


@layout
def statement_among_columns(w: Words) -> Page:
    """A statement in the middle of a page of divs, side columns of linked titles with classes in no known language."""
    body = w.body(3, 5)
    side = "".join(f"<div class='xk2'><a href='/{k}'>{t}</a></div>" for k, t in enumerate(w.titles))
    page = f"<div class='c1'>{side}</div><div class='c2'><h1>{w.titles[5]}</h1><p>{w.date}</p>{_p(body)}"
    page += f"<p>{w.issuer}</p></div>"
    return Page(
        _html(_menu(w) + page + f"<div class='c3'>{side}</div>" + _foot(w)),
        [(w.titles[5], " ".join(body))],
        "page.html",
    )
