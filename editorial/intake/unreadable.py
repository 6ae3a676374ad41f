"""What the rooms of reading raise where bytes can't be read; each message is a sentence for the person who asked."""


class Unreadable(ValueError):
    """The bytes give no text that could be read; the message says why."""


class TooLittleText(Unreadable):
    """A page without enough text to hold a statement: empty, a script shell, a block page."""


class TooMuch(Unreadable):
    """Reading it would take more room or time than one file may: a bomb, or a collection to be cut into pieces."""
