"""One file per check, or per family of checks that need the same values."""
