"""A child that ends with its parent, by kill -9 too."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1
"""linux/prctl.h: the signal a process gets when its parent dies."""


def ends_with_parent() -> Callable[[], None]:
    """What a child calls, at best between fork and exec (it holds beyond exec); made in the parent.

    Elsewhere than on Linux it does nothing.
    """
    if sys.platform != "linux":
        return lambda: None
    parent = os.getpid()
    # Loaded here: between fork and exec nothing may be loaded any more.
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def bind() -> None:
        # The parent's own handler, inherited, would swallow the signal until exec.
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it died before the kernel was told
            os.kill(os.getpid(), signal.SIGTERM)

    return bind
