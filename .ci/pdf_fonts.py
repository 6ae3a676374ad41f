"""Make the faces that PDFs are set in (`archive/data/faces/`) out of the site's own.

Needs fontTools with brotli. What is changed, besides the format and two fixed weights: programs that read a PDF's
text turn over whatever a glyph of right-to-left script stands for, so a glyph for two letters comes out as "سالم"
instead of "سلام", and a joiner that is dropped when the text is set is put back beside the wrong letter. So in
Vazirmatn lam and alef are one drawing and one empty glyph, each for its own letter; the joiner keeps a glyph of its
own; the name of God is set from its letters; and a letter with its vowel sign is one drawing, since a sign that is
drawn apart tears the line asunder for them.
"""

from pathlib import Path

from fontTools import merge
from fontTools.otlLib import builder
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent
from fontTools.varLib import instancer

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "archive" / "static" / "archive" / "fonts"
OUT = ROOT / "archive" / "data" / "faces"
WEIGHTS = {"regular": 400, "bold": 700}
IGNORE_MARKS_RTL = 9
#: Tanwin, vowel signs, shadda, sukun, the hamza above and the small alef.
SIGNS = (*range(0x64B, 0x653), 0x654, 0x670)


def _tables(lookup):
    return [getattr(table, "ExtSubTable", table) for table in lookup.SubTable]


