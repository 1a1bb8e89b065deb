"""Make qa/official_words.txt: the nouns and verbs that statutes use, for telling what a question asks that no plan has.

    python -m tests.benchmarks.vocabulary --laws LAWS.jsonl.gz

LAWS holds one article a line, {"text": …} (140,782 articles collected by LawRefBook/Laws were used; every third is
read). A word is kept if so many articles have it; which words are nouns and verbs is jieba's own dictionary's say.
"""

import argparse
import gzip
import json
from collections import Counter
from pathlib import Path

import jieba
import jieba.posseg

_LEAST = 10
_STEP = 3
#: Nouns and verbs of asking and of speech, by which no subject is named.
_SAY_NOTHING = (
    "时候 不会 意思 不能 规定 愿意 实际 包括 普通 没有 方面 涉及 需要 情况 相关 不可 了解 有关 知道 达到 截止 少于 "
    "多于 设在 写明 写进 编写 交给 列出 表述 提到 提及 打算 受到 得到 看到 听到 大事 态度 开设 上门 搭建 才能"
)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--laws", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("qa/official_words.txt"))
    given = parser.parse_args()
    articles: Counter[str] = Counter()
    with gzip.open(given.laws, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % _STEP == 0:
                articles.update(set(jieba.cut(json.loads(line)["text"])))
    jieba.posseg.dt.initialize()
    kinds = jieba.posseg.dt.word_tag_tab
    words = [w for w, n in articles.items() if n >= _LEAST and len(w) > 1 and kinds.get(w, "")[:1] in ("n", "v")]
    given.out.write_text("\n".join(sorted(set(words) - set(_SAY_NOTHING.split()))) + "\n", encoding="utf-8")
    print(f"{len(words)} words")


if __name__ == "__main__":
    main()
