-- Why: the operator of the platform sees counts and states, and a clinic's rows only by leave that an owner signed.
-- Operators are nobody's members and have no row in `person`: there is no password to try.
-- Step: expand.
create table operator (
  operator_id uuid        not null constraint operator_pkey primary key,
  email_key   bytea       not null constraint operator_email_key unique,
  email       bytea       not null,
  name        bytea       not null,
  state       text        not null constraint operator_state check (state in ('active', 'suspended')),
  since       timestamptz not null
);
comment on table operator is 'Who runs the platform. Name and e-mail are sealed under the platform''s key; nobody has a password.';
alter table operator enable row level security;
alter table operator force row level security;
create policy identity_all on operator to wellkept_identity using (true) with check (true);
grant select, insert on operator to wellkept_identity;
grant update (state) on operator to wellkept_identity;
create policy door_reads on operator for select to wellkept_door using (true);
grant select (operator_id, name, state) on operator to wellkept_door;

create table operator_session (
  session_id   uuid        not null constraint operator_session_pkey primary key,
  operator_id  uuid        not null constraint operator_session_operator references operator (operator_id),
  token_hash   bytea       not null constraint operator_session_token_hash_key unique,
  started_at   timestamptz not null,
  last_seen_at timestamptz not null,
  ends_at      timestamptz not null,
  ended_at     timestamptz,
  address      bytea       not null,
  device       bytea       not null
);
comment on column operator_session.token_hash is 'SHA-256 of the cookie. While the operator looks into a clinic, a row of session has the same: one cookie, renewed each time.';
alter table operator_session enable row level security;
alter table operator_session force row level security;
create policy identity_all on operator_session to wellkept_identity using (true) with check (true);
grant select, insert on operator_session to wellkept_identity;
grant update (token_hash, last_seen_at, ended_at) on operator_session to wellkept_identity;
create policy sweep_all on operator_session to wellkept_sweep using (true);
grant select (ends_at), delete on operator_session to wellkept_sweep;

-- Asked for by the console, and no more than asked; decided by the clinic, once.
create policy operator_sees on support_grant for select to wellkept_operator using (true);
create policy operator_asks on support_grant for insert to wellkept_operator
  with check (state = 'asked' and decided_by is null and decided_at is null and ends_at is null and signature is null);
grant select (clinic_id, grant_id, operator_id, reason, scopes, hours, state, asked_at, decided_at, ends_at) on support_grant to wellkept_operator;
grant insert (clinic_id, grant_id, operator_id, reason, scopes, hours, state, asked_at) on support_grant to wellkept_operator;
create unique index support_grant_asked_once on support_grant (clinic_id, operator_id) where state = 'asked';
comment on column support_grant.reason is 'sealed under the platform''s key: the console has no clinic''s key; the clinic reads it through the program';

create function public.leave_goes_one_way() returns trigger
language plpgsql set search_path = pg_catalog, public
as $$
begin
  if old.state = 'asked' and new.state = 'refused' and new.ends_at is null and new.signature is null then return new; end if;
  if old.state = 'asked' and new.state = 'granted' and new.ends_at = new.decided_at + make_interval(hours => new.hours) then return new; end if;
  if old.state = 'granted' and new.state = 'revoked' and new.ends_at <= old.ends_at
     and (new.decided_by, new.decided_at, new.signature) is not distinct from (old.decided_by, old.decided_at, old.signature) then return new; end if;
  raise exception 'leave is decided once; after that it can only end' using errcode = 'insufficient_privilege';
end $$;
revoke all on function public.leave_goes_one_way() from public;
create trigger support_grant_goes_one_way before update on support_grant
  for each row execute function leave_goes_one_way();

-- What the console may do to a clinic: close and open its door, and say so in its trail.
create policy operator_sees on clinic for select to wellkept_operator using (true);
create policy operator_suspends on clinic for update to wellkept_operator using (true) with check (true);
grant select (clinic_id, slug, name, country, time_zone, kind, state, opened_at), update (state) on clinic to wellkept_operator;
create policy operator_writes on audit_leaf for insert to wellkept_operator
  with check (actor_kind = 'support' and detail is null and about is null
              and act in ('operator.ask_leave', 'operator.enter', 'operator.suspend_clinic', 'operator.resume_clinic'));
grant insert on audit_leaf to wellkept_operator;
create index audit_leaf_of_support on audit_leaf (clinic_id, actor_id, at) where actor_kind = 'support';
create index account_event_of_operators on account_event (in_clinic, event_id) where by_kind = 'operator';

create policy door_reads on account_event_address for select to wellkept_door using (true);
grant select (at) on account_event_address to wellkept_door;

set local role wellkept_door;
-- The leave under which a session looks in, while it runs; the program checks the owner's signature over it.
create function door.leave(clinic uuid, wanted uuid, at timestamptz)
returns table (operator_id uuid, scopes text[], hours integer, decided_by uuid, decided_at timestamptz, ends_at timestamptz, signature bytea)
language sql stable security definer set search_path = pg_catalog, public
as $$
  select g.operator_id, g.scopes, g.hours, g.decided_by, g.decided_at, g.ends_at, g.signature
    from support_grant g join operator o on o.operator_id = g.operator_id
   where g.clinic_id = clinic and g.grant_id = wanted and g.state = 'granted' and g.ends_at > at and o.state = 'active'
$$;

