"""Choice of the system account that PostgreSQL runs under, because it refuses to run as root."""

import logging
import os
import pwd
import stat
from pathlib import Path

from embedded.children import Account
from embedded.errors import ServerFailedError

log = logging.getLogger(__name__)

# The first exists where PostgreSQL is installed, the second on every system.
CANDIDATES = ("postgres", "nobody")


def for_cluster(pgdata: Path) -> Account | None:
    """Account to run the cluster in `pgdata` under; None means the current one, which is right unless it is root.

    Raises:
        ServerFailedError: when this process is root and the machine has none of the accounts.
    """
    if os.geteuid() != 0:
        return None
    if pgdata.exists() and (owner := pgdata.stat()).st_uid != 0:
        return Account(owner.st_uid, owner.st_gid)
    for name in CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise ServerFailedError(
        f"PostgreSQL refuses to run as root, and this machine has none of the accounts {', '.join(CANDIDATES)}: "
        "start Standing as an ordinary user"
    )


def allow_traversal(path: Path) -> None:
    """Let other accounts traverse the folders above `path` (not list them).

    Without this, another account cannot reach its own files below root's home. Only folders that forbid it change.
    """
    for folder in path.resolve().parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            log.warning("Letting other accounts traverse %s: PostgreSQL does not run as root", folder)
            folder.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)
