"""Under which system account PostgreSQL runs: it refuses to run as root, for good reason."""

import logging
import os
import pwd
import stat
from pathlib import Path

from embedded.children import Account
from embedded.errors import ServerFailedError

log = logging.getLogger(__name__)

# A machine with PostgreSQL installed has the first, every other one the second.
CANDIDATES = ("postgres", "nobody")


def for_cluster(pgdata: Path) -> Account | None:
    """The account to run `pgdata` under; None is our own, which is right for everybody but root."""
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


def let_pass(path: Path) -> None:
    """Allow everybody to walk through the folders above `path` (not to list them).

    Without it another account cannot reach its own files below root's home. Only folders that forbid it change.
    """
    for folder in path.resolve().parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            log.warning("Letting other accounts pass through %s: PostgreSQL does not run as root", folder)
            folder.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)
