"""The theory of Retorsion, one idea a file, compiled.

Read in this order: ``draws`` (luck), ``world`` (what is kept), ``severity``, ``ledger``, ``menu``, ``answer``,
``hope``, ``scandal``, ``rollcall``, ``congress``, ``executive``, ``timeline``, ``day`` (the numbered order of a day).
"""
