"""Disk: the log files, the received records, the index."""
