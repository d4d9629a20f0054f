"""The printers room: slips become ESC/POS bytes, bytes become paper, and paper is proven."""
