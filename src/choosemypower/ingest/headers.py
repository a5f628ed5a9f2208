"""Which column of a listing holds what, whatever its header calls it.

Brackets, case, blanks, underscores, slashes and the order of columns do not matter. Spellings that nobody has seen
are understood when they name the thing in plain words.
"""

import re
from collections.abc import Sequence
from enum import StrEnum

import msgspec


class Field(StrEnum):
    """What a column can hold."""

    ID_KEY = "id_key"
    UTILITY = "utility"
    PROVIDER = "provider"
    PLAN = "plan"
    PRICE_500 = "price_500"
    PRICE_1000 = "price_1000"
    PRICE_2000 = "price_2000"
    FEES = "fees"
    PREPAID = "prepaid"
    TIME_OF_USE = "time_of_use"
    RATE_CODE = "rate_code"
    RATE_TYPE = "rate_type"
    RENEWABLE = "renewable"
    TERM = "term"
    CANCEL_FEE = "cancel_fee"
    CANCEL_KIND = "cancel_kind"
    PRICING_DETAILS = "pricing_details"
    WEBSITE = "website"
    SPECIAL_TERMS = "special_terms"
    TERMS_URL = "terms_url"
    RIGHTS_URL = "rights_url"
    FACTS_URL = "facts_url"
    ENROLL_URL = "enroll_url"
    PREPAID_URL = "prepaid_url"
    PHONE = "phone"
    PROMOTION = "promotion"
    PROMOTION_TEXT = "promotion_text"
    NEW_CUSTOMER = "new_customer"
    USAGE_FEES = "usage_fees"
    LANGUAGE = "language"
    SCORECARD = "scorecard"
    ZIP = "zip"
    FEE_READING = "fee_reading"
    FEATURES = "features"
    CONDITIONS = "conditions"


REQUIRED = {
    Field.UTILITY: "the utility",
    Field.PROVIDER: "the provider",
    Field.PLAN: "the plan's name",
    Field.PRICE_500: "the price at 500 kWh",
    Field.PRICE_1000: "the price at 1,000 kWh",
    Field.PRICE_2000: "the price at 2,000 kWh",
    Field.TERM: "the term",
}

