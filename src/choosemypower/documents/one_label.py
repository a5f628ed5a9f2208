"""One facts label while it is read: its figures, each way to put them together, and the averages that prove one.

A reading is believed when its charges give the label's three averages within 0.05 cents, inclusive, in exact decimals.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import product

import msgspec

from choosemypower.documents.averages import (
    AverageRow,
    has_lost_row,
    has_odd_row,
    without_averages,
)
from choosemypower.documents.figures import Figure, Unit, figures_of
from choosemypower.documents.label_asides import is_aside
from choosemypower.documents.label_charges import Candidate, candidates
from choosemypower.documents.label_delivery import says_passed_through
from choosemypower.documents.label_extras import with_other_cap
from choosemypower.documents.label_heads import issued_on, utility_of
from choosemypower.documents.label_limits import (
    keeps_from_some,
    limits_agree,
    prices_of,
    row_agrees,
    says_them_again,
)
from choosemypower.documents.label_proof import Proof
from choosemypower.documents.label_result import LabelReading
from choosemypower.documents.label_rows import with_rows
from choosemypower.documents.label_sentences import delivery_sentences, with_sentences
from choosemypower.documents.label_text import (
    prices_part,
    without_business,
)
from choosemypower.documents.label_unless import unless_met
from choosemypower.documents.roles import Amounts, Role, roles_of, with_listed_names
from choosemypower.plans.charges import (
    BUNDLED,
    Charges,
    Condition,
    Delivery,
    DeliveryKind,
    EnergyDiscount,
    ReadState,
    SolarCredit,
    VehicleEnergy,
)
from choosemypower.pricing.line_fit import PRINTED_AT_KWH
from choosemypower.pricing.listing import LABEL_TOLERANCE_USD_PER_KWH
from choosemypower.territories.model import DeliveryCharge, delivery_on

_MOST_FIGURES = 24
_PRICES = frozenset({Role.ENERGY, Role.DELIVERY, Role.DISCOUNT})
_LONGEST_LINE = 300
_NAMES = re.compile(r"electricity facts label|etiqueta de (?:datos|informacion)")
_OF_A_BUSINESS = re.compile(r"commercial|comercial|business|demand|negocios")
_DAYS_AROUND = 100
_SAME_AS_KNOWN_USD_PER_KWH = Decimal("0.0006")
_NEAR_KNOWN_USD_PER_KWH = Decimal("0.01")
_FAR = 5


class OneLabel:
    """One label while it is read."""

    def __init__(
        self,
        said: str,
        folded: str,
        rows: Sequence[AverageRow],
        series: Mapping[str, Sequence[DeliveryCharge]],
        part: tuple[int, int] | None = None,
    ) -> None:
        """`part`: where the charges stand; without it behind the averages, before the disclosure chart."""
        self.said, self.folded, self.rows, self.all_series = said, folded, rows, series
        self.main = rows[0]
        self.utility = utility_of(folded)
        self.issued_on = issued_on(folded)
        self.series = series.get(self.utility or "", ())
        self.bills: tuple[Decimal, ...] = ()
        self.is_anywhere = part is not None
        self.prices_end = prices_part(folded, rows[0].end)[1]
        self.has_chart = self.prices_end < len(folded)
        self.is_open_to_other_parts = False
        self.is_unproven = False
        if part is None:
            self.end, figures = self._usual_part()
        else:
            self.end = part[1]
            figures = self._without_totals(figures_of(without_averages(self.folded, self.rows), *part))
        stands_first = self.end == rows[0].start
        self.words = folded[: self.prices_end if stands_first else self.end]
        """With what is said of the charges: behind the averages, where the charges stand before them."""
        self.unless_met = unless_met(folded)
        self.figures = with_rows(folded, with_listed_names(folded[: self.end], figures))

    def _usual_part(self) -> tuple[int, tuple[Figure, ...]]:
        """Where the charges end and their figures."""
        folded, rows = self.folded, self.rows
        start, end = prices_part(folded, rows[0].end)
        for row in rows[1:]:
            if row.start < end and not row.is_of_any_home:
                if row.is_other and figures_of(folded, start, row.start):
                    end = row.start  # Businesses' prices, behind the whole of the home's.
                    break
                start = max(start, row.end)
        for row in rows[1:]:
            if row.is_of_any_home and start < row.start < end:
                begin = max(
                    folded.rfind("average", start, row.start), folded.rfind("promedi", start, row.start)
                )
                end = begin if begin > start else row.start
        end = without_business(folded, start, end)
        figures = figures_of(folded, start, end)
        if not figures:  # a layout that states the charges first
            end = rows[0].start
            figures = figures_of(folded, 0, end)
        return end, figures

    def _without_totals(self, figures: Sequence[Figure]) -> tuple[Figure, ...]:
        """The figures without a row of the averages times their usage: "Bill  $82.12  $151.50  $290.27"."""
        totals = [
            (kwh, at)
            for at, one in enumerate(figures)
            for price, kwh in zip(self.main.prices, PRINTED_AT_KWH, strict=True)
            if one.unit is Unit.MONTH and abs(one.usd - price * kwh) <= LABEL_TOLERANCE_USD_PER_KWH * kwh
        ]
        are_totals = {kwh for kwh, _ in totals} == set(PRINTED_AT_KWH)
        left_out = {at for _, at in totals} if are_totals else set()
        return tuple(one for at, one in enumerate(figures) if at not in left_out)

    def reading(self) -> LabelReading:
        refusal = self._refusal()
        if refusal is not None:
            self.is_open_to_other_parts = not self.figures
            self.is_unproven = not self.figures or len(self.figures) > _MOST_FIGURES
            return self._unread(refusal)
        reasons: list[str] = []
        best, closest = self._best_proofs(reasons)
        if len(best) == 1:
            self.bills = best[0].bills
            return self._proven(best[0])
        has_energy = any(roles_of(one, None)[:1] == (Role.ENERGY,) for one in self.figures)
        self.is_unproven = not best
        self.is_open_to_other_parts = not best and not (self.has_chart and has_energy)
        if best:
            return msgspec.structs.replace(
                self._unread("The averages fit more than one reading."),
                alternatives=tuple(proof.charges for proof in best),
            )
        return self._refused(closest, reasons)

    def _best_proofs(self, reasons: list[str]) -> tuple[list[Proof], Proof | None]:
        """The likeliest readings that the averages prove, and what the words say where they do not prove it."""
        proven: dict[tuple[Decimal, ...], tuple[int, Proof]] = {}
        closest: Proof | None = None
        least: int | None = None
        for candidate in candidates(
            self.words, self.figures, reasons, self._known(), is_anywhere=self.is_anywhere
        ):
            if least is not None and candidate.unlikeliness > least:
                break  # They come by their likelihood: none behind is as likely.
            for proof in self._proofs(candidate):
                if proof.holds:
                    unlikeliness = candidate.unlikeliness + self._distance_from_known(proof.delivery)
                    if proof.bills not in proven or unlikeliness < proven[proof.bills][0]:
                        proven[proof.bills] = (unlikeliness, proof)
                    least = unlikeliness if least is None else min(least, unlikeliness)
                elif closest is None and candidate.unlikeliness == 0:
                    closest = proof
        return [proof for unlikeliness, proof in proven.values() if unlikeliness == least], closest

    def _known(self) -> Amounts:
        """The delivery charges that are documented of the utility, of whatever day."""
        by_kwh = {(Unit.KWH, one.usd_per_kwh) for one in self.series if one.usd_per_kwh is not None}
        return frozenset(by_kwh | {(Unit.MONTH, one.usd_per_month) for one in self.series})

    def _refusal(self) -> str | None:
        """Why the label is not worth a try."""
        if has_lost_row(self.folded, self.main) or has_odd_row(self.folded, self.rows):
            return "One of the averages that the label prints is no price."
        others = [row for row in self.rows[1:] if row.is_of_any_home]
        if any(row.prices != self.main.prices for row in others):
            if len(_NAMES.findall(self.folded)) > 1:
                return "The file holds several labels with different prices. Send one of them alone."
            return "The label prints two different rows of averages."
        if not self.figures:
            return "The label prints no charges beside its averages."
        if len(self.figures) > _MOST_FIGURES:
            return "The label prints more figures than one plan has."
        return None

    def _proofs(self, candidate: Candidate) -> list["Proof"]:
        charges = msgspec.structs.replace(
            candidate.charges, items=(*candidate.charges.items, *self.unless_met)
        )
        proofs = []
        mets: list[frozenset[Condition]] = [frozenset(charges.conditions) - {Condition.VEHICLE}]
        if mets[0] and not charges.of(SolarCredit):  # The averages hold an export that a label says of them.
            mets.append(frozenset())
        ways = [charges, with_other_cap(charges)] if charges.of(SolarCredit) else [charges]
        for delivery, way, met in product(self._deliveries(charges.delivery), ways, mets):
            proofs.append(Proof(way, delivery, met, self.main.prices))
            if proofs[-1].holds:
                return proofs
        return proofs

    def _deliveries(self, printed: Delivery) -> list[Delivery]:
        """The label's own delivery charge; where it passes it through, the utility's of about then."""
        if printed.kind is not DeliveryKind.PASSED_THROUGH:
            return [printed]
        is_left_out = not printed.usd_per_month and printed.usd_per_kwh is None
        bundled = [BUNDLED] if is_left_out else []
        if not says_passed_through(self.folded):
            return bundled
        known = [charge for charge in self.series if charge.usd_per_kwh is not None]
        if self.issued_on is not None:
            in_force = delivery_on(known, self.issued_on)
            near = [one for one in known if abs((one.valid_from - self.issued_on).days) <= _DAYS_AROUND]
            known = list(dict.fromkeys([one for one in (in_force,) if one is not None] + near))
        return [
            Delivery(
                usd_per_month=one.usd_per_month if printed.usd_per_month is None else printed.usd_per_month,
                usd_per_kwh=one.usd_per_kwh if printed.usd_per_kwh is None else printed.usd_per_kwh,
            )
            for one in known
        ] + bundled

    def _distance_from_known(self, delivery: Delivery) -> int:
        """How unlikely it is that the utility takes this, by what is documented: 0 for the same, 5 for far, and 1 more
        for another amount by month."""
        known = [one.usd_per_kwh for one in self.series if one.usd_per_kwh is not None]
        if not known or delivery.usd_per_kwh is None:
            return 0
        usd_per_kwh = delivery.usd_per_kwh
        distance = min(abs(usd_per_kwh - one) for one in known)
        steps = (Decimal(0), _SAME_AS_KNOWN_USD_PER_KWH, _NEAR_KNOWN_USD_PER_KWH)
        by_month = {one.usd_per_month for one in self.series}
        is_other_month = delivery.usd_per_month is not None and delivery.usd_per_month not in by_month
        if is_other_month and any(
            one.unit is Unit.MONTH and one.usd in by_month - {0} for one in self.figures
        ):
            return _FAR + _FAR  # Its own monthly charge is there, taken for another.
        return next((at for at, step in enumerate(steps) if distance <= step), _FAR) + is_other_month

    def _proven(self, proof: "Proof") -> LabelReading:
        if (
            not self._second_half_agrees()
            or not self._rest_agrees(proof)
            or not self._chart_agrees(proof.charges)
            or not row_agrees(self.folded, self.main, proof.charges, proof.delivery)
        ):
            return self._unread("The label states its charges twice, and differently.")
        if not (
            limits_agree(self.folded[self.main.end :], proof.charges)
            and says_them_again(self.folded, proof.charges)
        ):
            return self._unread("The label names a limit of usage that its charges do not have.")
        if keeps_from_some(self.folded[: self.prices_end]):
            return self._unread("The label keeps a charge from some homes or months.")
        if not self._vehicle_row_agrees(proof):
            return self._unread("The averages of homes with a vehicle do not follow from the charges.")
        if not self._conditional_rows_agree(proof):
            return self._unread("The averages under a condition do not follow from the charges.")
        charges = proof.charges
        is_whole = charges.delivery == Delivery()
        printed = self._printed_of(proof.delivery) if is_whole else 0
        if printed == 1:
            return self._unread("The label prints another delivery charge than the one that is documented.")
        takes_no_month = charges.delivery.usd_per_kwh is not None and proof.delivery.usd_per_month == 0
        if proof.delivery.is_bundled or printed or takes_no_month:
            charges = msgspec.structs.replace(charges, delivery=proof.delivery)
        if charges.delivery.usd_per_month == 0 and charges.delivery.usd_per_kwh == 0:
            charges = msgspec.structs.replace(charges, delivery=BUNDLED)
        return LabelReading(
            state=ReadState.PROVEN,
            charges=with_sentences(charges, self.figures, self._line_of),
            delivery_sentences=delivery_sentences(charges, self.figures, self._line_of),
            printed_usd_per_kwh=self.main.prices,
            computed_usd_per_kwh=tuple(proof.averages),
            averages_meet=tuple(condition for condition in Condition if condition in proof.met),
            delivery_used=proof.delivery,
            utility=self.utility,
            issued_on=self.issued_on,
            sentences=self._sentences(),
        )

    def _printed_of(self, delivery: Delivery) -> int:
        """How many of both amounts of a documented delivery charge stand somewhere on the label, as on another page."""
        if delivery.usd_per_kwh is None or delivery.usd_per_month is None:
            return 0
        said = (f"{(delivery.usd_per_kwh * 100).normalize():f}", f"{delivery.usd_per_month:.2f}")
        return sum(
            re.search(rf"(?<![\d.,]){re.escape(one)}0*(?![\d.]|,\d)", self.folded) is not None for one in said
        )

    def _vehicle_row_agrees(self, proof: "Proof") -> bool:
        """Whether the row of averages for homes with a vehicle follows from its charge."""
        rows = [row for row in self.rows[1:] if row.is_vehicle]
        if not rows or not proof.charges.of(VehicleEnergy):
            return True
        met = proof.met | {Condition.VEHICLE}
        return Proof(proof.charges, proof.delivery, met, rows[0].prices).holds

    def _conditional_rows_agree(self, proof: "Proof") -> bool:
        """Whether a row "without AutoPay" follows from the charges of homes that meet some of the conditions."""
        conditions = proof.charges.conditions
        ways = [frozenset(conditions), frozenset[Condition](), *(frozenset({one}) for one in conditions)]
        return all(
            any(Proof(proof.charges, proof.delivery, met, row.prices).holds for met in ways)
            for row in self.rows[1:]
            if row.is_conditional
        )

    def _chart_agrees(self, charges: Charges) -> bool:
        """Whether a discount that the chart below repeats is the one above."""
        said = {one.usd_per_kwh for one in charges.of(EnergyDiscount)}
        if not said:
            return True
        again = {
            one.usd
            for one in figures_of(self.folded, self.end, len(self.folded))
            if one.unit is Unit.KWH and roles_of(one, None)[0] is Role.DISCOUNT
        }
        return again <= said

    def _second_half_agrees(self) -> bool:
        """Whether a second half in another language states the same figures as the first."""
        repeated = [row for row in self.rows[1:] if row.start > self.end and row.prices == self.main.prices]
        for row in repeated:
            start, end = prices_part(self.folded, row.end)
            again = figures_of(self.folded, start, end)
            if again and _amounts(again) != _amounts(self.figures):
                return False
        return True

    def _rest_agrees(self, proof: "Proof") -> bool:
        """Whether the prices that stand outside of the part that was read are those of the charges."""
        if not self.is_anywhere:
            return True
        prices = {*self.main.prices, *prices_of(proof.charges), proof.delivery.usd_per_kwh, Decimal(0)}
        prices |= {one.usd for one in self.figures if one.unit is Unit.KWH}
        figures = figures_of(without_averages(self.folded, self.rows), self.end, self.prices_end)
        return all(
            one.usd in prices or is_aside(self.folded, figures, at) or roles_of(one, None)[0] not in _PRICES
            for at, one in enumerate(figures)
            if one.unit is Unit.KWH
        )

    def _refused(self, closest: "Proof | None", reasons: Sequence[str]) -> LabelReading:
        if closest is None:
            why = reasons[0] if reasons else "The delivery charge is not known."
            return self._unread(f"The figures of the label do not make one plan. {why}")
        averages = ", ".join(f"{average * 100:.2f}" for average in closest.averages)
        note = (
            f"The charges that the label prints would give averages of {averages} cents, not those it prints."
        )
        reading = self._unread(note)
        return msgspec.structs.replace(
            reading,
            state=ReadState.CONTRADICTED,
            charges=closest.charges,
            computed_usd_per_kwh=tuple(closest.averages),
        )

    def _unread(self, note: str) -> LabelReading:
        return LabelReading(
            state=ReadState.UNREAD,
            printed_usd_per_kwh=self.main.prices,
            utility=self.utility,
            issued_on=self.issued_on,
            sentences=self._sentences(),
            note=note,
        )

    def _sentences(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._line_of(figure) for figure in self.figures[:_MOST_FIGURES]))

    def _line_of(self, figure: Figure) -> str:
        """The line of a figure as printed."""
        start = self.said.rfind("\n", 0, figure.start) + 1
        end = self.said.find("\n", figure.end)
        return " ".join(self.said[start : end if end >= 0 else None][:_LONGEST_LINE].split())


def _amounts(figures: Sequence[Figure]) -> list[tuple[str, Decimal]]:
    return sorted({(one.unit.value, one.usd) for one in figures if one.usd})
