"""The lessons that were done and what was predicted in them, stored between sessions."""

from dataclasses import dataclass

from core.teaching.lessons.curriculum import LESSONS
from core.teaching.lessons.lesson import Lesson
from gui.settings.preferences import Preferences

LATEST, WELCOME = "lessons/latest", "welcome"
SEEN = "seen"


@dataclass(frozen=True)
class Result:
    """The keys of the predicted answer and of the one that came true."""

    predicted: str
    happened: str

    @property
    def is_right(self) -> bool:
        """Whether the prediction came true."""
        return self.predicted == self.happened


class LessonProgress:
    """Typed access to the stored progress of lessons; damaged values count as not done."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences

    def result(self, lesson: Lesson) -> Result | None:
        """Return the result of the lesson's last attempt; None if there is none."""
        keys = str(self._preferences.stored(f"lessons/{lesson.key}") or "").split()
        if len(keys) != 2 or any(lesson.answer(key) is None for key in keys):
            return None
        return Result(*keys)

    def keep(self, lesson: Lesson, result: Result) -> None:
        """Store the result of a lesson."""
        self._preferences.store(f"lessons/{lesson.key}", f"{result.predicted} {result.happened}")

    def done(self) -> int:
        """Return the number of lessons that were done."""
        return sum(self.result(lesson) is not None for lesson in LESSONS)

    @property
    def latest(self) -> Lesson:
        """The lesson that was open last, otherwise the first that is not done."""
        stored = str(self._preferences.stored(LATEST) or "")
        undone = [lesson for lesson in LESSONS if self.result(lesson) is None]
        return next(
            (lesson for lesson in LESSONS if lesson.key == stored), next(iter(undone), LESSONS[0])
        )

    @latest.setter
    def latest(self, lesson: Lesson) -> None:
        self._preferences.store(LATEST, lesson.key)

    @property
    def is_welcomed(self) -> bool:
        """Whether the welcome page was closed before."""
        return self._preferences.stored(WELCOME) == SEEN

    def end_welcome(self) -> None:
        """Do not show the welcome page at the next start."""
        self._preferences.store(WELCOME, SEEN)
