"""One file a source; each defines it as SOURCE."""
