"""Who is told when something is wrong, and when.

Owns: the rules and their limits, when an alert begins, is repeated and ends, that many processes tell of it once, and
how a message reaches Slack, an inbox and the log.
Leaves to others: measuring (`measures`, `cache`, `health`), and the alerts of Prometheus (helm/choosemypower).
"""

from choosemypower.alerts.model import Notice, NoticeKind

__all__ = ["Notice", "NoticeKind"]
