"""Somebody in a chair of the model: a person, a function, a class.

* ``questions.py``: what a chair is asked, what it may answer, and how an answer is checked.
* ``chairs.py``: the agents of the microscope that ask whoever sits there.
* ``game.py``: a game, which is a pure function of scenario, run, seed and moves.
* ``view.py``: what each chair may know.
* ``futures.py``: what could come of a moment: one world played on, and many.
* ``debrief.py``: what is told after the games of a class.

No rule knows of chairs; they sit where :mod:`sim.agents` lets a method decide.
"""
