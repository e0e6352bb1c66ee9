-- Why: who works here changes only along the moves that the program decides on (trust::identity::membership); the database
-- holds the same moves, that a clinic keeps an active owner, and that an owner's role holds everywhere. Who is in is looked
-- at again when a transaction enters: the clinic's own state and the session's location too.
-- Step: expand; door.enter is replaced in place.
alter table membership
  add column state_since  timestamptz,
  add column state_before text constraint membership_state_before check (state_before in ('invited', 'active', 'suspended', 'left'));
comment on column membership.state_since is 'since when the state holds; membership.since is when the person first joined';
comment on column membership.state_before is 'what a departure that is taken back leads to; written by the trigger';
-- The walls hold the owner too, so they are lowered for this transaction only.
alter table membership no force row level security;
update membership set state_since = since;
alter table membership force row level security;
alter table membership alter column state_since set not null;

alter table membership_at add constraint membership_at_owners_work_everywhere check (role <> 'owner');

create function public.membership_moves() returns trigger
language plpgsql set search_path = pg_catalog, public
as $$
begin
  if tg_op = 'INSERT' then
    if new.state not in ('invited', 'active') then
      raise exception 'nobody joins as %', new.state using errcode = 'check_violation', constraint = 'membership_moves';
    end if;
    new.state_since := coalesce(new.state_since, new.since);
    return new;
  end if;
  if new.state <> old.state then
    if (old.state || ' ' || new.state) not in ('invited active', 'invited left', 'active suspended', 'active left',
                                               'suspended active', 'suspended left', 'left active', 'left suspended') then
      raise exception 'nobody goes from % to %', old.state, new.state using errcode = 'check_violation', constraint = 'membership_moves';
    end if;
    new.state_before := old.state;
  end if;
  if new.role <> old.role and new.role = 'owner'
     and exists (select from membership_at a where a.clinic_id = new.clinic_id and a.person_id = new.person_id) then
    raise exception 'an owner works everywhere' using errcode = 'check_violation', constraint = 'membership_at_owners_work_everywhere';
  end if;
  return new;
end $$;
create trigger membership_moves before insert or update on membership for each row execute function membership_moves();

create function public.membership_at_not_an_owner() returns trigger
language plpgsql set search_path = pg_catalog, public
as $$
begin
  if exists (select from membership m where m.clinic_id = new.clinic_id and m.person_id = new.person_id and m.role = 'owner') then
    raise exception 'an owner works everywhere' using errcode = 'check_violation', constraint = 'membership_at_owners_work_everywhere';
  end if;
  return new;
end $$;
create trigger membership_at_not_an_owner before insert or update on membership_at for each row execute function membership_at_not_an_owner();

-- Two owners who remove each other in the same moment wait here, one after the other; the second sees what the first did.
create function public.membership_keeps_an_owner() returns trigger
language plpgsql set search_path = pg_catalog, public
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('the owners of ' || old.clinic_id, 0));
  if not exists (select from membership m where m.clinic_id = old.clinic_id and m.role = 'owner' and m.state = 'active') then
    raise exception 'a clinic keeps an active owner' using errcode = 'check_violation', constraint = 'membership_keeps_an_owner';
  end if;
  return null;
end $$;
create trigger membership_keeps_an_owner after update on membership for each row
  when (old.role = 'owner' and old.state = 'active' and (new.role <> 'owner' or new.state <> 'active'))
  execute function membership_keeps_an_owner();
revoke all on function public.membership_moves(), public.membership_at_not_an_owner(), public.membership_keeps_an_owner() from public;

create policy door_reads on location for select to wellkept_door using (true);
grant select on location to wellkept_door;

set local role wellkept_door;
-- Whether the clinic lets anybody in, and for a member whether the session's location is open and they have a role there.
create function door.stands_open(clinic uuid, kind text, actor uuid, session uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public
as $$
  select kind not in ('staff', 'support', 'client')
      or exists (select from clinic c where c.clinic_id = stands_open.clinic and c.state = 'active')
         and (kind <> 'staff'
              or exists (
                select from session s
                  left join membership_at a on a.clinic_id = s.clinic_id and a.person_id = s.person_id and a.location_id = s.location_id
                  left join location l on l.clinic_id = s.clinic_id and l.location_id = s.location_id
                 where s.clinic_id = stands_open.clinic and s.session_id = stands_open.session and s.person_id = stands_open.actor
                   and l.closed_at is null
                   and (a.role is not null
                        or not exists (select from membership_at x where x.clinic_id = s.clinic_id and x.person_id = s.person_id))))
$$;

create or replace function door.enter(pass text, mac bytea) returns void
language plpgsql volatile security definer set search_path = pg_catalog, public
as $$
declare
  pads door.context_key;
  part text[] := string_to_array(pass, '|');
  body text;
begin
  select * into pads from door.context_key where one;
  if sha256(pads.outer_pad || sha256(pads.inner_pad || convert_to('pass|' || pass, 'UTF8'))) is distinct from mac then
    raise exception 'this pass was not written by the program' using errcode = 'insufficient_privilege';
  end if;
  if part[8]::integer <> pg_backend_pid() then
    raise exception 'this pass is another connection''s' using errcode = 'insufficient_privilege';
  end if;
  if abs(extract(epoch from clock_timestamp()) * 1000000 - part[7]::bigint) > 60000000 then
    raise exception 'this pass is over' using errcode = 'WKP01';
  end if;
  if not door.may_enter(part[1]::uuid, part[2], nullif(part[3], '')::uuid, part[4], nullif(part[5], '')::uuid,
                        to_timestamp(part[6]::bigint / 1000000.0))
     or not door.stands_open(part[1]::uuid, part[2], nullif(part[3], '')::uuid, nullif(part[5], '')::uuid) then
    raise exception 'may not enter any more' using errcode = 'WKS01';
  end if;
  body := part[1] || '|' || part[2] || '|' || part[4] || '|' || part[3];
  perform set_config('app.context', body || encode(sha256(pads.outer_pad || sha256(pads.inner_pad || convert_to(body, 'UTF8')
    || int4send(pg_backend_pid()) || timestamptz_send(transaction_timestamp()))), 'hex'), true);
end $$;

-- The name of the place a session is bound to, for the bar.
create function door.location_name(clinic uuid, wanted uuid) returns text
language sql stable security definer set search_path = pg_catalog, public
as $$ select l.name from location l where l.clinic_id = location_name.clinic and l.location_id = wanted $$;
revoke all on function door.stands_open(uuid, text, uuid, uuid), door.location_name(uuid, uuid) from public;
grant execute on function door.location_name(uuid, uuid) to wellkept_app;
reset role;
set local role wellkept_owner;
