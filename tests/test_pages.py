"""What holds for every page of the web application."""

from __future__ import annotations

from running_server import Server


def test_a_page_is_kept_until_the_graph_changes(site: Server) -> None:
    first = site.client.get("/documents")
    again = site.client.get("/documents", headers={"If-None-Match": first.headers["etag"]})
    assert (first.status_code, again.status_code) == (200, 304)


def test_a_page_speaks_the_language_of_its_address(site: Server) -> None:
    assert "入库 5 份文件" in site.client.get("/documents").text
    assert "5 documents held" in site.client.get("/en/documents").text
