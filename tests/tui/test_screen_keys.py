"""Keymaps: presets, files of one's own, and that every page shows the keys in force."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_screening_app import Desk, app, decided, shown

from litreview.cli.screen._aids import KEYS, keys, own_file, plainly
from litreview.errors import SettingsError, UsageError
from litreview.tui.aids import Aids
from litreview.tui.keys import ACTIONS, DEFAULT, PRESETS, keymap, preset, read_keys


@pytest.mark.parametrize("name", PRESETS)
def test_no_preset_gives_a_key_two_meanings_and_every_action_has_one(name: str) -> None:
    held = preset(name)
    given = [key for keys in held.keys.values() for key in keys]
    assert len(given) == len(set(given))
    assert all(held.key(action) for action in ACTIONS)
    assert not set(given) & set("123456789")
    assert not set(held.reasons) & {held.key("exclude"), held.key("quit"), "j", "k"}


def test_the_presets_of_rayyan_and_asreview() -> None:
    rayyan, asreview = preset("rayyan"), preset("asreview")
    assert [rayyan.action(key) for key in "ieuz"] == ["include", "exclude", "maybe", "undo"]
    assert [asreview.action(key) for key in "riun"] == ["include", "exclude", "undo", "note"]
    assert rayyan.action("m") == asreview.action("e") == ""


def test_a_file_changes_what_it_names_and_takes_keys_from_nobody_in_silence() -> None:
    held = read_keys(
        'preset = "rayyan"\n[keys]\nundo = ["ctrl+z", "U"]\nskip = "space"\n', "k.toml"
    )
    assert held.keys["undo"] == ("ctrl+z", "U")
    assert (held.action("space"), held.key("page_down")) == ("skip", "pagedown")
    assert held.action("u") == "maybe"


@pytest.mark.parametrize(
    ("text", "what", "where"),
    [
        ("preset = 'rayan'", "preset cannot be 'rayan'", "k.toml, line 1"),
        ("[keys]\nincude = 'i'", "[keys] has no setting 'incude'", "k.toml, line 2"),
        ("[keys]\ninclude = 'x'\nskip = 'x'", "'x' is the key of both include and skip", "k.toml"),
        ("[keys]\ninclude = '3'", "3 is the key of a reason", "k.toml, line 2"),
        ("[keys]\ninclude = 'ctrl+c'", "'ctrl+c' is no key", "k.toml, line 2"),
        ("[keys]\ninclude = ''", "'' is no key", "k.toml, line 2"),
        ("[keys]\ninclude = []", "no key is left to include", "k.toml"),
        ("[keys]\nskip = 'i'", "no key is left to include", "k.toml"),
        ("[keys]\ninclude = 3", "include must be a list of texts", "k.toml, line 2"),
        ("keys = 3", "keys must be a table", "k.toml, line 1"),
        ("colour = 'red'", "'colour' says nothing of keys", "k.toml, line 1"),
        ("= 3", "this is not valid TOML: Invalid statement (at line 1, column 1)", "k.toml"),
    ],
)
def test_a_bad_file_is_told_what_where_and_what_to_do(text: str, what: str, where: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_keys(text, "k.toml")
    assert caught.value.what == what
    assert caught.value.where == where
    assert caught.value.remedy


@given(
    st.dictionaries(
        st.sampled_from([*ACTIONS, "odd"]),
        st.lists(
            st.sampled_from(["i", "e", "x", "space", "ctrl+z", "3", "é", "", "up"]), max_size=3
        ),
        max_size=4,
    ),
    st.sampled_from([*PRESETS, "odd"]),
)
def test_any_file_gives_keys_of_one_meaning_or_an_error(
    changes: dict[str, list[str]], name: str
) -> None:
    lines = [f"{action} = {json.dumps(held)}" for action, held in changes.items()]
    text = f"preset = '{name}'\n[keys]\n" + "\n".join(lines)
    try:
        held = read_keys(text, "k.toml")
    except SettingsError:
        with pytest.raises(SettingsError) as caught:
            read_keys(text, "k.toml")
        assert caught.value.remedy
        return
    given_ = [key for keys_ in held.keys.values() for key in keys_]
    assert len(given_) == len(set(given_))
    assert all(held.key(action) for action in ("include", "exclude", "maybe", "undo", "quit"))
    assert all(held.keys[action] == tuple(keys_) for action, keys_ in changes.items())


def test_keys_are_chosen_by_the_environment_else_by_ones_own_file(tmp_path: Path) -> None:
    own = tmp_path / "litreview" / "keys.toml"
    environment = {"XDG_CONFIG_HOME": str(tmp_path), "APPDATA": str(tmp_path)}
    assert own_file(environment, "linux") == own_file(environment, "win32") == own
    assert own_file(environment, "darwin").parts[-4:-1] == (
        "Library", "Application Support", "litreview",
    )  # fmt: skip
    other = tmp_path / "mine.toml"
    other.write_text('preset = "asreview"\n', "utf-8")
    assert keys({KEYS: "rayyan"}).key("maybe") == "u"
    assert keys({KEYS: str(other)}).key("include") == "r"
    with pytest.raises(UsageError, match="there are no keys called 'rayan'") as caught:
        keys({KEYS: "rayan"})
    assert (caught.value.where, "asreview" in caught.value.remedy) == (KEYS, True)


def test_the_plain_prompt_is_chosen_by_the_environment() -> None:
    assert plainly({"LITREVIEW_PLAIN": "1"})
    assert plainly({"TERM": "dumb"})
    assert not plainly({"LITREVIEW_PLAIN": "0", "TERM": "xterm"})
    assert not plainly({})


async def test_the_keys_in_force_decide_and_stand_on_every_bar_page_and_prompt() -> None:
    desk = Desk()
    changed = keymap(
        {"include": ("r",), "exclude": ("x",), "undo": ("ctrl+z",), "criteria": ("é",)}
    )
    running = app(desk, aids=Aids(keymap=changed))
    async with running.run_test(size=(80, 24)) as pilot:
        for words in ("r include", "x exclude", "ctrl+z undo", "é criteria"):
            assert words in shown(pilot)
        await pilot.press("i", "e")
        assert "no such key" in shown(pilot)
        await pilot.press("r", "x")
        assert "x  without a reason" in shown(pilot)
        await pilot.press("x")
        assert "(ctrl+z undo)" in shown(pilot)
        await pilot.press("ctrl+z", "?")
        assert "  ctrl+z " in shown(pilot)
        await pilot.press("?", "9")
        assert "é shows the criteria" in shown(pilot)
        await pilot.press("é")
        assert "Exclude because of" in shown(pilot)
        await pilot.press("é")
        assert "Report s:2" in shown(pilot)
    assert decided(desk) == [("s:1", "include", ()), ("s:2", "exclude", ())]
    assert DEFAULT.key("undo") == "u"
