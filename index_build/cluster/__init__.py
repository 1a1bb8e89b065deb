"""Building on several processes or machines: Ray carries files and passages to workers, and plans and vectors back.

Everything that decides what the index holds stays in the process that builds: order, ids, the files that it writes.
"""
