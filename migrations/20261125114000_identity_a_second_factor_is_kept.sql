-- Why: whoever signs in may show a second thing beside the password, an app's code or a passkey; owners of real clinics
-- must, and everybody in a clinic whose owner says so. What is half done (a password proven, a passkey asked for) is a
-- ticket here for five minutes, never half a session in a cookie.
-- Step: expand; door.session says one thing more.
alter table clinic add column second_factor boolean not null default false;
comment on column clinic.second_factor is 'everybody who works here needs a second factor; the owner of a real clinic always does';

create table person_totp (
  totp_id      uuid        not null constraint person_totp_pkey primary key,
  person_id    uuid        not null constraint person_totp_person references person (person_id),
  secret       bytea       not null,
  added_at     timestamptz not null,
  confirmed_at timestamptz,
  last_step    bigint      not null default 0,
  last_used_at timestamptz
);
comment on table person_totp is 'Apps that show codes: one that counts, and one that is being set up.';
comment on column person_totp.secret is 'sealed under the platform''s key';
comment on column person_totp.last_step is 'the half minute of the last code that was taken: no code is taken twice';
create unique index person_totp_one on person_totp (person_id) where confirmed_at is not null;
create unique index person_totp_one_coming on person_totp (person_id) where confirmed_at is null;

create table person_recovery_code (
  person_id uuid        not null constraint person_recovery_code_person references person (person_id),
  code_hash bytea       not null,
  made_at   timestamptz not null,
  used_at   timestamptz,
  constraint person_recovery_code_pkey primary key (person_id, code_hash)
);
comment on column person_recovery_code.code_hash is 'keyed tag of person and code; the code is shown once and kept nowhere';

create table person_passkey (
  passkey_id    uuid        not null constraint person_passkey_pkey primary key,
  person_id     uuid        not null constraint person_passkey_person references person (person_id),
  credential_id bytea       not null constraint person_passkey_credential_key unique,
  credential    bytea       not null,
  name          bytea       not null,
  added_at      timestamptz not null,
  last_used_at  timestamptz,
  stopped_at    timestamptz
);
comment on column person_passkey.credential is 'public key, counter and flags; sealed under the platform''s key, as is name';
comment on column person_passkey.stopped_at is 'its counter went backwards: somebody may have a copy, so it opens nothing any more';
create index person_passkey_of_person on person_passkey (person_id);

create table person_code_tries (
  person_id uuid    not null constraint person_code_tries_pkey primary key
                    constraint person_code_tries_person references person (person_id),
  step      bigint  not null,
  in_step   integer not null,
  hour      bigint  not null,
  in_hour   integer not null
);
comment on table person_code_tries is 'Codes that were tried, right or wrong, in this half minute and since the last right one in this hour.';

create table ticket (
  ticket_id  uuid        not null constraint ticket_pkey primary key,
  token_hash bytea       not null constraint ticket_token_hash_key unique,
  purpose    text        not null constraint ticket_purpose
             check (purpose in ('second_step', 'choice_of_clinic', 'passkey_new', 'passkey_sign_in', 'passkey_proof')),
  person_id  uuid        constraint ticket_person references person (person_id),
  said       bytea,
  expires_at timestamptz not null
);
comment on table ticket is 'What is half done while somebody signs in: five minutes, once.';
create index ticket_expires_at on ticket (expires_at);

do $$
declare t text;
begin
  foreach t in array array['person_totp', 'person_recovery_code', 'person_passkey', 'person_code_tries', 'ticket'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy identity_all on %I to wellkept_identity using (true) with check (true)', t);
  end loop;
end $$;
grant select, insert, update, delete on person_totp, person_recovery_code, person_passkey to wellkept_identity;
grant select, insert, update on person_code_tries to wellkept_identity;
grant select, insert, delete on ticket to wellkept_identity;
create policy sweep_all on ticket to wellkept_sweep using (true);
grant select (ticket_id, expires_at), delete on ticket to wellkept_sweep;

set local role wellkept_door;
drop function door.session(bytea, timestamptz);

-- One look says everything a request of staff needs, and moves the idle clock. factor_owed: signed in with a password alone
-- where that is not enough. A clinic's own directory answers for those it lets in.
create function door.session(hash bytea, at timestamptz)
returns table (clinic_id uuid, session_id uuid, kind text, person_id uuid, role text, member_name bytea, practitioner_id uuid, location_id uuid,
               proven_until timestamptz, ends_at timestamptz, grant_id uuid, scopes text[], glass uuid[], support_until timestamptz, idle_minutes integer,
               slug text, clinic_name text, country text, time_zone text, currency text, language text, clinic_kind text, factor_owed boolean)
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
         c.idle_minutes, c.slug, c.name, c.country, c.time_zone, c.currency, c.language, c.kind,
         s.kind = 'staff' and s.proof = 'password'
           and (c.kind <> 'demo' and c.second_factor or c.kind = 'real' and (m.role = 'owner' or a.role = 'owner')) is true
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
revoke all on function door.session(bytea, timestamptz) from public;
grant execute on function door.session(bytea, timestamptz) to wellkept_app;
reset role;
set local role wellkept_owner;
