"""How the software and its data are cited; `CITATION.cff` at the root says the same."""

from __future__ import annotations

TITLE_ZH = "政脉：政策传承图谱"
TITLE_EN = "Zhengmai: a graph of policy inheritance"
AUTHORS = "the Zhengmai contributors"
ADDRESS = "https://w3id.org/zhengmai"


def plain(version: str, year: str) -> str:
    """A reference as it stands in a list: GB/T 7714 for data and software."""
    return f"{AUTHORS}. {TITLE_EN} ({TITLE_ZH})[DS/OL]. Version {version}. {year}. {ADDRESS}."


def bibtex(version: str, year: str) -> str:
    """The same for BibTeX."""
    fields = {
        "author": f"{{{AUTHORS}}}",
        "title": f"{TITLE_EN} ({TITLE_ZH})",
        "version": version,
        "year": year,
        "url": ADDRESS,
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{zhengmai,\n{lines}\n}}"
