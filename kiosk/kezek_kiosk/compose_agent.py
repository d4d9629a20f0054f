"""The one place that chooses real or fake for the agent: its devices, and its way to the server.

A process of its own, so a module of its own: an agent without virtual devices needs neither the
queue with its database nor the pages, which are half of a process's memory.
"""

from __future__ import annotations

import os
from pathlib import Path

from kezek_core.texts import TRANSLATIONS, add_languages
from kezek_hardware.machine import find_service_manager
from kezek_kiosk.access.agent_token import read_agent_token
from kezek_kiosk.agent.agent import Agent
from kezek_kiosk.agent.api_client import ApiClient
from kezek_kiosk.agent.device_factory import DeviceFactory
from kezek_kiosk.agent.device_set import AgentParts
from kezek_kiosk.settings.devices import PANEL_TOKEN_FILE
from kezek_kiosk.settings.file import load_settings
from kezek_kiosk.settings.settings import Settings


def build_agent(
    data_dir: Path,
    *,
    server: str,
    token: str | None,
    name: str,
    hardware: DeviceFactory | None = None,
    settings: Settings | None = None,
) -> Agent:
    """The agent of one kiosk: its devices, and how it reaches the server.

    Args:
        data_dir: holds kezek.toml, the translations of an office that has its own and, beside
            the server, the agent's token.
        server: the server's address.
        token: device token of role kiosk; None for the one in the data directory.
        name: what staff call this agent.
        hardware: makes the devices; None for the real ones.
        settings: other settings than those of kezek.toml.

    Raises:
        KezekError: the settings, a device's address or a printer's profile is not as expected.
    """
    bearer = token or read_agent_token(data_dir)
    chosen = settings or load_settings(data_dir)
    add_languages(data_dir / TRANSLATIONS)
    return Agent(_agent_parts(data_dir, server, bearer, name, hardware or DeviceFactory(), chosen))


def build_virtual_agent(data_dir: Path, *, server: str, token: str | None, name: str) -> Agent:
    """The same agent with the devices of the page /hardware; for the arguments see ``build_agent``.

    What kezek.toml does not name is there all the same, one of every kind.

    Raises:
        KezekError: as ``build_agent``; or the office's own files are not in the directory.
    """
    from kezek_kiosk.access.panel_token import make_panel_token
    from kezek_kiosk.agent.virtual.virtual_hardware import VirtualHardware
    from kezek_kiosk.agent.virtual.virtual_settings import virtual_settings
    from kezek_kiosk.agent.virtual.worker import VirtualWorker
    from kezek_kiosk.open_office import OFFICE, open_staff
    from kezek_queue import load_office

    bearer = token or read_agent_token(data_dir)
    office = load_office(data_dir / OFFICE)
    settings = virtual_settings(load_settings(data_dir, demo=office.demo), office)
    for panel in settings.panels:
        if panel.token_file == PANEL_TOKEN_FILE:
            with open_staff(data_dir) as store:
                make_panel_token(data_dir, store, panel.window)
    hardware = VirtualHardware(settings)
    try:
        parts = _agent_parts(data_dir, server, bearer, name, hardware, settings)
    except BaseException:
        hardware.close()
        raise
    showing = VirtualWorker(ApiClient(server, bearer), hardware.parts, parts.stop)
    parts.workers["virtual-hardware"] = showing.run
    # The agent closes backwards: the fakes end after the devices that use them.
    parts.devices.insert(0, hardware)
    return Agent(parts)


def _agent_parts(
    data_dir: Path, server: str, token: str, name: str, hardware: DeviceFactory, settings: Settings
) -> AgentParts:
    return AgentParts(
        settings,
        hardware,
        data_dir,
        server=server,
        token=token,
        name=name,
        manager=find_service_manager(os.environ),
    )