class Cut:
    """Vazirmatn with one letter to a glyph."""

    def __init__(self, font: TTFont):
        self.font = font
        self.substitutions = font["GSUB"].table
        self.ligatures = self._lam_alef()
        self.empty = {
            alef: f"alef.empty{place}" for place, alef in enumerate(sorted({one[2] for one in self.ligatures}))
        }
        for name in (*self.empty.values(), "joiner.kept"):
            self._add_empty(name)
        self.order = font.getReverseGlyphMap(rebuild=True)

    def _lam_alef(self) -> list[tuple[int, str, str, str]]:
        """(lookup, lam, alef, ligature) of each pair."""
        alefs = set()
        found = []
        for feature in self.substitutions.FeatureList.FeatureRecord:
            if feature.FeatureTag in ("rlig", "liga"):
                for index in feature.Feature.LookupListIndex:
                    lookup = self.substitutions.LookupList.Lookup[index]
                    if lookup.LookupFlag == IGNORE_MARKS_RTL:
                        for table in _tables(lookup):
                            for first, rows in table.ligatures.items():
                                found += [(index, first, row.Component[0], row.LigGlyph) for row in rows]
                                alefs.update(row.Component[0] for row in rows)
        return sorted(found)

    def _add_empty(self, name: str) -> None:
        font = self.font
        font.setGlyphOrder([*font.getGlyphOrder(), name])
        drawing = Glyph()
        drawing.numberOfContours = 0
        font["glyf"].glyphs[name] = drawing
        font["glyf"].glyphOrder = font.getGlyphOrder()
        font["hmtx"][name] = (0, 0)
        font["maxp"].numGlyphs = len(font.getGlyphOrder())
        font["GDEF"].table.GlyphClassDef.classDefs[name] = 1

    def _coverage(self, glyphs):
        made = otTables.Coverage()
        made.glyphs = sorted(glyphs, key=self.order.__getitem__)
        return made

    def _single(self, mapping: dict[str, str], flags: int) -> int:
        lookups = self.substitutions.LookupList
        lookups.Lookup.append(builder.buildLookup([builder.buildSingleSubstSubtable(mapping)], flags=flags))
        lookups.LookupCount = len(lookups.Lookup)
        return lookups.LookupCount - 1

    def _chain(self, before: list[str], glyph: str, after: list[str], lookup: int):
        made = otTables.ChainContextSubst()
        made.Format = 3
        made.BacktrackCoverage = [self._coverage(before)] if before else []
        made.BacktrackGlyphCount = len(made.BacktrackCoverage)
        made.InputCoverage, made.InputGlyphCount = [self._coverage([glyph])], 1
        made.LookAheadCoverage = [self._coverage(after)] if after else []
        made.LookAheadGlyphCount = len(made.LookAheadCoverage)
        record = otTables.SubstLookupRecord()
        record.SequenceIndex, record.LookupListIndex = 0, lookup
        made.SubstLookupRecord, made.SubstCount = [record], 1
        return made

    def part_lam_and_alef(self) -> None:
        for index in sorted({one[0] for one in self.ligatures}):
            own = [one for one in self.ligatures if one[0] == index]
            rules = [
                self._chain([], lam, [alef], self._single({lam: ligature}, IGNORE_MARKS_RTL))
                for _index, lam, alef, ligature in own
            ]
            for alef in sorted({one[2] for one in own}):
                drawn = [one[3] for one in own if one[2] == alef]
                rules.append(self._chain(drawn, alef, [], self._single({alef: self.empty[alef]}, IGNORE_MARKS_RTL)))
            lookup = otTables.Lookup()
            lookup.LookupType, lookup.LookupFlag = 6, IGNORE_MARKS_RTL
            lookup.SubTable, lookup.SubTableCount = rules, len(rules)
            self.substitutions.LookupList.Lookup[index] = lookup

    def keep_the_joiner(self) -> None:
        joiner = self.font.getBestCmap()[0x200C]
        index = self._single({joiner: "joiner.kept"}, 0)
        for feature in self.substitutions.FeatureList.FeatureRecord:
            if feature.FeatureTag == "rlig":
                feature.Feature.LookupListIndex.append(index)
                feature.Feature.LookupCount = len(feature.Feature.LookupListIndex)

    def set_names_from_letters(self) -> None:
        """Leave out ligatures of three letters and more, and those of a space or a long line with a mark."""
        lams = {one[1] for one in self.ligatures}
        stretched = {"space", self.font.getBestCmap()[0x640]}
        for feature in self.substitutions.FeatureList.FeatureRecord:
            for index in feature.Feature.LookupListIndex if feature.FeatureTag == "liga" else ():
                for table in _tables(self.substitutions.LookupList.Lookup[index]):
                    if table.LookupType == 4:
                        kept = {
                            first: [row for row in rows if not lams & set(row.Component)]
                            for first, rows in table.ligatures.items()
                            if first not in stretched
                        }
                        table.ligatures = {first: rows for first, rows in kept.items() if rows}

    def place_marks(self) -> None:
        """What stood over one half of a ligature stands over that half's own glyph."""
        half = {ligature: self.empty[alef] for _index, _lam, alef, ligature in self.ligatures}
        for lookup in self.font["GPOS"].table.LookupList.Lookup:
            made = []
            for table in _tables(lookup):
                if table.LookupType != 5:
                    continue
                bases = {}
                for glyph, attached in zip(
                    table.LigatureCoverage.glyphs, table.LigatureArray.LigatureAttach, strict=True
                ):
                    if glyph in half:
                        bases[glyph] = attached.ComponentRecord[0].LigatureAnchor
                        bases.setdefault(half[glyph], attached.ComponentRecord[-1].LigatureAnchor)
                made.append(self._mark_to_base(table, bases))
            if made:
                lookup.LookupType, lookup.SubTable, lookup.SubTableCount = 4, made, len(made)
        for ligature in half:
            self.font["GDEF"].table.GlyphClassDef.classDefs[ligature] = 1

    def draw_letters_with_signs(self) -> None:
        """One glyph for each letter in each form with each sign, or with a shadda and a sign."""
        font = self.font
        known = font.getBestCmap()
        signs = {known[code] for code in SIGNS if code in known}
        for feature in self.substitutions.FeatureList.FeatureRecord:
            for index in feature.Feature.LookupListIndex if feature.FeatureTag == "ccmp" else ():
                for table in _tables(self.substitutions.LookupList.Lookup[index]):
                    if table.LookupType == 4:
                        signs.update(
                            row.LigGlyph for first, rows in table.ligatures.items() for row in rows if first in signs
                        )
        drawn: dict[tuple[str, str], str] = {}
        for lookup in font["GPOS"].table.LookupList.Lookup:
            for table in _tables(lookup):
                if table.LookupType == 4:
                    self._draw(table, signs, drawn)
        font["maxp"].numGlyphs = len(font.getGlyphOrder())
        self.order = font.getReverseGlyphMap(rebuild=True)
        lookups = self.substitutions.LookupList
        lookups.Lookup.append(builder.buildLookup([builder.buildLigatureSubstSubtable(drawn)], flags=0))
        lookups.LookupCount = len(lookups.Lookup)
        for feature in self.substitutions.FeatureList.FeatureRecord:
            if feature.FeatureTag == "rlig":
                feature.Feature.LookupListIndex.append(lookups.LookupCount - 1)
                feature.Feature.LookupCount = len(feature.Feature.LookupListIndex)

    def _draw(self, table, signs: set[str], drawn: dict[tuple[str, str], str]) -> None:
        font, glyphs = self.font, self.font["glyf"]
        marks = list(zip(table.MarkCoverage.glyphs, table.MarkArray.MarkRecord, strict=True))
        names = []
        for base, record in zip(table.BaseCoverage.glyphs, table.BaseArray.BaseRecord, strict=True):
            for mark, placed in marks:
                anchor = record.BaseAnchor[placed.Class]
                if mark not in signs or anchor is None or (base, mark) in drawn or base == "space":
                    continue
                made = Glyph()
                made.numberOfContours = -1
                made.components = []
                shift = (
                    anchor.XCoordinate - placed.MarkAnchor.XCoordinate,
                    anchor.YCoordinate - placed.MarkAnchor.YCoordinate,
                )
                for name, (x, y) in ((base, (0, 0)), (mark, shift)):
                    part = GlyphComponent()
                    part.glyphName, part.x, part.y, part.flags = name, x, y, 0x4
                    made.components.append(part)
                name = f"{base}.{mark}"
                drawn[base, mark] = name
                names.append(name)
                glyphs.glyphs[name] = made
                font["hmtx"][name] = (font["hmtx"][base][0], 0)
                font["GDEF"].table.GlyphClassDef.classDefs[name] = 1
        font.setGlyphOrder([*font.getGlyphOrder(), *names])
        glyphs.glyphOrder = font.getGlyphOrder()
        for name in names:
            glyphs[name].recalcBounds(glyphs)
            font["hmtx"][name] = (font["hmtx"][name][0], getattr(glyphs[name], "xMin", 0))

    def _mark_to_base(self, table, bases: dict):
        made = otTables.MarkBasePos()
        made.Format, made.ClassCount = 1, table.ClassCount
        made.MarkCoverage, made.MarkArray = table.MarkCoverage, table.MarkArray
        glyphs = sorted(bases, key=self.order.__getitem__)
        made.BaseCoverage = self._coverage(glyphs)
        made.BaseArray = otTables.BaseArray()
        made.BaseArray.BaseRecord = []
        for glyph in glyphs:
            record = otTables.BaseRecord()
            record.BaseAnchor = bases[glyph]
            made.BaseArray.BaseRecord.append(record)
        made.BaseArray.BaseCount = len(glyphs)
        return made


def _named(font: TTFont, family: str) -> TTFont:
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 16):
            record.string = family
        elif record.nameID == 6:
            record.string = family.replace(" ", "")
    return font


def _still(name: str, weight: int) -> TTFont:
    font = TTFont(WEB / f"{name}.woff2")
    font.flavor = None
    return instancer.instantiateVariableFont(font, {"wght": weight})


def main() -> None:
    OUT.mkdir(exist_ok=True)
    for style, weight in WEIGHTS.items():
        cut = Cut(_still("vazirmatn", weight))
        cut.part_lam_and_alef()
        cut.keep_the_joiner()
        cut.set_names_from_letters()
        cut.place_marks()
        cut.draw_letters_with_signs()
        _named(cut.font, "Sanad Arabic").save(OUT / f"arabic-{style}.ttf")
        parts = []
        for name in ("literata-latin", "literata-latin-ext"):
            part = OUT / f"{name}.part"
            _still(name, weight).save(part)
            parts.append(part)
        _named(merge.Merger().merge([str(part) for part in parts]), "Sanad Latin").save(OUT / f"latin-{style}.ttf")
        for part in parts:
            part.unlink()


if __name__ == "__main__":
    main()
