"""A QR code as one SVG path: nothing in it that a strict content policy would refuse."""

from __future__ import annotations

QUIET_MODULES = 4


def qr_svg(text: str) -> str:
    """Draw a text as a QR code with its quiet zone.

    Args:
        text: capitals, digits and ``$%*+-./:`` alone make the smaller symbol.
    """
    import qrcode
    from qrcode.constants import ERROR_CORRECT_M

    symbol = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_MODULES)
    symbol.add_data(text)
    symbol.make(fit=True)
    matrix = symbol.get_matrix()
    size = len(matrix)
    strokes = "".join(_row(row, y) for y, row in enumerate(matrix))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{size}v{size}H0z"/>'
        f'<path d="{strokes}"/></svg>'
    )


def _row(modules: list[bool], y: int) -> str:
    """The dark runs of one row."""
    strokes, x = [], 0
    while x < len(modules):
        width = 0
        while x + width < len(modules) and modules[x + width]:
            width += 1
        if width:
            strokes.append(f"M{x} {y}h{width}v1h-{width}z")
        x += width + 1
    return "".join(strokes)
