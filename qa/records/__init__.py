"""What people asked, kept only where the operator says so: redacted, and never for long.

`record.py` says what is kept of a reply, `redaction.py` what is taken out of a question before it
is written, `recorder.py` writes beside the answers and never in their way, and `store.py` reads,
exports and deletes.
"""

from qa.records.record import Feedback, FeedbackReason, Surface

__all__ = ["Feedback", "FeedbackReason", "Surface"]
