"""When to stop reading a ranked stage: one file a rule, each with what it promises and what not.

Pure: what was read comes in as a `Reading`, a `Verdict` comes out. A rule is one file here that
defines ``RULE``; `registry.RULES` names them all in a plain table.
"""
