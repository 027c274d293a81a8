"""The administration at /admin: browse, search and edit every kind of record, and see what happened."""
