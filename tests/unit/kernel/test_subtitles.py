"""Subtitles in WebVTT: what is kept, what is refused at which line, what a transcript gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.subtitles import Cue, check_subtitles, cues_from, cues_of, decoded, written

GOOD = """WEBVTT

00:00.500 --> 00:02.000
Le tambour tourne.

deux
00:00:02.000 --> 00:00:04.250 align:start line:0
- Et ensuite ?
- Le grain craque.
"""


def test_what_is_right_is_kept_as_it_is_written() -> None:
    assert check_subtitles("\ufeff" + GOOD.replace("\n", "\r\n") + "\n\n") == GOOD
    assert cues_of(GOOD) == [
        Cue(500, 2000, "Le tambour tourne."),
        Cue(2000, 4250, "- Et ensuite ?\n- Le grain craque."),
    ]


@pytest.mark.parametrize("text", ["", "  \n\n", "\ufeff"])
def test_nothing_is_nothing(text: str) -> None:
    assert check_subtitles(text) == ""


def test_a_note_is_kept_and_shown_to_nobody() -> None:
    text = "WEBVTT tambour\n\nNOTE relu par Loïg\n\n00:01.000 --> 00:02.000\nOui.\n"
    assert check_subtitles(text) == text
    assert cues_of(text) == [Cue(1000, 2000, "Oui.")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("00:01.000 --> 00:02.000\nOui.", "Ligne 1\u00a0: la première ligne est «\u00a0WEBVTT\u00a0»"),
        ("WEBVTT\n00:01.000 --> 00:02.000\nOui.", "Ligne 2\u00a0: laissez une ligne vide"),
        ("WEBVTT\n", "Ligne 1\u00a0: aucun sous-titre"),
        ("WEBVTT\n\n00:01,000 --> 00:02,000\nOui.", "Ligne 3\u00a0: ces temps ne se lisent pas"),
        ("WEBVTT\n\n00:01,000 --> 00:02,000\nOui.", "un point, pas une virgule"),
        ("WEBVTT\n\n1\n00:61.000 --> 00:62.000\nOui.", "Ligne 4\u00a0: ces temps ne se lisent pas"),
        ("WEBVTT\n\n00:03.000 --> 00:02.000\nOui.", "Ligne 3\u00a0: la fin (00:02.000) ne suit pas le début (00:03.000)"),
        ("WEBVTT\n\n00:03.000 --> 00:04.000\nA\n\n00:01.000 --> 00:02.000\nB", "Ligne 6\u00a0: ce sous-titre commence avant"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n\n00:02.000 --> 00:03.000\nB", "Ligne 3\u00a0: ce sous-titre ne dit rien"),
        ("WEBVTT\n\nUne phrase seule.", "Ligne 3\u00a0: il manque les temps"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nA\n00:02.000 --> 00:03.000\nB", "Ligne 5\u00a0: laissez une ligne vide entre"),
        ("WEBVTT\n\nSTYLE\n::cue{color:red}\n\n00:01.000 --> 00:02.000\nA", "Ligne 3\u00a0: les parties STYLE"),
        ("WEBVTT\n\n00:09.000 --> 00:10.000\nTard.", "Ligne 3\u00a0: ce sous-titre commence après la fin de la vidéo (00:06.000)"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n" + "x" * 20_000, "dépassent 20000 caractères"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line(text: str, words: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_subtitles(text, duration_ms=6000, field="subtitles")
    assert words in refused.value.message
    assert refused.value.field == "subtitles"


def test_many_faults_are_counted() -> None:
    text = "WEBVTT\n" + "\nrien\n" * 6
    with pytest.raises(RuleBroken) as refused:
        check_subtitles(text)
    assert refused.value.message.count("il manque les temps") == 4
    assert refused.value.message.endswith("Et 2 autres fautes.")


def test_a_file_is_text_in_utf_8() -> None:
    assert decoded("\ufeffWEBVTT".encode()) == "WEBVTT"
    with pytest.raises(RuleBroken, match="Ligne 2\u00a0: ce fichier n’est pas un texte en UTF-8"):
        decoded("WEBVTT\nété".encode("latin-1"))
    with pytest.raises(RuleBroken, match="200\u00a0Ko"):
        decoded(b"x" * 200_001)


def test_a_transcript_fills_the_film_line_by_line() -> None:
    cues = cues_from("Une ligne.\n\n  Une   autre, <b>plus</b> longue.\n", duration_ms=6000)
    assert [cue.text for cue in cues] == ["Une ligne.", "Une autre, &lt;b&gt;plus&lt;/b&gt; longue."]
    assert (cues[0].begin_ms, cues[0].end_ms, cues[1].end_ms) == (0, cues[1].begin_ms, 6000)
    assert cues[1].end_ms - cues[1].begin_ms > cues[0].end_ms
    assert cues_from(" \n") == []
    assert written([]) == ""


@given(st.text(max_size=400), st.sampled_from([0, 3, 6000, 3_600_000, 90_000_000]))
def test_whatever_a_transcript_says_its_subtitles_are_right(transcript: str, duration_ms: int) -> None:
    cues = cues_from(transcript, duration_ms=duration_ms)
    text = written(cues)
    assert check_subtitles(text, duration_ms=duration_ms) == text
    assert cues_of(text) == cues
