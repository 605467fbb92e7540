"""Production setup (Compose): what can be checked without starting it."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
JOBS = {"temporal-schema", "temporal-namespace", "migrate"}
WAITS = [(name, on, how) for name, service in SERVICES.items() for on, how in service.get("depends_on", {}).items()]


@pytest.mark.parametrize(("service", "on", "how"), WAITS, ids=[f"{name}-on-{on}" for name, on, _ in WAITS])
def test_every_dependency_exists_and_can_be_fulfilled(service: str, on: str, how: dict[str, str]) -> None:
    """A service waits for a job to end or for a server to be healthy; the other condition would never be met."""
    assert on in SERVICES
    if on in JOBS:
        assert how == {"condition": "service_completed_successfully"}
        assert SERVICES[on]["restart"].startswith("on-failure")
    else:
        assert how == {"condition": "service_healthy"}
        assert "healthcheck" in SERVICES[on]


def test_the_order_of_the_start() -> None:
    """The order is database, schema, Temporal, namespace, and then the services that use them."""
    order = [set(stage) for stage in _stages()]
    position = {name: index for index, stage in enumerate(order) for name in stage}
    chain = ["postgres", "temporal-schema", "temporal", "temporal-namespace", "worker"]
    assert [position[name] for name in chain] == sorted(position[name] for name in chain)
    assert len({position[name] for name in chain}) == len(chain)
    assert position["migrate"] < position["api"]
    assert position["temporal-namespace"] < min(position["api"], position["temporal-ui"])


@pytest.mark.parametrize("name", SERVICES)
def test_every_image_is_pinned(name: str) -> None:
    """The same file starts the same programs next year."""
    image = SERVICES[name]["image"]
    image = re.sub(r"\$\{\w+:-(.*)\}", r"\1", image)
    assert re.fullmatch(r"[a-z0-9./-]+:v?\d+\.\d+(\.\d+)?(-[a-z0-9.]+)?", image), image


@pytest.mark.parametrize("name", ["api", "worker"])
def test_the_sign_in_providers_secret_is_passed_on(name: str) -> None:
    """It is optional: a public client has none, and an empty one would be sent as a secret."""
    environment = SERVICES[name]["environment"]
    assert "STANDING_OIDC_CLIENT_SECRET" in environment
    assert environment["STANDING_OIDC_CLIENT_SECRET"] is None


@pytest.mark.parametrize("name", SERVICES)
def test_no_secret_has_a_default(name: str) -> None:
    """A missing secret is reported, instead of a default password that everybody knows."""
    secrets = {
        key: str(value)
        for key, value in SERVICES[name].get("environment", {}).items()
        # One without a value here is optional: Compose passes on what .env has, and nothing otherwise.
        if value is not None and re.search(r"PASSWORD|PWD|KEY|SECRET|URL", key)
    }
    for key, value in secrets.items():
        assert re.search(r"\$\{\w+:\?[^}]+\}", value), key
        assert ":-" not in value, key


def test_the_example_names_every_secret_and_gives_none() -> None:
    """Copying the example is the first step of the installation."""
    required = set(re.findall(r"\$\{(\w+):\?", (ROOT / "docker-compose.yml").read_text(encoding="utf-8")))
    example = (ROOT / "deploy" / "env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^(\w+)=$", example, re.MULTILINE)) == required
    assert not re.search(r"^\w+=.+$", example, re.MULTILINE)


def test_temporal_can_grow() -> None:
    """The number of history shards can never be changed."""
    assert int(SERVICES["temporal"]["environment"]["NUM_HISTORY_SHARDS"]) >= 512


def test_nothing_is_open_to_the_network_by_itself() -> None:
    """What the world may reach is the proxy's decision."""
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


@pytest.mark.parametrize("name", ["api", "worker"])
def test_what_carries_the_load_can_be_scaled(name: str) -> None:
    """A container name or a single host port allows one replica only."""
    assert "container_name" not in SERVICES[name]
    for port in SERVICES[name].get("ports", []):
        assert re.search(r"\d+-\d+", port), port


def test_every_mounted_file_and_volume_exists() -> None:
    """Docker makes an empty folder of a file that is missing."""
    for name, service in SERVICES.items():
        for mount in service.get("volumes", []):
            source = mount.split(":")[0]
            assert (ROOT / source).is_file() if source.startswith(".") else source in COMPOSE["volumes"], (name, mount)


def test_temporal_finds_its_dynamic_configuration() -> None:
    """The server does not start without the file."""
    path = SERVICES["temporal"]["environment"]["DYNAMIC_CONFIG_FILE_PATH"]
    assert any(mount.split(":")[1] == path for mount in SERVICES["temporal"]["volumes"])


def test_our_settings_are_known() -> None:
    """A mistyped variable would stop the container at its start."""
    from settings import PREFIX, Settings

    known = {PREFIX + name.upper() for name in Settings.model_fields}
    for name in ("api", "worker", "migrate"):
        assert set(SERVICES[name]["environment"]) <= known


def test_prometheus_scrapes_services_that_exist() -> None:
    """A renamed service would silently lose its metrics."""
    config = yaml.safe_load((ROOT / "deploy/prometheus/prometheus.yml").read_text(encoding="utf-8"))
    for job in config["scrape_configs"]:
        for found in job.get("dns_sd_configs", []):
            assert set(found["names"]) <= set(SERVICES)
        for static in job.get("static_configs", []):
            assert {target.split(":")[0] for target in static["targets"]} <= set(SERVICES)


def test_the_image_installs_the_hashed_lock_and_does_not_run_as_root() -> None:
    """The same versions as in the tests, checked by their hashes."""
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert "--require-hashes -r requirements.lock" in dockerfile
    last_stage = dockerfile.rsplit("\nFROM ", 1)[1]
    assert re.search(r"^USER (?!root)\w+$", last_stage, re.MULTILINE)


def _stages() -> list[list[str]]:
    """Return services by the earliest stage at which they may start; raises on a cycle."""
    stages: list[list[str]] = []
    started: set[str] = set()
    while started != set(SERVICES):
        ready = [
            name
            for name, service in SERVICES.items()
            if name not in started and set(service.get("depends_on", {})) <= started
        ]
        assert ready, f"these wait for each other: {set(SERVICES) - started}"
        stages.append(ready)
        started |= set(ready)
    return stages
