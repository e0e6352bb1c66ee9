-- Why: the calendar. The database, not the program, refuses a double booking. Step: expand.
create extension if not exists btree_gist with schema public;

create table service (
  clinic_id   uuid    not null,
  service_id  uuid    not null,
  name        text    not null constraint service_name_length check (length(name) between 1 and 120),
  minutes     integer not null constraint service_minutes_range check (minutes between 5 and 480),
  price_minor bigint  not null constraint service_price_range check (price_minor between 0 and 1000000000000),
  active      boolean not null,
  constraint service_pkey primary key (clinic_id, service_id)
);
select wall('service');
grant select, insert, update on service to wellkept_app;

create table opening_hours (
  clinic_id       uuid     not null,
  opening_id      uuid     not null,
  practitioner_id uuid     not null,
  weekday         smallint not null constraint opening_hours_weekday check (weekday between 1 and 7),
  opens           time     not null,
  closes          time     not null,
  constraint opening_hours_pkey primary key (clinic_id, opening_id),
  constraint opening_hours_order check (opens < closes),
  constraint opening_hours_practitioner foreign key (clinic_id, practitioner_id) references practitioner (clinic_id, practitioner_id)
);
comment on table opening_hours is 'Local wall time of the clinic; weekday 1 is Monday (ISO 8601).';
create index opening_hours_practitioner_day on opening_hours (clinic_id, practitioner_id, weekday);
select wall('opening_hours');
grant select, insert, update, delete on opening_hours to wellkept_app;

create table appointment (
  clinic_id       uuid        not null,
  appointment_id  uuid        not null,
  practitioner_id uuid        not null,
  service_id      uuid        not null,
  patient_id      uuid        not null,
  starts_at       timestamptz not null,
  ends_at         timestamptz not null,
  status          text        not null constraint appointment_status
                              check (status in ('booked', 'arrived', 'fulfilled', 'cancelled', 'noshow', 'entered-in-error')),
  confirmed_at    timestamptz,
  booked_at       timestamptz not null,
  booked_by       text        not null constraint appointment_booked_by check (booked_by in ('patient', 'staff', 'demo', 'canary')),
  notice_version  text        not null,
  during          tstzrange   not null generated always as (tstzrange(starts_at, ends_at, '[)')) stored,
  constraint appointment_pkey primary key (clinic_id, appointment_id),
  constraint appointment_order check (starts_at < ends_at),
  constraint appointment_practitioner foreign key (clinic_id, practitioner_id) references practitioner (clinic_id, practitioner_id),
  constraint appointment_service foreign key (clinic_id, service_id) references service (clinic_id, service_id),
  constraint appointment_patient foreign key (clinic_id, patient_id) references patient (clinic_id, patient_id),
  constraint appointment_no_overlap exclude using gist (clinic_id with =, practitioner_id with =, during with &&)
    where (status in ('booked', 'arrived', 'fulfilled'))
);
comment on column appointment.status is 'FHIR R4 Appointment.status; a patient''s own confirmation is confirmed_at';
comment on column appointment.notice_version is 'the privacy notice the person saw when booking';
create index appointment_calendar on appointment (clinic_id, practitioner_id, starts_at) include (ends_at)
  where status in ('booked', 'arrived', 'fulfilled');
create index appointment_day on appointment (clinic_id, starts_at);
create index appointment_of_patient on appointment (clinic_id, patient_id, starts_at);
select wall('appointment');
grant select, insert, update on appointment to wellkept_app;

create table queue_ticket (
  clinic_id       uuid        not null,
  ticket_id       uuid        not null,
  day             date        not null,
  number          integer     not null,
  appointment_id  uuid        not null,
  patient_id      uuid        not null,
  practitioner_id uuid        not null,
  state           text        not null constraint queue_ticket_state check (state in ('waiting', 'called', 'done', 'left')),
  issued_at       timestamptz not null,
  called_at       timestamptz,
  done_at         timestamptz,
  constraint queue_ticket_pkey primary key (clinic_id, ticket_id),
  constraint queue_ticket_number_key unique (clinic_id, day, number),
  constraint queue_ticket_appointment_key unique (clinic_id, appointment_id),
  constraint queue_ticket_appointment foreign key (clinic_id, appointment_id) references appointment (clinic_id, appointment_id),
  constraint queue_ticket_patient foreign key (clinic_id, patient_id) references patient (clinic_id, patient_id)
);
select wall('queue_ticket');
grant select, insert, update on queue_ticket to wellkept_app;
create index link_subject on link (clinic_id, subject_id, link_id);
