"""How far the confidences of recognising can be believed, measured on labelled pages.

    python -m tests.bench.calibrate PAGES [PAGES ...] [--write]

Each PAGES is a folder of labelled pages: texts beside a folder `truth` of JSON labels (or inside its parent). Prints,
for each field and each confidence that recognising gives by itself, how many guesses were right, and the confidence
that this bears out; `--write` keeps it as `editorial/intake/recognise/calibration.toml`, which recognising reads.

Method: per field and raw confidence the share that was right, drawn towards the raw confidence as if PRIOR further
guesses had come out just as claimed; made monotone by pooling neighbours; never higher than the raw confidence, since
the labelled pages are those that the rules were mended on and a place that did better there proves nothing. The check
at the end leaves one page out at a time, calibrates on the others, and counts on it how many guesses told at 0.9 or
more were right. Isotonic regression alone was not picked: of the bins with three guesses it makes certainties.
"""

import argparse
import collections
import json
from pathlib import Path

from editorial.intake.pipeline import propose
from editorial.intake.recognise import calibration
from editorial.intake.recognise.vocabulary import starter
from editorial.records import Reading
from tests.editorial.scoring import OVERLAP, alike, bodies, date_is_right, overlap, words

FIELDS = ("title", "organisation", "date", "language")
#: Guesses as claimed that are added to every confidence's own.
PRIOR = 8
FIRM = 0.9
#: What a statement found may hold beside its labelled body.
AROUND = ("title", "byline_raw", "sign_off_raw", "provenance_raw")

Sample = tuple[str, str, float, bool]
Table = dict[str, list[tuple[float, int, int, float]]]


def guesses_of(reading: Reading) -> dict[str, tuple[float, str | dict[str, str]]]:
    """Raw confidence and value of each field that a reading guesses; a date as `first`, `last`, `precision`."""
    found: dict[str, tuple[float, str | dict[str, str]]] = {
        "language": (reading.language.confidence, str(reading.language.value))
    }
    if reading.title:
        found["title"] = (reading.title.confidence, reading.title.value)
    if reading.date:
        day = reading.date.value
        ends = {"first": day.first.isoformat(), "last": day.last.isoformat(), "precision": str(day.precision)}
        found["date"] = (reading.date.confidence, ends)
    issuer = next((one for one in reading.organisations if one.role == "issuer"), None)
    if issuer:
        found["organisation"] = (issuer.confidence, issuer.name)
    return found


def is_right(label: dict, field: str, value: str | dict[str, str]) -> bool:
    """Whether a guess says what the label says."""
    if field == "date":
        return bool(date_is_right(label, value))
    if field == "language":
        tags = {label["language"], *label.get("languages", ()), *label.get("language_alternatives", ())}
        return str(value).split("-")[0] in {tag.split("-")[0] for tag in tags}
    keys = {"title": ("title",), "organisation": ("organisation", "organisation_raw")}[field]
    wanted = [label.get(key) for key in keys] + list(label.get(f"{field}_alternatives", ()))
    return any(alike(name, value) for name in wanted if name)


def samples_of(folder: Path) -> list[Sample]:
    """(page, field, raw confidence, right) of every guess on the statements of a folder that were found."""
    found: list[Sample] = []
    truths = folder / "truth" if (folder / "truth").is_dir() else folder.parent / "truth"
    for path in sorted(truths.glob("*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        page = folder / truth["page"]
        with calibration.untold():
            proposal = propose(page.read_bytes(), page.name, None, starter())
        free = dict(enumerate(proposal.readings))
        said = {number: words(_text(proposal.extract.text, reading)) for number, reading in free.items()}
        start = 0
        text = " ".join(proposal.extract.text.split())
        for label in truth["statements"]:
            places = bodies(text, label, start)
            if not places:
                continue
            start = min(at for at, _ in places)
            around = words(" ".join(str(label[key]) for key in AROUND if label.get(key)))
            share, best = max(
                (
                    (overlap(words(body) + extra, said[number]), number)
                    for number in free
                    for _, body in places
                    for extra in (words(""), words(label.get("title") or ""), around)
                ),
                default=(0.0, -1),
            )
            if share < OVERLAP:
                continue
            for field, (raw, value) in guesses_of(free.pop(best)).items():
                found.append((path.stem, field, round(raw, 2), is_right(label, field, value)))
    return found


def _text(page: str, reading: Reading) -> str:
    parts = [part for part in reading.passage.parts if part.kind in ("salutation", "body")]
    parts = parts or list(reading.passage.spans("title"))
    return " ".join(page[part.start : part.end] for part in parts)


def table_of(samples: list[Sample]) -> Table:
    """Per field rows of (raw confidence, guesses, right ones, confidence borne out), the raw ascending."""
    table: Table = {}
    for field in FIELDS:
        counts: dict[float, list[int]] = collections.defaultdict(lambda: [0, 0])
        for _, of, raw, right in samples:
            if of == field:
                counts[raw][0] += 1
                counts[raw][1] += right
        pools: list[list[float]] = []
        for raw, (guesses, good) in sorted(counts.items()):
            pools.append([good + PRIOR * raw, guesses + PRIOR, 1])
            while len(pools) > 1 and pools[-2][0] / pools[-2][1] > pools[-1][0] / pools[-1][1]:
                last = pools.pop()
                pools[-1] = [a + b for a, b in zip(pools[-1], last, strict=True)]
        told = [pool[0] / pool[1] for pool in pools for _ in range(int(pool[2]))]
        table[field] = [
            (raw, guesses, good, round(min(raw, share), 2))
            for (raw, (guesses, good)), share in zip(sorted(counts.items()), told, strict=True)
        ]
    return table


def left_out(samples: list[Sample]) -> dict[str, tuple[int, int]]:
    """Per field (guesses told at FIRM or more, right ones), each page told by a table made without it."""
    firm = {field: [0, 0] for field in FIELDS}
    for page in sorted({sample[0] for sample in samples}):
        table = table_of([sample for sample in samples if sample[0] != page])
        steps = {field: [(row[0], row[3]) for row in rows] for field, rows in table.items()}
        for _, field, raw, right in (sample for sample in samples if sample[0] == page):
            if calibration.step(steps[field], raw) >= FIRM:
                firm[field][0] += 1
                firm[field][1] += right
    return {field: (guesses, right) for field, (guesses, right) in firm.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true", help="keep the table as data")
    arguments = parser.parse_args()
    samples = [sample for folder in arguments.pages for sample in samples_of(folder)]
    table = table_of(samples)
    lines = [
        "# Made by tests/bench/calibrate.py: [confidence by place, guesses, right, confidence told], a field each."
    ]
    for field, rows in table.items():
        lines.append(f"{field} = [")
        lines += [f"    [{raw:.2f}, {guesses}, {right}, {told:.2f}]," for raw, guesses, right, told in rows]
        lines.append("]")
    print("\n".join(lines))
    for field, (guesses, right) in left_out(samples).items():
        share = f"{right / guesses:.3f}" if guesses else "–"
        print(f"# leaving a page out: {field} told at {FIRM} or more: {right} of {guesses} right, {share}")
    if arguments.write:
        calibration.TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
