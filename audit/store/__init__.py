"""The workspace's memory: a Django app (``audit.store.tables``), blobs by hash, and the queries. Only here is SQL.

Importing the package readies Django, so that its modules may import models at their top; nothing is opened yet.
"""

from audit.store.start import ready

ready()
