"""Settings: defaults, who wins, and the names that are refused."""

from pathlib import Path

import pytest

from qa.errors import SettingsError
from qa.settings import load_settings
from tests.permissions import somebody, without_permission


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_environment_wins_over_the_file_and_the_command_line_over_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "citewell.toml").write_text("port = 1000\ndepth = 7\n")
    assert (load_settings().port, load_settings().depth) == (1000, 7)
    monkeypatch.setenv("CITEWELL_PORT", "2000")
    assert load_settings().port == 2000
    assert load_settings(port=3000).port == 3000


def test_an_unknown_setting_is_refused_wherever_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITEWELL_TRESHOLD", "0.5")
    with pytest.raises(
        SettingsError, match=r"CITEWELL_TRESHOLD is not .*mean CITEWELL_THRESHOLD\?"
    ):
        load_settings()
    monkeypatch.delenv("CITEWELL_TRESHOLD")
    (tmp_path / "citewell.toml").write_text("treshold = 0.5\n")
    with pytest.raises(
        SettingsError, match=r"^treshold is not a setting; did you mean threshold\?"
    ):
        load_settings()
    (tmp_path / "citewell.toml").write_text("colour = 'red'\n")
    with pytest.raises(SettingsError, match=r"^colour is not a setting; use one of base_path, "):
        load_settings()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("threshold = 2.0", "'threshold' is 2.0: Input should be less than or equal to 1$"),
        ("port = 'x'", "'port' is 'x'"),
        ("port = ", "can't be read"),
        ("port = " + "[" * 5000, r"can't be read \(nested too deep\)"),
        ("port = " + "1" * 4301, r"can't be read \(a number of more than 4,300 digits\)"),
        ("sources = 'pages'", r"'sources' is 'pages': write a list: \["),
        ("language = 'xx'", "'language' is 'xx': there are no messages in it; use one of en, es"),
        ("language = ''", "'language' is ''"),
        ("host = ''", "'host' is ''"),
        ("trusted_proxies = ['proxy.example']", "'proxy.example' does not appear to be"),
        ("trusted_proxies = ['10.0.0.1/8']", "10.0.0.1/8 has host bits set"),
        ("trusted_proxies = ['*', '10.0.0.1']", r"'\*' does not appear to be"),
        ("port = true", "'port' is True: give a value, not true or false"),
        ("threshold = true", "'threshold' is True: give a value, not true or false"),
        ("desk_users = ''", "'desk_users' is '': it is empty; give a value, or leave it out"),
        ("encoder_sha256 = ' '", "'encoder_sha256' is ' ': it is empty"),
        ("encoder_sha256 = 'abc'", "'encoder_sha256' is 'abc'"),
        ("sources = []", r"'sources' is \[\]: "),
        ("sources = ['pages', '']", r"'sources' is \['pages', ''\]: it is empty"),
        (r'index_root = "a\u0000b"', "'index_root' is .*: it holds a line break or another"),
        (r'sources = ["a\nb"]', "'sources' is .*: it holds a line break or another"),
        ("desk_user_header = 'X Remote'", "'desk_user_header' is 'X Remote'"),
        ("desk_user_header = 'X-Remote'\ntrusted_proxies = ['*']", "^`desk_user_header` lets in"),
    ],
)
def test_a_bad_value_is_named(tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "citewell.toml").write_text(text)
    with pytest.raises(SettingsError, match=named):
        load_settings()


def test_what_an_operator_may_well_write_is_taken() -> None:
    assert load_settings(language="de-AT").language == "de-AT"
    for proxies in (["*"], ["10.0.0.0/8", "::1"]):
        assert load_settings(trusted_proxies=proxies).trusted_proxies == tuple(proxies)
    assert load_settings(desk_user_header="X-Remote-User").has_desk


def test_a_named_file_must_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITEWELL_CONFIG", "nowhere.toml")
    with pytest.raises(SettingsError, match=r"nowhere\.toml"):
        load_settings()


def test_a_folder_that_may_not_be_entered_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with somebody() as folder:
        closed = folder / "closed"
        closed.mkdir()
        monkeypatch.chdir(closed)
        with (
            without_permission(closed),
            pytest.raises(SettingsError, match=r"citewell\.toml can't be read \(.*denied"),
        ):
            load_settings()
        monkeypatch.chdir("/")


def test_a_site_that_may_frame_the_chat_is_named_as_a_browser_reads_it(tmp_path: Path) -> None:
    sites = ("https://www.example.org", "https://*.example.org", "http://localhost:8080")
    assert load_settings(frame_ancestors=sites).frame_ancestors == sites
    assert load_settings().frame_ancestors == ()
    for slip in ("https://example.org/", "example.org", "*", "https://a.org; script-src *", ""):
        with pytest.raises(SettingsError, match=r"frame_ancestors.*is not a site"):
            load_settings(frame_ancestors=(slip,))


def test_many_values_are_a_list_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITEWELL_FRAME_ANCESTORS", '["https://a.example", "https://b.example"]')
    assert load_settings().frame_ancestors == ("https://a.example", "https://b.example")
    monkeypatch.setenv("CITEWELL_FRAME_ANCESTORS", "https://a.example")
    with pytest.raises(SettingsError, match=r"CITEWELL_FRAME_ANCESTORS is 'https://a\.example'"):
        load_settings()
    monkeypatch.setenv("CITEWELL_FRAME_ANCESTORS", "[" * 100_000)
    with pytest.raises(SettingsError, match=r"FRAME_ANCESTORS is '\[+\.\.\.\[+'; write a list"):
        load_settings()


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "citewell.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match=r"citewell\.toml can't be read"):
        load_settings()
