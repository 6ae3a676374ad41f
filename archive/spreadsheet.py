"""Cells that no spreadsheet computes: a text that begins like a formula gets an apostrophe before it (CWE-1236).

The apostrophe is what spreadsheets themselves write before a text, and our own import takes it off again.
"""

import re

#: The last four are the wide forms, which spreadsheets set to East Asian languages read as the narrow ones.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n|%\uff1d\uff0b\uff0d\uff20]")


def guarded(text: str) -> str:
    """`text` as a cell that is shown and never computed."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """The text of a cell that `guarded` may have written."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell
