"""Messages from the contact form, until they are answered or too old to keep."""

from piccolo.columns import BigSerial, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class ContactMessageRow(Table, tablename="contact_message"):
    id = BigSerial(primary_key=True)
    receipt = Varchar(length=12, unique=True)
    received_at = Timestamptz(default=None)
    name = Varchar(length=100, null=True, default=None)
    email = Varchar(length=254)
    text = Text()
    mailed_at = Timestamptz(null=True, default=None)
    attempts = Integer(default=0)  # of mailing it
    next_attempt_at = Timestamptz(
        default=None
    )  # whoever mails it moves this on first: nobody else tries meanwhile
