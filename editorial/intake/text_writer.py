"""Writing the text of a walk over a page: white space collapsed, breaks between blocks, positions kept."""

import re

_SPACE = re.compile(r"[ \t\n\r\f\u00a0]+")


class Writer:
    """Collects text with breaks between: 1 a new line, 2 an empty line. Positions count in the final text."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self._due = 0
        self._blank = True  # whether the last character written was white space

    def ask(self, breaks: int) -> None:
        self._due = max(self._due, breaks)

    def line_break(self) -> None:
        self._due = min(self._due + 1, 2)

    def write(self, text: str, *, keep_lines: bool = False) -> tuple[int, int] | None:
        """Write `text` with its white space collapsed; where it went, or None when there was nothing to see."""
        text = text.replace("\r", "") if keep_lines else _SPACE.sub(" ", text)
        if not text.strip(" \n"):
            if text and self.length and not self._due and not self._blank:
                self._put(" ")
            return None
        if self._due and self.length:
            self._trim()
            self._put("\n" * self._due)
        self._due = 0
        if self._blank:
            text = text.lstrip(" ")
        start = self.length
        self._put(text)
        return start, self.length

    def tab(self) -> None:
        if self.length and not self._due and not self._blank:
            self._put("\t")

    def _put(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)
        self._blank = text[-1] in " \n\t"

    def _trim(self) -> None:
        while self.pieces and self.pieces[-1] in (" ", "\t"):
            self.length -= 1
            self.pieces.pop()
        if self.pieces and self.pieces[-1].endswith((" ", "\t")):
            shorter = self.pieces[-1].rstrip(" \t")
            self.length -= len(self.pieces[-1]) - len(shorter)
            self.pieces[-1] = shorter
