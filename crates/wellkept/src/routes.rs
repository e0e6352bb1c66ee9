//! Every URL on one page, each with who may use it.

use care::{
    chart::{find_page, open_chart},
    emergency::{close, open, review},
    records::import_page,
    visits::{amend, draft, encounter_page, record_vitals, sign, start},
};
use front_desk::{
    api::{book_by_program, cancel_own, hold_by_program, move_own, search_slots, see_menu, see_own, see_queue},
    booking::{cancel, confirm, fill_in, list_for_program, move_it, own, rules, show_times, stop_messages, to_calendar},
    calendars::{feeds, make_feed, read_feed, revoke_feed},
    desk_calendar::{block_time, book_for, book_page, call_off, move_visit, requests, see_calendar, see_visit, series},
    hours::{except, see_hours, set_week},
    queue::{
        arrive, board, call_next, check_in, doors, finish, here, no_show, own_place, pause, prioritise, rules as queue_rules, see_ticket,
        transfer, walk_in,
    },
    services::{keep_service, rooms, see_services},
    waitlist::{answer, join, own as waits, see_waitlist},
};
use kernel::http::{
    Access::{self, Anyone, Letter},
    ME, Routes, unsent,
};
use kernel::{Role, html};
use office::{
    billing::{list as invoices, pay, receipt, show as invoice},
    operator::{
        ask_leave, cases, clinic, clinics, enrol, enter, give_leave, leave, revoke_leave, session as console, sign_in as operator_sign_in,
        suspend, under_leave,
    },
};
use outside::phone::{look, reply};
use trust::{
    api_clients::{
        Scope, confirm_range, issue_certificate, make_client, me, register_range, revoke_certificate, revoke_client, revoke_range,
        see_clients,
    },
    audit_trail::{read, read_clinic},
    clinics::{add_location, ask_to_open, close_location, locations, open_by_letter, terms},
    consent::at_desk,
    identity::{
        accept, account, add_app, add_passkey, cases as shared_logins, change_password, change_role, choose_clinic, come_back,
        go_to_directory, invite, leave as leaves, my_sessions, passkey_sign_in, prove, recovery, release_link, renew_invitation, require,
        reset, resume, revoke_invitation, second_step, set_directory, set_idle, sign_in, sign_out, suspend as suspends, take_back, team,
    },
    messaging::log,
    patients::read_by_program,
    privacy::notice,
};

use crate::desks::{bill, clinic as office_page, front, health, openapi, today};

use Role::{Auditor, Billing, Doctor, Nurse, Owner, Pharmacist, Receptionist, Support};

/// Programs that look for free times, and those that book.
const SEARCHES: Access = Access::Client(Scope::Slots.word());
const BOOKS: Access = Access::Client(Scope::Book.word());
const OWNER: Access = Access::Staff(&[Owner]);
/// Everybody who is signed in to a clinic.
const SIGNED_IN: Access = Access::Staff(&[Owner, Doctor, Nurse, Receptionist, Pharmacist, Billing, Auditor, Support]);
/// Who is a member of the clinic.
const MEMBER: Access = Access::Staff(&[Owner, Doctor, Nurse, Receptionist, Pharmacist, Billing, Auditor]);
/// Who works with the day's list, and who looks at it.
const DAY: Access = Access::Staff(&[Owner, Doctor, Nurse, Receptionist]);
const SEES_DAY: Access = Access::Staff(&[Owner, Doctor, Nurse, Receptionist, Pharmacist, Billing, Support]);
const DESK: Access = Access::Staff(&[Owner, Receptionist, Nurse]);
/// Who stands beside the patient, and who writes what is found.
const CLINICAL: Access = Access::Staff(&[Owner, Doctor, Nurse]);
/// Clinicians to whom a chart is shut, but in an emergency; and who reads a visit, they included.
const BREAKS_GLASS: Access = Access::Staff(care::emergency::CLINICIANS);
const READS_VISITS: Access = Access::Staff(&[Owner, Doctor, Nurse, Pharmacist]);
const WRITERS: Access = Access::Staff(&[Owner, Doctor]);
/// Who takes money, and who looks at it.
const MONEY: Access = Access::Staff(&[Owner, Receptionist, Billing]);
const SEES_MONEY: Access = Access::Staff(&[Owner, Receptionist, Billing, Auditor, Support]);
const OFFICE: Access = Access::Staff(&[Owner, Receptionist]);
/// Who looks at what was done.
const WATCHES: Access = Access::Staff(&[Owner, Auditor]);
const SEES_SETTINGS: Access = Access::Staff(&[Owner, Auditor, Support]);

