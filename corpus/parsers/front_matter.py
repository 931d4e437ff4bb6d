"""The fields in front of a Markdown page: YAML between two lines `---`, TOML between two `+++`."""

import re
import tomllib
from pathlib import Path

import yaml
from frontmatter.default_handlers import BaseHandler, YAMLHandler

from corpus.errors import SourceError
from corpus.printable import said_by

# PyYAML takes time with the square of what is nested.
_LONGEST = 10_000
# Hugo's JSON, and what Eleventy reads between `---json` or `---js` and `---`.
_OTHER_FORM = re.compile(r"\{\s*\"|---[a-zA-Z]+\s*\n")


def read_front_matter(path: Path, text: str) -> tuple[object, str]:
    """Return what stands in front of the page, an empty table if nothing does, and the rest.

    Raises SourceError for what can't be read: it may say that the page must not answer.
    """
    yaml_lines, toml_lines = YAMLHandler(), BaseHandler(re.compile(r"^\+{3,}\s*$", re.MULTILINE))
    if yaml_lines.detect(text):
        return _read(path, text, yaml_lines, "---")
    if toml_lines.detect(text):
        return _read(path, text, toml_lines, "+++")
    if _OTHER_FORM.match(text):
        found = "its front matter is neither YAML nor TOML"
        remedy = "write it as YAML between two lines `---`, or as TOML between two `+++`"
        raise SourceError(path, found, remedy)
    return {}, text


def _read(path: Path, text: str, handler: BaseHandler, fence: str) -> tuple[object, str]:
    form, quoted = ("YAML", "what holds a colon") if fence == "---" else ("TOML", "every text")
    try:
        if len((handler.FM_BOUNDARY or re.compile(fence)).findall(text)) < 2:
            raise ValueError(f"no line {fence} closes it")
        front, rest = handler.split(text)
        if len(front) > _LONGEST:
            raise ValueError(f"it is longer than {_LONGEST} characters")
        return (_yaml(front) if fence == "---" else tomllib.loads(front)) or {}, rest
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        said = said_by(error).replace(' in "<unicode string>"', "")
        remedy = f"fix the lines between the two `{fence}`; {quoted} stands in quotes"
        found = f"its front matter is not valid {form} ({said})"
        raise SourceError(path, found, remedy) from error


def _yaml(front: str) -> object:
    # A few lines of aliases of aliases can stand for gigabytes.
    if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(front)):
        raise ValueError("aliases are not allowed")
    return yaml.load(front, _Loader)  # noqa: S506


class _Loader(yaml.SafeLoader):
    """Reads plain values alone; a date that no calendar has stays the text that it is."""


def _date_or_text(loader: _Loader, node: yaml.ScalarNode) -> object:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        # PyYAML gives the whole front matter up for a date like 2024-13-45.
        return node.value


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _date_or_text)