_SPELLINGS: dict[Field, str] = {
    Field.ID_KEY: "idkey id planid key listingid offerid recordid rowid ptcid planidkey",
    Field.UTILITY: "tducompanyname tducompany tduname tdu tdsp tdspname tdsptdu tdutdsp utility utilityname"
    " utilitycompany tduarea servicearea serviceterritory territory deliverycompany deliveryutility"
    " companytduname wirescompany transmissionutility distributor tduservicearea tdspservicearea",
    Field.PROVIDER: "repcompany repcompanyname rep repname provider providername company companyname retailer"
    " retailprovider retailelectricprovider electricprovider electricityprovider supplier suppliername brand"
    " brandname seller energyprovider",
    Field.PLAN: "product productname plan planname offer offername name plantitle title",
    Field.FEES: "feescredits feesandcredits feescredit feecredit feecredits creditsfees creditsandfees fees"
    " usagecredits usagecredit billcredits billcredit usagefees feescreditstext feedescription feesdescription"
    " minimumusagefees minusagefeestext",
    Field.PREPAID: "prepaid isprepaid prepay prepaidplan prepaidflag ispaygo",
    Field.TIME_OF_USE: "timeofuse istimeofuse tou istou timeofuseplan touflag timeofuseflag",
    Field.RATE_CODE: "fixed isfixed fixedrate plantype fixedcode fixedflag plantypecode",
    Field.RATE_TYPE: "ratetype typeofrate ratestructure pricetype ratekind typerate ratecategory",
    Field.RENEWABLE: "renewable renewableperc renewablepct renewablepercent renewablepercentage renewableenergy"
    " renewablecontent renewableshare percentrenewable percrenewable pctrenewable greenpercent percentgreen green"
    " renewableenergyid greencontent greenenergy",
    Field.TERM: "termvalue term termmonths termlength terminmonths termmonth contractlength contractterm"
    " contractmonths contractlengthmonths contracttermmonths lengthmonths length months planlength planterm"
    " contractduration duration",
    Field.CANCEL_FEE: "cancelfee cancellationfee earlyterminationfee terminationfee earlycancellationfee etf exitfee"
    " cancelationfee cancelfeetext earlyterminationfees cancelfeeusd etfusd cancelfees",
    Field.CANCEL_KIND: "cancelfeekind",
    Field.PRICING_DETAILS: "pricingdetails pricedetails pricingdetail",
    Field.WEBSITE: "website companywebsite providerwebsite websiteurl site repwebsite webpage homepage",
    Field.SPECIAL_TERMS: "specialterms plandetails details description specialterm specialtermsandconditions terms"
    " plandescription marketing notes comments",
    Field.TERMS_URL: "termsurl termsofservice termsofserviceurl tos tosurl termsofservicelink toslink termslink",
    Field.RIGHTS_URL: "yracurl yrac yourrights yourrightsurl yourrightsasacustomer yourrightsasacustomerurl"
    " rightsurl yraclink",
    Field.FACTS_URL: "factsurl factsheet factsheeturl efl eflurl eflink efllink electricityfactslabel"
    " electricityfactslabelurl factslabel factslabelurl facts labelurl label facturl",
    Field.ENROLL_URL: "enrollurl enrollmenturl enroll orderinginfo orderurl gotoplan gotoplanurl signupurl signup"
    " enrolllink enrollmentlink orderinginformation enrolurl planurl applyurl",
    Field.PREPAID_URL: "prepaidurl prepaidlink prepaiddisclosureurl prepaiddisclosure pdsurl",
    Field.PHONE: "enrollphone phone phonenumber enrollmentphone enrollphonenumber telephone customerservicephone"
    " contactphone enrolphone",
    Field.PROMOTION: "promotion ispromotion promotions promo promotiondetails haspromotion promotionflag",
    Field.PROMOTION_TEXT: "promotiondesc promotiondescription promotiontext promodesc",
    Field.NEW_CUSTOMER: "newcustomer newcustomers newcustomeronly newcustomersonly isnewcustomer"
    " isnewcustomersonly newcustomerflag newcustomerplan",
    Field.USAGE_FEES: "minusagefeescredits minusagefees minusagefeescredit minimumusage minimumusagefeescredits"
    " minimumusagefee minusage hasusagefees hasminusagefees minusageplan minimumusageplan minusagefee"
    " minusagefeesandcredits",
    Field.LANGUAGE: "language lang idioma planlanguage",
    Field.SCORECARD: "rating ratings scorecard ratingtotal repscore reprating providerrating providerscore score",
    Field.ZIP: "zipcode zip postalcode zipcodes",
    Field.FEE_READING: "feereading",
    Field.FEATURES: "features",
    Field.CONDITIONS: "conditions",
}
_BY_SPELLING = {spelling: field for field, spellings in _SPELLINGS.items() for spelling in spellings.split()}
_PRICES = {"500": Field.PRICE_500, "1000": Field.PRICE_1000, "2000": Field.PRICE_2000}
# Tried in this order on headers that no spelling above fits; each needs one of the words.
_PLAIN_WORDS: tuple[tuple[re.Pattern[str], Field], ...] = tuple(
    (re.compile(pattern), field)
    for pattern, field in (
        (r"prepaid.*(url|link)", Field.PREPAID_URL),
        (r"(yrac|yourrights|customerrights).*", Field.RIGHTS_URL),
        (r"(factslabel|factsheet|\befl).*", Field.FACTS_URL),
        (r"termsofservice|^tos", Field.TERMS_URL),
        (r"(enroll|signup|order).*(phone|number|tel)", Field.PHONE),
        (r"(enroll|signup|order).*(url|link|page)", Field.ENROLL_URL),
        (r"(cancel|terminat|exitfee)", Field.CANCEL_FEE),
        (r"min.*usage", Field.USAGE_FEES),
        (r"newcustomer", Field.NEW_CUSTOMER),
        (r"timeofuse", Field.TIME_OF_USE),
        (r"prepa(id|y)", Field.PREPAID),
        (r"renewab|green", Field.RENEWABLE),
        (r"(tdu|tdsp|utility)", Field.UTILITY),
        (r"(ratetype|typeofrate|pricetype)", Field.RATE_TYPE),
        (r"(fees|credits).*(credits|fees)", Field.FEES),
        (r"specialterms", Field.SPECIAL_TERMS),
        (r"promo.*(desc|text|detail)", Field.PROMOTION_TEXT),
        (r"promo", Field.PROMOTION),
        (r"lang", Field.LANGUAGE),
        (r"(term|contract).*(month|length|value|durat)|(month|length).*(term|contract)", Field.TERM),
        (r"(retail|rep|provider|supplier).*(company|name|provider)?$", Field.PROVIDER),
        (r"(plan|product|offer).*(name|title)", Field.PLAN),
        (r"phone", Field.PHONE),
        (r"web(site|page)", Field.WEBSITE),
        (r"rating|scorecard", Field.SCORECARD),
    )
)


