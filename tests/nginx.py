"""Debian's nginx, run with our sample: only ports, paths and names are put into it."""

import contextlib
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

SAMPLE = Path(__file__).parents[1] / "deploy/nginx.conf"
PROGRAM = Path("/usr/sbin/nginx")
HOST = "127.0.0.1"
AROUND = """
user root;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
access_log off;
client_body_temp_path {folder}/body;
proxy_temp_path {folder}/proxy;
fastcgi_temp_path {folder}/fastcgi;
uwsgi_temp_path {folder}/uwsgi;
scgi_temp_path {folder}/scgi;
{sample}
}}
"""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _put_in(sample: str, changes: Mapping[str, str]) -> str:
    """Replace what every user of the sample replaces; each has to be there."""
    for old, new in changes.items():
        assert old in sample
        sample = sample.replace(old, new)
    return sample


def _certify(folder: Path) -> None:
    """Write a certificate for the host, signed by itself."""
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-subj", f"/CN={HOST}", "-keyout", "privkey.pem", "-out", "fullchain.pem"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, "nginx refuses the sample; what it says stands above"
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return
        time.sleep(0.1)
    raise AssertionError("nginx did not come up")


def _configure(site: Path, folder: Path, plain: int, secure: int) -> Path:
    """Write the sample as it is for a site; give its file."""
    changes = {
        "listen 80;": f"listen {HOST}:{plain};",
        "listen [::]:80;": "",
        "listen 443 ssl http2;": f"listen {HOST}:{secure} ssl http2;",
        "listen [::]:443 ssl http2;": "",
        "example.org;": f"{HOST};",
        "/etc/ssl/example.org/": f"{folder}/",
        "/var/www/sensor-valley": str(site),
        "include mime.types": "include /etc/nginx/mime.types",
    }
    file = folder / "nginx.conf"
    sample = _put_in(SAMPLE.read_text("utf-8"), changes)
    file.write_text(AROUND.format(folder=folder, sample=sample), "utf-8")
    return file


@contextlib.contextmanager
def running(site: Path, folder: Path) -> Iterator[tuple[int, int]]:
    """Serve a built site out of a folder for nginx's own files; give the ports, TLS the second."""
    ports = _free_port(), _free_port()
    _certify(folder)
    file = _configure(site, folder, *ports)
    with subprocess.Popen([PROGRAM, "-e", folder / "error.log", "-c", file]) as process:
        try:
            _wait_for(ports[1], process)
            yield ports
        finally:
            process.terminate()
