"""The rules of a clinic day, as pure functions over one state.

Server, consoles, reports and tests all use the same `decide` and `evolve`.
This package knows no clock, no network, no disk and no screen: time, identity
and looked-up facts are passed in. It may import only the standard library and
msgspec.
"""
