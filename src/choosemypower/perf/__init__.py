"""Does a running site keep the specification's table of times? Measured from here, one request at a time.

Owns: what is asked, how often, and the limits (specification, "Performance gate"); the report of it.
Leaves to others: the browser (Lighthouse writes the reports that are read here), building and deploying (they tell
their seconds).
"""

from choosemypower.perf.model import Measure, PerfReport
from choosemypower.perf.site import SiteUnreachableError, measure_site

__all__ = ["Measure", "PerfReport", "SiteUnreachableError", "measure_site"]
