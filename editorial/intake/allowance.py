"""How much one file may unfold into, whatever it is packed in. Every container spends from the same allowance."""

from dataclasses import dataclass

from editorial.intake.unreadable import TooMuch

#: Bytes that all members of one file together may have, unpacked.
MOST_BYTES = 200_000_000
#: Members of one file, those of containers inside it counted.
MOST_MEMBERS = 10_000
#: Unpacked bytes for one packed byte. Text packs 3 to 10 times, tables of markup up to 60; a bomb reaches 1,000.
MOST_RATIO = 200
#: Containers inside containers.
DEEPEST = 3
#: Below this size the ratio says nothing.
_SMALL = 1_000_000


@dataclass(slots=True)
class Allowance:
    """What is left of the room for one file."""

    bytes: int = MOST_BYTES
    members: int = MOST_MEMBERS

    def spend(self, size: int = 0, members: int = 0) -> None:
        """Take room for `size` bytes and `members` members. Raises TooMuch when there is not so much left."""
        self.bytes -= size
        self.members -= members
        if self.bytes < 0:
            raise TooMuch(f"unpacked it would be larger than {MOST_BYTES // 1_000_000} MB")
        if self.members < 0:
            raise TooMuch(f"it holds more than {MOST_MEMBERS:,} members")


def judge_ratio(packed: int, unpacked: int) -> None:
    """Raises TooMuch where so few packed bytes unfold into so many that no text does it."""
    if unpacked > _SMALL and unpacked > MOST_RATIO * max(packed, 1):
        raise TooMuch(f"it unpacks to more than {MOST_RATIO} times its size, as a bomb does")
