-- Why: a person may work in several clinics, a session in one. Step: expand.
create table person (
  person_id     uuid        not null constraint person_pkey primary key,
  email_key     bytea       not null constraint person_email_key unique,
  email         bytea       not null,
  password_hash text        not null constraint person_password_hash_shape
                            check (password_hash ~ '^\$wk1\$2b\$(1[2-9]|2[0-9])\$[./A-Za-z0-9]{53}$'),
  created_at    timestamptz not null
);
comment on table person is 'A login. No role may read it but through the doors; row-level security is forced with no policy for the program.';
comment on column person.email is 'sealed under the platform''s key';
comment on column person.password_hash is '$wk1$ = bcrypt over base64(HMAC-SHA-384(pepper, NFKC(password)))';
alter table person enable row level security;
alter table person force row level security;
create policy door_all on person to wellkept_door using (true) with check (true);
grant select, insert, update on person to wellkept_door;

create table practitioner (
  clinic_id       uuid        not null,
  practitioner_id uuid        not null,
  name            text        not null constraint practitioner_name_length check (length(name) between 1 and 200),
  bookable        boolean     not null,
  created_at      timestamptz not null,
  constraint practitioner_pkey primary key (clinic_id, practitioner_id)
);
comment on table practitioner is 'Names of practitioners are public on the booking page; imported ones are not bookable.';
select wall('practitioner');
grant select, insert, update on practitioner to wellkept_app;

create table membership (
  clinic_id       uuid        not null,
  person_id       uuid        not null,
  role            text        not null constraint membership_role check (role in ('owner', 'practitioner', 'reception')),
  name            bytea       not null,
  state           text        not null constraint membership_state check (state in ('invited', 'active', 'suspended', 'left')),
  practitioner_id uuid,
  since           timestamptz not null,
  constraint membership_pkey primary key (clinic_id, person_id),
  constraint membership_practitioner foreign key (clinic_id, practitioner_id) references practitioner (clinic_id, practitioner_id)
);
select wall('membership');
grant select, insert, update on membership to wellkept_app;
create policy door_reads on membership for select to wellkept_door using (true);
grant select on membership to wellkept_door;

create table invitation (
  clinic_id       uuid        not null,
  invitation_id   uuid        not null,
  role            text        not null constraint invitation_role check (role in ('owner', 'practitioner', 'reception')),
  name            bytea       not null,
  email           bytea       not null,
  practitioner_id uuid,
  expires_at      timestamptz not null,
  accepted_at     timestamptz,
  constraint invitation_pkey primary key (clinic_id, invitation_id),
  constraint invitation_practitioner foreign key (clinic_id, practitioner_id) references practitioner (clinic_id, practitioner_id)
);
select wall('invitation');
grant select, insert, update on invitation to wellkept_app;

create table session (
  clinic_id    uuid        not null,
  session_id   uuid        not null,
  token_hash   bytea       not null constraint session_token_hash_key unique,
  person_id    uuid        not null,
  started_at   timestamptz not null,
  last_seen_at timestamptz not null,
  ends_at      timestamptz not null,
  ended_at     timestamptz,
  constraint session_pkey primary key (clinic_id, session_id),
  constraint session_membership foreign key (clinic_id, person_id) references membership (clinic_id, person_id)
);
comment on column session.token_hash is 'SHA-256 of the cookie; the cookie itself is kept nowhere. Unique on the installation: it is looked up before the clinic is known.';
select wall('session');
grant insert on session to wellkept_app;
create policy door_all on session to wellkept_door using (true) with check (true);
grant select, update on session to wellkept_door;

create table link (
  clinic_id  uuid        not null,
  link_id    uuid        not null constraint link_id_key unique,
  purpose    text        not null constraint link_purpose check (purpose in ('appointment', 'invitation', 'receipt')),
  subject_id uuid        not null,
  expires_at timestamptz not null,
  constraint link_pkey primary key (clinic_id, link_id)
);
comment on table link is 'What a link in a message opens. The link''s secret is a keyed tag of link_id and stands nowhere.';
select wall('link');
grant select, insert on link to wellkept_app;
create policy door_reads on link for select to wellkept_door using (true);
grant select on link to wellkept_door;

set local role wellkept_door;
create function door.clinic_by_slug(wanted text)
returns table (clinic_id uuid, slug text, name text, country text, time_zone text, currency text, language text, kind text)
language sql stable security definer set search_path = pg_catalog, public
as $$ select c.clinic_id, c.slug, c.name, c.country, c.time_zone, c.currency, c.language, c.kind from clinic c where c.slug = wanted $$;