-- Whether an operator waits for an answer of this clinic.
create function door.leave_is_asked(clinic uuid, since timestamptz) returns boolean
language sql stable security definer set search_path = pg_catalog, public
as $$ select exists (select from support_grant g where g.clinic_id = clinic and g.state = 'asked' and g.asked_at > since) $$;

-- Who asks, for the clinic to read; sealed under the platform's key.
create function door.operator_name(wanted uuid) returns bytea
language sql stable security definer set search_path = pg_catalog, public
as $$ select o.name from operator o where o.operator_id = wanted $$;

-- Counts and days of each clinic, for the console: no name of a person, no row of a patient.
create function door.console_clinics(wanted text, only_one uuid, at timestamptz)
returns table (clinic_id uuid, slug text, name text, country text, kind text, state text, opened_on date,
               members bigint, last_sign_in date, asked bigint, support_until timestamptz)
language sql stable security definer set search_path = pg_catalog, public
as $$
  select c.clinic_id, c.slug, c.name, c.country, c.kind, c.state, (c.opened_at at time zone c.time_zone)::date,
         (select count(*) from membership m where m.clinic_id = c.clinic_id and m.state = 'active'),
         (select (max(s.started_at) at time zone c.time_zone)::date from session s where s.clinic_id = c.clinic_id and s.kind = 'staff'),
         (select count(*) from support_grant g where g.clinic_id = c.clinic_id and g.state = 'asked'),
         (select max(g.ends_at) from support_grant g where g.clinic_id = c.clinic_id and g.state = 'granted' and g.ends_at > at)
    from clinic c
   where c.kind <> 'canary' and (only_one is null or c.clinic_id = only_one)
     and (wanted = '' or position(lower(wanted) in lower(c.name || ' ' || c.slug)) > 0)
   order by c.opened_at desc, c.clinic_id limit 200
$$;

-- Jobs by kind: waiting, overdue, tried and failed, given up.
create function door.console_jobs(at timestamptz)
returns table (kind text, waiting bigint, late bigint, failing bigint, gave_up bigint)
language sql stable security definer set search_path = pg_catalog, public
as $$
  select j.kind, count(*) filter (where j.done_at is null), count(*) filter (where j.done_at is null and j.due_at < at - interval '5 minutes'),
         count(*) filter (where j.done_at is null and j.attempt > 0), count(*) filter (where j.gave_up is not null)
    from job j group by j.kind order by j.kind
$$;

-- Since when addresses are kept: they go after thirty days, so an older one says that sweeping has stopped.
create function door.console_oldest_address() returns timestamptz
language sql stable security definer set search_path = pg_catalog, public
as $$ select min(a.at) from account_event_address a $$;

-- As before, and a suspended clinic or operator acts no more, even in a request that began before.
create or replace function door.may_enter(clinic uuid, kind text, actor uuid, as_role text, session uuid, at timestamptz) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public
as $$
begin
  if kind = 'staff' then
    return exists (
      select from session s join membership m on m.clinic_id = s.clinic_id and m.person_id = s.person_id
        join clinic c on c.clinic_id = s.clinic_id and c.state = 'active'
        left join membership_at a on a.clinic_id = s.clinic_id and a.person_id = s.person_id and a.location_id = s.location_id
       where s.clinic_id = may_enter.clinic and s.session_id = may_enter.session and s.person_id = may_enter.actor and s.ended_at is null
         and s.ends_at > may_enter.at and m.state = 'active' and coalesce(a.role, m.role) = may_enter.as_role);
  elsif kind = 'job' then
    return exists (select from job j where j.clinic_id = may_enter.clinic and j.job_id = may_enter.actor and j.done_at is null
                                       and j.leased_until > may_enter.at);
  elsif kind = 'support' then
    return exists (
      select from session s join support_grant g on g.clinic_id = s.clinic_id and g.grant_id = s.grant_id
        join clinic c on c.clinic_id = s.clinic_id and c.state = 'active'
        join operator o on o.operator_id = s.operator_id and o.state = 'active'
       where s.clinic_id = may_enter.clinic and s.session_id = may_enter.session and s.operator_id = may_enter.actor and s.ended_at is null
         and s.ends_at > may_enter.at and g.operator_id = s.operator_id and g.state = 'granted' and g.ends_at > may_enter.at);
  elsif kind = 'client' then
    return exists (select from api_client k join clinic c on c.clinic_id = k.clinic_id and c.state = 'active'
                    where k.clinic_id = may_enter.clinic and k.client_id = may_enter.actor
                      and k.revoked_at is null and k.expires_at > may_enter.at);
  elsif kind = 'founder' then
    return not exists (select from clinic c where c.clinic_id = may_enter.clinic);
  end if;
  return kind in ('visitor', 'bearer', 'program') and exists (select from clinic c where c.clinic_id = may_enter.clinic);
end $$;

revoke all on function door.leave(uuid, uuid, timestamptz), door.leave_is_asked(uuid, timestamptz), door.operator_name(uuid),
  door.console_clinics(text, uuid, timestamptz), door.console_jobs(timestamptz), door.console_oldest_address() from public;
grant execute on function door.leave(uuid, uuid, timestamptz), door.leave_is_asked(uuid, timestamptz), door.operator_name(uuid) to wellkept_app;
grant execute on function door.console_clinics(text, uuid, timestamptz), door.console_jobs(timestamptz), door.console_oldest_address(),
  door.operator_name(uuid) to wellkept_operator;
reset role;
set local role wellkept_owner;
