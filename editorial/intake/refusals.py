"""Why an address was not captured: one family of errors, each with a sentence that says what to do."""


class FetchRefused(ValueError):
    """Nothing was captured. The message is a sentence for the person who asked."""


class BadAddress(FetchRefused):
    """The address is not one that is fetched: another scheme, a name and password, an odd port or spelling."""


class NotPublic(FetchRefused):
    """The address, or one that its name leads to, does not lie in the public network."""


class OutsideSource(FetchRefused):
    """The page, or what it redirects to, lies on a host that is not one of the source's."""


class NoSuchHost(FetchRefused):
    """The name is gone: nobody answers for it in the domain name system."""


class Unreachable(FetchRefused):
    """No connection came about, or it broke off. It may work another time."""


class ProxyDown(Unreachable):
    """The proxy through which everything has to go does not answer. Nothing went out past it."""


class Untrusted(FetchRefused):
    """The server could not prove that it is who its name says."""


class TooSlow(FetchRefused):
    """The whole visit took longer than its deadline."""


class TooBig(FetchRefused):
    """The answer, or its headers, are larger than what is kept."""


class BadRedirect(FetchRefused):
    """Too many redirects, a circle of them, or one from https back to http."""


class BadAnswer(FetchRefused):
    """What came back is no whole and well-formed answer."""


class RobotsForbid(FetchRefused):
    """The site's robots.txt asks programs not to fetch this address."""


class NotOk(FetchRefused):
    """The server answered with a status that brings no page."""

    def __init__(self, message: str, status: int):
        super().__init__(message)
        self.status = status


class Gone(NotOk):
    """404 or 410: the server says that the page is not there."""


class TryLater(FetchRefused):
    """The host asks for patience. `seconds` is how long."""

    def __init__(self, message: str, seconds: float):
        super().__init__(message)
        self.seconds = seconds
