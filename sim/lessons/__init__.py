"""Lessons of 45 minutes: one source file each, for the page, for the sheet of a pupil and for the key of a teacher.

Every number in a lesson is declared as a computation and written into its file by ``run.py lessons --write``; texts
name numbers in braces, so that no change of the rules can leave a lesson behind.
"""

from sim.lessons.counting import Recount, recount
from sim.lessons.lesson import Lesson, load_lesson
from sim.lessons.library import list_lessons

__all__ = ["Lesson", "Recount", "list_lessons", "load_lesson", "recount"]