class ListingColumns(msgspec.Struct, frozen=True, kw_only=True):
    """What the columns of one header hold."""

    names: tuple[str, ...]
    """As announced, in order."""
    places: dict[Field, int]
    unused: tuple[str, ...]
    """Columns that nothing is read from."""
    price_unit: str | None
    """`usd` or `cents` where the price columns' names say so."""

    @property
    def has_brackets(self) -> bool:
        bracketed = sum(name.startswith("[") and name.endswith("]") for name in self.names)
        return bracketed * 2 > len(self.names)

    def missing(self) -> list[str]:
        """What a listing must have and this one has no column for, in words."""
        missing = [words for field, words in REQUIRED.items() if field not in self.places]
        if Field.RATE_TYPE not in self.places and Field.RATE_CODE not in self.places:
            missing.append("the kind of price (fixed, variable, indexed)")
        return missing


def read_header(cells: Sequence[str]) -> ListingColumns:
    """What each column holds. A thing that two columns hold is read from the one that names it best."""
    names = tuple(cell.strip().strip("\ufeff").strip() for cell in cells)
    places: dict[Field, int] = {}
    for read in (_field_by_spelling, _field_by_words):
        for place, name in enumerate(names):
            field = read(name) if place not in places.values() else None
            if field is not None:
                places.setdefault(field, place)
    used = set(places.values())
    return ListingColumns(
        names=names,
        places=places,
        unused=tuple(name for place, name in enumerate(names) if place not in used and name),
        price_unit=_price_unit([names[places[field]] for field in _PRICES.values() if field in places]),
    )


def _fold_header(name: str) -> str:
    """A header without brackets, case, blanks and punctuation."""
    return re.sub(r"[^a-z0-9]", "", name.casefold().replace("%", "percent").replace("&", "and"))


def _field_by_spelling(name: str) -> Field | None:
    return _BY_SPELLING.get(_fold_header(name)) or _price_field(name)


def _field_by_words(name: str) -> Field | None:
    folded = _fold_header(name)
    return next((field for pattern, field in _PLAIN_WORDS if pattern.search(folded)), None)


def _price_field(name: str) -> Field | None:
    """The usage that a price column is for: the one number in its name, with a word for price or power."""
    numbers = re.findall(r"\d+", re.sub(r"(?<=\d)[,.\s](?=\d{3}\b)", "", name))
    if len(numbers) != 1 or numbers[0] not in _PRICES:
        return None
    has_word = re.search(r"kwh|price|rate|avg|average|cents?|usd|¢|\$|precio|tarifa", name, re.IGNORECASE)
    is_money = re.search(r"bill|total|cost(?!.*kwh)", name, re.IGNORECASE)
    return _PRICES[numbers[0]] if has_word and not is_money else None


def _price_unit(names: Sequence[str]) -> str | None:
    text = " ".join(names)
    if re.search(r"cents?(?![a-z])|¢|centavos", text, re.IGNORECASE):
        return "cents"
    return "usd" if re.search(r"usd|dollar|\$", text, re.IGNORECASE) else None
