-- Why: hours change on a date, days are closed or open besides, a service takes time around the visit, needs a room, is
-- given by some, and says how early it is booked and how late it is called off. Step: expand; the column `during` and the
-- indexes on it are made anew, which rewrites the table (about a minute for two million appointments).
alter table service
  add column buffer_before integer not null default 0 constraint service_buffer_before check (buffer_before between 0 and 240),
  add column buffer_after  integer not null default 0 constraint service_buffer_after check (buffer_after between 0 and 240),
  add column every_minutes integer constraint service_every_minutes check (every_minutes between 5 and 480),
  add column notice_minutes integer not null default 0 constraint service_notice_minutes check (notice_minutes between 0 and 43200),
  add column horizon_days  integer not null default 60 constraint service_horizon_days check (horizon_days between 1 and 730),
  add column cancel_minutes integer not null default 0 constraint service_cancel_minutes check (cancel_minutes between 0 and 43200);
comment on column service.every_minutes is 'from one offered time to the next; null: one follows the other';
comment on column service.notice_minutes is 'a patient books no later than this before the time';
comment on column service.cancel_minutes is 'a patient moves or calls off no later than this before the time';

create table service_practitioner (
  clinic_id       uuid not null,
  service_id      uuid not null,
  practitioner_id uuid not null,
  constraint service_practitioner_pkey primary key (clinic_id, service_id, practitioner_id),
  constraint service_practitioner_service foreign key (clinic_id, service_id) references service (clinic_id, service_id),
  constraint service_practitioner_practitioner foreign key (clinic_id, practitioner_id) references practitioner (clinic_id, practitioner_id)
);
comment on table service_practitioner is 'Who gives a service; a service without rows is given by everybody.';
select wall('service_practitioner');
grant select, insert, delete on service_practitioner to wellkept_app;

create table room (
  clinic_id   uuid not null,
  room_id     uuid not null,
  name        text not null constraint room_name_length check (length(name) between 1 and 120),
  location_id uuid,
  closed_at   timestamptz,
  created_at  timestamptz not null,
  constraint room_pkey primary key (clinic_id, room_id),
  constraint room_location foreign key (clinic_id, location_id) references location (clinic_id, location_id)
);
comment on table room is 'A room or a device that a service needs one of.';
select wall('room');
grant select, insert, update on room to wellkept_app;

create table service_room (
  clinic_id  uuid not null,
  service_id uuid not null,
  room_id    uuid not null,
  constraint service_room_pkey primary key (clinic_id, service_id, room_id),
  constraint service_room_service foreign key (clinic_id, service_id) references service (clinic_id, service_id),
  constraint service_room_room foreign key (clinic_id, room_id) references room (clinic_id, room_id)
);
comment on table service_room is 'A service needs one of these; a service without rows needs none.';
select wall('service_room');
grant select, insert, delete on service_room to wellkept_app;

alter table opening_hours
  add column location_id uuid,
  add column service_id  uuid,
  add column valid_from  date,
  add column valid_until date,
  add constraint opening_hours_dates check (valid_from < valid_until),
  add constraint opening_hours_location foreign key (clinic_id, location_id) references location (clinic_id, location_id),
  add constraint opening_hours_service foreign key (clinic_id, service_id) references service (clinic_id, service_id);
comment on column opening_hours.location_id is 'where; null: wherever the clinic works';
comment on column opening_hours.service_id is 'kept for one service; null: for all';
comment on column opening_hours.valid_until is 'the first day on which it does not hold any more';

create table hours_exception (
  clinic_id       uuid        not null,
  exception_id    uuid        not null,
  practitioner_id uuid,
  location_id     uuid,
  first_day       date        not null,
  last_day        date        not null,
  opens           time,
  closes          time,
  closed          boolean     not null,
  note            bytea,
  made_at         timestamptz not null,
  removed_at      timestamptz,
  constraint hours_exception_pkey primary key (clinic_id, exception_id),
  constraint hours_exception_days check (first_day <= last_day and last_day - first_day <= 366),
  constraint hours_exception_hours check ((opens is null) = (closes is null) and (opens is null or opens < closes)),
  constraint hours_exception_open_when check (closed or opens is not null),
  constraint hours_exception_practitioner foreign key (clinic_id, practitioner_id) references practitioner (clinic_id, practitioner_id),
  constraint hours_exception_location foreign key (clinic_id, location_id) references location (clinic_id, location_id)
);
comment on table hours_exception is 'Days that are otherwise than the week says, on the wall clock; practitioner null: for everybody. The note is staff''s, sealed.';
create index hours_exception_days_of on hours_exception (clinic_id, last_day) where removed_at is null;
select wall('hours_exception');
grant select, insert, update on hours_exception to wellkept_app;

alter table appointment drop constraint appointment_no_overlap, drop column during;
alter table appointment
  add column location_id  uuid,
  add column room_id      uuid,
  add column blocks_from  timestamptz,
  add column blocks_until timestamptz,
  add column during tstzrange not null
    generated always as (tstzrange(coalesce(blocks_from, starts_at), coalesce(blocks_until, ends_at), '[)')) stored,
  add constraint appointment_blocks check (blocks_from <= starts_at and blocks_until >= ends_at),
  add constraint appointment_location foreign key (clinic_id, location_id) references location (clinic_id, location_id),
  add constraint appointment_room foreign key (clinic_id, room_id) references room (clinic_id, room_id),
  add constraint appointment_no_overlap exclude using gist (clinic_id with =, practitioner_id with =, during with &&)
    where (status in ('booked', 'arrived', 'fulfilled')),
  add constraint appointment_room_no_overlap exclude using gist (clinic_id with =, room_id with =, during with &&)
    where (status in ('booked', 'arrived', 'fulfilled') and room_id is not null);
comment on column appointment.blocks_from is 'what is made ready before the visit keeps others out too; null: nothing is';
drop index appointment_calendar;
create index appointment_calendar on appointment (clinic_id, practitioner_id, starts_at) include (ends_at, blocks_from, blocks_until)
  where status in ('booked', 'arrived', 'fulfilled');
create index appointment_of_room on appointment (clinic_id, room_id, starts_at) include (ends_at, blocks_from, blocks_until)
  where status in ('booked', 'arrived', 'fulfilled') and room_id is not null;

-- The program decides (front_desk::booking::appointment); the database holds the same moves.
create function public.appointment_moves() returns trigger
language plpgsql set search_path = pg_catalog, public
as $$
begin
  if new.status <> old.status
     and (old.status || ' ' || new.status) not in ('booked arrived', 'booked cancelled', 'booked noshow', 'arrived booked', 'arrived fulfilled',
                                                   'noshow booked', 'noshow arrived', 'cancelled booked')
     and new.status <> 'entered-in-error' then
    raise exception 'no appointment goes from % to %', old.status, new.status using errcode = 'check_violation', constraint = 'appointment_moves';
  end if;
  return new;
end $$;
revoke all on function appointment_moves() from public;
create trigger appointment_moves before update of status on appointment for each row execute function appointment_moves();
