"""What schemathesis cannot know from the description."""

import itertools
import re

import jsonschema_rs
import schemathesis
from schemathesis.core.parameters import ParameterLocation

KEY = "Idempotency-Key"
# Values that rules accept and no schema can tell, so that not every made-up account is refused for its time zone.
PLAUSIBLE = {
    "tz": "Europe/Berlin",
    "tariff": "Basic",
    "email": "clara@example.com",
    "notify_email": "alerts@example.com",
    "language": "ru",
    "lang": "EN",
    "phone": "+49 30 901820",
    "custom_push_domain": "news.example.com",
    "groups": ["Main"],
}
NEW = ("/accounts/save", "/accounts/users/add")
count = itertools.count()
right = {}


@schemathesis.hook
def before_call(context, case, kwargs):
    n, phase = next(count), case.meta.phase
    # The same short keys come again and again; every other use is refused for it, whatever else is in the request: three of four are made new ones.
    key = (case.headers or {}).get(KEY)
    is_aim = getattr(phase.data, "parameter_location", None) == "header"
    if not is_aim and isinstance(key, str) and re.fullmatch(r"[!-~]{1,60}", key) and n % 4:
        case.headers[KEY] = f"{key}-{n}"
    # Each comes from a network of its own: after 60 wrong tokens a minute one network is told to wait, where the check of wrong tokens expects a 401.
    if not is_aim and case.headers is not None:
        case.headers["X-Forwarded-For"] = f"10.{n // 250 % 250}.{n % 250}.1"
    is_xml = bool(case.media_type) and case.media_type.endswith("xml")
    if is_xml:
        # An empty list of a right body is left out: as an empty text it would be held for a wrong one.
        case.body = sayable(as_text(case.body) if case.meta.generation.mode.is_positive else case.body)
    # Otherwise a body that is meant to be wrong stays as it is.
    if not case.meta.generation.mode.is_positive:
        # What is wrong as JSON, such as a number for a text, or an empty text for a list, may be right as XML.
        if is_xml and case.meta.is_negative_at(ParameterLocation.BODY) and is_right(case.body, case.operation):
            case.body = {**(case.body if isinstance(case.body, dict) else {}), "no-such-parameter": "1"}
        return
    if not isinstance(case.body, dict):
        return
    if phase.name == "fuzzing" and n % 4:
        case.body = plausible(case.body, n, case.operation.path)
    # U+0000 is in no text that anybody means, and a pattern at every text would say little else.
    case.body = without_nul(case.body)


def is_right(body, operation):
    """Whether a body fits the description as XML says it: all is text, and nothing, an empty list and an empty text are alike."""
    if operation.path not in right:
        described = operation.schema.raw_schema
        content = described["paths"][operation.path][operation.method]["requestBody"]["content"]
        parts = {name: or_nothing(part) for name, part in described["components"]["schemas"].items()}
        schema = {**or_nothing(content["application/xml"]["schema"]), "components": {"schemas": parts}}
        right[operation.path] = jsonschema_rs.validator_for(schema)
    return right[operation.path].is_valid(as_read(body))


def or_nothing(schema):
    if not isinstance(schema, dict):
        return schema
    inner = dict(schema)
    for key in ("properties", "anyOf", "items", "additionalProperties"):
        part = schema.get(key)
        if key == "properties" and part:
            inner[key] = {name: or_nothing(value) for name, value in part.items()}
        elif isinstance(part, list):
            inner[key] = [or_nothing(value) for value in part]
        elif part is not None:
            inner[key] = or_nothing(part)
    return {"anyOf": [{"enum": ["", "null"]}, inner]}


def as_read(value):
    if isinstance(value, dict):
        return {name: as_read(inner) for name, inner in value.items()} or ""
    if isinstance(value, list):
        return [as_read(inner) for inner in value] or ""
    return {None: "null", True: "true", False: "false"}[value] if value is None or isinstance(value, bool) else str(value)


def plausible(body, n, path):
    body = {name: PLAUSIBLE.get(name, value) for name, value in body.items() if name != "version"}
    if "language" in body:
        body.pop("lang", None)
    if "name" in body:
        body.pop("username", None)
    if path in NEW and not body.get("id"):
        body["name"] = f"made-{n}"
    return body


def without_nul(value):
    if isinstance(value, dict):
        return {name: without_nul(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [without_nul(inner) for inner in value]
    return value.replace("\0", "") if isinstance(value, str) else value


def as_text(value):
    """What schemathesis writes as XML by the letter: XML has no null and no empty list, an element that is left out says the same; and 7.0, to JSON a whole number, is 7."""
    if isinstance(value, dict):
        return {name: as_text(inner) for name, inner in value.items() if inner not in (None, [])}
    if isinstance(value, list):
        return [as_text(inner) for inner in value if inner is not None]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def sayable(value):
    """What schemathesis would write as something else, or not at all: a key that is no name in XML, a list without items."""
    if isinstance(value, dict):
        return {name_of(name): sayable(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [sayable(inner) for inner in value] or ""
    return value


def name_of(key):
    return key if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.-]*", key) else f"not-a-name-{len(key)}"
