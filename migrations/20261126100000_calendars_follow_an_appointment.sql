-- Why: a calendar that holds an appointment believes the higher number when it was moved, and a practitioner's own calendar
-- may ask for their booked times by a secret address. Step: expand; a column with a default, a trigger, a table and its door.
alter table appointment add column revision integer not null default 0 constraint appointment_revision check (revision >= 0);
comment on column appointment.revision is 'SEQUENCE of RFC 5545: grows when time, practitioner or place change, and when it is called off or comes back';

-- In the database, so that no verb that moves an appointment can forget it.
create function public.appointment_is_revised() returns trigger
language plpgsql set search_path = pg_catalog, public
as $$
begin
  new.revision := old.revision + 1;
  return new;
end $$;
revoke all on function appointment_is_revised() from public;
create trigger appointment_is_revised before update of starts_at, ends_at, practitioner_id, location_id, status on appointment
  for each row when (
    (old.starts_at, old.ends_at, old.practitioner_id, old.location_id) is distinct from
    (new.starts_at, new.ends_at, new.practitioner_id, new.location_id)
    or (old.status in ('cancelled', 'entered-in-error')) <> (new.status in ('cancelled', 'entered-in-error')))
  execute function appointment_is_revised();

create table calendar_feed (
  clinic_id       uuid        not null,
  feed_id         uuid        not null,
  person_id       uuid        not null,
  practitioner_id uuid        not null,
  name            bytea       not null,
  token_hash      bytea       not null constraint calendar_feed_token_hash_key unique
                              constraint calendar_feed_token_hash_sha256 check (length(token_hash) = 32),
  made_by         uuid        not null,
  made_at         timestamptz not null,
  last_seen_at    timestamptz,
  revoked_by      uuid,
  revoked_at      timestamptz,
  constraint calendar_feed_pkey primary key (clinic_id, feed_id),
  constraint calendar_feed_person foreign key (clinic_id, person_id) references membership (clinic_id, person_id),
  constraint calendar_feed_practitioner foreign key (clinic_id, practitioner_id) references practitioner (clinic_id, practitioner_id),
  constraint calendar_feed_made_by foreign key (clinic_id, made_by) references membership (clinic_id, person_id),
  constraint calendar_feed_revoked_by foreign key (clinic_id, revoked_by) references membership (clinic_id, person_id),
  constraint calendar_feed_revoked check ((revoked_at is null) = (revoked_by is null))
);
comment on table calendar_feed is 'Secret addresses at which a calendar program reads when a practitioner is booked, and nothing else.';
comment on column calendar_feed.person_id is 'the member whose calendar it is: it answers while they are active, without a break since it was made';
comment on column calendar_feed.name is 'what the member calls it, sealed';
comment on column calendar_feed.token_hash is 'SHA-256 of what stands in the address; the address itself is kept nowhere. Unique on the installation: it is looked up before the clinic is known.';
comment on column calendar_feed.last_seen_at is 'the first fetch of the last day on which it was fetched';
create index calendar_feed_of_person on calendar_feed (clinic_id, person_id) where revoked_at is null;
select wall('calendar_feed');
grant select, insert on calendar_feed to wellkept_app;
grant update (last_seen_at, revoked_by, revoked_at) on calendar_feed to wellkept_app;

create policy door_reads on calendar_feed for select to wellkept_door using (true);
grant select on calendar_feed to wellkept_door;

set local role wellkept_door;
-- Which feed an address opens. One that outlived its member's leave, suspension or calendar opens nothing, for good.
create function door.calendar_feed(hash bytea) returns table (clinic_id uuid, feed_id uuid, practitioner_id uuid)
language sql stable security definer set search_path = pg_catalog, public
as $$
  select f.clinic_id, f.feed_id, f.practitioner_id
    from calendar_feed f
    join membership m on m.clinic_id = f.clinic_id and m.person_id = f.person_id and m.practitioner_id = f.practitioner_id
    join clinic c on c.clinic_id = f.clinic_id
   where f.token_hash = hash and f.revoked_at is null and m.state = 'active' and m.state_since <= f.made_at and c.state = 'active'
$$;
revoke all on function door.calendar_feed(bytea) from public;
grant execute on function door.calendar_feed(bytea) to wellkept_app;
reset role;
set local role wellkept_owner;
