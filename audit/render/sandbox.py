"""The sandbox in which report templates run."""

from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment


class _Sandbox(ImmutableSandboxedEnvironment):
    """A sandbox that compiles each text once: three hundred villages share one template."""

    def from_string(self, source: Any, globals: Any = None, template_class: Any = None) -> Template:  # noqa: A002
        if globals is None and template_class is None:
            return _compiled(self, source)
        return super().from_string(source, globals, template_class)

    def compile_anew(self, source: str) -> Template:
        """Compile a text without looking whether it is known."""
        return super().from_string(source)


@lru_cache(maxsize=64)
def _compiled(environment: _Sandbox, source: str) -> Template:
    return environment.compile_anew(source)


@lru_cache(maxsize=1)
def sandbox() -> ImmutableSandboxedEnvironment:
    """Give the environment that escapes everything, refuses unknown names and lets a template change nothing."""
    return _Sandbox(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
