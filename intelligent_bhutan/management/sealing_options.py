"""What the commands around backups share: where the backup key is read from, and which set is meant."""

from django.core.management.base import CommandError

from intelligent_bhutan.keyring import KEYS, ring
from intelligent_bhutan.operating import backup
from intelligent_bhutan.operating.key_set import SHORTEST, passphrase_from
from intelligent_bhutan.operating.sealed_files import Damaged, OtherKey
from intelligent_bhutan.secret_files import SecretFiles


def add_key_file(parser):
    """`--key-file`, unless BACKUP_KEY or BACKUP_KEY_FILE stands in the environment."""
    parser.add_argument("--key-file", help="file that holds BACKUP_KEY; else BACKUP_KEY or BACKUP_KEY_FILE")


def backup_key(path):
    """The backup key. Raises: CommandError where there is none, or one that is short or protects something else too."""
    try:
        key = passphrase_from(path) if path else SecretFiles()("BACKUP_KEY", default="")
    except (ValueError, OSError) as problem:
        raise CommandError(str(problem)) from None
    if len(key) < SHORTEST:
        raise CommandError("Give BACKUP_KEY, BACKUP_KEY_FILE or --key-file; `manage.py keys --new` prints a fresh key.")
    if any(key in ring(name) for name in KEYS):
        raise CommandError(
            "BACKUP_KEY is one of the portal's keys. Whoever opens a backup must not open the data in it."
        )
    return key


def manifest_of(source, name, passphrase):
    """The manifest of that set, or of the newest. Raises: CommandError in words that say what to do."""
    name = name or max(backup.sets_in(source), default=None)
    if name is None:
        raise CommandError(f"There is no backup in {source}.")
    try:
        return backup.manifest_of(source, name, passphrase)
    except OtherKey as problem:
        ours = [one for one in backup.sets_in(source) if backup.is_under(source, one, passphrase)]
        words = f"The newest under the one given: --name {ours[-1]}" if ours else "There is none under the one given"
        raise CommandError(f"{problem}. {words}.") from None
    except (Damaged, OSError) as problem:
        raise CommandError(f"Backup {name} cannot be read: {problem}") from None
