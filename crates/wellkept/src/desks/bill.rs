//! From an appointment to its invoice: reception's one click between the calendar and the books.

use axum::{extract::Path, response::Response};
use front_desk::booking::AppointmentId;
use kernel::{
    Problem,
    http::{Desk, Filled, see_other},
    id::Id as _,
    refusal::id_in_path,
};
use office::billing::{
    Line, page_of,
    raise::{self, NewInvoice, NotRaised, RaiseInvoice, RaiseRefusal},
};
use trust::clinics;

/// POST /appointments/{id}/invoice: leads to the appointment's invoice, raising it if there is none yet. The line says
/// the service as it is called and priced today, and keeps saying that.
pub async fn bill(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let appointment = id_in_path::<AppointmentId>(&id)?.uuid();
    let mut tx = desk.enter().await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    let (patient, service) = raise::patient_and_service(&tx, appointment).await?;
    let permit = tx.may(RaiseInvoice { patient, appointment: Some(appointment) }).await?;
    let service = clinics::service(&tx, service, desk.clinic.currency).await?;
    let line = Line { description: service.name, quantity: 1, each: service.price };
    match raise::raise(&tx, &permit, NewInvoice { patient, appointment: Some(appointment), lines: vec![line] }).await {
        Ok(invoice) => {
            tx.trail_is_about(Some(invoice.uuid()), None);
            tx.commit_form(filled.form(), &page_of(invoice)).await?;
            Ok(see_other(&page_of(invoice)))
        }
        Err(RaiseRefusal::AlreadyRaised(invoice)) => Ok(see_other(&page_of(invoice))),
        Err(RaiseRefusal::Problem(problem)) => Err(problem),
        Err(refusal) => desk.view.page_again(&NotRaised { v: &desk.view, refusal: &refusal }),
    }
}
