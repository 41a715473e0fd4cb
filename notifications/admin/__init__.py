from notifications.admin import outbox, texts

__all__ = ["outbox", "texts"]
