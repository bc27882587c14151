"""Prints numbers, a line each: as typed, its E.164 where it is valid, and as it is shown. Each example of each region and kind, as it is shown
and as digits, and near misses of it: a digit less, a digit more."""

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType


def tell(typed):
    try:
        number = phonenumbers.parse(typed, None)
    except phonenumbers.NumberParseException:
        number = None
    valid = number is not None and phonenumbers.is_valid_number(number)
    as_format = lambda kind: phonenumbers.format_number(number, kind) if valid else ""
    print(typed, as_format(PhoneNumberFormat.E164), as_format(PhoneNumberFormat.INTERNATIONAL), sep="\t")


def examples():
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        for kind in PhoneNumberType.values():
            yield phonenumbers.example_number_for_type(region, kind)
    for code in sorted(phonenumbers.COUNTRY_CODES_FOR_NON_GEO_REGIONS):
        yield phonenumbers.example_number_for_non_geo_entity(code)


seen = set()
for number in examples():
    if number is not None:
        digits = phonenumbers.format_number(number, PhoneNumberFormat.E164)
        shown = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
        for typed in (digits, shown, digits[:-1], digits + "0"):
            if typed not in seen:
                seen.add(typed)
                tell(typed)
