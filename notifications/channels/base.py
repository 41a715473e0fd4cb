"""What a channel must be able to do. One carrier lives for one turn of sending and keeps one line open for it."""


class Carrier:
    def is_configured(self):
        raise NotImplementedError

    def has_words_for(self, kind, language):
        """May this event be told here at all?"""
        return True

    def address_of(self, recipient):
        """Where this channel finds the person, or ""."""
        raise NotImplementedError

    def open(self):
        """Reach the other side; `ChannelDown` if that fails. Calling it again changes nothing."""

    def send(self, message):
        """The provider's id of the message, or "". Every error leaves as one of `notifications.failures`."""
        raise NotImplementedError

    def close(self):
        """Hang up, whatever state the line is in."""
