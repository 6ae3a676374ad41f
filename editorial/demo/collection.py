"""Read the demonstration's data files. Everything in them is invented."""

import json
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


@cache
def rows(name: str) -> tuple[dict, ...]:
    """The objects of `NAME.jsonl`: organisations, topics, sources, pages or statements."""
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines if line.strip())


def page_bytes(file: str) -> bytes:
    """The bytes of one sample page."""
    return (FOLDER / "pages" / file).read_bytes()


def span(text: str, starts: str, ends: str) -> tuple[int, int]:
    """Where in `text` a stretch lies that begins with the words `starts` and ends with the words `ends`.

    White space counts as one space on both sides. Raises ValueError where the words do not stand in the text.
    """
    positions, flat, gap = [], [], True
    for position, character in enumerate(text):
        if character.isspace():
            if not gap:
                positions.append(position)
                flat.append(" ")
            gap = True
        else:
            positions.append(position)
            flat.append(character)
            gap = False
    joined = "".join(flat)
    first = joined.find(" ".join(starts.split()))
    wanted = " ".join(ends.split())
    last = joined.find(wanted, first) if first >= 0 else -1
    if first < 0 or last < 0:
        raise ValueError(f"The page does not hold “{starts} … {ends}”.")
    return positions[first], positions[last + len(wanted) - 1] + 1
