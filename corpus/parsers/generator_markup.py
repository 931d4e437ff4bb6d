"""What website generators write into Markdown beside Markdown, made HTML, text or a gap."""

import re
from collections.abc import Callable, Mapping

from corpus.parsers.gaps import Gaps, without_marks
from corpus.parsers.template_tags import with_fields, without_tags

_FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(`{3,}|~{3,})")
_CODE = re.compile(r"(?<!`)(`{1,4})(?!`)((?:(?!\n[ \t]*\n)[^`]|(?!\1(?!`))`){1,1000})\1(?!`)")
# Noncharacters, as those of gaps.
_BEGINS, _ENDS = "\ufdd2", "\ufdd3"
_KEPT = re.compile(f"{_BEGINS}(\\d+){_ENDS}")

_COMMENTS = re.compile(
    r"\{%-?\s*comment\s*-?%\}.{0,20000}?\{%-?\s*endcomment\s*-?%\}"
    r"|\{::comment\}.{0,20000}?\{:/(?:comment)?\}"
    r"|\{\{[<%]?\s*/\*.{0,2000}?\*/\s*[%>]?\}\}"
    r"|\{/\*.{0,2000}?\*/\}|\{#\s.{0,2000}?#\}|\{>>.{0,1000}?<<\}",
    re.DOTALL,
)
_MODULES = re.compile(
    r"^import[ \t][^\n]{0,500}?[\"'][^\"'\n]{1,300}[\"'];?[ \t]*$"
    r"|^import[ \t]*\{[^}]{0,2000}\}[ \t]*from[ \t]*[\"'][^\"'\n]{1,300}[\"'];?[ \t]*$"
    r"|^export[ \t]+(?:const|let|var|default|function|async)\b(?:[^\n]+\n?){1,200}",
    re.MULTILINE,
)
_INCLUDES = re.compile(
    r"<!--\s*@include:[^>]{1,300}-->|^[ \t]*-+8<-+[^\n]*$|^<<<[ \t]+\S[^\n]*$"
    r"|!\[\[[^\]\n]{1,300}\]\]",
    re.MULTILINE,
)
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|avif)\b", re.IGNORECASE)
_TAB = re.compile(r"^([ \t]*)===[+!]?(?=[ \t]+\")", re.MULTILINE)
_CONTENTS = re.compile(
    r"^[ \t]*(?:[*+-]|1\.)[ \t]+[^\n]{1,80}\n[ \t]*\{:[ \t]*toc\b[^}\n]{0,200}\}"
    r"|^[ \t]*(?:\[\[?_?toc_?\]\]?|@\[toc\]|\$\{toc\})[ \t]*$"
    r"|^\*\[[^\]\n]{1,100}\]:[^\n]*$",
    re.MULTILINE | re.IGNORECASE,
)
_VALUE = r"""(?:"[^"\n]{0,300}"|'[^'\n]{0,300}'|[\w%./-]+)"""
_STATED = rf"(?:[.#][\w:-]+|[\w-]+={_VALUE})"
# Not behind the colons of a box, where they may hold its title.
_ATTRIBUTES = re.compile(
    r"(?<!:::)(?<!::: )[ \t]?\{(?:"
    rf"::?/?[^{{}}\n]{{0,500}}|[ \t]*{_STATED}(?:[ \t]+{_STATED}){{0,20}}[ \t]*"
    r")\}"
)
_MARKED = re.compile(
    r"\{\+\+(?P<a>[^{}\n]{1,1000}?)\+\+\}|\{==(?P<b>[^{}\n]{1,1000}?)==\}|\{--[^{}\n]{1,1000}?--\}"
    r"|(?<![=\w])==(?![\s=])(?P<c>[^=\n]{1,1000}?)(?<!\s)==(?![=\w])"
    r"|\^\^(?![\s^])(?P<d>[^^\n]{1,1000}?)(?<!\s)\^\^"
    r"|(?<!!)\[\[(?:[^\]|\n]{1,300}\|)?(?P<e>[^\]|\n]{1,300})\]\]"
)
_LOWERED = re.compile(r"(?<=[A-Za-z])~(\d{1,3})~(?!~)")
# A definition begins with a colon; by a tilde people mean "about".
_ABOUT = re.compile(r"^([ \t]*)~(?=[ \t])", re.MULTILINE)
# An icon or an emoji: `:material-alert:`, `:warning:`.
_ICON = re.compile(r"(?<![\w:/]):[a-z][a-z0-9_+-]{1,60}:(?![\w:/])")
_EXPRESSION = re.compile(
    r"\{(?:[ \t]*(?P<q>[\"'`])(?P<said>[^\"'`{}\n]*)(?P=q)[ \t]*|[^{}\n]{1,500})\}"
)
_EQUATION = re.compile(r"\$\$(?!\$)[^$]{1,2000}?\$\$|\\\[.{1,2000}?\\\]", re.DOTALL)


def in_markdown(
    text: str, gaps: Gaps, fields: Mapping[object, object], *, mdx: bool = False
) -> str:
    """Return `text` in Markdown and HTML alone; code stays as it is.

    `fields` are those of its front matter. In MDX what stands in braces is computed.
    """
    held = _Held()
    plain = held.taken(_CODE, held.fences(without_marks(_KEPT.sub("", text))))
    plain = _COMMENTS.sub("", plain)
    plain = _MODULES.sub("", plain)
    plain = _INCLUDES.sub(_included(gaps), plain)
    plain = _EQUATION.sub("<math></math>", plain)
    plain = without_tags(with_fields(plain, fields), gaps)
    plain = _CONTENTS.sub("", plain)
    plain = _TAB.sub(r"\1??? tab", plain)
    plain = _MARKED.sub(lambda m: next(filter(None, m.groups()), ""), plain)
    plain = _ICON.sub("", _ATTRIBUTES.sub("", plain))
    plain = _ABOUT.sub(r"\1\\~", _LOWERED.sub(r"<sub>\1</sub>", plain))
    if mdx:
        plain = _EXPRESSION.sub(lambda m: m["said"] if m["q"] else gaps.gap(m.group()), plain)
    return held.given_back(plain)


def _included(gaps: Gaps) -> Callable[[re.Match[str]], str]:
    def written(found: re.Match[str]) -> str:
        return "" if _PICTURE.search(found.group()) else gaps.gap(found.group().strip())

    return written


class _Held:
    """Code, out of the way while all else is looked through."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def taken(self, pattern: re.Pattern[str], text: str) -> str:
        return pattern.sub(lambda found: self._hold(found.group()), text)

    def _hold(self, part: str) -> str:
        self._parts.append(part)
        return f"{_BEGINS}{len(self._parts) - 1}{_ENDS}"

    def fences(self, text: str) -> str:
        kept: list[str] = []
        inside: list[str] = []
        fence = ""
        for line in text.split("\n"):
            found = _FENCE.match(line)
            if fence:
                inside.append(line)
                if found and found[1].startswith(fence) and not line[found.end() :].strip():
                    kept.append(self._hold("\n".join(inside)))
                    fence, inside = "", []
            elif found and not (found[1][0] == "`" and "`" in line[found.end() :]):
                fence, inside = found[1], [line]
            else:
                kept.append(line)
        if inside:
            kept.append(self._hold("\n".join(inside)))
        return "\n".join(kept)

    def given_back(self, text: str) -> str:
        # What was taken out last may hold what was taken out before.
        for _ in range(2):
            text = _KEPT.sub(lambda found: self._parts[int(found[1])], text)
        return text
