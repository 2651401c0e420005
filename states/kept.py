"""Rules and payloads that only earlier generations of the lifecycles name: kept while a stream may still need them.

When a rule must change for new streams only, its new text gets `@version(2)` where it stands; the old one moves here.
"""

KEPT: tuple[object, ...] = ()
