"""Which records describe the same document: normalise, block, compare, cluster. Pure."""
