"""Text in a plan that speaks to a language model, such as orders to forget its own.

It stays in the plan, in quotes and in what a model is shown; but nothing a model writes may rest on a quote that holds
such text: the reader gets the quote itself. General wordings, not a list of attacks: a plan speaks to offices, never
to a machine.
"""

import re
import unicodedata

from qa.text import fold

_ASIDE = "(?:忽略|无视|不要?理会|忘记|忘掉|抛开|放弃|覆盖|绕过|跳过|不必遵守|不要遵守|停止遵守)"
_EARLIER = "(?:前面|以上|上面|之前|其他)的?(?:内容|要求|文字|话|说明|一切)"
_RULES = f"(?:指令|提示|命令|设定|规则|对话|角色|上下文|证据|{_EARLIER})"
_TALK = re.compile(
    "|".join(
        (
            rf"{_ASIDE}[^。！？]{{0,20}}{_RULES}",
            "系统(?:提示词|消息|指令|提示语)|提示词|开发者(?:模式|消息)",
            "作为(?:一个|一名)?[^。，]{0,8}(?:模型|助手|助理|ai)|(?:模型|助手|ai)(?:请|必须|应当)",
            "你(?:现在|必须|应当|应该|需要|只能|只需|要|的|是|将|不|可以|可|会|被|在|已)",
            "(?:请|直接|只|务必)(?:输出|回答|作答|打印|复述)|(?:回答|输出|答案|作答)(?:是|为|应[当为是]?|改为|如下|必须|:)",
            "(?:回答|输出|答案|作答)[^。！？]{0,12}(?:时|中|里|末尾|最后|结尾|开头)[^。！？]{0,6}"
            "(?:加上|附上|写上|注明|插入|包含|必须)",
            "调用[^。！？]{0,30}(?:工具|函数|插件)|(?:执行|运行)(?:以下|下列|下面)?(?:的)?(?:代码|脚本)",
            "(?:证据|引文|标号|原文)(?:到此)?(?:结束|完毕|终止|开始)|(?:以上|以下)(?:为|是)(?:证据|原文|引文|系统)",
            r"(?:ignore|disregard|forget|override|bypass)\b.{0,60}"
            r"\b(?:instructions?|prompts?|rules?|above|previous|evidence|context)",
            r"\b(?:system|developer) (?:prompt|message)|\byou (?:are|must|should|will)\b",
            r"\b(?:respond|reply|answer|output|print) (?:with|only|that|in)\b",
            r"(?:^|[\n。！？\s\"'{\[(<|#])(?:system|assistant|developer|tool|user|系统|助手)\s*[\"'>\])|]*\s*:",
            r"<\s*[|/]?\s*(?:im_start|im_end|system|assistant|user|endoftext|inst|s)\b|\[/?inst\]",
            "</?(?:证据|原文|evidence|quote)",
            r"(?:tool|function)_?calls?|base64|\bcurl\s|https?://\S*[?&=]|!\[|\]\(\s*\w+:",
            "[a-z0-9+/]{24,}={0,2}",
            r"\"(?:n|role|content|证据|原文)\"\s*:",
        )
    )
)


def addressed(text: str) -> bool:
    """Whether the text speaks to a model, however it is disguised: width, Traditional characters, invisible ones."""
    seen = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    folded = fold(seen)
    squeezed = re.sub(r"(?<=[\u4e00-\u9fff])[\s.\-_*·]+(?=[\u4e00-\u9fff])", "", folded)
    return any(_TALK.search(form) for form in (folded, squeezed))
