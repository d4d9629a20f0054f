"""What visitors say: complaints and the survey after a visit."""

from __future__ import annotations

from kezek_queue.feedback.complaints import TEXT_MAX_CHARS
from kezek_queue.feedback.feedback import Feedback
from kezek_queue.feedback.values import Survey, SurveyState

__all__ = [
    "TEXT_MAX_CHARS",
    "Feedback",
    "Survey",
    "SurveyState",
]
