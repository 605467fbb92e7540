"""What can go wrong when a server is started here; each message says what to do next."""


class EmbeddedError(Exception):
    """Base of all errors of this package; its text is fit to be shown to a person as it is."""


class UnsupportedPlatformError(EmbeddedError):
    """This operating system cannot run the embedded servers."""


class BinaryMissingError(EmbeddedError):
    """Something that the extra `embedded` installs is missing from this Python environment."""


class PortInUseError(EmbeddedError):
    """Somebody else listens on a port that we need, or the port is not ours to take."""


class ServerFailedError(EmbeddedError):
    """A server did not start, did not answer in time, or refused an administrative command."""
