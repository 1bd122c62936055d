"""Requests a second of an empty application: bare, with both middlewares, and with Starlette's own SessionMiddleware.

uvicorn serves the three on free ports of the loopback, one process each, and wrk calls them in turn; the figures are
medians of the rounds, the ratios medians of the ratios within rounds. Every request brings the cookie of a valid
session, the bare application's too. On few cores, wrk and the server compete for them, alike in all three.
"""

from __future__ import annotations

import http.client
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from statistics import median

from benchmarks.sessions.report import Bound, Findings, Table

ROUNDS, SECONDS, CONNECTIONS = 9, 3, 32
PATIENCE = 20
"""How many seconds a server may take to start."""

BARE, OURS, STARLETTE = "bare", "ours", "starlette"
SERVERS = {"uvloop and httptools": ("uvloop", "httptools"), "asyncio and h11": ("asyncio", "h11")}
"""The loop and the parser of uvicorn: its fastest ones, about which the bounds are, and those that it always has."""
PAGES = {"/": "a page that leaves the session alone", "/reading": "a page that reads the session"}
SHARE, FACTOR = 0.9, 1.6
MISSING = "wrk is not installed (on Debian: apt-get install wrk), so requests a second are not measured"


def measure(_sizes: Sequence[int]) -> Findings:
    """Measure both pages on both servers; the bounds are about the one that leaves the session alone, on the faster."""
    wrk = shutil.which("wrk")
    if wrk is None:
        return Findings([Table(MISSING, ("store",))], _bounds(None, None))
    tables: list[Table] = []
    bounds: list[Bound] = []
    for server in SERVERS:
        with ExitStack() as stack:
            ports = {name: stack.enter_context(_served(name, server)) for name in (BARE, OURS, STARLETTE)}
            cookies = {name: _cookie(ports[name]) for name in (OURS, STARLETTE)}
            cookies[BARE] = cookies[OURS]
            rates = {page: _rounds(wrk, page, ports, cookies) for page in PAGES}
        tables += [_table(f"{PAGES[page]}, {server}", rates[page]) for page in PAGES]
        empty = rates["/"]
        bounds = bounds or _bounds(_ratio(empty[OURS], empty[BARE]), _ratio(empty[OURS], empty[STARLETTE]))
    return Findings(tables, bounds)


@contextmanager
def _served(name: str, server: str) -> Iterator[int]:
    """Serve an application in a process of its own; gives its port."""
    loop, parser = SERVERS[server]
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "--factory", f"benchmarks.sessions.application:{name}"]
    options = ["--loop", loop, "--http", parser, "--no-access-log", "--log-level", "warning", "--port", str(port)]
    process = subprocess.Popen([*command, *options])
    try:
        _await_start(process, port)
        yield port
    finally:
        process.terminate()
        process.wait()


def _await_start(process: subprocess.Popen[bytes], port: int) -> None:
    """Wait until a server answers, PATIENCE seconds at most."""
    patience_ends = time.monotonic() + PATIENCE
    while True:
        try:
            _response(port, "/", {})
        except ConnectionRefusedError:
            if process.poll() is not None or time.monotonic() > patience_ends:
                raise
            time.sleep(0.05)
        else:
            return


def _cookie(port: int) -> str:
    """Sign in and return the cookie as a client sends it back."""
    response = _response(port, "/sign-in", {})
    cookie = response.headers["set-cookie"].split(";")[0]
    if _response(port, "/reading", {"Cookie": cookie}).status != http.client.OK:
        raise RuntimeError("the session that was made is not there")
    return cookie


def _response(port: int, path: str, headers: dict[str, str]) -> http.client.HTTPResponse:
    """Ask for a page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response


def _rounds(wrk: str, page: str, ports: dict[str, int], cookies: dict[str, str]) -> dict[str, list[float]]:
    """Call the applications in turn, several times; the first round warms them up."""
    rates: dict[str, list[float]] = {name: [] for name in ports}
    names = [name for name in ports if page == "/" or name != BARE]
    for _ in range(ROUNDS + 1):
        for name in names:
            rates[name].append(_rate(wrk, f"http://127.0.0.1:{ports[name]}{page}", cookies[name]))
    return {name: rates[name][1:] for name in names}


def _rate(wrk: str, url: str, cookie: str) -> float:
    """Return the requests a second that wrk counts; an answer that is an error ends the benchmark."""
    time.sleep(0.2)  # lets the connections of the call before go
    load = ["-t", "1", "-c", str(CONNECTIONS), "-d", str(SECONDS), "-H", f"Cookie: {cookie}"]
    done = subprocess.run([wrk, *load, url], capture_output=True, text=True, check=True)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    if rate is None or "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
        raise RuntimeError(f"wrk did not get its answers from {url}:\n{done.stdout}")
    return float(rate[1])


def _table(what: str, rates: dict[str, list[float]]) -> Table:
    """Show requests a second, and the share of the first application."""
    first = next(iter(rates))
    table = Table(f"Requests a second, {what}", ("application", "median", f"share of {first}", "lowest", "highest"))
    for name, one in rates.items():
        share = f"{_ratio(one, rates[first]):.3f}"
        table.rows.append((name, f"{median(one):,.0f}", share, f"{min(one):,.0f}", f"{max(one):,.0f}"))
    return table


def _ratio(one: Sequence[float], other: Sequence[float]) -> float:
    """Return the median of the ratios within rounds."""
    return median(mine / theirs for mine, theirs in zip(one, other, strict=True))


def _bounds(share: float | None, factor: float | None) -> list[Bound]:
    """Compare with the bounds."""
    return [
        Bound("share of a bare application's requests a second that is left", share, SHARE, "", at_least=True),
        Bound("requests a second, against Starlette's SessionMiddleware", factor, FACTOR, "times", at_least=True),
    ]
