"""Votes, verdicts and queues. No user interface and no disk."""
