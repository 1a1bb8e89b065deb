"""Clauses to passages that fit the encoder.

What is embedded carries title and heading path, so that “加强考核” of one section differs from that of another;
what is shown is the clause alone.
"""

from langchain_text_splitters import RecursiveCharacterTextSplitter

from qa.ports import Encoder
from qa.records import Clause, Plan

#: Chinese sentence ends first, then weaker stops; the empty string cuts anywhere, so a passage always fits.
SEPARATORS = ["\n", "。", "；", "，", "、", ""]


def passages(plan: Plan, clause: Clause, encoder: Encoder) -> list[str]:
    """Title and heading path, then a part of the clause; every passage within `encoder.max_tokens`."""
    context = context_of(plan, clause)
    room = encoder.max_tokens - encoder.count_tokens(context)
    if room < encoder.max_tokens // 2:
        context, room = "", encoder.max_tokens
    splitter = RecursiveCharacterTextSplitter(
        separators=SEPARATORS,
        keep_separator="end",
        chunk_size=room,
        chunk_overlap=0,
        length_function=encoder.count_tokens,
        strip_whitespace=True,
    )
    return [context + part for part in splitter.split_text(clause.text)]


def context_of(plan: Plan, clause: Clause) -> str:
    """What stands above a clause, one line each."""
    heading = [clause.heading] if clause.heading and not clause.text.startswith(clause.heading) else []
    return "".join(f"{line}\n" for line in (plan.title, " ".join([*clause.trail, *heading])) if line)
