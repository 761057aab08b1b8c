"""What can go wrong with an index, sorted by who can act and how."""


class IndexDamagedError(Exception):
    """Missing, damaged or made by another recipe: rebuild. The message names file and command."""


class IndexBusyError(Exception):
    """Another process is writing, or there is no room or no right to write: try again later."""


class ModelError(Exception):
    """The embedding model cannot be used: a bad name, missing files or altered weights."""
