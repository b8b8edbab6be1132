"""The fifteen drills, and where each is made: a drill whose test was renamed or lost is told here."""

from __future__ import annotations

import re

import pytest

from sandbox.config import ROOT

DRILLS = {
    1: ("drills/test_kill.py::test_nothing_acknowledged_is_lost",),
    2: (
        "drills/test_cuts.py::test_a_cut_is_measured_for_its_candidate_alone",
        "e2e/test_freeze.py::test_what_was_typed_survives_a_reload_and_is_forgotten_once_saved",
    ),
    3: (
        "drills/test_devices.py::test_a_second_device_has_what_was_green_and_the_first_brings_what_was_amber",
        "e2e/test_console.py::test_an_observation_waits_for_a_new_sign_in",
        "e2e/test_server_down.py::test_the_console_waits_for_the_server_and_sends_what_it_kept",
    ),
    4: (
        "web/examiner/test_two_consoles.py::test_the_second_level_is_a_conflict",
        "web/examiner/test_marking.py::test_a_second_console_is_told_what_was_chosen_meanwhile",
        "web/examiner/test_evidence.py::test_two_consoles_do_not_overwrite_an_answer_unknowingly",
        "web/examiner/test_sheet.py::test_two_consoles_nothing_typed_is_lost_and_the_second_save_is_knowing",
        "e2e/test_console.py::test_two_consoles_show_the_same",
    ),
    5: ("drills/test_devices.py::test_a_workstation_is_changed_in_the_middle",),
    6: ("drills/test_times.py::test_each_has_their_own_end_and_their_own_events",),
    7: ("drills/test_times.py::test_each_has_their_own_end_and_their_own_events",),
    8: ("domain/training/test_events.py::test_pause_then_hand_then_resume_then_timed",),
    9: (
        "drills/test_times.py::test_summer_time_begins_in_the_middle_of_a_test",
        "drills/test_times.py::test_a_device_whose_clock_is_wrong_says_nothing_about_hours",
    ),
    10: (
        "drills/test_sent_twice.py::test_a_form_counts_once_however_often_it_is_sent",
        "drills/test_sent_twice_elsewhere.py::test_a_form_counts_once",
        "drills/test_sent_twice_scripts.py::test_what_the_candidates_frame_sends",
        "drills/test_sent_twice_scripts.py::test_what_the_console_writes",
        "drills/test_two_tabs.py::test_the_second_tab_says_that_it_replaced_the_first",
    ),
    11: ("drills/test_disk_full.py::test_writing_is_refused_in_words_and_reading_goes_on",),
    12: ("drills/test_times.py::test_fire_exit_and_back",),
    13: ("drills/test_elsewhere.py::test_a_session_goes_on_in_another_installation",),
    14: (
        "domain/cli/test_backups.py::test_refuses_an_altered_archive",
        "domain/training/test_archives.py::test_a_byte_of_the_zip_that_flips_is_refused",
    ),
    15: ("domain/training/test_observations.py::test_ten_thousand_observations_are_all_on_their_candidate",),
}


@pytest.mark.parametrize("number", range(1, 16))
def test_each_drill_is_made(number: int) -> None:
    told = (ROOT / "docs" / "exercices.md").read_text("utf-8")
    for place in DRILLS[number]:
        file, _, name = place.partition("::")
        assert f"`{file}`" in told, f"{file} is not told in docs/exercices.md"
        text = (ROOT / "tests" / file).read_text("utf-8")
        assert re.search(rf"^def {name}\(", text, re.MULTILINE), place
