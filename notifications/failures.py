"""Why a message did not leave, in three kinds; every channel's own errors become one of them.

`reason` is what an officer reads beside the message: the other side's code and words, short enough for a column.
"""


class Failure(Exception):
    def __init__(self, reason, code=0):
        super().__init__(reason)
        self.reason, self.code = str(reason)[:300], code


class Undeliverable(Failure):
    """For good: trying again changes nothing, so the person's next channel is tried."""


class NotNow(Failure):
    """This message later. `line_broken`: the other side did not answer; three in a row and the channel is down.

    `unsure`: it may have been accepted all the same, so its receipt is given time to come first.
    """

    def __init__(self, reason, code=0, *, line_broken=False, unsure=False):
        super().__init__(reason, code)
        self.line_broken, self.unsure = line_broken, unsure


class ChannelDown(Failure):
    """Nothing leaves by this channel just now, for a minute or for `pause`. No message's fault, so none is charged."""

    def __init__(self, reason, code=0, *, pause=None):
        super().__init__(reason, code)
        self.pause = pause
