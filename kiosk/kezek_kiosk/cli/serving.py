"""``kezek serve``, ``kezek agent`` and ``kezek run``."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import click

from kezek_kiosk.cli.options import data_option
from kezek_kiosk.processes.end_signal import EndSignal

_port = click.option("--port", type=click.IntRange(0, 65535), help="TCP port; default: settings.")
_host = click.option("--host", help="Address to listen on; default: settings.")
_virtual = click.option(
    "--virtual-hardware",
    is_flag=True,
    help="The agent's devices are virtual; the page /hardware shows them and lets you press them.",
)


@click.command("serve")
@data_option
@_port
@_host
@click.option(
    "--simulated-clock",
    is_flag=True,
    help="The clock moves only when a request carries Kezek-Now; for replays of whole days.",
)
@_virtual
@click.option("--listen-fd", type=int, hidden=True, help="An open socket to answer at.")
@click.option("--instance", hidden=True, help="What /healthz calls this run.")
def serve_command(
    data: Path,
    port: int | None,
    host: str | None,
    simulated_clock: bool,
    virtual_hardware: bool,
    listen_fd: int | None,
    instance: str | None,
) -> None:
    """Serve screens and API: the one process that writes."""
    from kezek_kiosk.processes.logs import log_to_stdout
    from kezek_kiosk.serve import serve

    log_to_stdout()
    serve(
        data,
        host=host,
        port=port,
        simulated_clock=simulated_clock,
        virtual_hardware=virtual_hardware,
        listener=None if listen_fd is None else socket.socket(fileno=listen_fd),
        instance=instance,
    )


@click.command("agent")
@data_option
@click.option("--server", required=True, help="Address of the server, http://HOST:PORT.")
@click.option(
    "--token",
    envvar="KEZEK_TOKEN",
    show_envvar=True,
    help="Device token of role kiosk; default: DIR/agent-token, made by kezek init.",
)
@click.option("--name", default=socket.gethostname, help="Name of this agent; default: host name.")
@_virtual
def agent_command(
    data: Path, server: str, token: str | None, name: str, virtual_hardware: bool
) -> None:
    """Own printers and scanners: print what is queued, hand on what is scanned."""
    from kezek_kiosk.compose_agent import build_agent, build_virtual_agent
    from kezek_kiosk.processes.logs import log_to_stdout

    log_to_stdout()
    build = build_virtual_agent if virtual_hardware else build_agent
    agent = build(data, server=server, token=token, name=name)
    ended = EndSignal()
    ended.listen()
    agent.start()
    ended.wait()
    agent.stop()


@click.command("run")
@data_option
@_port
@_host
@_virtual
def run_command(data: Path, port: int | None, host: str | None, virtual_hardware: bool) -> None:
    """Start server and agent together; makes the demo office when --data is new."""
    from kezek_kiosk.run_office import run_office

    if not data.exists() or not any(data.iterdir()):
        from kezek_kiosk.upkeep.new_office import create_demo_office

        create_demo_office(data)
        click.echo(f"Made the demo office in {data}.")
    raise click.exceptions.Exit(
        run_office(
            data,
            host=host,
            port=port,
            echo=click.echo,
            environment=dict(os.environ),
            virtual_hardware=virtual_hardware,
        )
    )
