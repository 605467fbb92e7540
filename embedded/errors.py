"""Errors of the embedded servers; each message says what to do next."""


class EmbeddedError(Exception):
    """Base of all errors of this package; its text can be shown to a person as it is."""


class UnsupportedPlatformError(EmbeddedError):
    """This operating system cannot run the embedded servers."""


class BinaryMissingError(EmbeddedError):
    """Something that the extra `embedded` installs is missing from this Python environment."""


class PortInUseError(EmbeddedError):
    """A needed port is in use, or this process may not open it."""


class ServerFailedError(EmbeddedError):
    """A server did not start, did not answer in time, or refused an administrative command."""
