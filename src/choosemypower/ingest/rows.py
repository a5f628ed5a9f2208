"""From a row of a listing to what it says, in our units; or to the reason why the row is left out."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

import msgspec

from choosemypower.documents import (
    find_words_of_new_customers,
    read_conditions,
    read_fees,
    read_name_conditions,
    stated_otherwise,
)
from choosemypower.ingest.features import read_features
from choosemypower.ingest.fields import (
    BadFieldError,
    read_flag,
    read_language,
    read_number,
    read_phone,
    read_rate_type,
    read_scorecard,
    read_term_months,
    read_text,
    read_url,
)
from choosemypower.ingest.headers import Field
from choosemypower.ingest.languages import guess_language
from choosemypower.ingest.listing import Listing, RawRow
from choosemypower.ingest.prices import PriceUnit, find_unit
from choosemypower.ingest.utilities import UtilityNames
from choosemypower.plans.cancel_fee import read_cancel_fee
from choosemypower.plans.charges import Condition, FeeReading, ReadState
from choosemypower.plans.model import CancelFee, CancelFeeKind, PlanText, RateType, StatedCondition
from choosemypower.plans.stored_fees import from_stored
from choosemypower.providers.directory import KnownProvider, ProviderBook
from choosemypower.units import PRINTED_AT_KWH

LONGEST_NAME = 300
LARGEST_ID = 2**63 - 1

_CANCEL_SENTENCE = re.compile(r"(?:cancel\w*|termination|etf)[^:;|]{0,40}:\s*(?P<fee>[^;|]*)", re.IGNORECASE)


class ListedRow(msgspec.Struct, frozen=True, kw_only=True):
    """What one row says of one plan in one language."""

    line: int
    language: str
    """`en` or `es`."""
    utility: str
    provider: KnownProvider
    provider_spelling: str
    term_months: int
    rate_type: RateType
    prices: tuple[Decimal, Decimal, Decimal]
    renewable_percent: Decimal | None
    is_prepaid: bool
    is_time_of_use: bool
    is_new_customers_only: bool | None
    has_usage_fees: bool
    is_promotion: bool | None
    cancel_fee: CancelFee
    fees: FeeReading | None
    features: tuple[str, ...]
    conditions: tuple[StatedCondition, ...]
    text: PlanText
    scorecard: int | None

    @property
    def content(self) -> tuple[object, ...]:
        """All that it says; two rows that say the same differ in their line and id only."""
        named = msgspec.structs.asdict(self)
        text = msgspec.structs.replace(self.text, id_key=None)
        return (text, *(value for name, value in named.items() if name not in {"line", "text"}))


class QuarantinedRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row in quarantine: kept out of the data, never silently."""

    line: int
    reason: str