/// The table of what people open.
#[must_use]
pub fn pages() -> Routes {
    Routes::new()
        // For anybody
        .get("/", Anyone, front::show)
        .get("/healthz", Anyone, front::health)
        .get("/language/{tag}", Anyone, front::choose_language)
        .get("/assets/{mark}/{name}", Anyone, html::asset)
        .get("/privacy", Anyone, notice::show)
        .get("/terms", Anyone, terms::show)
        .get("/start", Anyone, ask_to_open::show)
        .post("/start", Anyone, ask_to_open::start)
        .get("/start/{token}", Letter, open_by_letter::show)
        .post("/start/{token}", Letter, open_by_letter::open)
        .get("/sign-in", Anyone, sign_in::show)
        .post("/sign-in", Anyone, sign_in::sign_in)
        .get("/forgot", Anyone, reset::show)
        .post("/forgot", Anyone, reset::ask)
        .get("/reset/{token}", Letter, reset::open)
        .post("/reset/{token}", Letter, reset::reset)
        .post("/sign-in/second", Anyone, second_step::show_second)
        .post("/sign-in/clinic", Anyone, choose_clinic::choose)
        .post("/sign-in/passkey", Anyone, passkey_sign_in::sign_in)
        .post("/sign-in/passkey/ask", Anyone, passkey_sign_in::ask)
        .post("/sign-out", SIGNED_IN, sign_out::sign_out)
        .post("/unsent", MEMBER, unsent::show)
        .get("/prove", MEMBER, prove::show)
        .post("/prove", MEMBER, prove::prove)
        .get("/me/sessions", MEMBER, my_sessions::show)
        .post("/me/sessions/end-others", MEMBER, my_sessions::end_others)
        .post("/me/sessions/{id}/end", MEMBER, my_sessions::end)
        // One's own login
        .get("/me/security", MEMBER, account::show)
        .post("/me/security/app", MEMBER, add_app::begin)
        .get("/me/security/app", MEMBER, add_app::show)
        .post("/me/security/app/confirm", MEMBER, add_app::confirm)
        .post("/me/security/app/remove", MEMBER, add_app::remove)
        .get("/me/security/passkey", MEMBER, add_passkey::back_to_page)
        .post("/me/security/passkey", MEMBER, add_passkey::begin)
        .post("/me/security/passkey/keep", MEMBER, add_passkey::keep)
        .post("/me/security/passkey/name", MEMBER, add_passkey::name)
        .post("/me/security/passkey/remove", MEMBER, add_passkey::remove)
        .post("/me/security/codes", MEMBER, recovery::make_codes)
        .get("/me/security/password", MEMBER, change_password::show)
        .post("/me/security/password", MEMBER, change_password::post)
        // Coming in: the clinic's public pages, the link in a message, the desk
        .get("/c/{slug}", Access::Visitor, show_times::page)
        .get("/c/{slug}/book", Access::Visitor, show_times::back_to_page)
        .post("/c/{slug}/book", Access::Visitor, fill_in::post)
        .get("/c/{slug}/board", Access::Visitor, board::page)
        .get("/c/{slug}/board/events", Access::Visitor, board::events)
        .get("/c/{slug}/wait", Access::Visitor, join::page)
        .post("/c/{slug}/wait", Access::Visitor, join::post)
        .get("/w/{token}", Access::Link, waits::page)
        .get("/w/{token}/take", Access::Link, waits::page)
        .post("/w/{token}/take", Access::Link, answer::post_take)
        .get("/w/{token}/decline", Access::Link, waits::page)
        .post("/w/{token}/decline", Access::Link, answer::post_decline)
        .get("/w/{token}/leave", Access::Link, waits::page)
        .post("/w/{token}/leave", Access::Link, answer::post_leave)
        .get("/waitlist", DESK, see_waitlist::show)
        .post("/waitlist/{id}/take-off", DESK, see_waitlist::take_off)
        .get("/a/{token}", Access::Link, own::page)
        .get("/a/{token}/confirm", Access::Link, own::page)
        .post("/a/{token}/confirm", Access::Link, confirm::post)
        .get("/a/{token}/cancel", Access::Link, own::page)
        .post("/a/{token}/cancel", Access::Link, cancel::post)
        .get("/a/{token}/restore", Access::Link, own::page)
        .post("/a/{token}/restore", Access::Link, cancel::post_restore)
        .get("/a/{token}/stop", Access::Link, own::page)
        .post("/a/{token}/stop", Access::Link, stop_messages::post)
        .get("/a/{token}/move", Access::Link, move_it::page)
        .post("/a/{token}/move", Access::Link, move_it::post)
        .get("/a/{token}/here", Access::Link, own::page)
        .post("/a/{token}/here", Access::Link, here::post)
        .get("/k/{token}", Access::Link, check_in::show)
        .post("/k/{token}", Access::Link, check_in::post)
        .get("/check-in", OWNER, doors::show)
        .post("/check-in", OWNER, doors::post)
        .get("/check-in/{id}", OWNER, doors::show_one)
        .post("/check-in/{id}/close", OWNER, doors::post_close)
        .get("/a/{token}/place", Access::Link, own_place::page)
        .get("/a/{token}/appointment.ics", Access::Link, to_calendar::file)
        .get("/calendar/{token}", Letter, read_feed::get)
        .get("/me/calendar", WRITERS, feeds::show)
        .post("/me/calendar", WRITERS, make_feed::post)
        .post("/me/calendar/{id}/revoke", WRITERS, revoke_feed::post)
        // The desk's calendar
        .get("/calendar", SEES_DAY, see_calendar::show)
        .get("/calendar/book", DAY, book_page::show)
        .post("/calendar/book", DAY, book_for::post)
        .get("/calendar/book/find", DAY, book_page::show)
        .post("/calendar/book/find", DAY, book_page::look_for)
        .get("/calendar/series", DAY, book_page::show)
        .post("/calendar/series", DAY, series::post)
        .get("/calendar/requests", DAY, requests::show)
        .get("/calendar/block", OFFICE, block_time::show)
        .post("/calendar/block", OFFICE, block_time::post)
        .post("/calendar/unblock/{id}", OFFICE, block_time::unblock)
        .get("/appointments/{id}", SEES_DAY, see_visit::show)
        .get("/appointments/{id}/move", DAY, move_visit::show)
        .post("/appointments/{id}/move", DAY, move_visit::post)
        .get("/appointments/{id}/cancel", DAY, see_visit::show)
        .post("/appointments/{id}/cancel", DAY, call_off::post_cancel)
        .get("/appointments/{id}/restore", DAY, see_visit::show)
        .post("/appointments/{id}/restore", DAY, call_off::post_restore)
        .get("/appointments/{id}/approve", DAY, see_visit::show)
        .post("/appointments/{id}/approve", DAY, call_off::post_approve)
        .get("/appointments/{id}/decline", DAY, see_visit::show)
        .post("/appointments/{id}/decline", DAY, call_off::post_decline)
        .get("/today", SEES_DAY, today::show)
        .get("/today/queue", SEES_DAY, today::queue)
        .get("/walk-in", DESK, walk_in::show)
        .post("/walk-in", DESK, walk_in::post)
        .post("/appointments/{id}/undo-walk-in", DESK, walk_in::post_undo)
        .post("/appointments/{id}/arrive", DESK, arrive::post)
        .post("/appointments/{id}/undo-arrive", DESK, arrive::post_undo)
        .post("/appointments/{id}/no-show", DAY, no_show::post)
        .post("/appointments/{id}/undo-no-show", DAY, no_show::post_undo)
        .post("/queue/call-next", DAY, call_next::post)
        .post("/queue/{id}/call", DAY, call_next::post_one)
        .post("/queue/{id}/done", DAY, finish::post)
        .get("/queue/{id}", DAY, see_ticket::show)
        .get("/queue/{id}/transfer", DAY, see_ticket::back_to_page)
        .post("/queue/{id}/transfer", DAY, transfer::post)
        .get("/pauses", DAY, pause::show)
        .post("/pauses", DAY, pause::post)
        .post("/pauses/end", DAY, pause::post_end)
        .get("/settings/waiting-room", OWNER, queue_rules::show)
        .post("/settings/waiting-room", OWNER, queue_rules::post)
        .get("/queue/{id}/priority", DAY, see_ticket::back_to_page)
        .post("/queue/{id}/priority", DAY, prioritise::post)
        // The record
        .get("/patients", SIGNED_IN, find_page::show)
        .get("/patients/search", SIGNED_IN, find_page::back_to_page)
        .post("/patients/search", SIGNED_IN, find_page::search)
        .get("/patients/{id}", SIGNED_IN, open_chart::show)
        .post("/appointments/{id}/visit", CLINICAL, start::begin)
        .get("/patients/{id}/emergency", BREAKS_GLASS, open::back_to_chart)
        .post("/patients/{id}/emergency", BREAKS_GLASS, open::post)
        .post("/emergency/{id}/close", BREAKS_GLASS, close::post)
        .get("/emergencies", WATCHES, review::show)
        .get("/emergencies/{id}/review", OWNER, review::back_to_list)
        .post("/emergencies/{id}/review", OWNER, review::post)
        .get("/encounters/{id}", READS_VISITS, encounter_page::show)
        .get("/encounters/{id}/vitals", CLINICAL, encounter_page::back_to_page)
        .post("/encounters/{id}/vitals", CLINICAL, record_vitals::record)
        .get("/encounters/{id}/draft", WRITERS, encounter_page::back_to_page)
        .post("/encounters/{id}/draft", WRITERS, draft::write)
        .get("/encounters/{id}/sign", WRITERS, encounter_page::back_to_page)
        .post("/encounters/{id}/sign", WRITERS, sign::sign_note)
        .get("/notes/{id}/amend", WRITERS, amend::show)
        .post("/notes/{id}/amend", WRITERS, amend::amend_note)
        .get("/import", OWNER, import_page::show)
        .post("/import", OWNER, import_page::take)
        .get("/import/{id}", OWNER, import_page::report)
        // Money
        .post("/appointments/{id}/invoice", MONEY, bill::bill)
        .get("/invoices", SEES_MONEY, invoices::list)
        .get("/invoices/{id}", SEES_MONEY, invoice::show)
        .post("/invoices/{id}/pay", MONEY, pay::take)
        .get("/invoices/{id}/receipt.pdf", MONEY, receipt::show)
        .get("/r/{token}", Access::Link, receipt::open)
        // Messages, consent and the trail
        .get("/phone", OFFICE, look::show)
        .post("/phone/{handset}/reply", OFFICE, reply::reply)
        .get("/patients/{id}/messages", DAY, log::show)
        .post("/patients/{id}/consent", DAY, at_desk::record)
        .get("/patients/{id}/audit", WATCHES, read::show)
        .get("/trail", SEES_SETTINGS, read_clinic::show)
        // The clinic's own directory
        .get("/c/{slug}/sign-in", Access::Visitor, go_to_directory::show)
        .post("/c/{slug}/sign-in", Access::Visitor, go_to_directory::go)
        .get("/c/{slug}/sign-in/back", Access::Visitor, come_back::back)
        .get("/directory", OWNER, set_directory::show)
        .post("/directory", OWNER, set_directory::set)
        .post("/directory/remove", OWNER, set_directory::remove)
        .post("/directory/links/{id}/release", OWNER, release_link::release)
        // Where we work
        .get("/locations", OWNER, locations::show)
        .post("/locations", OWNER, add_location::post)
        .get("/locations/{id}/rename", OWNER, locations::back_to_page)
        .post("/locations/{id}/rename", OWNER, add_location::post_rename)
        .post("/locations/{id}/close", OWNER, close_location::post)
        .post("/locations/{id}/reopen", OWNER, close_location::post_reopen)
        // The team
        .get("/settings/security", OWNER, set_idle::show)
        .post("/settings/security/factor", OWNER, require::post)
        .post("/settings/security", OWNER, set_idle::set)
        .get("/cases", OWNER, shared_logins::show)
        .post("/cases/{id}/close", OWNER, shared_logins::close)
        .get("/i/{token}", Access::Link, accept::show)
        .post("/i/{token}", Access::Link, accept::accept)
        .get("/services", OWNER, see_services::show)
        .post("/services", OWNER, keep_service::post)
        .get("/services/{id}", OWNER, see_services::show_one)
        .post("/services/{id}", OWNER, keep_service::post_one)
        .post("/rooms", OWNER, rooms::post)
        .post("/rooms/{id}/close", OWNER, rooms::close)
        .post("/rooms/{id}/reopen", OWNER, rooms::reopen)
        .get("/settings/booking", OWNER, rules::show)
        .post("/settings/booking", OWNER, rules::post)
        .get("/hours", OFFICE, see_hours::show)
        .post("/hours/except", OFFICE, except::post_all)
        .get("/hours/{id}", OFFICE, see_hours::show_one)
        .post("/hours/{id}", OWNER, set_week::post)
        .post("/hours/{id}/except", OFFICE, except::post_one)
        .post("/hours/exceptions/{id}/take-back", OFFICE, except::take_back)
        .get("/clinic", WATCHES, office_page::show)
        .post("/clinic/terms", OWNER, terms::post)
        .get("/team", SEES_SETTINGS, team::show)
        .post("/team", OWNER, invite::invite)
        .get("/team/{id}", OWNER, team::member)
        .get("/team/{id}/role", OWNER, team::back_to_member)
        .post("/team/{id}/role", OWNER, change_role::post)
        .get("/team/{id}/suspend", OWNER, team::back_to_member)
        .post("/team/{id}/suspend", OWNER, suspends::post)
        .get("/team/{id}/resume", OWNER, team::back_to_member)
        .post("/team/{id}/resume", OWNER, resume::post)
        .get("/team/{id}/leave", OWNER, team::back_to_member)
        .post("/team/{id}/leave", OWNER, leaves::post)
        .get("/team/{id}/take-back", OWNER, team::back_to_member)
        .post("/team/{id}/take-back", OWNER, take_back::post)
        .post("/invitations/{id}/renew", OWNER, renew_invitation::post)
        .post("/invitations/{id}/revoke", OWNER, revoke_invitation::post)
        .post("/invitations/{id}/restore", OWNER, revoke_invitation::post_restore)
        // Programs of the clinic's
        .get("/settings/api", OWNER, see_clients::show)
        .post("/settings/api", OWNER, make_client::post)
        .get("/settings/api/authority", OWNER, issue_certificate::authority)
        .get("/api-clients/{id}", OWNER, see_clients::show_one)
        .post("/api-clients/{id}/revoke", OWNER, revoke_client::post)
        .get("/api-clients/{id}/ranges", OWNER, see_clients::back_to_client)
        .post("/api-clients/{id}/ranges", OWNER, register_range::post)
        .get("/api-clients/{id}/certificates", OWNER, see_clients::back_to_client)
        .post("/api-clients/{id}/certificates", OWNER, issue_certificate::post)
        .post("/api-certificates/{id}/revoke", OWNER, revoke_certificate::post)
        .post("/api-ranges/{id}/confirm", OWNER, confirm_range::post)
        .post("/api-ranges/{id}/revoke", OWNER, revoke_range::post)
        // The platform's operator: what a clinic sees of them, and their console
        .get("/support", WATCHES, leave::show)
        .get("/support/{id}", WATCHES, under_leave::show)
        .post("/support/{id}/give", OWNER, give_leave::give)
        .post("/support/{id}/refuse", OWNER, give_leave::refuse)
        .post("/support/{id}/revoke", OWNER, revoke_leave::revoke)
        .get("/operator", Access::Operator, clinics::show)
        .get("/operator/clinics/{id}", Access::Operator, clinic::show)
        .post("/operator/clinics/{id}/ask", Access::Operator, ask_leave::ask)
        .post("/operator/clinics/{id}/suspend", Access::Operator, suspend::suspend)
        .post("/operator/clinics/{id}/resume", Access::Operator, suspend::resume)
        .post("/operator/leaves/{id}/enter", Access::Operator, enter::enter)
        .get("/operator/cases", Access::Operator, cases::show)
        .get("/operator/health", Access::Operator, health::show)
        .get("/operator/enrol", Access::Anyone, enrol::show)
        .post("/operator/enrol", Access::Anyone, enrol::enrol)
        .get("/operator/sign-in", Access::Anyone, operator_sign_in::show)
        .post("/operator/sign-in", Access::Anyone, operator_sign_in::sign_in)
        .post("/operator/sign-in/ask", Access::Anyone, operator_sign_in::ask)
        .post("/operator/sign-out", Access::Operator, console::sign_out)
}

