-- Why: seven roles instead of three, each held at all locations or at some; memberships, clinics, support grants,
-- emergency access and API clients are states that the database itself looks at when a transaction enters.
-- Logins get a database role of their own: pages can no longer reach a hash, a session or another clinic's members.
-- Step: expand, and contract of what pages must no longer reach. Old role words are renamed in place.
alter table clinic add column state text not null default 'active' constraint clinic_state check (state in ('active', 'suspended'));
alter table clinic add column idle_minutes integer not null default 15 constraint clinic_idle_minutes check (idle_minutes between 5 and 60);
comment on column clinic.state is 'suspended: staff cannot enter, every row stays; refusals of messages are still taken';

alter table membership drop constraint membership_role;
alter table invitation drop constraint invitation_role;
-- The walls hold the owner too, so they are lowered for this transaction only.
alter table membership no force row level security;
alter table invitation no force row level security;
update membership set role = case role when 'practitioner' then 'doctor' when 'reception' then 'receptionist' else role end;
update invitation set role = case role when 'practitioner' then 'doctor' when 'reception' then 'receptionist' else role end;
alter table membership force row level security;
alter table invitation force row level security;
alter table membership add constraint membership_role
  check (role in ('owner', 'doctor', 'nurse', 'receptionist', 'pharmacist', 'billing', 'auditor'));
alter table invitation add constraint invitation_role
  check (role in ('owner', 'doctor', 'nurse', 'receptionist', 'pharmacist', 'billing', 'auditor'));
alter table invitation add column revoked_at timestamptz;

create table location (
  clinic_id   uuid        not null,
  location_id uuid        not null,
  name        text        not null constraint location_name_length check (length(name) between 1 and 120),
  closed_at   timestamptz,
  created_at  timestamptz not null,
  constraint location_pkey primary key (clinic_id, location_id)
);
comment on table location is 'Where a clinic works. A clinic without rows works in one place.';
select wall('location');
grant select, insert, update on location to wellkept_app;

create table membership_at (
  clinic_id   uuid not null,
  person_id   uuid not null,
  location_id uuid not null,
  role        text not null constraint membership_at_role
              check (role in ('owner', 'doctor', 'nurse', 'receptionist', 'pharmacist', 'billing', 'auditor')),
  constraint membership_at_pkey primary key (clinic_id, person_id, location_id),
  constraint membership_at_member foreign key (clinic_id, person_id) references membership (clinic_id, person_id),
  constraint membership_at_location foreign key (clinic_id, location_id) references location (clinic_id, location_id)
);
comment on table membership_at is 'Roles at single locations. A member with rows here works at these locations only; one without works everywhere in membership.role.';
select wall('membership_at');
grant select, insert, update, delete on membership_at to wellkept_app;

create table support_grant (
  clinic_id   uuid        not null,
  grant_id    uuid        not null,
  operator_id uuid        not null,
  reason      bytea       not null,
  scopes      text[]      not null constraint support_grant_scopes
              check (scopes <@ array['schedule', 'records', 'billing', 'settings'] and cardinality(scopes) > 0),
  hours       integer     not null constraint support_grant_hours check (hours between 1 and 72),
  state       text        not null constraint support_grant_state check (state in ('asked', 'granted', 'refused', 'revoked')),
  asked_at    timestamptz not null,
  decided_by  uuid,
  decided_at  timestamptz,
  ends_at     timestamptz,
  signature   bytea,
  constraint support_grant_pkey primary key (clinic_id, grant_id),
  constraint support_grant_signed check (state in ('asked', 'refused') or (decided_by is not null and ends_at is not null and signature is not null)),
  constraint support_grant_at_most_72_hours check (ends_at is null or ends_at <= decided_at + interval '72 hours'),
  constraint support_grant_decided_by foreign key (clinic_id, decided_by) references membership (clinic_id, person_id)
);
comment on table support_grant is 'Leave for one operator to look into one clinic, asked for by the operator and signed by an owner; the only way for an operator to a clinic''s rows.';
comment on column support_grant.signature is 'keyed tag over clinic, grant, operator, scopes, hours, who decided and when: changed by hand it no longer holds';
select wall('support_grant');
grant select on support_grant to wellkept_app;
grant update (state, decided_by, decided_at, ends_at, signature) on support_grant to wellkept_app;

