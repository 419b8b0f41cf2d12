"""Words that tell an amount to reach from any other number: measure words, comparisons, cues.

A table in Python rather than in the vocabulary of the graph: these are words of the language,
not terms of the domain, they are compiled into the patterns of `quantities` and `targets` when
those are imported, and the readers so stay usable without the ontology. To teach the reader a
measure word or a cue, add it to its line; order does not matter.
"""

from __future__ import annotations


def _words(listed: str) -> tuple[str, ...]:
    return tuple(listed.split())


COUNTERS = _words(
    """
    个 所 名 门 家 种 处 座 间 套 台 辆 本 部 册 篇 份 张 块 片 条 项 件 批 批次 场 场次 期 班
    次 人次 人 位 户 支 只 头 组 款 宗 例 栋 幢 站 列 架 艘 床 席 株 棵 家次 户次 件次 台次 班次
    例次 车次 人天
    """
)
"""Words that count things, bodies, people and events."""

COUNTERS_NOT_BEFORE = {
    "个": "性|别|体|人所得",
    "所": "得|属|在|需|称|谓",
    "名": "录|单|称|义|师|优|牌|额",
    "门": "类|诊|户|槛|店|窗",
    "家": "庭|长|政|园|校|具|电|国|禽",
    "处": "理|置|罚|分|级|长|于|在|以",
    "间": "接|隔",
    "台": "阶|账|北|湾|风|胞",
    "本": "科|市|省|地|级|区|县|土|年|次|人",
    "部": "门|分|级|署|队",
    "张": "家",
    "条": "件|例|线|款|规定",
    "项": "目|下",
    "批": "准|复|发|次",
    "场": "所|景|地|馆|站|次",
    "期": "间|限|末|满|货|刊",
    "班": "主任|子|级|组|次|列",
    "次": "性|日|年|月|级|要|之|生",
    "人": "民|工|均|次|天|才|户",
    "位": "于|居|列|置|次",
    "户": "籍|外|口|次",
    "支": "持|付|出|部|撑|援|行",
    "头": "部",
    "组": "织|建|长|成|合",
    "款": "项|式",
    "例": "如|外|次",
    "站": "在|位|点",
    "列": "入|为|席|车",
    "席": "位",
}
"""What a measure word must not be followed by, since the two make another word (项目, 人民币)."""

TIMES = _words(
    """
    年 个月 周 天 日 个工作日 工作日 个自然日 小时 分钟 学年 个学年 学期 个学期 年度 个年度
    个纳税年度 个自然年度
    """
)
"""Stretches of time; as targets only where a commitment goes with them (不超过六个月)."""

TIME_BOUNDS = _words(
    """
    不超过 不得超过 不少于 不低于 不得少于 不短于 不多于 至少 最长 最短 至多 延长至 延长 压缩至
    压缩到 缩短至 缩短到 控制在
    """
)
TIME_GRANTS = _words(
    "给予 提供 享受 减免 免除 免收 免费 支持 补贴 补助 资助 扶持 补贴期限 补助期限"
)
"""What makes a stretch of time a commitment, next to it or shortly before."""

LESSONS = _words("学时 课时 小时 学分 标准课时")
"""Amounts of teaching; 个 before them is no part of the unit (16个学时)."""

AMOUNTS = _words(
    """
    元 元人民币 美元 欧元 港元 立方米 公里 千米 米 吨 吨标准煤
    千克 公斤 升 千瓦 千瓦时 兆瓦 吉瓦 千伏安 卡时 核时 机时 标准箱
    """
)
"""Money, lengths, masses, power and computing."""

SYMBOLS = _words("P PFlops PFLOPS EFlops EFLOPS PB TB EB GB MB Gbps Mbps MW kW kWh")
"""Units in Latin letters."""

SHARES = _words("% ‰ 个百分点 倍 折")
"""Ratios."""

PER = _words("人 户 家 月 年 天 日 次 件 亩 吨 平方米 小时")
"""What an amount is counted against after a stroke: 元/月."""

AREAS = _words("平方米 平方公里 平方千米 亩 公顷")
"""Areas."""

AGES = _words("岁 周岁 月龄")
"""Ages are conditions of eligibility, never targets."""

AT_LEAST = _words(
    """
    不低于 不少于 不小于 不得低于 不得少于 不应低于 不应少于 不短于 不能少于 不能低于 至少 最少
    最低 超过 超 突破 大于 高于 多于 逾 ≥ >=
    """
)
AT_MOST = _words(
    """
    不超过 不得超过 不应超过 不高于 不得高于 不多于 不得多于 不大于 不能超过 不超 不突破
    最高 最多 最长 至多 上限为 封顶 控制在 压缩至 压缩到 压减至 压减到 缩短至 缩短到 降至 降到
    低于 少于 小于 不到 ≤ <=
    """
)
COMPARISONS_NOT_BEFORE = {
    "超": "级|算|高|前|声|市|大|导|低|出|越|期|短|长",
    "突破": "发展|口|性|一批|关键|瓶颈",
    "最低": "生活|工资",
    "最高": "人民|法|检",
}
ABOUT = _words("约 大约 大概 约为 近")
AT_LEAST_AFTER = _words("以上 及以上 或以上 起")
AT_MOST_AFTER = _words("以下 及以下 以内 之内 封顶")
ABOUT_AFTER = _words("左右 上下")
"""Comparisons before the number and after it."""