/// What programs of the clinics may ask for. `building` sets the gate before it.
#[must_use]
pub fn api() -> Routes {
    Routes::new()
        .get("/api/v1/me", Access::Client(ME), me::get)
        .get("/api/v1/openapi.json", Access::Client(ME), openapi::get)
        .get("/api/v1/appointments", Access::Client(Scope::Appointments.word()), list_for_program::get)
        .get("/api/v1/patients/{id}", Access::Client(Scope::Patients.word()), read_by_program::get)
        .get("/api/v1/services", SEARCHES, see_menu::services)
        .get("/api/v1/practitioners", SEARCHES, see_menu::practitioners)
        .get("/api/v1/locations", SEARCHES, see_menu::locations)
        .get("/api/v1/slots", SEARCHES, search_slots::get)
        .post("/api/v1/holds", BOOKS, hold_by_program::post)
        .post("/api/v1/appointments", BOOKS, book_by_program::post)
        .get("/api/v1/appointments/{id}", BOOKS, see_own::get)
        .post("/api/v1/appointments/{id}/move", BOOKS, move_own::post)
        .post("/api/v1/appointments/{id}/cancel", BOOKS, cancel_own::post)
        .get("/api/v1/queue", Access::Client(Scope::Queue.word()), see_queue::get)
        .get("/api/{*rest}", Access::Client(ME), me::nothing)
        .post("/api/{*rest}", Access::Client(ME), me::nothing)
}