create table break_glass (
  clinic_id   uuid        not null,
  glass_id    uuid        not null,
  person_id   uuid        not null,
  patient_id  uuid        not null,
  reason      text        not null constraint break_glass_reason check (reason in ('emergency', 'unreachable', 'handover', 'other')),
  words       bytea       not null,
  opened_at   timestamptz not null,
  ends_at     timestamptz not null,
  reviewed_at timestamptz,
  reviewed_by uuid,
  verdict     text        constraint break_glass_verdict check (verdict in ('justified', 'not_justified')),
  constraint break_glass_pkey primary key (clinic_id, glass_id),
  constraint break_glass_an_hour check (ends_at <= opened_at + interval '60 minutes'),
  constraint break_glass_reviewed check ((reviewed_at is null) = (verdict is null) and (reviewed_at is null) = (reviewed_by is null)),
  constraint break_glass_not_own_judge check (reviewed_by is distinct from person_id),
  constraint break_glass_member foreign key (clinic_id, person_id) references membership (clinic_id, person_id),
  constraint break_glass_patient foreign key (clinic_id, patient_id) references patient (clinic_id, patient_id)
);
comment on table break_glass is 'Emergency access of a clinician of the clinic to one patient''s chart: sixty minutes, a reason, a review.';
create index break_glass_open on break_glass (clinic_id, person_id, ends_at);
select wall('break_glass');
grant select, insert on break_glass to wellkept_app;
grant update (ends_at, reviewed_at, reviewed_by, verdict) on break_glass to wellkept_app;

create table api_client (
  clinic_id    uuid        not null,
  client_id    uuid        not null,
  name         text        not null constraint api_client_name_length check (length(name) between 1 and 120),
  key_hash     bytea       not null constraint api_client_key_hash_key unique,
  scopes       text[]      not null constraint api_client_scopes check (cardinality(scopes) > 0),
  made_by      uuid        not null,
  made_at      timestamptz not null,
  expires_at   timestamptz not null,
  last_used_at timestamptz,
  revoked_at   timestamptz,
  constraint api_client_pkey primary key (clinic_id, client_id),
  constraint api_client_made_by foreign key (clinic_id, made_by) references membership (clinic_id, person_id)
);
comment on column api_client.key_hash is 'SHA-256 of the key; the key is shown once and kept nowhere. Unique on the installation: it is looked up before the clinic is known.';
select wall('api_client');
grant select, insert on api_client to wellkept_app;
grant update (name, scopes, revoked_at, last_used_at) on api_client to wellkept_app;

-- Sessions: of a member, or of an operator under a grant.
alter table session alter column person_id drop not null;
alter table session
  add column kind         text not null default 'staff' constraint session_kind check (kind in ('staff', 'support')),
  add column operator_id  uuid,
  add column grant_id     uuid,
  add column location_id  uuid,
  add column proof        text not null default 'password'
                          constraint session_proof check (proof in ('password', 'second_factor', 'passkey', 'directory', 'recovery')),
  add column proven_until timestamptz,
  add column address      bytea,
  add column network      bytea,
  add column device       bytea,
  add constraint session_grant foreign key (clinic_id, grant_id) references support_grant (clinic_id, grant_id),
  add constraint session_location foreign key (clinic_id, location_id) references location (clinic_id, location_id),
  add constraint session_whose check (case kind when 'staff' then person_id is not null and operator_id is null and grant_id is null
                                               else person_id is null and operator_id is not null and grant_id is not null end);
comment on column session.proven_until is 'until when the last proof counts as fresh (ten minutes), for what needs one';
comment on column session.address is 'sealed under the platform''s key, as is device; network is a keyed tag of the address''s network';
create index session_of_person on session (clinic_id, person_id) where ended_at is null;
revoke insert on session from wellkept_app;
grant select (clinic_id, session_id, person_id, grant_id, ended_at), update (ended_at) on session to wellkept_app;

-- What people do with their own logins; not of one clinic.
create table account_event (
  event_id  uuid        not null constraint account_event_pkey primary key,
  at        timestamptz not null,
  act       text        not null,
  outcome   text        not null constraint account_event_outcome check (outcome in ('done', 'refused')),
  person_id uuid,
  in_clinic uuid,
  by_kind   text        not null constraint account_event_by_kind check (by_kind in ('nobody', 'person', 'operator', 'program')),
  by_id     uuid,
  detail    bytea
);
comment on table account_event is 'Sign-ins, failed ones too, changed factors, what operators did. Append only.';
create index account_event_of_person on account_event (person_id, event_id);
create trigger account_event_never_changes before update or delete or truncate on account_event
  for each statement execute function never_changes();
alter table account_event enable row level security;
alter table account_event force row level security;
create policy identity_all on account_event to wellkept_identity using (true) with check (true);
create policy operator_all on account_event to wellkept_operator using (true) with check (true);
grant select, insert on account_event to wellkept_identity;
grant select, insert on account_event to wellkept_operator;

