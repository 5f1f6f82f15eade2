"""One file per bibliographic format: text <-> Record. Pure."""