ACTIONS = _words(
    """
    建设 建成 建好 建立 建 新建 增建 扩建 改建 创建 组建 筹建 共建 设立 成立 打造 培育 培养 引进
    引育 引入 落地 遴选 评选 选拔 选派 选树 认定 评定 推荐 举办 办好 开展 组织 完成 实现 达到 达
    保持 形成 推出 树立 挖掘 发掘 征集 发布 开放 开发 研制 制定 制订 出台 确保 力争 争取 新增
    增加 提高 提升 扩大 招收 招聘 配备 配置 配齐 提供 安排 投入 落实 培训 支持 扶持 升格 确立
    要有 应有 设置 汇聚 集聚 吸引 储备 签约 上线 推广 完善 改造 转化 覆盖 惠及 服务 输送 带动
    吸纳 孵化 聘请 增设 承办 创办 开设 实行
    """
)
"""Verbs that set something to be done."""

VERBS_NOT_BEFORE = {"建": "筑|议|制|档|立", "服务": "业|费", "培训": "费", "组织": "机构"}
"""What makes another word of a verb."""

PAYMENTS = _words(
    """
    给予 予以 发放 拨付 奖励 奖补 补助 补贴 资助 支付 贴息 减免 免除 抵免 抵扣 扣除 提取 缴纳
    收取 支持 扶持 安排 提供 享受 申请 申领 获得 补偿 按照 按 用于 免费 贷款 处以 配套
    """
)
"""Verbs that pay or grant; also 按, which introduces a rate."""

BUILDING = _words(
    """
    建设 建成 新建 增建 建 打造 培育 培养 引进 设立 办好 遴选 认定 选派 配备 新增 升格 创建 扩建
    """
)
"""Verbs that make a numeral in words a real amount (新建三所)."""

EXISTING = _words(
    """
    依托 依靠 借助 利用 立足 围绕 聚焦 瞄准 针对 面向 联动 联合 整合 授予 表彰 总结 复制推广
    """
)
"""Words before things that are there already, unless a verb of doing comes between."""

DONE = _words("现有 已有 原有 共有 已建成 已建立 已完成 已培育 已形成 已实现 已达 已经 目前 造成")
"""Words that report and set nothing."""

APPLICANT_SIZES = _words(
    """
    人员规模 团队规模 注册资本 注册资金 注册时间 成立时间 经营年限 持股比例 工作满 就业满 经营满
    注册满
    """
)
"""What is asked of an applicant's size or age."""

CONDITION_HEADS = _words("对 对于 凡 凡是 若 如 如果 经 符合 满足 属于 具有 具备 持有 从事")
CONDITION_HEADS_NOT_BEFORE = {
    "对": "接(?!纳|受|收|到)|口|标|外|照|应|准|比|策",
    "经": "济|营|过|费|贸|开",
    "如": "期|实|下|何",
    "若": "干",
}
"""Openings of a clause that says who or what qualifies."""

QUALIFICATIONS = _words("经历 经验 工龄 资历 学历 职称 资格 社保 户籍 业绩 居住")
"""What a person or firm must have had for some time: 3年以上企业工作经历."""

NO_OBJECTS = _words(
    """
    方面 渠道 阶段 层次 层面 环节 步骤 原则 确保 维护 意识 自信 结合 坚持 转变 统一 到位 等级
    类别 类型 维度 大类 系列 问题 关键 优先 率先 大局
    """
)
"""What is counted only to structure a text (三个方面, 两个确保)."""

RATE_NOUNS = _words(
    """
    比例 标准 目标 水平 规模 速度 额度 幅度 价格 努力 时间 要求 增速 覆盖率 资金 补助 补贴 奖励
    贴息 优惠
    """
)
"""Nouns that take an amount before 的 without making it a condition (按30%的比例)."""

OPENINGS = _words(
    """
    其中 同时 并且 并 且 或 要 均 还 使 应 应当 可 可以 须 分别 原则上 确保 力争 争取 努力 推动 实现
    逐步形成 累计 实行 落实 严格落实 切实落实
    """
)
OPENINGS_NOT_BEFORE = {"应": "用|急|对|届", "可": "持|再", "使": "用", "要": "求|素", "落实": "率"}
"""What opens a clause and says nothing of what is measured."""

CLOSINGS = _words(
    """
    应 应当 要 可 可以 均 都 为 至 到 的 在 有 分别 原则上 一般 达 达到 保持 保持在 调整 争取 力争
    控制 提高 提升 增加 下降
    """
)
"""What stands between the noun that is measured and the comparison."""

SIZES = _words(
    """
    率 比例 比 比重 权重 数 量 规模 水平 标准 面积 人次 额 费 费用 收入 时间 期限 年限 学时 课时
    时长 价 价格 投资 增速 容量 投入 资金
    """
)
"""Endings of nouns that name a size already, and take no 数."""
