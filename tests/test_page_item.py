"""The page of an item: what it carries out, on which words, how far the drawing goes, and why."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from lxml import html
from pages import PHONE, opened
from playwright.sync_api import Browser
from running_server import Server

from kg.endpoints.endpoint import LocalEndpoint
from kg.pages.citing import item_citation, item_reference
from kg.questions.ask import ask
from kg.views.compare import declaring, excerpt, pieces
from kg.views.facts import Asker, Shelf, read_item
from kg.views.why import read_why

HENAN, ZHUMADIAN = "henan-2021-yuzheng-2", "zhumadian-2021-zhuzhengban-44"
TASK, ABOVE = f"/item/{ZHUMADIAN}/A/1", f"/item/{HENAN}/A2/1"
MANY_BELOW = f"/item/{HENAN}/A2/7"


def page(site: Server, path: str) -> html.HtmlElement:
    answer = site.client.get(path)
    assert answer.status_code == 200, answer.text[:300]
    return html.fromstring(answer.text)


def words(nodes: list[html.HtmlElement]) -> list[str]:
    return [" ".join(node.text_content().split()) for node in nodes]


def text(tree: html.HtmlElement) -> str:
    return words([tree])[0]


@pytest.fixture(scope="module")
def task(site: Server) -> html.HtmlElement:
    """The page of the first task of Zhumadian's list."""
    return page(site, TASK)


def test_the_first_screen_says_what_from_where_who_and_whether_it_was_checked(
    task: html.HtmlElement,
) -> None:
    assert task.xpath("string(//h1)").startswith("加强职业院校思政课程与课程思政建设，培养100名")
    assert words(task.xpath("//nav[@class='crumb']/*[self::a or @aria-current]")) == [
        "驻马店市",
        "驻政办〔2021〕44号",
        "附件 第1项",
    ]
    facts = words(task.xpath("//dl[@class='facts']/div"))
    assert facts[0] == "落实的上级条目附件2 第1项豫政〔2021〕2号，共 2 项"
    assert facts[1].startswith("目标500 名 → 100 名")
    assert "驻马店市教育局" in facts[2]
    assert "2 条待核" in facts[3]


def test_boxes_of_the_drawing_lead_to_pages(task: html.HtmlElement, site: Server) -> None:
    places = task.xpath("//svg[@id='drawing']//a/@href")
    assert ABOVE in places
    assert f"/document/{HENAN}" in places
    for place in {place.partition("#")[0] for place in places if place.startswith("/item/")}:
        assert site.client.get(place).status_code == 200, place
    assert not task.xpath("//svg//*[@style]"), "the policy admits no style in the page"


def test_a_link_shows_its_words_its_targets_its_bodies_and_its_basis(
    task: html.HtmlElement,
) -> None:
    (link,) = task.xpath(f"//article[@id='{HENAN}/A2/1']")
    upper, lower = (quote.text_content() for quote in link.xpath(".//blockquote"))
    assert upper.startswith("加强职业院校思政课程与课程思政建设,培养500名")
    marked = link.xpath(".//blockquote//mark")
    plain = re.sub(r"[\s，,]", "", upper), re.sub(r"[\s，,]", "", lower)
    for words_of in marked:
        shared = re.sub(r"[\s，,]", "", words_of.text_content())
        assert len(shared) > 2
        assert all(shared in side for side in plain), shared
    assert link.xpath("string(.//b[@class='num'])") == "500"
    rows = words(link.xpath(".//table[@class='cmp']//tr"))
    assert any("改了数，评定级别不同，不相加" in row for row in rows)
    assert any("市里未定数" in row and "打造一批市级课程思政示范课程" in row for row in rows)
    assert any("对口" in row and "驻马店市教育局" in row for row in rows)
    why = text(link.xpath(".//dl[@class='why']")[0])
    assert "写明" in why
    assert "根据……《教育部 河南省人民政府关于深化职业教育改革推进技能社会建设的意见》" in why
    assert re.search(r"\d 段 \d+ 字", why)
    assert "0.99（高）" in why


def test_words_can_be_cited_in_both_forms(task: html.HtmlElement, endpoint: LocalEndpoint) -> None:
    copied = task.xpath("//@data-copy")
    title = "教育部 河南省人民政府关于深化职业教育改革推进技能社会建设的意见"
    assert any(f"《{title}》（豫政〔2021〕2号）附件2第1项：“加强" in one for one in copied)
    asker = Asker(endpoint)
    item = read_item(asker, f"{HENAN}#A2/1", Shelf(asker))
    assert item
    assert item_citation(item, "培养500名").endswith("附件2第1项：“培养500名”")
    reference = item_reference(item)
    assert f"{title}: 豫政〔2021〕2号[Z]. 2021-01-07: 附件2第1项." in reference
    assert reference in copied


