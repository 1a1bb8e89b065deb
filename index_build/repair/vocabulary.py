"""Pages whose words were converted too, to those of Taiwan (程式 for 程序). They are told of, never changed.

Many a word of Taiwan is a word of the mainland with another sense (文件, 核心), so no table could turn them back.
"""

from index_build.repair.traditional import to_simplified

#: What OpenCC `s2twp` makes of common words of plans and statutes, and mainland official prose has no use for: all
#: together, these occur fewer than 50 times in 17 million characters of mainland statutes.
# fmt: off
_FOREIGN = (
    "最佳化", "程式", "资讯", "网路", "网际网路", "入口网站", "伺服器", "软体", "硬体", "资料库", "资料夹", "专案",
    "萤幕", "列印", "滑鼠", "计程车", "捷运", "雷射", "奈米", "简讯", "讯息", "视讯", "行动电话", "部落格", "登入",
    "作业系统", "频宽", "宽频", "解析度", "记忆体", "晶片", "硬碟", "磁碟", "光碟", "随身碟", "智慧型", "积体电路",
    "演算法", "感测器", "讯号", "骇客", "网咖", "介面", "连结", "社群网站", "印表机", "位元组", "人工智慧", "脚踏车",
    "幼稚园", "冷气机", "函式", "变数", "巨集", "快取", "字元", "通讯协定", "高画质",
)
# fmt: on
_FEWEST = 3


def find(text: str) -> list[str]:
    """The converted words of a page, of either script, in the order of the list; none where fewer than three differ."""
    simplified = to_simplified(text)
    seen = [word for word in _FOREIGN if word in simplified]
    distinct = [word for word in seen if not any(word != other and word in other for other in seen)]
    return distinct if len(distinct) >= _FEWEST else []


def notes(text: str) -> list[str]:
    """What the plan's self-check says of a converted page, nothing of any other; at most five words are named."""
    words = find(text)
    more = "…" if len(words) > 5 else ""
    return [f"本页似经词汇转换（{'、'.join(words[:5])}{more}），未改"] if words else []
