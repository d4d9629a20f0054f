"""The devices of an agent that has none: the hardware room's fakes, shown and pressed on a page."""
