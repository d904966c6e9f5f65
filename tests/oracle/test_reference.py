#!/usr/bin/env python3
"""All cases for the reference implementation, reasoned by hand.

Each expectation follows from the specification, not from a run.
"""

import unittest

MODULES = ("cases_values", "cases_amounts", "cases_checks")


def load_tests(loader, _tests, _pattern):
    """The cases of all modules."""
    return loader.loadTestsFromNames(MODULES)


if __name__ == "__main__":
    unittest.main()
