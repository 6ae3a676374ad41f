"""The formats behind a permanent address, and how a page's header names them (FAIR Signposting)."""

MEDIA_TYPES = {
    "txt": "text/plain; charset=utf-8",
    "md": "text/markdown; charset=utf-8; variant=CommonMark",
    "json": "application/json",
    "tei.xml": "application/tei+xml; charset=utf-8",
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "csl.json": "application/vnd.citationstyles.csl+json",
}


def signposts(address: str) -> str:
    """The header `Link` of a reading page: how to cite it, what it is, and where it is described for programs."""
    links = [f'<{address}>; rel="cite-as"', '<https://schema.org/CreativeWork>; rel="type"']
    links += [
        f'<{address}.{ending}>; rel="describedby"; type="{media_type.partition(";")[0]}"'
        for ending, media_type in MEDIA_TYPES.items()
    ]
    return ", ".join(links)