def test_an_item_with_many_below_is_grouped_by_place(site: Server) -> None:
    tree = page(site, MANY_BELOW)
    assert [head.split()[1] for head in words(tree.xpath("//h3[@class='place']"))] == [
        "驻马店市",
        "南阳市",
        "商丘市",
        "安阳市",
    ]
    assert "相近" in text(tree.xpath("//article[contains(@id,'anyang-2018')]//header")[0])
    assert "下级文件早于上级文件" in text(tree.xpath("//article[contains(@id,'anyang-2018')]")[0])
    below = tree.xpath("//svg[@id='drawing']//a[contains(@href,'/item/') and .//text()]/@href")
    assert {path.split("/")[2] for path in below} > {HENAN, ZHUMADIAN, "nanyang-task-list"}


def test_what_is_folded_says_how_much_and_opens_without_a_script(site: Server) -> None:
    closed = page(site, MANY_BELOW)
    (link,) = closed.xpath("//svg//a[contains(., '展开另')]")
    count = int(re.findall(r"\d+", link.text_content())[0])
    open_page = page(site, link.get("href").partition("#")[0])
    more = set(open_page.xpath("//svg//a/@href")) - set(closed.xpath("//svg//a/@href"))
    assert len([to for to in more if to.startswith(f"/item/{HENAN}/")]) >= min(count, 20)
    assert "收起" in text(open_page.xpath("//svg[@id='drawing']")[0])
    shangqiu = page(site, f"{MANY_BELOW}?open=shangqiu-draft")
    drawn = {to for to in shangqiu.xpath("//svg//a[@class='node']/@href") if "/shangqiu" in to}
    assert len(drawn) == 1 + 4, "the document and its four items"
    (view,) = shangqiu.xpath("//svg[@id='drawing']/@viewbox")
    assert float(view.split()[2]) < 1330, "opening a document hardly makes the drawing smaller"


def test_the_drawing_is_a_list_and_a_table_too(task: html.HtmlElement) -> None:
    steps = words(task.xpath("//ol[@class='ladder']/li"))
    own = next(n for n, step in enumerate(steps) if "本条" in step and "驻政办" in step)
    assert own > 0
    assert any("豫政〔2021〕2号 附件2 第1项" in step for step in steps[:own])
    assert len(task.xpath("//details[@id='list']//tbody/tr")) >= 4


def test_what_was_looked_for_in_vain_differs_from_what_nobody_looked_for(
    site: Server, endpoint: LocalEndpoint
) -> None:
    rows = ask("view-coverage-own", {"document": HENAN}, endpoint).texts()
    key = next(row["key"] for row in rows)
    alone = page(site, f"/item/{key.replace('#', '/')}")
    assert "查过豫政〔2021〕2号的全部条目，记为“查无”" in text(alone)
    nobody = page(site, f"/item/{HENAN}/A2/20")
    assert words(nobody.xpath("//dl[@class='facts']/div"))[0] == "下级条目查无查过 4 份下级文件"
    top = page(site, ABOVE)
    assert "还没有核对上级条目：没有入库的上级文件可比" in text(top)


def test_links_inside_the_document_and_of_topic_only_do_not_count(site: Server) -> None:
    tree = page(site, "/item/anyang-2018-anzhengban-2/A/1")
    assert "仅相关 2 项" in text(tree.xpath("//dl[@class='facts']")[0])
    assert not tree.xpath("//article[contains(@class,'lk')]")
    weaker = words(tree.xpath("//details[contains(@class,'weak')]/summary"))
    assert [one.split()[0] for one in weaker] == ["重述", "相关", "相关"]


def test_the_drawing_is_a_file_that_stands_alone(site: Server) -> None:
    answer = site.client.get(f"{TASK}.svg")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert "attachment" in answer.headers["content-disposition"]
    root = ElementTree.fromstring(answer.text)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert float(root.get("width", "0")) > 1000
    said = "".join(root.itertext())
    assert "附件 第1项 · 本条" in said
    assert ".tq{" in said
    assert not root.findall(".//{http://www.w3.org/2000/svg}a")
    assert " tabindex" not in answer.text


