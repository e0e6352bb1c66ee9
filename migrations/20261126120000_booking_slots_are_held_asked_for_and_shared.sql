-- Why: a time is held while its form is filled in, asked for where the clinic wants to approve, shared by a group, taken
-- twice on purpose by the desk, and not taken at all by somebody who walks in. Step: expand; the two exclusion constraints
-- and the calendar's indexes are made anew (about a minute for two million appointments), no row is rewritten.
alter table service
  add column places   integer not null default 1 constraint service_places check (places between 1 and 200),
  add column approval boolean not null default false;
comment on column service.places is 'how many patients one time is for; more than one: a group';
comment on column service.approval is 'what is booked on the public page waits for a yes of the clinic, and holds its time meanwhile';

alter table appointment
  alter column patient_id drop not null,
  drop constraint appointment_status,
  drop constraint appointment_no_overlap,
  drop constraint appointment_room_no_overlap,
  add column held_until      timestamptz,
  add column held_for        uuid,
  add column asked_at        timestamptz,
  add column approved_at     timestamptz,
  add column taken_as        text not null default 'slot' constraint appointment_taken_as check (taken_as in ('slot', 'walk_in', 'overbooked')),
  add column overbook_reason bytea,
  add column session_id      uuid,
  add column seat            integer constraint appointment_seat check (seat between 1 and 200),
  add column series_id       uuid,
  add column came_from       bytea constraint appointment_came_from check (length(came_from) = 16),
  add constraint appointment_status check (status in ('proposed', 'pending', 'booked', 'arrived', 'fulfilled', 'cancelled', 'noshow', 'entered-in-error')),
  add constraint appointment_patient_known check (patient_id is not null or status = 'proposed'),
  add constraint appointment_held check ((status = 'proposed') = (held_until is not null) and (status = 'proposed' or held_for is null)),
  add constraint appointment_asked check (status <> 'pending' or asked_at is not null and approved_at is null),
  add constraint appointment_overbooked_why check ((taken_as = 'overbooked') = (overbook_reason is not null)),
  add constraint appointment_session check ((session_id is null) = (seat is null));
comment on column appointment.status is 'FHIR R4 Appointment.status: proposed holds a time for a form or an offer, pending waits for the clinic''s yes; a patient''s own confirmation is confirmed_at';
comment on column appointment.held_until is 'from then on a proposed row keeps nobody out; it is swept, or taken away by who wants the time';
comment on column appointment.held_for is 'what holds it: the form of a visitor, or an entry of the waitlist';
comment on column appointment.taken_as is 'slot: the time is theirs alone (or their group''s); walk_in: came without a time and keeps nobody out; overbooked: a second one on purpose, for a reason';
comment on column appointment.overbook_reason is 'why, in the desk''s words, sealed';
comment on column appointment.session_id is 'the same for everybody of one group at one time; seat counts them';
comment on column appointment.series_id is 'the same for the visits of one series';
comment on column appointment.came_from is 'keyed tag of the network and the day a public booking came from: counted for the cap, and tells nothing across days';

-- One time, one patient, or one group: two rows may only meet when they are of the same session.
alter table appointment
  add constraint appointment_no_overlap exclude using gist
    (clinic_id with =, practitioner_id with =, during with &&, (coalesce(session_id, appointment_id)) with <>)
    where (status in ('proposed', 'pending', 'booked', 'arrived', 'fulfilled') and taken_as = 'slot'),
  add constraint appointment_room_no_overlap exclude using gist
    (clinic_id with =, room_id with =, during with &&, (coalesce(session_id, appointment_id)) with <>)
    where (status in ('proposed', 'pending', 'booked', 'arrived', 'fulfilled') and taken_as = 'slot' and room_id is not null);
create unique index appointment_seat_once on appointment (clinic_id, session_id, seat)
  where status in ('proposed', 'pending', 'booked', 'arrived', 'fulfilled') and session_id is not null;

drop index appointment_calendar, appointment_of_room;
create index appointment_calendar on appointment (clinic_id, practitioner_id, starts_at) include (ends_at, blocks_from, blocks_until)
  where status in ('proposed', 'pending', 'booked', 'arrived', 'fulfilled') and taken_as <> 'walk_in';
create index appointment_of_room on appointment (clinic_id, room_id, starts_at) include (ends_at, blocks_from, blocks_until)
  where status in ('proposed', 'pending', 'booked', 'arrived', 'fulfilled') and taken_as <> 'walk_in' and room_id is not null;
create index appointment_held on appointment (clinic_id, held_until) where status = 'proposed';
create index appointment_series on appointment (clinic_id, series_id, starts_at) where series_id is not null;
create index appointment_came_from on appointment (clinic_id, came_from, booked_at) where came_from is not null;
create index appointment_booked_online on appointment (clinic_id, booked_at) where booked_by = 'patient';
create index appointment_asked on appointment (clinic_id, asked_at) where status = 'pending';

-- A hold is nobody's visit: it alone may be deleted.
grant delete on appointment to wellkept_app;
create policy only_holds_go on appointment as restrictive for delete to wellkept_app using (status = 'proposed');

create or replace function public.appointment_moves() returns trigger
language plpgsql set search_path = pg_catalog, public
as $$
begin
  if new.status <> old.status
     and (old.status || ' ' || new.status) not in ('proposed booked', 'proposed pending', 'pending booked', 'pending cancelled',
                                                   'booked arrived', 'booked cancelled', 'booked noshow', 'arrived booked', 'arrived fulfilled',
                                                   'noshow booked', 'noshow arrived', 'cancelled booked', 'cancelled pending')
     and new.status <> 'entered-in-error' then
    raise exception 'no appointment goes from % to %', old.status, new.status using errcode = 'check_violation', constraint = 'appointment_moves';
  end if;
  return new;
end $$;
