from notifications.admin import outbox, texts, whatsapp

__all__ = ["outbox", "texts", "whatsapp"]
