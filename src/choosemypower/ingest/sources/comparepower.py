"""ComparePower's pricing API: a bare list of the offers in one utility's area, each with the charges of its label.

`components` are the charges: of the utility (`tdsp_charge`), per kWh (`multiplicative`) or a month, in a band of use.
They are believed where they give the three averages that stand beside them.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Annotated

import msgspec

from choosemypower.ingest.sources.answers import SourceAnswer
from choosemypower.ingest.sources.table import SourceOffer
from choosemypower.plans.charges import (
    BaseCharge,
    Charge,
    Charges,
    Delivery,
    EnergyTier,
    FeeReading,
    PriceByTotal,
    ReadState,
    UsageCredit,
    UsageFee,
)
from choosemypower.plans.stored_fees import to_stored
from choosemypower.pricing.listing import meets_printed_prices
from choosemypower.units import PRINTED_AT_KWH

PATH = "/api/plans/current"
ENGLISH = frozenset({"", "en", "english"})
Text = Annotated[str, msgspec.Meta(max_length=4000)]


class Sales(msgspec.Struct, frozen=True):
    phone_number: Text | None = None


class Contact(msgspec.Struct, frozen=True):
    sales: Sales | None = None


class Brand(msgspec.Struct, frozen=True):
    name: Text
    contact_info: Contact | None = None


class Product(msgspec.Struct, frozen=True):
    name: Text
    term: int
    brand: Brand
    percent_green: Decimal | None = None
    headline: Text | None = None
    early_termination_fee: Decimal | None = None
    is_pre_pay: bool = False
    is_time_of_use: bool = False


class Tdsp(msgspec.Struct, frozen=True):
    duns_number: Text


class Average(msgspec.Struct, frozen=True):
    avg: Decimal
    """USD per kWh."""


class OfferDocument(msgspec.Struct, frozen=True):
    type: Text
    link: Text | None = None
    language: Text | None = None


class Component(msgspec.Struct, frozen=True):
    amount: Decimal
    min: Decimal | None = None
    max: Decimal | None = None
    multiplicative: bool = False
    tdsp_charge: bool = False
    compound: bool = False
    percentage: Decimal | None = None


class ListedOffer(msgspec.Struct, frozen=True):
    """One offer as the API sends it; whatever else it says is not read."""

    id: Text = msgspec.field(name="_id")
    product: Product
    tdsp: Tdsp
    display_pricing_500: Average
    display_pricing_1000: Average
    display_pricing_2000: Average
    document_links: tuple[OfferDocument, ...] = ()
    components: tuple[Component, ...] | None = None


def read_answer(answer: SourceAnswer, duns: str) -> Iterator[SourceOffer]:
    """The offers of one answer; what is no offer of this utility comes with its problem."""
    for raw in msgspec.json.decode(answer.body, type=list[msgspec.Raw]):
        try:
            listed = msgspec.json.decode(raw, type=ListedOffer)
        except msgspec.MsgspecError as error:
            yield SourceOffer(cells={}, reference="", problem=_problem(error))
            continue
        if listed.tdsp.duns_number != duns:
            problem = f"it is of the utility {listed.tdsp.duns_number[:20]!r}, which was not asked for"
            yield SourceOffer(cells={}, reference=listed.id, problem=problem)
            continue
        yield _entry(listed, answer)


def _problem(error: msgspec.MsgspecError) -> str:
    """`Expected `int`, got `str` - at `$.product.term`` as a reason that groups."""
    what, _, where = str(error).partition(" - at ")
    return f"{where.strip('`').removeprefix('$.')}: {what}" if where else what


def _entry(listed: ListedOffer, answer: SourceAnswer) -> SourceOffer:
    product = listed.product
    averages = tuple(
        one.avg
        for one in (listed.display_pricing_500, listed.display_pricing_1000, listed.display_pricing_2000)
    )
    charges = _charges(listed.components or ())
    is_proven = charges is not None and _gives(charges, averages)
    contact = product.brand.contact_info
    fee = product.early_termination_fee
    cells = {
        "utility": answer.utility,
        "provider": product.brand.name,
        "plan": product.name,
        "term": str(product.term),
        "rate type": "fixed" if product.term > 1 else "variable",
        **{f"kwh{usage}": str(average) for usage, average in zip(PRINTED_AT_KWH, averages, strict=True)},
        "renewable": "" if product.percent_green is None else str(product.percent_green),
        "prepaid": str(product.is_pre_pay),
        "time of use": str(product.is_time_of_use),
        "cancel fee": "" if fee is None else f"${fee}",
        "special terms": product.headline or "",
        "enroll phone": (contact.sales.phone_number if contact and contact.sales else None) or "",
        "facts url": _document(listed.document_links, "efl"),
        "terms url": _document(listed.document_links, "tos"),
        "yrac url": _document(listed.document_links, "yrac", "yraac"),
        "language": "English",
        "fee reading": _fee_reading(charges, is_proven, bool(listed.components)),
    }
    return SourceOffer(
        cells=cells,
        reference=listed.id,
        charges=charges if is_proven else None,
        kept_since=answer.kept_since,
    )


def _document(links: Sequence[OfferDocument], *kinds: str) -> str:
    return next(
        (
            one.link
            for one in links
            if one.type.casefold() in kinds and one.link and (one.language or "").casefold() in ENGLISH
        ),
        "",
    )


def _fee_reading(charges: Charges | None, is_proven: bool, has_components: bool) -> str:
    """What the components state beyond a price per kWh, as the listing's fee texts are stored."""
    if not has_components:
        return ""
    if charges is None or not is_proven:
        note = "the charges that ComparePower states do not give the averages that it states"
        return msgspec.json.encode(to_stored(FeeReading(state=ReadState.UNREAD, note=note))).decode()
    if not any(isinstance(one, UsageCredit | UsageFee | PriceByTotal) for one in charges.items) and (
        len(charges.of(EnergyTier)) == 1
    ):
        return ""
    reading = FeeReading(state=ReadState.PROVEN, items=charges.items)
    return msgspec.json.encode(to_stored(reading)).decode()


def _gives(charges: Charges, averages: tuple[Decimal, ...]) -> bool:
    return meets_printed_prices(charges, averages, None)


def _charges(components: Sequence[Component]) -> Charges | None:
    """The components as charges; None where one of them is of a kind that we do not know."""
    if not components or any(one.compound or one.percentage for one in components):
        return None
    of_utility = [one for one in components if one.tdsp_charge]
    own = [one for one in components if not one.tdsp_charge]
    if any(one.min or one.max for one in of_utility) or not any(one.multiplicative for one in own):
        return None
    delivery = Delivery(is_bundled=True)
    if of_utility:
        delivery = Delivery(
            usd_per_month=sum((one.amount for one in of_utility if not one.multiplicative), Decimal(0)),
            usd_per_kwh=sum((one.amount for one in of_utility if one.multiplicative), Decimal(0)),
        )
    return Charges(items=tuple(_charge(one) for one in own), delivery=delivery)


def _charge(one: Component) -> Charge:
    least, most = int(one.min or 0), int(one.max) if one.max else None
    if one.multiplicative:
        return EnergyTier(from_kwh=least, to_kwh=most, usd_per_kwh=one.amount)
    if one.amount < 0:
        return UsageCredit(usd=-one.amount, min_kwh=least, max_kwh=most)
    if least or most is not None:
        return UsageFee(usd=one.amount, min_kwh=least, max_kwh=most)
    return BaseCharge(usd=one.amount)


def parameters(duns: str) -> Mapping[str, str]:
    return {"group": "default", "tdsp_duns": duns, "display_usage": "1000"}