create table account_event_address (
  event_id uuid        not null constraint account_event_address_pkey primary key
                       constraint account_event_address_event references account_event (event_id),
  at       timestamptz not null,
  address  bytea       not null,
  network  bytea       not null
);
comment on table account_event_address is 'Where an event came from, apart from it: goes after thirty days (AMX-RET), while the event stays.';
create index account_event_address_at on account_event_address (at);
alter table account_event_address enable row level security;
alter table account_event_address force row level security;
create policy identity_all on account_event_address to wellkept_identity using (true) with check (true);
create policy sweep_all on account_event_address to wellkept_sweep using (true);
grant select, insert on account_event_address to wellkept_identity;
grant select (event_id, at), delete on account_event_address to wellkept_sweep;
create policy sweep_all on session to wellkept_sweep using (true);
grant select (clinic_id, session_id, ends_at), delete on session to wellkept_sweep;

-- Logins are reached by one role only, which reaches nothing of a clinic.
create policy identity_all on person to wellkept_identity using (true) with check (true);
grant select, insert, update on person to wellkept_identity;
create policy identity_all on session to wellkept_identity using (true) with check (true);
grant select, insert, update on session to wellkept_identity;
create policy identity_reads on membership for select to wellkept_identity using (true);
grant select on membership to wellkept_identity;
create policy identity_reads on membership_at for select to wellkept_identity using (true);
grant select on membership_at to wellkept_identity;
create policy identity_reads on location for select to wellkept_identity using (true);
grant select on location to wellkept_identity;
create policy identity_reads on clinic for select to wellkept_identity using (true);
grant select on clinic to wellkept_identity;
create policy identity_writes on audit_leaf for insert to wellkept_identity with check (true);
grant insert on audit_leaf to wellkept_identity;

alter table audit_leaf drop constraint audit_leaf_actor_kind;
alter table audit_leaf add constraint audit_leaf_actor_kind
  check (actor_kind in ('staff', 'visitor', 'bearer', 'job', 'founder', 'program', 'support', 'client'));
alter table audit_leaf add column emergency boolean not null default false;
comment on column audit_leaf.emergency is 'permitted only because the clinician opened emergency access';
create index audit_leaf_by_time on audit_leaf (clinic_id, leaf_id);

-- What the doors look at.
create policy door_reads on job for select to wellkept_door using (true);
grant select on job to wellkept_door;
create policy door_reads on membership_at for select to wellkept_door using (true);
grant select on membership_at to wellkept_door;
create policy door_reads on support_grant for select to wellkept_door using (true);
grant select on support_grant to wellkept_door;
create policy door_reads on break_glass for select to wellkept_door using (true);
grant select on break_glass to wellkept_door;
create policy door_reads on api_client for select to wellkept_door using (true);
grant select on api_client to wellkept_door;
drop policy door_all on person;
revoke select, insert, update on person from wellkept_door;

set local role wellkept_door;
drop function door.person_by_email(bytea);
drop function door.create_person(uuid, bytea, bytea, text, timestamptz);
drop function door.memberships(uuid);
drop function door.end_session(bytea, timestamptz);
drop function door.password_shapes();
drop function door.session(bytea, timestamptz, interval);

-- One look says everything a request of staff needs, and moves the idle clock.
create function door.session(hash bytea, at timestamptz)
returns table (clinic_id uuid, session_id uuid, kind text, person_id uuid, role text, member_name bytea, practitioner_id uuid, location_id uuid,
               proven_until timestamptz, ends_at timestamptz, grant_id uuid, scopes text[], glass uuid[], support_until timestamptz, idle_minutes integer,
               slug text, clinic_name text, country text, time_zone text, currency text, language text, clinic_kind text)
