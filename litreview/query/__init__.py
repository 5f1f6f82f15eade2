"""Search strings: one tree, read from and written to the notation of every database.

Text becomes a `tree.Node` (`reading.parse`), which is linted, lowered to what a target can express,
written by a `dialect.Dialect`, and decides by itself whether a record matches. Pure: no disk, no
network.
"""
