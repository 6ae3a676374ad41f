"""What stands around a passage: the parts it is made of, and the page's own facts. Computed once a page."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, takewhile

from editorial.intake import cues
from editorial.intake.recognise.headline import is_menu, is_section
from editorial.intake.recognise.naming import key_of
from editorial.records import Extract, Named, Part, Passage, Span

#: Parts in the order in which they say who and when.
SAYING = ("byline", "date line", "provenance", "sign-off", "title")

#: So many short lines are looked through above a running text.
_HEAD_LINES = 12
#: Words of a site's name and of an item of the menu below it at most; the items at least.
_NAME_WORDS, _ITEM_WORDS, _ITEMS = 6, 4, 3
#: Lines at a page's top that may lead past its menu.
_SKIPS = 4
#: Who claims the copyright of a page.
CLAIMED = re.compile(r"(?:©|\(c\)|copyright|copyleft)[\s\d–—,.-]*(?:by\s+|the\s+)?([^.|,،\d]{4,80})", re.IGNORECASE)
#: Signs between a page's title and its site's name.
_TOLD = re.compile(r"\s+(?:[|»«·•–—-]|::)\s+")
#: Words by which a note says that the text was taken from another channel, not only that it follows.
_CHANNEL = re.compile(
    r"\b(?:appeared|published|posted|reprinted|republished|taken from|sent to us|received|transcribed|"
    r"translat\w+|via|"
    r"website|web site|facebook|telegram|instagram|bulletin|according to|originally|interview\w*|publie\w*|paru|"
    r"releve|"
    r"extrait|publicad\w+|tomado|difundid\w*|recebid\w+|veroffentlicht|erschienen|ubernommen|yayinlan\w+|alinmistir|"
    r"به نقل از|برگرفته|منتشر|منبع|سایت|کانال|تلگرام|نقلا عن|نشر|نشرت|المصدر|موقع|صفحه|بلاوکرا\w*|سهرچاوه|"
    r"hatiye wesandin|ji malpera)\b"
)
_SECOND_CHANNEL = re.compile(
    r"\b(?:via|quoting|quoted by|citing|cited by|as reported by|according to|به نقل از|نقلا عن|citando|cite par|"
    r"zitiert nach|aktaran)\b"
)


@dataclass(frozen=True)
class Surroundings:
    """A page as recognising sees it: its extract, its passages, and what can be asked of them."""

    extract: Extract
    passages: tuple[Passage, ...]
    owner: Named | None = None

    def words(self, start: int, end: int) -> str:
        """The text from `start` to `end` with white space collapsed."""
        return " ".join(self.extract.text[start:end].split())

    def raw(self, part: Part | Passage | Span) -> str:
        return self.extract.text[part.start : part.end]

    @cached_property
    def statements(self) -> tuple[Passage, ...]:
        return tuple(passage for passage in self.passages if passage.holds_statement())

    @cached_property
    def facts_end(self) -> int:
        """Where the front matter ends, whose lines are facts and no text; 0 without one."""
        return max((mark.end for mark in self.extract.marks if mark.value == "front matter"), default=0)

    @cached_property
    def loose_lines(self) -> list[tuple[int, int, str]]:
        """Lines that belong to no statement, as (start, end, text): headings of the page, its frame, its foot."""
        lines = []
        for passage in self.passages:
            if passage.holds_statement():
                continue
            at = passage.start
            for line in self.raw(passage).split("\n"):
                if line.strip() and at >= self.facts_end:
                    start = at + len(line) - len(line.lstrip())
                    lines.append((start, start + len(line.strip()), line.strip()))
                at += len(line) + 1
        return lines

    @cached_property
    def _line_starts(self) -> list[int]:
        return [start for start, _, _ in self.loose_lines]

    def lines_above(self, at: int, most: int) -> list[tuple[int, int, str]]:
        """The last `most` loose lines that begin before `at`, the nearest last."""
        end = bisect_left(self._line_starts, at)
        return self.loose_lines[max(0, end - most) : end]

    def lines_below(self, at: int, most: int) -> list[tuple[int, int, str]]:
        """The first `most` loose lines that begin at `at` or after it."""
        begin = bisect_left(self._line_starts, at)
        return self.loose_lines[begin : begin + most]

    @cached_property
    def _statement_starts(self) -> list[int]:
        return [passage.start for passage in self.statements]

    def statement_above(self, passage: Passage) -> Passage | None:
        """The statement before a passage."""
        number = bisect_left(self._statement_starts, passage.start)
        return self.statements[number - 1] if number else None

    @cached_property
    def first_titles(self) -> list[tuple[int, int, str]]:
        """The titles of the page's first statements, as lines."""
        parts = [part for one in self.statements[:40] for part in one.spans("title")]
        return [(part.start, part.end, self.raw(part)) for part in parts]

    @cached_property
    def later_items_are_dated(self) -> bool:
        """Whether a statement after the first has a date line of its own."""
        return any(other.spans("date line") for other in self.statements[1:])

    @cached_property
    def is_listing(self) -> bool:
        """Whether the page lists its owner's own items: several, most of them short and without a note of origin."""
        short = [one for one in self.statements if one.kind == "excerpt" or one.end - one.start < 1500]
        own = [one for one in short if not one.spans("provenance")]
        return len(self.statements) >= 3 and len(own) * 3 >= len(self.statements) * 2

    @cached_property
    def mastheads(self) -> frozenset[str]:
        """Keys of the lines that name the site: its own fact, the first line over a menu, who claims the copyright."""
        lines = [line.strip() for line in self.extract.text[:3000].split("\n") if line.strip()][:4]
        first = [line for line, after in pairwise(lines) if is_menu(after) and not is_menu(line)]
        claimed = [found[1] for _, _, line in self.loose_lines[-20:] if (found := CLAIMED.search(line))]
        told = [part for part in _TOLD.split(self.extract.page.get("title", "")) if part.strip()]
        site = told[-1:] if len(told) > 1 and told[0].strip() in self.extract.text else []
        return frozenset(map(key_of, [self.extract.page.get("site", ""), *first[:1], *claimed, *site])) - {""}

    @cached_property
    def banner(self) -> tuple[int, int, str] | None:
        """The line at the head of the page that names the site: what stands right above the items of a menu."""
        lines = self.loose_lines[:1] + [
            line
            for above, line in pairwise(self.loose_lines[:_SKIPS])
            if cues.NAVIGATION.whole(cues.plain(above[2])) and above[2].count(" ")  # "Skip to content"
        ]
        for start, end, line in lines:
            menu = self._menu_below(start)
            known = any(cues.NAVIGATION.whole(cues.plain(text)) or is_section(text) for _, _, text in menu)
            if len(menu) < (_ITEMS if known else 2 * _ITEMS):
                continue
            if is_menu(line) or is_section(line) or not 1 <= len(line.split()) <= _NAME_WORDS or line[-1] in ".!?؟:":
                continue
            if sum(map(str.isalpha, line)) >= 3 and not re.search(r"\d|\w\.\w", line):
                return start, end, line
        return None

    def _menu_below(self, start: int) -> list[tuple[int, int, str]]:
        """The short lines in a row below the line at `start`."""
        below = self.loose_lines[bisect_left(self._line_starts, start) + 1 :]
        return list(takewhile(lambda line: len(line[2].split()) <= _ITEM_WORDS and line[2][-1] not in ".!?؟:", below))

    @cached_property
    def menu(self) -> frozenset[int]:
        """Where the items of the menu below the page's banner begin."""
        items = self._menu_below(self.banner[0]) if self.banner else []
        last = max((n for n, (_, _, text) in enumerate(items) if cues.NAVIGATION.whole(cues.plain(text))), default=-1)
        return frozenset(start for start, _, _ in items[: last + 1])

    @cached_property
    def _ranks(self) -> dict[int, float]:
        ranks: dict[int, float] = {}
        for mark in self.extract.marks:
            if mark.kind == "heading":
                rank = 4.0 - 0.5 * int(mark.value) if mark.value.isdigit() else 1.0 if mark.value == "strong" else 1.5
                ranks[mark.start] = max(rank, ranks.get(mark.start, 0.0))
        return ranks

    def heading_rank(self, start: int) -> float:
        """How strongly the format sets the line at `start` as a heading, 0 to 3.5."""
        return self._ranks.get(start, 0.0)

    def text_start(self, passage: Passage) -> int:
        """Where the running text begins: behind short lines of the head that are counted to the body."""
        parts = [part for part in passage.parts if part.kind in ("salutation", "body")]
        for part in parts[: _HEAD_LINES + 1]:
            words = self.raw(part).split()
            if part.kind == "salutation" or len(words) >= 14 or (len(words) >= 8 and words[-1][-1] in '.!?؟:…»”"۔'):
                return part.start
        return parts[0].start if parts else passage.start

    def head_lines(self, passage: Passage) -> list[tuple[int, int, str]]:
        """The lines over a passage's running text, the page's frame right above a single text among them."""
        begin, lines = passage.start, []
        if len(self.statements) == 1:
            for start, _, line in reversed(self.lines_above(passage.start, _HEAD_LINES)):
                if len(line.split()) > 25 or start in self.menu:
                    break
                begin = start
        at = begin
        for line in self.extract.text[begin : self.text_start(passage)].split("\n"):
            if line.strip() and len(line) <= 300:
                start = at + len(line) - len(line.lstrip())
                lines.append((start, start + len(line.strip()), line.strip()))
            at += len(line) + 1
        return lines

    def body(self, passage: Passage) -> tuple[int, int]:
        """Where the body begins and ends; the passage itself where no part is a body."""
        bodies = passage.spans("body") or passage.spans("salutation")
        if not bodies:
            return passage.start, passage.end
        return bodies[0].start, bodies[-1].end

    def body_text(self, passage: Passage) -> str:
        """The body's own words: its parts joined by empty lines, without what is put between them."""
        parts = [part for part in passage.parts if part.kind in ("body", "salutation")]
        if not parts:
            return self.raw(passage)
        return "\n\n".join(self.raw(part) for part in parts)

    def note(self, passage: Passage) -> str:
        """The provenance notes of a passage, folded for cues."""
        return cues.plain(" ".join(self.raw(part) for part in passage.spans("provenance")))

    def is_bracketed(self, passage: Passage) -> bool:
        return any(self.raw(part).lstrip()[:1] in "[(（" for part in passage.spans("provenance"))

    def hand(self, passage: Passage) -> int:
        """1 issued on this page, 2 quoted here from another channel, 3 from one that quotes."""
        note = self.note(passage)
        if not note:
            return 2 if passage.kind == "quotation" else 1
        if self.is_label(passage):
            quoted = self.body_text(passage).lstrip()[:1] in '“"«„»'
            return 2 if passage.kind == "quotation" or quoted else 1
        return 3 if _SECOND_CHANNEL.search(note) and len(_CHANNEL.findall(note)) >= 2 else 2

    def is_label(self, passage: Passage) -> bool:
        """Whether a note announces the text ("Full text of the statement:") and names no other channel."""
        note = self.note(passage)
        return bool(note) and not self.is_bracketed(passage) and not _CHANNEL.search(note)

    def is_from_elsewhere(self, passage: Passage) -> bool:
        """Whether another channel brought the text here, so that the page's own day and owner are not its."""
        return not self.is_label(passage) and (bool(self.note(passage)) or passage.kind == "quotation")
