"""The shelf of strategies: how a government weighs its menu. One strategy a file.

A strategy is a function ``weigh(w, s, side, n)`` that writes the ``probability`` of each of ``s.options[:n]`` (a menu
that already fits the target; option 0 is 'none'). It may keep eight numbers in ``w.memory[side]``, zeros at the start.
It is asked whenever a menu is weighed, which under imposed history is more often than there are deliberations. What it
remembers should therefore follow from what the world shows (``w.points``), not from how often it was asked. A strategy
that counts (two blows between two askings are one to it) says ``COUNTS = True``: it plays in free worlds, but a record
cannot weigh it, since history would be remembered otherwise than it is lived, and branches refuse it.
"""
