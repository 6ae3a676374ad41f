"""Side room of extract: documents (PDF, DOCX, ODT) to text with marks, recognised by their content."""

from editorial.intake.archives import open_zip, zip_kind
from editorial.intake.office import read_docx, read_odt
from editorial.intake.pdf import read_pdf
from editorial.intake.unreadable import Unreadable
from editorial.records import Extract

#: Where a PDF's mark may stand: some are sent with empty lines before it.
_PDF_WITHIN = 1024


def read_document(data: bytes) -> Extract | None:
    """The text of a document, or None where the bytes are none. Raises Unreadable for one that can't be read."""
    if data[:_PDF_WITHIN].lstrip(b"\xef\xbb\xbf \t\r\n\x00").startswith(b"%PDF-"):
        return read_pdf(data[data.index(b"%PDF-") :])
    if data.startswith(b"{\\rtf"):
        raise Unreadable("an RTF document; save it as DOCX or PDF")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("an old Office document; save it as DOCX or PDF")
    if data.startswith(b"PK\x03\x04"):
        with open_zip(data) as archive:
            kind = zip_kind(archive)
        if kind == "docx":
            return read_docx(data)
        if kind == "odt":
            return read_odt(data)
        if kind == "office":
            raise Unreadable("a spreadsheet or slides, not a page of text")
    return None
