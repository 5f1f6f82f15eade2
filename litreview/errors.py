"""The exception tree. Every message says what is wrong, where, and what to do.

    LitreviewError
    ├── UsageError          the request cannot be carried out as asked (exit status 2)
    │   ├── NotAReview      there is no review in this folder
    │   ├── UnknownName     a report, stage, criterion, box ... that does not exist
    │   └── SettingsError   review.toml or a form cannot be understood
    └── ReviewError         the review on disk cannot be used as it stands (exit status 2)
        ├── LogDamaged      a log line was changed, reordered or is not a log line
        ├── NewerVersion    written by a newer litreview
        ├── FileRefused     a file that cannot be read as records
        └── StorageError    disk full, folder read-only, locked

Bad data is not an exception: it is a value (`model.Failure`, `model.Finding`) that is shown.
"""

from __future__ import annotations


class LitreviewError(Exception):
    """Base of every error that a user can cause or meet.

    what: one sentence; where: file, line, record (may be empty); remedy: what to do (may be empty).
    """

    exit_status = 2

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        return "\n".join(part for part in (self.what, self.where, self.remedy) if part)


class UsageError(LitreviewError):
    """The request cannot be carried out as asked."""


class NotAReview(UsageError):
    """There is no review in this folder."""


class UnknownName(UsageError):
    """A report, stage, criterion, box, table ... of that name does not exist."""


class SettingsError(UsageError):
    """review.toml, a form or another file written by people cannot be understood."""


class ReviewError(LitreviewError):
    """The review on disk cannot be used as it stands."""


class LogDamaged(ReviewError):
    """A log line was changed, reordered, or is not a log line."""


class NewerVersion(ReviewError):
    """Written by a newer litreview than this one."""


class FileRefused(ReviewError):
    """A file that cannot be read as bibliographic records."""


class StorageError(ReviewError):
    """The disk is full, a folder is read-only, or another program holds the lock."""