create function door.clinic_by_id(wanted uuid)
returns table (clinic_id uuid, slug text, name text, country text, time_zone text, currency text, language text, kind text)
language sql stable security definer set search_path = pg_catalog, public
as $$ select c.clinic_id, c.slug, c.name, c.country, c.time_zone, c.currency, c.language, c.kind from clinic c where c.clinic_id = wanted $$;

create function door.clinics_of_kind(wanted text)
returns table (clinic_id uuid, slug text, name text)
language sql stable security definer set search_path = pg_catalog, public
as $$ select c.clinic_id, c.slug, c.name from clinic c where c.kind = wanted order by c.opened_at, c.slug $$;

create function door.link(wanted uuid, at timestamptz)
returns table (clinic_id uuid, purpose text, subject_id uuid)
language sql stable security definer set search_path = pg_catalog, public
as $$ select l.clinic_id, l.purpose, l.subject_id from link l where l.link_id = wanted and l.expires_at > at $$;

create function door.person_by_email(wanted bytea)
returns table (person_id uuid, password_hash text)
language sql stable security definer set search_path = pg_catalog, public
as $$ select p.person_id, p.password_hash from person p where p.email_key = wanted $$;

create function door.create_person(new_person uuid, new_email_key bytea, new_email bytea, new_hash text, at timestamptz)
returns boolean
language sql volatile security definer set search_path = pg_catalog, public
as $$
  with made as (insert into person (person_id, email_key, email, password_hash, created_at)
                values (new_person, new_email_key, new_email, new_hash, at)
                on conflict (email_key) do nothing returning 1)
  select exists (select 1 from made)
$$;

create function door.memberships(wanted uuid)
returns table (clinic_id uuid, slug text, clinic_name text, role text)
language sql stable security definer set search_path = pg_catalog, public
as $$ select c.clinic_id, c.slug, c.name, m.role from membership m join clinic c on c.clinic_id = m.clinic_id
      where m.person_id = wanted and m.state = 'active' order by c.name, c.slug $$;

-- One look says everything a request needs, and moves the idle clock; a suspended member has no session.
create function door.session(hash bytea, at timestamptz, idle interval)
returns table (clinic_id uuid, session_id uuid, person_id uuid, role text, member_name bytea, practitioner_id uuid,
               slug text, clinic_name text, country text, time_zone text, currency text, language text, kind text)
language sql volatile security definer set search_path = pg_catalog, public
as $$
  with touched as (
    update session s set last_seen_at = at
     where s.token_hash = hash and s.ended_at is null and s.ends_at > at
       and s.last_seen_at > at - idle and s.last_seen_at < at - interval '20 seconds'
    returning 1)
  select m.clinic_id, s.session_id, s.person_id, m.role, m.name, m.practitioner_id,
         c.slug, c.name, c.country, c.time_zone, c.currency, c.language, c.kind
    from session s
    join membership m on m.clinic_id = s.clinic_id and m.person_id = s.person_id and m.state = 'active'
    join clinic c on c.clinic_id = s.clinic_id
   where s.token_hash = hash and s.ended_at is null and s.ends_at > at and s.last_seen_at > at - idle
$$;

create function door.end_session(hash bytea, at timestamptz) returns void
language sql volatile security definer set search_path = pg_catalog, public
as $$ update session s set ended_at = at where s.token_hash = hash and s.ended_at is null $$;

create function door.password_shapes() returns table (people bigint, hashed bigint)
language sql stable security definer set search_path = pg_catalog, public
as $$ select count(*), count(*) filter (where password_hash ~ '^\$wk1\$2b\$(1[2-9]|2[0-9])\$[./A-Za-z0-9]{53}$') from person $$;

reset role;
set local role wellkept_owner;
revoke all on all functions in schema door from public;
set local role wellkept_door;
revoke all on function door.clinic_by_slug(text), door.clinic_by_id(uuid), door.clinics_of_kind(text), door.link(uuid, timestamptz),
  door.person_by_email(bytea), door.create_person(uuid, bytea, bytea, text, timestamptz), door.memberships(uuid),
  door.session(bytea, timestamptz, interval), door.end_session(bytea, timestamptz), door.password_shapes() from public;
grant execute on function door.clinic_by_slug(text), door.clinic_by_id(uuid), door.clinics_of_kind(text), door.link(uuid, timestamptz),
  door.person_by_email(bytea), door.create_person(uuid, bytea, bytea, text, timestamptz), door.memberships(uuid),
  door.session(bytea, timestamptz, interval), door.end_session(bytea, timestamptz), door.password_shapes() to wellkept_app;
