"""What `manage.py read` proposes for a page, measured against a page labelled by hand.

A truth file names its page and lists the statements on it: first and last words of the body, title, organisation, date,
language, whether it is a teaser, signatories; `…_alternatives` hold what is right too. Measures are shares from 0 to 1:
`boundary` is F1 over statements (a pair counts where the word multisets of proposal and labelled body overlap by 0.8,
Jaccard); `title`, `organisation`, `date`, `language` and `excerpt` are shares of the paired statements, `names` is the
share of the labelled signatories. An optional statement that nobody proposes is not missed; one that is proposed is
right.
"""

import re
import unicodedata
from collections import Counter
from itertools import product

FIELDS = ("boundary", "title", "organisation", "date", "language", "excerpt", "names")
OVERLAP = 0.8
ALIKE = 0.7

_ONE_LETTER = str.maketrans("يىكةأإآۀؤئ", "ییکهاااهوی", "\u200e\u200fـ")  # a reader takes these for the same


def words(text):
    """The words of a text as a multiset, with letters, digits, case and marks folded; a non-joiner parts words."""
    folded = unicodedata.normalize("NFKC", text or "").replace("\u200c", " ").translate(_ONE_LETTER).casefold()
    folded = "".join(str(unicodedata.digit(c, c)) for c in folded if not unicodedata.combining(c))
    return Counter(re.findall(r"\w+", folded))


def overlap(one, other):
    """Jaccard overlap of two multisets of words, 0 to 1."""
    union = (one | other).total()
    return (one & other).total() / union if union else 0.0


def alike(one, other):
    """Whether a reader takes two names or titles for one: nearly the same words, or one (of two words) in the other."""
    a, b = words(one), words(other)
    if not a or not b:
        return False
    return overlap(a, b) >= ALIKE or (min(len(a), len(b)) >= 2 and ((a & b) in (a, b)))


def _collapsed(text):
    return " ".join((text or "").split())


def bodies(page, label, start):
    """Every labelled body of a statement as (offset, text) on the page, white space collapsed, from `start` on."""
    if not label.get("first_words"):  # a listing of bare titles
        title = _collapsed(label.get("title"))
        at = page.find(title, start) if title else -1
        return [(at, title)] if at >= 0 else []
    firsts = [label["first_words"], *label.get("first_words_alternatives", ())]
    lasts = [label["last_words"], *label.get("last_words_alternatives", ())]
    found = []
    for first, last in product(map(_collapsed, firsts), map(_collapsed, lasts)):
        at = page.find(first, start)
        end = page.find(last, at) if at >= 0 else -1
        if end >= 0:
            found.append((at, page[at : end + len(last)]))
    return found


def date_is_right(label, date):
    """Whether a proposed date (`first`, `last`, `precision`) says the same as the label at the label's precision."""
    wanted = {label.get("date"), *label.get("date_alternatives", ())}
    first, last, precision = ((date or {}).get(k) for k in ("first", "last", "precision"))
    if not first:
        return None in wanted
    ends = (first, last or first)
    return any(
        ends == (w, w) if len(w) == 10 else precision != "day" and all(e.startswith(w) for e in ends)
        for w in wanted - {None}
    )


def fields_right(label, proposal):
    """Which fields of a paired proposal are right, as a dict of booleans."""
    titles = [label.get("title"), *label.get("title_alternatives", ())]
    issuers = [o["name"] for o in proposal["organisations"] if o["role"] == "issuer"]
    names = [label.get("organisation"), label.get("organisation_raw"), *label.get("organisation_alternatives", ())]
    languages = {label["language"], *label.get("languages", ()), *label.get("language_alternatives", ())}
    no_issuer = not label.get("organisation") and not issuers
    return {
        "title": (None in titles and not proposal["title"]) or any(alike(t, proposal["title"]) for t in titles if t),
        "organisation": no_issuer or any(alike(n, i) for n in names if n for i in issuers),
        "date": date_is_right(label, proposal["date"]),
        "language": (proposal["language"] or "").split("-")[0] in {tag.split("-")[0] for tag in languages},
        "excerpt": bool(proposal["excerpt"]) == bool(label["is_teaser"]),
    }


def score_page(text, truth, proposals):
    """Count one page: returns (Counter, list of sentences about what is wrong)."""
    page, counts, wrong, start = _collapsed(text), Counter(proposed=len(proposals)), [], 0
    free = {i: words(p["text"]) for i, p in enumerate(proposals)}
    for label in truth["statements"]:
        found = bodies(page, label, start)
        if not found:
            raise ValueError(f"{truth['page']}: statement {label['n']} is not on the page")
        start = min(at for at, _ in found)
        known = [words(body) for _, body in found]
        around = ("title", "byline_raw", "sign_off_raw", "provenance_raw")  # a proposal may hold these besides the body
        extra = words(" ".join(label[k] for k in around if label.get(k)))
        best, index = max(
            ((max(max(overlap(k, f), overlap(k + extra, f)) for k in known), i) for i, f in free.items()),
            default=(0.0, None),
        )
        if best < OVERLAP:
            if not label.get("optional"):
                counts["wanted"] += 1
                wrong.append(f"missing: {_collapsed(label.get('title') or label['first_words'])[:60]} ({best:.2f})")
            continue
        del free[index]
        proposal = proposals[index]
        counts.update(wanted=1, paired=1)
        for field, right in fields_right(label, proposal).items():
            counts[field] += right
            if not right:
                got = proposal["organisations" if field == "organisation" else field]
                want = label.get("is_teaser" if field == "excerpt" else field)
                wrong.append(f"{field}: wanted {want!r}, got {got!r}")
        given = [s if isinstance(s, str) else s["name"] for s in proposal["signatories"]]
        missed = [n for n in label.get("signatories", ()) if not any(alike(n, g) for g in given)]
        counts.update(
            names_wanted=len(label.get("signatories", ())), names=len(label.get("signatories", ())) - len(missed)
        )
        wrong += [f"names: {len(missed)} missed, the first {missed[0]!r}"] if missed else []
    wrong += [f"too much: {_collapsed(proposals[i]['text'])[:60]!r}" for i in free]
    return counts, wrong


def shares(counts):
    """Turn counts into the seven measures; a measure with nothing to count is 1.0."""
    both, paired = counts["wanted"] + counts["proposed"], counts["paired"]
    result = {field: counts[field] / paired if paired else 1.0 for field in FIELDS[1:-1]}
    result["boundary"] = 2 * paired / both if both else 1.0
    result["names"] = counts["names"] / counts["names_wanted"] if counts["names_wanted"] else 1.0
    return {field: result[field] for field in FIELDS}


def table(rows):
    """A printable table of (page, Counter) rows with their sum at the foot."""
    total = sum((counts for _, counts in rows), Counter())
    lines = [f"{'page':30} want  got pair " + " ".join(f"{f[:8]:>8}" for f in FIELDS)]
    for name, counts in [*rows, ("all", total)]:
        measured = shares(counts)
        lines.append(
            f"{name:30} {counts['wanted']:4} {counts['proposed']:4} {counts['paired']:4} "
            + " ".join(f"{measured[f]:8.2f}" for f in FIELDS)
        )
    return "\n".join(lines)
