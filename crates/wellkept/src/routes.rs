//! Every URL on one page, each with who may use it.

use care::{
    chart::{find_page, open_chart},
    records::import_page,
    visits::{amend, draft, encounter_page, record_vitals, sign, start},
};
use front_desk::{
    booking::{book, cancel, confirm, move_it, own, show_times, stop_messages},
    queue::{arrive, board, call_next, finish, no_show},
};
use kernel::http::{
    Access::{self, Anyone},
    Routes,
};
use kernel::{Role, html};
use office::billing::{list as invoices, pay, receipt, show as invoice};
use outside::phone::{look, reply};
use trust::{
    audit_trail::read,
    clinics::open_clinic,
    consent::at_desk,
    identity::{accept, invite, sign_in, sign_out},
    messaging::log,
    privacy::notice,
};

use crate::desks::{bill, front, today};

const OWNER: Access = Access::Staff(&[Role::Owner]);
const STAFF: Access = Access::Staff(&Role::ALL);
const CLINICAL: Access = Access::Staff(&[Role::Owner, Role::Practitioner]);
const OFFICE: Access = Access::Staff(&[Role::Owner, Role::Reception]);

/// The table.
#[must_use]
pub fn all() -> Routes {
    Routes::new()
        // For anybody
        .get("/", Anyone, front::show)
        .get("/healthz", Anyone, front::health)
        .get("/language/{tag}", Anyone, front::choose_language)
        .get("/assets/{mark}/{name}", Anyone, html::asset)
        .get("/privacy", Anyone, notice::show)
        .get("/start", Anyone, open_clinic::show)
        .post("/start", Anyone, open_clinic::start)
        .get("/sign-in", Anyone, sign_in::show)
        .post("/sign-in", Anyone, sign_in::sign_in)
        .post("/sign-out", Access::Staff(&Role::ALL), sign_out::sign_out)
        // Coming in: the clinic's public pages, the link in a message, the desk
        .get("/c/{slug}", Access::Visitor, show_times::page)
        .get("/c/{slug}/book", Access::Visitor, show_times::back_to_page)
        .post("/c/{slug}/book", Access::Visitor, book::post)
        .get("/c/{slug}/board", Access::Visitor, board::page)
        .get("/c/{slug}/board/events", Access::Visitor, board::events)
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
        .get("/today", STAFF, today::show)
        .post("/appointments/{id}/arrive", OFFICE, arrive::post)
        .post("/appointments/{id}/undo-arrive", OFFICE, arrive::post_undo)
        .post("/appointments/{id}/no-show", STAFF, no_show::post)
        .post("/appointments/{id}/undo-no-show", STAFF, no_show::post_undo)
        .post("/queue/call-next", STAFF, call_next::post)
        .post("/queue/{id}/call", STAFF, call_next::post_one)
        .post("/queue/{id}/done", STAFF, finish::post)
        // The record
        .get("/patients", STAFF, find_page::show)
        .get("/patients/search", STAFF, find_page::back_to_page)
        .post("/patients/search", STAFF, find_page::search)
        .get("/patients/{id}", STAFF, open_chart::show)
        .post("/appointments/{id}/visit", CLINICAL, start::begin)
        .get("/encounters/{id}", CLINICAL, encounter_page::show)
        .get("/encounters/{id}/vitals", CLINICAL, encounter_page::back_to_page)
        .post("/encounters/{id}/vitals", CLINICAL, record_vitals::record)
        .get("/encounters/{id}/draft", CLINICAL, encounter_page::back_to_page)
        .post("/encounters/{id}/draft", CLINICAL, draft::write)
        .get("/encounters/{id}/sign", CLINICAL, encounter_page::back_to_page)
        .post("/encounters/{id}/sign", CLINICAL, sign::sign_note)
        .get("/notes/{id}/amend", CLINICAL, amend::show)
        .post("/notes/{id}/amend", CLINICAL, amend::amend_note)
        .get("/import", OWNER, import_page::show)
        .post("/import", OWNER, import_page::take)
        .get("/import/{id}", OWNER, import_page::report)
        // Money
        .post("/appointments/{id}/invoice", OFFICE, bill::bill)
        .get("/invoices", OFFICE, invoices::list)
        .get("/invoices/{id}", OFFICE, invoice::show)
        .post("/invoices/{id}/pay", OFFICE, pay::take)
        .get("/invoices/{id}/receipt.pdf", OFFICE, receipt::show)
        .get("/r/{token}", Access::Link, receipt::open)
        // Messages, consent and the trail
        .get("/phone", OFFICE, look::show)
        .post("/phone/{handset}/reply", OFFICE, reply::reply)
        .get("/patients/{id}/messages", STAFF, log::show)
        .post("/patients/{id}/consent", STAFF, at_desk::record)
        .get("/patients/{id}/audit", OWNER, read::show)
        // The team
        .get("/team", OWNER, invite::show)
        .post("/team", OWNER, invite::invite)
        .get("/i/{token}", Access::Link, accept::show)
        .post("/i/{token}", Access::Link, accept::accept)
}
