"""Code names in running text: what a plan writes so that it can be nothing but the name of a piece of code.

These are names: what stands in code quotes and is spelled as one (```Basket```, ```shop.Basket.add()```), what is
called (``create_session()``), a word of several humps (``InMemoryStore``), and a capitalised word beside the word
class, dataclass or enum (``the class Basket``, ``Basket class``). Paths and the names of well-known products are none.
"""

from __future__ import annotations

import re

from flowkit.read.paths import as_path, blank_paths, code_spans

_IN_CODE = re.compile(r"[A-Za-z_][\w.]*(?:\([^)]*\))?")
_CALLED_OR_HUMPED = re.compile(r"\b[A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)+\b|\b[A-Za-z_][\w.]*\(\)")
_KIND = r"(?:class|dataclass|enum)"
_NAME = r"[A-Z][a-z0-9]\w*"
_BEHIND = re.compile(rf"\b{_KIND}(?:e?s)?\s+({_NAME}(?:(?:,\s+|,?\s+and\s+|,?\s+or\s+){_NAME})*)")
_BEFORE = re.compile(rf"\b({_NAME})\s+{_KIND}\b")

_PRODUCT_WORDS = """
    AppEngine BigQuery BitBucket CloudFlare CloudFront CloudWatch CoffeeScript DevOps DigitalOcean DockerHub
    DynamoDB ElasticSearch FastAPI GitHub GitLab GitOps GraphQL HashiCorp InfluxDB IntelliJ JavaScript JetBrains
    LangChain LinkedIn LocalStack MacOS MariaDB MongoDB MySQL NextJS NodeJS NumPy OpenAI OpenAPI OpenSSL
    OpenTelemetry PagerDuty PayPal PostgreSQL PowerShell PyCharm PyPI PySpark PyTest PyTorch QuickBooks RabbitMQ
    RocksDB SciPy SendGrid SharePoint SonarQube SwiftUI TensorFlow TimescaleDB TypeScript WebAssembly WebRTC
    WebSocket WebSockets WhatsApp WordPress YouTube
"""
_PRODUCTS = frozenset(_PRODUCT_WORDS.split())
"""Names of products that are spelled as a class would be."""

_GENERIC_WORDS = """
    A Abstract Adapter All An Any Base Builder Child Client Common Concrete Config Configuration Container
    Controller Core Custom Data Derived Domain Each Entity Error Every Exception Factory Final Generic Handler
    Helper Immutable Inner Internal Java Main Manager Mock Model New Nested No One Outer Parent Plain Private
    Proxy Public Python Repository Response Request Same Schema Service Shared Simple Single Singleton Static
    Sub Super Test That The This Tool Top Type Utility Utils Value View World Wrapper
"""
_GENERIC = frozenset(_GENERIC_WORDS.split())
"""Words that say which sort of class is meant, and so are the name of none."""


def find_symbols(text: str) -> tuple[str, ...]:
    """Return the code names in a text, those in code quotes first, without their brackets."""
    names: dict[str, None] = {}
    for inner in code_spans(text):
        if as_path(inner) is None and _IN_CODE.fullmatch(inner):
            names[inner.partition("(")[0]] = None
    plain = blank_paths(text)
    found = [(match.start(), match.group().removesuffix("()")) for match in _CALLED_OR_HUMPED.finditer(plain)]
    found += [(match.start(1), match.group(1)) for match in _BEFORE.finditer(plain) if match.group(1) not in _GENERIC]
    for match in _BEHIND.finditer(plain):
        found += [(match.start(), name) for name in re.findall(_NAME, match.group(1)) if name not in _GENERIC]
    names |= dict.fromkeys(name for _, name in sorted(found) if name not in _PRODUCTS)
    return tuple(names)