def test_why_two_items_are_linked_is_what_the_graph_was_built_with(
    site: Server, endpoint: LocalEndpoint
) -> None:
    lower, upper = f"{ZHUMADIAN}#A/1", f"{HENAN}#A2/1"
    tree = page(site, f"/why?lower={lower}&upper={upper}".replace("#", "%23"))
    said = text(tree.xpath("//section[@class='because']")[0])
    assert "0.99（高）" in said
    assert "培养500名省级课程思政优秀教师" in said
    assert "没有反面理由" in said
    record = next(ask("link", {"lower": lower, "upper": upper}, endpoint).texts())
    found = read_why(Asker(endpoint), upper, lower).found
    assert f"{found.confidence:.2f}" == f"{float(record['confidence']):.2f}"
    unlinked = page(site, f"/why?lower={ZHUMADIAN}%23A/1&upper={HENAN}%23A2/9")
    assert unlinked.xpath("string(//h1)") == "为什么不相连"
    assert "反面理由" in text(unlinked)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/item/{HENAN}/A2/999", 404),
        ("/item/没有这份文件/1", 404),
        (f"{TASK}?up=abc&down=-3&open=nothing", 200),
        (f"{TASK}?up=99999999&down=4", 200),
        ("/why", 400),
        ("/why?lower=x&upper=y", 404),
    ],
)
def test_a_wrong_address_is_answered_by_a_page(site: Server, path: str, status: int) -> None:
    answer = site.client.get(path)
    assert answer.status_code == status
    assert "<h1" in answer.text
    assert "Traceback" not in answer.text


def test_the_english_page_says_the_same(site: Server) -> None:
    tree = page(site, f"/en{TASK}")
    facts = words(tree.xpath("//dl[@class='facts']/div"))
    assert facts[0].startswith("Upper item (implements)Annex 2 no. 1")
    outside = tree.xpath(
        "//main//text()[not(ancestor-or-self::*[@lang='zh-CN'])"
        " and not(ancestor::pre) and not(ancestor::script)]"
    )
    assert not [one for one in outside if re.search(r"[\u4e00-\u9fff]", one)]


def test_a_declared_basis_is_quoted_around_the_title_it_names() -> None:
    quote = "根据《甲方案》《关于乙的意见》《丙通知》等文件精神"
    assert declaring(quote, "关于乙的意见") == ("根据……《", "关于乙的意见", "》……等文件精神")
    assert declaring("为贯彻上级精神", "关于乙的意见") == ("为贯彻上级精神", "", "")


def test_an_excerpt_keeps_every_marked_word() -> None:
    whole = "一" * 100 + "培养教师" + "二" * 100
    cut = excerpt(pieces(whole, [(100, 104)], []))
    assert [piece.text for piece in cut if piece.style] == ["培养教师"]
    assert len("".join(piece.text for piece in cut)) < 60


def test_from_an_item_up_to_the_evidence(site: Server, browser: Browser) -> None:
    with opened(browser, f"{site.url}{MANY_BELOW}") as tab:
        tab.click("svg >> text=展开另")
        tab.wait_for_url(re.compile("open="))
        tab.wait_for_selector("svg >> text=收起")
        tab.go_back()
        tab.wait_for_selector("svg >> text=展开另")
        tab.click("article h3 a >> nth=0")
        tab.wait_for_url("**/item/zhumadian**")
        upper = tab.text_content("article blockquote >> nth=0") or ""
        for mark in tab.query_selector_all("article:first-of-type .pair > div:first-child mark"):
            assert (mark.text_content() or "") in upper
        tab.click("[data-why] >> nth=0")
        tab.wait_for_selector(".because")
        assert "最像的分句" in (tab.text_content(".because") or "")
        with tab.expect_download() as saved:
            tab.click("[data-png]")
        assert saved.value.suggested_filename.endswith(".png")


def test_by_keys_alone(site: Server, browser: Browser) -> None:
    with opened(browser, f"{site.url}{TASK}") as tab:
        above = tab.locator(f"svg a[href='{ABOVE}']").first
        above.focus()
        assert tab.evaluate("document.activeElement.tagName.toLowerCase()") == "a"
        assert tab.locator("svg.lit .stroke.on").count() > 0, "its lines stand out"
        tab.keyboard.press("Enter")
        tab.wait_for_url(f"**{ABOVE}")


def test_on_a_phone_the_drawing_is_a_ladder(site: Server, browser: Browser) -> None:
    with opened(browser, f"{site.url}{TASK}", PHONE) as tab:
        assert not tab.is_visible("#drawing")
        assert tab.is_visible("ol.ladder")