language sql volatile security definer set search_path = pg_catalog, public
as $$
  with live as (
    select s.* from session s join clinic c on c.clinic_id = s.clinic_id
     where s.token_hash = hash and s.ended_at is null and s.ends_at > at and s.last_seen_at > at - make_interval(mins => c.idle_minutes)
       and c.state = 'active'),
  touched as (
    update session s set last_seen_at = at from live
     where s.clinic_id = live.clinic_id and s.session_id = live.session_id and s.last_seen_at < at - interval '20 seconds'
    returning 1)
  select s.clinic_id, s.session_id, s.kind, coalesce(s.person_id, s.operator_id),
         case s.kind when 'support' then 'support' else coalesce(a.role, m.role) end, m.name, m.practitioner_id, s.location_id,
         s.proven_until, s.ends_at, s.grant_id, g.scopes,
         array(select b.patient_id from break_glass b where b.clinic_id = s.clinic_id and b.person_id = s.person_id and b.ends_at > at),
         (select max(r.ends_at) from support_grant r where r.clinic_id = s.clinic_id and r.state = 'granted' and r.ends_at > at),
         c.idle_minutes, c.slug, c.name, c.country, c.time_zone, c.currency, c.language, c.kind
    from live s
    join clinic c on c.clinic_id = s.clinic_id
    left join membership m on m.clinic_id = s.clinic_id and m.person_id = s.person_id and m.state = 'active'
    left join membership_at a on a.clinic_id = s.clinic_id and a.person_id = s.person_id and a.location_id = s.location_id
    left join support_grant g on g.clinic_id = s.clinic_id and g.grant_id = s.grant_id and g.operator_id = s.operator_id
                              and g.state = 'granted' and g.ends_at > at
   where case s.kind
         when 'support' then g.grant_id is not null
         else m.person_id is not null
              and (a.role is not null or not exists (select from membership_at x where x.clinic_id = s.clinic_id and x.person_id = s.person_id))
         end
$$;

-- The clinic whose key this is, whether the client may still come in, and its scopes.
create function door.api_client(hash bytea, at timestamptz)
returns table (clinic_id uuid, client_id uuid, scopes text[])
language sql stable security definer set search_path = pg_catalog, public
as $$
  select k.clinic_id, k.client_id, k.scopes from api_client k join clinic c on c.clinic_id = k.clinic_id
   where k.key_hash = hash and k.revoked_at is null and k.expires_at > at and c.state = 'active'
$$;

-- Whether who the pass names may still act there, as the rows say now: the race between being suspended and acting ends here.
create function door.may_enter(clinic uuid, kind text, actor uuid, as_role text, session uuid, at timestamptz) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public
as $$
begin
  if kind = 'staff' then
    return exists (
      select from session s join membership m on m.clinic_id = s.clinic_id and m.person_id = s.person_id
        left join membership_at a on a.clinic_id = s.clinic_id and a.person_id = s.person_id and a.location_id = s.location_id
       where s.clinic_id = may_enter.clinic and s.session_id = may_enter.session and s.person_id = may_enter.actor and s.ended_at is null
         and s.ends_at > may_enter.at and m.state = 'active' and coalesce(a.role, m.role) = may_enter.as_role);
  elsif kind = 'job' then
    return exists (select from job j where j.clinic_id = may_enter.clinic and j.job_id = may_enter.actor and j.done_at is null
                                       and j.leased_until > may_enter.at);
  elsif kind = 'support' then
    return exists (
      select from session s join support_grant g on g.clinic_id = s.clinic_id and g.grant_id = s.grant_id
       where s.clinic_id = may_enter.clinic and s.session_id = may_enter.session and s.operator_id = may_enter.actor and s.ended_at is null
         and s.ends_at > may_enter.at and g.operator_id = s.operator_id and g.state = 'granted' and g.ends_at > may_enter.at);
  elsif kind = 'client' then
    return exists (select from api_client k where k.clinic_id = may_enter.clinic and k.client_id = may_enter.actor
                                              and k.revoked_at is null and k.expires_at > may_enter.at);
  elsif kind = 'founder' then
    return not exists (select from clinic c where c.clinic_id = may_enter.clinic);
  end if;
  return kind in ('visitor', 'bearer', 'program') and exists (select from clinic c where c.clinic_id = may_enter.clinic);
end $$;

-- pass: 'clinic|kind|actor|role|session|at|sent|backend', times in microseconds since 1970; at by the building's clock,
-- sent by this server's. mac: HMAC-SHA-256 of 'pass|' and it.
create function door.enter(pass text, mac bytea) returns void
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
                        to_timestamp(part[6]::bigint / 1000000.0)) then
    raise exception 'may not enter any more' using errcode = 'WKS01';
  end if;
  body := part[1] || '|' || part[2] || '|' || part[4] || '|' || part[3];
  perform set_config('app.context', body || encode(sha256(pads.outer_pad || sha256(pads.inner_pad || convert_to(body, 'UTF8')
    || int4send(pg_backend_pid()) || timestamptz_send(transaction_timestamp()))), 'hex'), true);
end $$;

revoke all on function door.session(bytea, timestamptz), door.api_client(bytea, timestamptz),
  door.may_enter(uuid, text, uuid, text, uuid, timestamptz), door.enter(text, bytea), door.clinic() from public;
grant execute on function door.session(bytea, timestamptz), door.api_client(bytea, timestamptz), door.enter(text, bytea), door.clinic() to wellkept_app;
reset role;
set local role wellkept_owner;
