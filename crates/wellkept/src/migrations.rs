//! The migrations, in order. Forward only; a file that ran is never edited.

use kernel::migrate::Migration;

macro_rules! migrations {
    ($($name:literal),+ $(,)?) => {
        &[$(Migration { name: $name, text: include_str!(concat!("../../../migrations/", $name, ".sql")) },)+]
    };
}

/// Every migration.
pub const ALL: &[Migration] = migrations![
    "20261123100000_kernel_walls_stand",
    "20261123100100_identity_people_sign_in",
    "20261123100200_patients_and_consent_are_kept",
    "20261123100300_booking_slots_are_held_once",
    "20261123100400_care_the_record_stands",
    "20261123100500_office_invoices_are_issued_once",
    "20261125090000_kernel_the_context_is_signed",
    "20261125090100_identity_who_may_is_a_row",
    "20261125092000_letters_leave_and_addresses_are_proven",
    "20261125093000_care_records_open_to_who_treats",
    "20261125094000_operator_looks_in_by_leave_only",
    "20261125100000_identity_a_membership_moves_by_rule",
    "20261125100100_emergency_is_reviewed",
    "20261125110000_identity_a_clinic_signs_in_through_its_directory",
    "20261125113000_identity_a_person_finds_their_sessions",
    "20261125114000_identity_a_second_factor_is_kept",
    "20261125115000_api_clients_come_from_where_they_said",
    "20261125120000_identity_wrong_passwords_are_counted",
    "20261125120000_operator_proves_by_passkey_only",
    "20261125121000_identity_shared_logins_are_noticed",
    "20261126090000_booking_hours_have_dates_and_services_have_rules",
    "20261126093000_letters_tell_whom_it_concerns",
    "20261126093100_kernel_the_trail_names_the_leave",
    "20261126094000_identity_a_proof_is_of_the_password_that_holds",
    "20261126100000_calendars_follow_an_appointment",
    "20261126101000_identity_work_counts_once_and_codes_go_by_letter",
    "20261126120000_booking_slots_are_held_asked_for_and_shared",
    "20261126121000_booking_has_rules_relatives_and_a_waitlist",
    "20261126122000_messages_offer_a_time_and_say_that_a_turn_is_near",
    "20261126123000_queue_one_order_for_walk_ins_and_booked",
    "20261126123100_queue_says_how_long_and_who_is_away",
    "20261126123200_queue_patients_check_themselves_in",
    "20261126123300_queue_the_board_speaks_several_languages",
    "20261126124000_booking_visits_are_called_off_together",
    "20261126131000_messaging_a_number_is_proven_by_a_code",
    "20261126132000_clinics_a_location_has_a_clock_of_its_own",
    "20261126134500_api_programs_book_and_are_answered_once",
];
