"""Who is told: a stand-in for Slack and one for a mail server, and how often each said what."""

from tests.standins.slack import Slack
from tests.support.smtp import MailServer


class People:
    """`told("Alert: …")` and `told("Over: …")` by both ways."""

    def __init__(self, slack: Slack, mail: MailServer) -> None:
        self.slack, self.mail = slack, mail

    def told(self, headline: str) -> tuple[int, int]:
        """How often by Slack, and how often by mail, with this at the begin of the title."""
        titles = [
            attachment["title"]
            for message in list(self.slack.messages)
            for attachment in message.get("attachments", [])
        ]
        subjects = [str(letter["Subject"]) for letter in list(self.mail.letters)]
        return (
            sum(title.startswith(headline) for title in titles),
            sum(subject.startswith(headline) for subject in subjects),
        )
