"""What official documents set out to reach, keep or pay: sentences in, targets out."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.targets import TargetMention, judged_quantities, read_targets

Amount = tuple[str, float, float | None, str]


def amounts(text: str) -> list[Amount]:
    return [(t.comparator, t.value, t.value_max, t.unit) for t in read_targets(text)]


def only(text: str) -> TargetMention:
    (target,) = read_targets(text)
    return target


@pytest.mark.parametrize(
    ("sentence", "amount"),
    [
        ("培养500名省级课程思政优秀教师。", ("=", 500, None, "名")),
        ("重点建设20个左右省级思政和德育工作教育基地。", ("~", 20, None, "个")),
        ("确保每周不少于1课时；", (">=", 1, None, "课时")),
        ("专题教育不少于16个学时。", (">=", 16, None, "学时")),
        ("支持河南1—2所院校转型为职业技术师范大学。", ("range", 1, 2, "所")),
        ("至少确立2-3家企业作为校外实训基地。", ("range", 2, 3, "家")),
        ("年培训人次不低于在校生数的2倍。", (">=", 2, None, "倍")),
        ("每生补助时间每批次不超过六个月。", ("<=", 6, None, "个月")),
        ("全市职业院校在校生规模保持16万人左右。", ("~", 16, None, "万人")),
        ("规划建设不少于20平方公里的新职教园区。", (">=", 20, None, "平方公里")),
        ("公办高等职业学校生均拨款水平应不低于12,000元。", (">=", 12000, None, "元")),
        ("市级每年不低于600万，", (">=", 600, None, "万")),
        ("体育竞赛表演产业总规模达到2万亿元。", ("=", 2, None, "万亿元")),
        ("年培训量争取达到8万人次以上。", (">=", 8, None, "万人次")),
        ("办理时限压缩至1个工作日内。", ("<=", 1, None, "个工作日")),
        ("形成100种以上的5G应用解决方案。", (">=", 100, None, "种")),
        ("市级OPC公共服务平台上线好物工具超20个。", (">=", 20, None, "个")),
        ("每年为每家OPC提供不少于2000卡时的免费算力支持。", (">=", 2000, None, "卡时")),
        ("教育费附加用于职业教育的比例不低于百分之三十。", (">=", 30, None, "%")),
        ("“双师型”教师占专业课教师总数超过一半。", (">=", 50, None, "%")),
        ("技术推广经费的10—20%用于农村职业教育。", ("range", 10, 20, "%")),
        ("新建三所高等职业学校。", ("=", 3, None, "所")),
        ("每个地市原则上至少建设一所中等职业学校。", (">=", 1, None, "所")),
        ("可按投资额的30%抵免该企业当年应缴教育费附加。", ("=", 30, None, "%")),
    ],
)
def test_comparison_value_and_unit(sentence: str, amount: Amount) -> None:
    assert amounts(sentence) == [amount]


def test_at_least_governs_what_an_and_joins() -> None:
    assert amounts("每个县区至少建设1所实体依托的社区学院和1个养教结合的老年教育中心。") == [
        (">=", 1, None, "所"),
        (">=", 1, None, "个"),
    ]


def test_what_closes_a_list_holds_for_the_whole_list() -> None:
    assert amounts("毕业生就业率分别保持在95%和90%以上。") == [
        (">=", 95, None, "%"),
        (">=", 90, None, "%"),
    ]
    assert amounts("分别给予最高50万、30万、10万元经费支持。") == [
        ("<=", 50, None, "万元"),
        ("<=", 30, None, "万元"),
        ("<=", 10, None, "万元"),
    ]


def test_the_parts_in_brackets_are_targets_of_their_own() -> None:
    targets = read_targets("中职在校生规模达到3.5万人左右（技师学院1万人，农业学校0.8万人）。")
    assert [(t.quote, t.comparator, t.value) for t in targets] == [
        ("中职在校生规模达到3.5万人左右", "~", 3.5),
        ("技师学院1万人", "=", 1.0),
        ("农业学校0.8万人", "=", 0.8),
    ]
    assert amounts("职业院校调整到13所（中职10所、高职3所）左右")[0] == ("~", 13, None, "所")


def test_an_interval_is_one_target() -> None:
    assert amounts("每3年修订1次教材，") == [("=", 3, None, "年")]
    assert amounts("每半年召开一次职业教育专题会议，") == [("=", 1, None, "次")]
    assert amounts("落实教师5年一周期的全员轮训制度。") == []


def test_a_stretch_of_time_counts_where_something_is_committed() -> None:
    assert amounts("通过3—5年的努力，推动办学条件基本达到国家标准。") == [("range", 3, 5, "年")]
    assert amounts("为来汉创业的人才提供最长15天免费住宿。") == [("<=", 15, None, "天")]
    assert amounts("实行5年累计不少于6个月企业实践制度。") == [(">=", 6, None, "个月")]
    assert amounts("给予15万元奖励，分3年拨付。") == [("=", 15, None, "万元")]


@pytest.mark.parametrize(
    ("sentence", "quantity", "reason"),
    [
        ("到2025年，现代职业教育体系基本形成。", "2025年", "date"),
        ("第3条适用于本市。", "3条", "numbers something"),
        ("对获得前三名的团队给予奖励。", "三名", "numbers something"),
        ("申请人年龄在45周岁以下。", "45周岁", "age"),
        ("锚定“两个确保”，落实任务。", "两个", "name"),
        ("打造“10分钟创业便利圈”。", "10分钟", "name"),
        ("满意度=满意人数/总人数×100%。", "100%", "formula"),
        ("全流程实现0元开办。", "0元", "zero"),
        ("每5000名户籍老年人配备1名工作人员。", "5000名", "base of a rate"),
        ("自受理之日起20日内作出决定。", "20日", "term"),
        ("结合实际可先行开展的9个方面改革。", "9个", "structures the text"),
        ("着力打造一支技能型劳动者大军。", "一支", "figure of speech"),
        ("形成场景需求和技术能力两张清单。", "两张", "figure of speech"),
        ("本方案所称团队，是指不超过10人的团队。", "10人", "definition"),
        ("从具有3年以上企业工作经历的人员中公开招聘。", "3年", "qualification"),
        ("人员规模一般不超过10人。", "10人", "qualification"),
        ("应当符合下列条件：开放工位不少于200个；", "200个", "listed condition"),
        ("对实习时间累计1个月以上的企业，按规定给予奖励。", "1个月", "condition"),
        ("年度订单量达到100个的，给予最高2万元扶持。", "100个", "condition"),
        ("对10万元以下的贷款免除反担保要求。", "10万元", "condition"),
        ("户籍人口不超过100万的城市，标准不变。", "100万", "describes"),
        ("在拨款水平达到12000元的基础上，逐步提高。", "12000元", "starting point"),
        ("依托2个省级新型职业农民培养基地，开展培育。", "2个", "existing"),
        ("全市已建成35所职业院校。", "35所", "existing"),
        ("会同教育、财政等8个部门落实。", "8个", "sums up names"),
        ("扩大五年一贯制高等职业教育招生规模。", "五年", "idle time"),
        ("享受2026年度城乡居民医保待遇。", "2026年度", "date"),
        ("个人负担超过15000元的部分，据实扣除。", "15000元", "describes"),
        ("建立残疾人两项补贴标准动态调整机制。", "两项", "figure of speech"),
    ],
)
def test_what_is_no_target_and_why(sentence: str, quantity: str, reason: str) -> None:
    reasons = {place.printed: said for place, said in judged_quantities(sentence)}
    assert reasons[quantity] == reason


@pytest.mark.parametrize(
    "sentence",
    [
        "开展1+X证书制度试点，扩大“3+2”分段招生规模。",
        "加强覆盖县、乡、村三级的县域职业教育和培训体系建设。",
        "围绕十大新兴产业，培育几十个项目，建设一批基地，建立若干个分中心。",
        "按照豫政〔2021〕2号文件要求，“十四五”期间筹建。",
        "教师平均工资收入水平不低于当地公务员平均工资收入水平。",
    ],
)
def test_names_ranks_and_indefinite_numbers_are_no_targets(sentence: str) -> None:
    assert read_targets(sentence) == ()


def test_the_grant_is_the_target_not_its_condition() -> None:
    text = (
        "对形成5个及以上服务合同且累计合同额不低于100万元的数据集，给予一次性50万元奖励。"
        "对正常运营1年以上的离校2年内高校毕业生，给予最高1万元一次性创业补贴。"
    )
    assert amounts(text) == [("=", 50, None, "万元"), ("<=", 1, None, "万元")]


def test_an_action_on_what_is_there_already_still_counts() -> None:
    assert amounts("依托有关院校，重点建设3-5所示范性产业学院。") == [("range", 3, 5, "所")]
    assert amounts("在已有基础上新建10个实训基地。") == [("=", 10, None, "个")]
    assert amounts("高等学校10所建成标准化校园。") == [("=", 10, None, "所")]


def test_the_baseline_of_a_rise_is_no_target() -> None:
    assert amounts("接入比例由10%提高到20%。") == [("=", 20, None, "%")]


class TestYear:
    def test_stands_in_the_same_sentence(self) -> None:
        assert only("到2025年，在校生规模达到7万人。").by == "2025"
        assert only("2022年全市达标学校占比不低于30%。").by == "2022"

    def test_is_no_year_of_start_or_comparison(self) -> None:
        assert only("2022年起，每年开展技能培训不低于10万人次。").by is None
        assert only("货运量占比较2020年提高0.5个百分点。").by is None

    def test_does_not_reach_the_next_sentence_or_a_yearly_amount(self) -> None:
        text = "到2025年，教育体系基本形成。建设10个基地。"
        assert only(text).by is None
        assert only("到2025年底，结构更优；每年完成培训6万人次。").by is None

    def test_governs_a_list_of_dashes(self) -> None:
        text = "到2025年，布局更加合理。\n——建好4所院校。每年培训21万人次。\n——占比超过50%。"
        assert [t.by for t in read_targets(text)] == ["2025", None, "2025"]

    def test_governs_the_parts_of_its_total(self) -> None:
        parts = "甲县扩建职教中心，规模达到0.8万人；乙县新建1所学校，规模达到1.2万人。"
        assert [t.by for t in read_targets(f"到2025年，规模达到2万人。{parts}")] == ["2025"] * 4
        assert [t.by for t in read_targets(f"到2025年，规模达到9万人。{parts}")][1:] == [None] * 3


class TestQuote:
    def test_is_the_clause_with_its_year(self) -> None:
        text = "优化结构。到2025年，县区属学校在校生规模达到8.5万人。"
        assert only(text).quote == "到2025年，县区属学校在校生规模达到8.5万人"

    def test_is_cut_where_the_next_target_begins(self) -> None:
        first, second = read_targets("重点建设70所左右省级学校和100个左右高水平专业（群）。")
        assert (first.quote, second.quote) == (
            "重点建设70所左右省级学校",
            "100个左右高水平专业（群）",
        )

    def test_begins_with_who_acts(self) -> None:
        text = "遂平县改扩建职教中心，在校生规模达到0.8万人；"
        assert only(text).quote == "遂平县改扩建职教中心，在校生规模达到0.8万人"

    def test_leaves_the_units_before_it_out(self) -> None:
        text = "推进建设。（责任单位：市数据局、市经信局）每年挖掘不少于100个应用场景。"
        assert only(text).quote == "每年挖掘不少于100个应用场景"

    def test_keeps_the_printed_punctuation(self) -> None:
        assert only("每个县(区)至少建好1所学校;").quote == "每个县(区)至少建好1所学校"


@pytest.mark.parametrize(
    ("sentence", "indicator"),
    [
        ("建设100个向社会开放的省级职业体验基地。", "省级职业体验基地数"),
        ("每个县(市、区)至少建设1所实体依托的社区学院。", "每个县（市、区）实体依托的社区学院数"),
        ("支持河南1—2所院校转型为师范大学。", "转型为师范大学的院校数"),
        ("驿城区引资建设1所中等职业学校，", "驿城区引资建设的中等职业学校数"),
        ("在中小学开设劳动教育必修课程，确保每周不少于1课时；", "劳动教育必修课程每周课时"),
        ("确保教育费附加用于职业教育的比例不低于30%。", "教育费附加用于职业教育的比例"),
        ("“双师型”教师占专业课教师总数超过50%。", "“双师型”教师占专业课教师总数的比例"),
        ("允许学校按编制数额20%左右的比例自主招聘兼职教师。", "自主招聘兼职教师占编制数额的比例"),
        ("年培训人次不低于在校生数的2倍。", "年培训人次与在校生数之比"),
        ("每3年修订1次教材，", "修订教材的间隔"),
        ("每年召开两次会议，", "每年召开会议次数"),
        ("对研发单位按照研发成本的30%给予补助。", "补助占研发成本的比例"),
        ("给予服务费50%补贴，", "服务费补贴的比例"),
        ("为青年人才提供最长3年免租住房。", "免租住房期限"),
        ("对实习企业，按每人每月200元的标准对企业给予奖励。", "企业奖励标准（每人每月）"),
        ("对初创企业给予最高5万元创业补贴。", "初创企业创业补贴标准"),
        ("在校生规模达到7万人。", "在校生规模"),
    ],
)
def test_the_indicator_says_what_is_measured(sentence: str, indicator: str) -> None:
    assert only(sentence).indicator == indicator


_PIECES = re.split(
    " ",
    "建设 至少 不低于 到2025年 每个县 每3年 对 的 ， 。 ； 、 和 （ ） “ ” 12 0.8 三 10-12 个 所 % "
    "万人 元 年 个月 以上 左右 给予 奖励 依托 学校 比例 —— \n 其中 第 等 1次",
)
_TEXTS = st.lists(st.sampled_from(_PIECES), max_size=40).map("".join) | st.text(max_size=80)


@given(_TEXTS)
def test_every_target_can_be_found_in_its_text(text: str) -> None:
    for target in read_targets(text):
        assert target.quote == text[target.start : target.end]
        assert target.quote
        assert target.indicator
        assert target.unit
        assert (target.value_max is not None) == (target.comparator == "range")
        assert target.value_max is None or target.value < target.value_max


@given(_TEXTS)
def test_every_quantity_is_judged_and_the_text_alone_decides(text: str) -> None:
    accepted = [place for place, reason in judged_quantities(text) if reason is None]
    assert len(accepted) == len(read_targets(text))
    assert read_targets(text) == read_targets(text)


@pytest.mark.parametrize(
    "piece", ["1个", "（", "（1个", "“1个", "对1个的，", "1%、", "每1个", "1-", "。1个"]
)
def test_hostile_repetition_comes_to_an_end(piece: str) -> None:
    text = piece * (8_000 // len(piece))
    assert all(target.quote == text[target.start : target.end] for target in read_targets(text))
