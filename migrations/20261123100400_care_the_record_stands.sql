-- Why: what is known of a patient, what was found today, and where imported facts came from. Step: expand.
-- Clinical content is one sealed JSON a row; clear are only ids, times and statuses that lists and plans need.
create table encounter (
  clinic_id       uuid        not null,
  encounter_id    uuid        not null,
  patient_id      uuid        not null,
  appointment_id  uuid,
  practitioner_id uuid,
  status          text        not null constraint encounter_status check (status in ('in-progress', 'finished', 'cancelled', 'unknown')),
  started_at      timestamptz not null,
  ended_at        timestamptz,
  content         bytea,
  constraint encounter_pkey primary key (clinic_id, encounter_id),
  constraint encounter_appointment_key unique (clinic_id, appointment_id),
  constraint encounter_patient foreign key (clinic_id, patient_id) references patient (clinic_id, patient_id),
  constraint encounter_appointment foreign key (clinic_id, appointment_id) references appointment (clinic_id, appointment_id)
);
create index encounter_of_patient on encounter (clinic_id, patient_id, started_at);
select wall('encounter');
grant select, insert, update on encounter to wellkept_app;

create table condition (
  clinic_id    uuid        not null,
  condition_id uuid        not null,
  patient_id   uuid        not null,
  status       text        not null constraint condition_status check (status in ('active', 'recurrence', 'relapse', 'inactive', 'remission', 'resolved', 'unknown')),
  onset_at     timestamptz,
  content      bytea       not null,
  constraint condition_pkey primary key (clinic_id, condition_id),
  constraint condition_patient foreign key (clinic_id, patient_id) references patient (clinic_id, patient_id)
);
create index condition_of_patient on condition (clinic_id, patient_id);
select wall('condition');
grant select, insert, update on condition to wellkept_app;

create table allergy (
  clinic_id  uuid        not null,
  allergy_id uuid        not null,
  patient_id uuid        not null,
  status     text        not null constraint allergy_status check (status in ('active', 'inactive', 'resolved', 'unknown')),
  content    bytea       not null,
  constraint allergy_pkey primary key (clinic_id, allergy_id),
  constraint allergy_patient foreign key (clinic_id, patient_id) references patient (clinic_id, patient_id)
);
create index allergy_of_patient on allergy (clinic_id, patient_id);
select wall('allergy');
grant select, insert, update on allergy to wellkept_app;

create table medication_request (
  clinic_id             uuid        not null,
  medication_request_id uuid        not null,
  patient_id            uuid        not null,
  status                text        not null constraint medication_request_status
                                    check (status in ('active', 'on-hold', 'cancelled', 'completed', 'entered-in-error', 'stopped', 'draft', 'unknown')),
  authored_at           timestamptz,
  content               bytea       not null,
  constraint medication_request_pkey primary key (clinic_id, medication_request_id),
  constraint medication_request_patient foreign key (clinic_id, patient_id) references patient (clinic_id, patient_id)
);
create index medication_request_of_patient on medication_request (clinic_id, patient_id);
select wall('medication_request');
grant select, insert, update on medication_request to wellkept_app;

create table observation (
  clinic_id      uuid        not null,
  observation_id uuid        not null,
  patient_id     uuid        not null,
  encounter_id   uuid,
  taken_at       timestamptz not null,
  content        bytea       not null,
  constraint observation_pkey primary key (clinic_id, observation_id),
  constraint observation_patient foreign key (clinic_id, patient_id) references patient (clinic_id, patient_id),
  constraint observation_encounter foreign key (clinic_id, encounter_id) references encounter (clinic_id, encounter_id)
);
comment on table observation is 'Vital signs; content: kind, value, UCUM unit.';
create index observation_of_patient on observation (clinic_id, patient_id, taken_at);
select wall('observation');
grant select, insert on observation to wellkept_app;

create table immunization (
  clinic_id       uuid        not null,
  immunization_id uuid        not null,
  patient_id      uuid        not null,
  given_at        timestamptz,
  content         bytea       not null,
  constraint immunization_pkey primary key (clinic_id, immunization_id),
  constraint immunization_patient foreign key (clinic_id, patient_id) references patient (clinic_id, patient_id)
);
create index immunization_of_patient on immunization (clinic_id, patient_id);
select wall('immunization');
grant select, insert on immunization to wellkept_app;

create table note (
  clinic_id    uuid        not null,
  note_id      uuid        not null,
  encounter_id uuid        not null,
  patient_id   uuid        not null,
  author_id    uuid        not null,
  status       text        not null constraint note_status check (status in ('draft', 'signed')),
  revision     integer     not null,
  amends_id    uuid,
  content      bytea       not null,
  written_at   timestamptz not null,
  signed_at    timestamptz,
  constraint note_pkey primary key (clinic_id, note_id),
  constraint note_encounter foreign key (clinic_id, encounter_id) references encounter (clinic_id, encounter_id),
  constraint note_amends foreign key (clinic_id, amends_id) references note (clinic_id, note_id),
  constraint note_amended_once unique (clinic_id, amends_id),
  constraint note_signed_says_when check ((status = 'signed') = (signed_at is not null))
);
comment on table note is 'A signed note never changes; an amendment is a new note that names the one it amends.';
create index note_of_patient on note (clinic_id, patient_id, written_at);
create unique index note_one_draft on note (clinic_id, encounter_id, author_id) where status = 'draft';
select wall('note');
grant select, insert, update on note to wellkept_app;
create function public.signed_note_never_changes() returns trigger
language plpgsql set search_path = pg_catalog
as $$ begin
  if old.status = 'signed' then
    raise exception 'a signed note never changes' using errcode = 'restrict_violation', constraint = 'note_signed_never_changes';
  end if;
  return new;
end $$;
revoke all on function public.signed_note_never_changes() from public;
create trigger note_signed_never_changes before update or delete on note
  for each row execute function public.signed_note_never_changes();

create table import_run (
  clinic_id   uuid        not null,
  import_id   uuid        not null,
  started_at  timestamptz not null,
  finished_at timestamptz,
  bundles     integer     not null default 0,
  quarantined integer     not null default 0,
  report      bytea,
  constraint import_run_pkey primary key (clinic_id, import_id)
);
comment on column import_run.report is 'sealed JSON: taken, already here, left and why';
select wall('import_run');
grant select, insert, update on import_run to wellkept_app;

create table imported (
  clinic_id  uuid not null,
  source_key bytea not null,
  row_id     uuid not null,
  import_id  uuid not null,
  constraint imported_pkey primary key (clinic_id, source_key),
  constraint imported_run foreign key (clinic_id, import_id) references import_run (clinic_id, import_id)
);
comment on table imported is 'Where a row came from: a keyed tag of kind and source id, so that the same bundle twice changes nothing.';
select wall('imported');
grant select, insert on imported to wellkept_app;

create table quarantined_bundle (
  clinic_id     uuid        not null,
  quarantine_id uuid        not null,
  import_id     uuid        not null,
  label         bytea       not null,
  reason        bytea       not null,
  at            timestamptz not null,
  constraint quarantined_bundle_pkey primary key (clinic_id, quarantine_id),
  constraint quarantined_bundle_run foreign key (clinic_id, import_id) references import_run (clinic_id, import_id)
);
comment on table quarantined_bundle is 'A bundle that was refused whole; the file stays with its owner, the reason stays here, both sealed.';
select wall('quarantined_bundle');
grant select, insert on quarantined_bundle to wellkept_app;
