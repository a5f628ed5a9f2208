"""Messages that visitors send us with their consent.

Owns: what a message may hold, its receipt, where it waits until it is mailed, how long it is kept.
Leaves to others: SMTP (`mail`), how often a client may write (`limits`), the form (`web`).
"""

from choosemypower.leads.model import (
    FieldProblem,
    MessageRefusedError,
    NewMessage,
    StoredMessage,
    parse_message,
)

__all__ = ["FieldProblem", "MessageRefusedError", "NewMessage", "StoredMessage", "parse_message"]
