"""The laboratory as a page: a small server on this machine, and the page it shows. Needs the extra ``web``.

* ``payloads/``: results as JSON values; the messages the page reads are described there. Pure.
* ``asking.py``: what a page may ask, checked as anything a stranger sends.
* ``links.py``: what the page shows as a link, a command and a file; nothing in a link is an error. Pure.
* ``laboratory.py``: a checked question in, an answer out; it keeps the latest answers.
* ``fair.py``: whose turn it is, where thirty hands drag at once.
* ``live.py``, ``routes.py``: the socket and the addresses of the explorer.
* ``guard.py``: who may speak to the server, how much and how often.
* ``app.py``, ``serving.py``: all of it together, and the process that shows it.

Nothing of a client ever names a file: scenarios go by their shipped names, and what the page is made of is read into
memory when the server starts.
"""
