-- Why: how many online bookings a clinic takes in a day and whether a number is proven is the clinic's choice; somebody books
-- for a child; a freed time is offered to those who wait, one at a time. Step: expand; new tables and one column.
create table booking_rules (
  clinic_id    uuid    not null,
  online_a_day  integer constraint booking_rules_online_a_day check (online_a_day between 1 and 5000),
  offer_minutes integer not null constraint booking_rules_offer_minutes check (offer_minutes between 10 and 1440),
  embed_on     text[]  not null constraint booking_rules_embed_on check (cardinality(embed_on) <= 5),
  constraint booking_rules_pkey primary key (clinic_id)
);
comment on column booking_rules.online_a_day is 'bookings taken online in a day; null: as many as come';
comment on table booking_rules is 'What a clinic chose for its public page; without a row the usual holds (front_desk::booking::rules).';
comment on column booking_rules.embed_on is 'origins of the clinic''s own sites that may show the booking page in a frame';
select wall('booking_rules');
grant select, insert, update on booking_rules to wellkept_app;

create table related_person (
  clinic_id    uuid        not null,
  related_id   uuid        not null,
  patient_id   uuid        not null,
  name         bytea       not null,
  relationship text        not null constraint related_person_relationship check (relationship in ('parent', 'guardian', 'spouse', 'child', 'relative', 'other')),
  created_at   timestamptz not null,
  constraint related_person_pkey primary key (clinic_id, related_id),
  constraint related_person_patient foreign key (clinic_id, patient_id) references patient (clinic_id, patient_id)
);
comment on table related_person is 'FHIR RelatedPerson: who books for a patient; the patient''s number is theirs. Name sealed.';
create index related_person_of on related_person (clinic_id, patient_id);
select wall('related_person');
grant select, insert on related_person to wellkept_app;
alter table appointment
  add column related_id uuid,
  add constraint appointment_related foreign key (clinic_id, related_id) references related_person (clinic_id, related_id);
comment on column appointment.related_id is 'who booked it for the patient, if not they themselves';

create table waitlist (
  clinic_id       uuid        not null,
  entry_id        uuid        not null,
  patient_id      uuid        not null,
  service_id      uuid        not null,
  practitioner_id uuid,
  location_id     uuid,
  first_day       date        not null,
  last_day        date        not null,
  part            text        not null constraint waitlist_part check (part in ('any', 'morning', 'afternoon', 'evening')),
  state           text        not null constraint waitlist_state check (state in ('waiting', 'offered', 'booked', 'left', 'over')),
  asked_at        timestamptz not null,
  notice_version  text        not null,
  constraint waitlist_pkey primary key (clinic_id, entry_id),
  constraint waitlist_days check (first_day <= last_day and last_day - first_day <= 366),
  constraint waitlist_patient foreign key (clinic_id, patient_id) references patient (clinic_id, patient_id),
  constraint waitlist_service foreign key (clinic_id, service_id) references service (clinic_id, service_id),
  constraint waitlist_practitioner foreign key (clinic_id, practitioner_id) references practitioner (clinic_id, practitioner_id),
  constraint waitlist_location foreign key (clinic_id, location_id) references location (clinic_id, location_id)
);
comment on table waitlist is 'Who waits for a time to be free, in the order in which they asked.';
create index waitlist_waiting on waitlist (clinic_id, asked_at) where state in ('waiting', 'offered');
select wall('waitlist');
grant select, insert, update on waitlist to wellkept_app;

create table waitlist_offer (
  clinic_id       uuid        not null,
  offer_id        uuid        not null,
  entry_id        uuid        not null,
  practitioner_id uuid        not null,
  starts_at       timestamptz not null,
  appointment_id  uuid        not null,
  made_at         timestamptz not null,
  until           timestamptz not null,
  state           text        not null constraint waitlist_offer_state check (state in ('open', 'taken', 'declined', 'over')),
  constraint waitlist_offer_pkey primary key (clinic_id, offer_id),
  constraint waitlist_offer_entry foreign key (clinic_id, entry_id) references waitlist (clinic_id, entry_id),
  constraint waitlist_offer_practitioner foreign key (clinic_id, practitioner_id) references practitioner (clinic_id, practitioner_id)
);
comment on table waitlist_offer is 'A freed time that was offered to somebody who waits: to one at a time, until then. appointment_id is the row that holds it; it is gone when the offer is over.';
-- Nobody is offered the same time twice, and nobody two times at once.
create unique index waitlist_offer_once on waitlist_offer (clinic_id, entry_id, practitioner_id, starts_at);
create unique index waitlist_offer_one_open on waitlist_offer (clinic_id, entry_id) where state = 'open';
select wall('waitlist_offer');
grant select, insert, update on waitlist_offer to wellkept_app;