class RowReader:
    """Reads the rows of one listing: what holds for the whole file is decided once."""

    def __init__(self, listing: Listing, utilities: UtilityNames, providers: ProviderBook) -> None:
        self._listing = listing
        self._utilities = utilities
        self._providers = providers
        self.unit: PriceUnit = find_unit(
            (listing.cell(row, field) for row in listing.rows if not row.problem for field in _PRICES),
            listing.columns.price_unit,
        )
        self._renewable_factor = self._find_renewable_factor()
        self.odd_renewables: list[int] = []
        """Lines whose renewable share cannot be; it is None there."""

    def read(self, row: RawRow) -> ListedRow | QuarantinedRow:
        try:
            if row.problem:
                raise BadFieldError(row.problem)
            return self._read(row)
        except BadFieldError as error:
            return QuarantinedRow(line=row.line, reason=str(error))

    def _read(self, row: RawRow) -> ListedRow:
        def cell(field: Field) -> str | None:
            return self._listing.cell(row, field)

        name = read_text(cell(Field.PLAN))
        if name is None:
            raise BadFieldError("it names no plan")
        spelling = read_text(cell(Field.PROVIDER))
        provider = self._providers.identify(spelling) if spelling else None
        if spelling is None or provider is None:
            raise BadFieldError("it names no provider")
        special_terms = _unless_false(read_text(cell(Field.SPECIAL_TERMS)))
        fees_text = _unless_false(read_text(cell(Field.FEES)))
        prices = self._prices(cell)
        fees = self._fees(fees_text, special_terms, prices, cell)
        language = self._language(cell, name, special_terms, fees_text)
        texts = (special_terms, fees_text, _unless_false(read_text(cell(Field.PROMOTION_TEXT))))
        return ListedRow(
            line=row.line,
            language=language,
            utility=self._utility(cell(Field.UTILITY)),
            provider=provider,
            provider_spelling=spelling[:200],
            term_months=read_term_months(cell(Field.TERM)),
            rate_type=read_rate_type(cell(Field.RATE_TYPE), cell(Field.RATE_CODE)),
            prices=prices,
            renewable_percent=self._renewable(row.line, cell(Field.RENEWABLE)),
            is_prepaid=read_flag(cell(Field.PREPAID)) or False,
            is_time_of_use=read_flag(cell(Field.TIME_OF_USE)) or False,
            is_new_customers_only=read_flag(cell(Field.NEW_CUSTOMER)),
            has_usage_fees=fees is not None,
            is_promotion=_promotion(cell(Field.PROMOTION)),
            cancel_fee=self._cancel_fee(cell),
            fees=fees,
            features=self._features(cell(Field.FEATURES), name, special_terms),
            conditions=_conditions(
                cell(Field.CONDITIONS),
                name,
                texts,
                language,
                is_for_new=read_flag(cell(Field.NEW_CUSTOMER)) is True,
            ),
            text=PlanText(
                name=name[:LONGEST_NAME].rstrip(),
                id_key=_id_key(cell(Field.ID_KEY)),
                fees_text=fees_text,
                special_terms=special_terms,
                facts_url=read_url(cell(Field.FACTS_URL)),
                terms_url=read_url(cell(Field.TERMS_URL)),
                rights_url=read_url(cell(Field.RIGHTS_URL)),
                enroll_url=read_url(cell(Field.ENROLL_URL)),
                prepaid_url=read_url(cell(Field.PREPAID_URL)),
                enroll_phone=read_phone(cell(Field.PHONE)),
                website=read_url(cell(Field.WEBSITE)),
            ),
            scorecard=read_scorecard(cell(Field.SCORECARD)),
        )

    def _utility(self, cell: str | None) -> str:
        name = read_text(cell)
        if name is None:
            raise BadFieldError("it names no utility")
        utility = self._utilities.find(name)
        if utility is None:
            raise BadFieldError(f"its utility {name[:80]!r} is not known")
        return utility

    def _prices(self, cell: Callable[[Field], str | None]) -> tuple[Decimal, Decimal, Decimal]:
        at_500, at_1000, at_2000 = (
            self.unit.usd_per_kwh(cell(field), usage)
            for field, usage in zip(_PRICES, PRINTED_AT_KWH, strict=True)
        )
        return at_500, at_1000, at_2000

    def _renewable(self, line: int, cell: str | None) -> Decimal | None:
        try:
            number = read_number(cell)
        except BadFieldError:
            number = Decimal(-1)
        if number is None:
            return None
        percent = number * self._renewable_factor
        if not 0 <= percent <= 100:
            self.odd_renewables.append(line)
            return None
        return percent.quantize(Decimal("0.01"))

    def _find_renewable_factor(self) -> int:
        """100 where the file writes shares of 1 (0.26), 1 where it writes percents."""
        numbers = []
        for row in self._listing.rows:
            try:
                number = None if row.problem else read_number(self._listing.cell(row, Field.RENEWABLE))
            except BadFieldError:
                continue
            if number is not None:
                numbers.append(number)
        has_parts = any(0 < number < 1 for number in numbers)
        return 100 if has_parts and max(numbers) <= 1 else 1

    def _cancel_fee(self, cell: Callable[[Field], str | None]) -> CancelFee:
        kind = cell(Field.CANCEL_KIND)
        if kind is not None:
            return _structured_cancel_fee(kind, cell(Field.CANCEL_FEE))
        text = read_text(cell(Field.CANCEL_FEE))
        if text is None:
            match = _CANCEL_SENTENCE.search(read_text(cell(Field.PRICING_DETAILS)) or "")
            text = match["fee"].strip() if match else None
        return read_cancel_fee(text)

    def _fees(
        self,
        fees_text: str | None,
        special_terms: str | None,
        prices: tuple[Decimal, Decimal, Decimal],
        cell: Callable[[Field], str | None],
    ) -> FeeReading | None:
        stored = cell(Field.FEE_READING)
        if stored is not None:
            try:
                return from_stored(stored) if stored.strip() else None
            except msgspec.DecodeError as error:
                raise BadFieldError(f"its fee reading cannot be read: {error}") from None
        if fees_text is not None:
            fees = read_fees(fees_text, prices)
            otherwise = stated_otherwise(fees, special_terms or "")
            return msgspec.structs.replace(fees, elsewhere=otherwise) if otherwise else fees
        if read_flag(cell(Field.USAGE_FEES)):
            return FeeReading(
                state=ReadState.UNREAD, note="the listing says that there are usage fees, but not which"
            )
        return None

    def _language(self, cell: Callable[[Field], str | None], name: str, *texts: str | None) -> str:
        said = read_language(cell(Field.LANGUAGE))
        documents = (read_url(cell(Field.FACTS_URL)), read_url(cell(Field.TERMS_URL)))
        return said if said is not None else guess_language((name, *texts), documents)

    def _features(self, stored: str | None, name: str, special_terms: str | None) -> tuple[str, ...]:
        if stored is not None:
            return tuple(sorted(stored.split()))
        return read_features(name, special_terms)


