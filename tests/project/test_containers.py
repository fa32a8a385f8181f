"""What the container files promise, read as text: no container is started."""

import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
COMPOSE_TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE = yaml.safe_load(COMPOSE_TEXT)
SERVICES = COMPOSE["services"]
OURS = {name for name, service in SERVICES.items() if "build" in service}
ONE_OFF = {name for name, service in SERVICES.items() if service.get("restart") == "no"}
DOCKERFILE = (ROOT / "Dockerfile").read_text()
# ${NAME}, ${NAME:-default} and ${NAME:?message}
VARIABLE = re.compile(r"\$\{(?P<name>[A-Z_]+)(?P<rest>[^}]*)\}")


def variables():
    return [(match["name"], match["rest"]) for match in VARIABLE.finditer(COMPOSE_TEXT)]


def last_stage():
    return re.split(r"^FROM ", DOCKERFILE, flags=re.MULTILINE)[-1]


def test_the_services_of_production_are_all_there():
    assert set(SERVICES) == {"web", "worker", "beat", "migrate", "database", "queue", "cache"}
    assert {"migrate"} == ONE_OFF


@pytest.mark.parametrize("name", ["SECRET_KEY", "POSTGRES_PASSWORD", "ALLOWED_HOSTS"])
def test_nothing_starts_without_what_only_the_council_knows(name):
    uses = [rest for used, rest in variables() if used == name]

    assert uses
    assert all(rest.startswith(":?") for rest in uses)


def test_no_secret_has_a_default():
    defaults = {name: rest for name, rest in variables() if re.search("SECRET|PASSWORD|TOKEN", name)}

    assert all(rest == ":-" or rest.startswith(":?") for rest in defaults.values()), defaults


def test_no_secret_is_written_into_the_image():
    assert not re.search(r"SECRET|PASSWORD|TOKEN", DOCKERFILE)


def test_the_example_of_settings_names_every_variable_and_no_secret():
    lines = (ROOT / ".env.example").read_text().splitlines()
    example = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))

    assert {name for name, _ in variables()} == set(example)
    assert not example["SECRET_KEY"]
    assert not example["POSTGRES_PASSWORD"]
    assert not example["OIDC_CLIENT_SECRET"]


@pytest.mark.parametrize("name", sorted(set(SERVICES) - ONE_OFF))
def test_every_lasting_service_has_a_health_check_and_starts_again(name):
    assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_the_web_service_is_healthy_when_its_health_page_says_so():
    assert "/health/" in " ".join(SERVICES["web"]["healthcheck"]["test"])
    assert SERVICES["web"]["environment"]["ALLOWED_HOSTS"].endswith(",127.0.0.1")


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_code_runs_only_on_a_migrated_database(name):
    assert SERVICES[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert SERVICES["migrate"]["depends_on"]["database"]["condition"] == "service_healthy"


@pytest.mark.parametrize("name", sorted(OURS))
def test_our_containers_write_nowhere_but_the_documents_and_hold_no_privileges(name):
    service = SERVICES[name]

    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert service["volumes"] == ["documents:/srv/documents"]


def test_documents_database_and_queue_outlive_their_containers():
    mounted = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}

    assert mounted == set(COMPOSE["volumes"]) == {"documents", "database", "queue"}
    assert "DOCUMENTS_DIR=/srv/documents" in last_stage()


def test_the_queue_refuses_rather_than_forgets():
    command = SERVICES["queue"]["command"]

    assert command[command.index("--maxmemory-policy") + 1] == "noeviction"
    assert command[command.index("--appendonly") + 1] == "yes"


def test_images_are_pinned_to_a_release():
    theirs = [service["image"] for name, service in SERVICES.items() if name not in OURS]
    bases = re.findall(r"^FROM ([a-z]+:\S+)", DOCKERFILE, flags=re.MULTILINE)

    assert len(theirs) == 3
    assert len(set(bases)) == 1
    for image in [*theirs, *bases]:
        assert re.fullmatch(r"[a-z]+:\d+\.\d+(\.\d+)?(-[a-z]+)*-bookworm", image), image


def test_only_the_web_service_can_be_reached_and_only_from_this_machine():
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}

    assert published == {"web": ["${LISTEN_ON:-127.0.0.1:8000}:8000"]}


def test_what_runs_is_not_root_and_has_no_node():
    assert re.search(r"^USER casework$", last_stage(), flags=re.MULTILINE)
    assert not re.search(r"\b(npm|node)\b", last_stage())
    assert "--no-dev" in DOCKERFILE


def test_every_app_of_ours_is_in_the_image():
    packages = {
        app.split(".")[0]
        for app in settings.INSTALLED_APPS
        if (ROOT / app.split(".")[0] / "__init__.py").exists()
    }
    allowed = (ROOT / ".dockerignore").read_text().splitlines()

    for package in {*packages, "templates"}:
        assert f"COPY {package} {package}" in last_stage()
        assert f"!{package}" in allowed


def test_the_build_sees_no_file_of_secrets():
    lines = (ROOT / ".dockerignore").read_text().splitlines()

    assert "*" in lines
    assert not any(line.startswith("!.") for line in lines)
    assert "\n.env\n" in "\n" + (ROOT / ".gitignore").read_text() + "\n"
