"""How documents, items and their words are cited: in papers of the office, in reference lists.

The first form is that of official papers: title, number, place in the document, words. The second
is GB/T 7714-2015, where official papers are of the kind [Z].
"""

from __future__ import annotations

from kg.views.facts import DocumentFacts, ItemFacts


def document_citation(document: DocumentFacts) -> str:
    """《关于……的意见》（豫政〔2021〕2号）."""
    return f"《{document.title}》" + (f"（{document.number}）" if document.number else "")


def item_citation(item: ItemFacts, words: str = "") -> str:
    """《……》（豫政〔2021〕2号）附件2第1项：“……”; the whole text where no `words` are given."""
    return f"{document_citation(item.document)}{item.place}：“{words or item.text}”"


def document_reference(document: DocumentFacts) -> str:
    """教育部, 河南省人民政府. 关于……的意见: 豫政〔2021〕2号[Z]. 2021-01-07."""
    who = f"{', '.join(document.issuers)}. " if document.issuers else ""
    number = f": {document.number}" if document.number else ""
    return f"{who}{document.title}{number}[Z]." + (f" {document.date}." if document.date else "")


def item_reference(item: ItemFacts) -> str:
    """The reference of its document with the place of the item."""
    return f"{document_reference(item.document).removesuffix('.')}: {item.place}."
