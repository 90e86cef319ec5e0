"""A class: students in the chairs on their phones, a board for the teacher, and a journal that loses nothing.

* ``protocol.py``: what pages and server say to each other, all of it.
* ``journal.py``: a fact a line, on disk before it is acknowledged.
* ``rooms.py``: the class as a value, a pure fold over its journal.
* ``tables.py``: a table while it is played; ``hub.py``: all of them, and who is connected.
* ``teacher.py``: the orders of the teacher; ``board.py``: what the teacher sees.
* ``sockets.py``, ``pages.py``: the socket and the addresses; ``debrief.py``: what is told afterwards.

A game is a pure function of its moves (:mod:`sim.play`), so the journal of moves is the whole class.
"""
