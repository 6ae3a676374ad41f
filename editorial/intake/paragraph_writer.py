"""Side room of documents: puts paragraphs and what their format told together into an extract."""

import unicodedata
from dataclasses import dataclass, field

from editorial.intake.unreadable import TooMuch
from editorial.records import Extract, Mark

#: Characters of text; the longest book has about four million.
MOST_TEXT = 5_000_000


@dataclass(slots=True)
class ParagraphWriter:
    """Collects paragraphs; blocks are parted by an empty line, marks point into the text that comes out."""

    pieces: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    length: int = 0

    def write(
        self,
        text: str,
        kinds: tuple[tuple[str, str], ...] = (),
        *,
        links: tuple[tuple[int, int, str], ...] = (),
        tight: bool = False,
    ) -> None:
        """Add one paragraph with marks of these (kind, value) over all of it, and links at (start, end) inside it.

        `tight` puts it on the next line instead of behind an empty one (list items, rows of a table). Nothing is added
        for white space. Raises TooMuch beyond `MOST_TEXT` characters.
        """
        if not text.strip():
            return
        normal = text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)
        if self.length:
            gap = "\n" if tight else "\n\n"
            self.pieces.append(gap)
            self.length += len(gap)
        start = self.length
        self.pieces.append(normal)
        self.length += len(normal)
        if self.length > MOST_TEXT:
            raise TooMuch(f"a document of more than {MOST_TEXT:,} characters")
        self.marks += [Mark(kind, start, self.length, value) for kind, value in kinds]
        if len(normal) == len(text):
            self.marks += [Mark("link", start + a, start + b, address) for a, b, address in links if a < b]

    def rule(self) -> None:
        self.marks.append(Mark("rule", self.length, self.length))

    def finish(self, media_type: str, page: dict[str, str], tool: str) -> Extract:
        facts = {key: clean for key, value in page.items() if (clean := value.replace("\x00", "").strip())}
        marks = tuple(sorted(self.marks, key=lambda mark: (mark.start, -mark.end)))
        return Extract("".join(self.pieces), media_type, marks, facts, tool)