_PRICES = (Field.PRICE_500, Field.PRICE_1000, Field.PRICE_2000)


def _unless_false(text: str | None) -> str | None:
    """A text; None for the words that archives write into empty fields."""
    return None if text is None or text.casefold() in {"false", "none", "n/a", "null", "nan", "-"} else text


def _conditions(
    stored: str | None, name: str, texts: Sequence[str | None], language: str, *, is_for_new: bool
) -> tuple[StatedCondition, ...]:
    """What the row's texts, else its name, ask of a home; from our own bundle, as it was read. Raises BadFieldError."""
    if stored is not None:
        return _stored_conditions(stored, language)
    found = [one for text in texts if text for one in read_conditions(text, language)]
    found += read_name_conditions(name, language)
    if is_for_new and all(one.kind is not Condition.NEW_CUSTOMER for one in found):
        words = find_words_of_new_customers(texts, language)
        found += [words] if words is not None else []
    return tuple({one.kind: one for one in reversed(found)}.values())[::-1]


def _stored_conditions(stored: str, language: str) -> tuple[StatedCondition, ...]:
    """Of our own bundle: their kinds."""
    try:
        return tuple(StatedCondition(kind=Condition(word), language=language) for word in stored.split())
    except ValueError as error:
        raise BadFieldError(f"its conditions cannot be read: {error}") from None


def _promotion(cell: str | None) -> bool | None:
    flag = read_flag(cell)
    if flag is not None:
        return flag
    return True if _unless_false(read_text(cell)) else None


def _id_key(cell: str | None) -> int | None:
    text = re.sub(r"\.0+$", "", (cell or "").strip())
    return int(text) if re.fullmatch(r"\d{1,18}", text) and 0 < int(text) <= LARGEST_ID else None


def _structured_cancel_fee(kind: str, usd: str | None) -> CancelFee:
    """A fee that our own bundle already took apart. Raises BadFieldError."""
    try:
        return CancelFee(kind=CancelFeeKind(kind), usd=read_number(usd))
    except ValueError:
        raise BadFieldError(f"its kind of cancel fee {kind[:40]!r} is not known") from None
