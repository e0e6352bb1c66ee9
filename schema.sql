CREATE SCHEMA door;

ALTER SCHEMA door OWNER TO wellkept_owner;

COMMENT ON SCHEMA door IS 'The only functions that look across clinics. Each answers one narrow question and runs as wellkept_door.';

CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

COMMENT ON EXTENSION btree_gist IS 'support for indexing common datatypes in GiST';

CREATE FUNCTION door.api_caller(hash bytea, at_address inet, shown bytea, at timestamp with time zone) RETURNS TABLE(listed boolean, clinic_id uuid, client_id uuid, scopes text[], reached boolean)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$
  with gate as (
    select exists (select from api_range r
                     join api_client k on k.clinic_id = r.clinic_id and k.client_id = r.client_id
                     join clinic c on c.clinic_id = r.clinic_id
                    where r.network >>= at_address and r.confirmed_at <= at and r.revoked_at is null
                      and k.revoked_at is null and k.expires_at > at and c.state = 'active')
        or exists (select from api_certificate x
                     join api_client k on k.clinic_id = x.clinic_id and k.client_id = x.client_id
                     join clinic c on c.clinic_id = x.clinic_id
                    where x.fingerprint = shown and x.revoked_at is null and x.expires_at > at
                      and k.revoked_at is null and k.expires_at > at and c.state = 'active') as listed),
  known as (
    select k.* from gate, api_client k join clinic c on c.clinic_id = k.clinic_id
     where gate.listed and k.key_hash = hash and k.revoked_at is null and k.expires_at > at and c.state = 'active')
  select gate.listed, known.clinic_id, known.client_id, known.scopes,
         case when shown is null
              then exists (select from api_range r where r.clinic_id = known.clinic_id and r.client_id = known.client_id
                              and r.network >>= at_address and r.confirmed_at <= at and r.revoked_at is null)
              else exists (select from api_certificate x where x.clinic_id = known.clinic_id and x.client_id = known.client_id
                              and x.fingerprint = shown and x.revoked_at is null and x.expires_at > at) end
    from gate left join known on true
$$;

ALTER FUNCTION door.api_caller(hash bytea, at_address inet, shown bytea, at timestamp with time zone) OWNER TO wellkept_door;

CREATE FUNCTION door.calendar_feed(hash bytea) RETURNS TABLE(clinic_id uuid, feed_id uuid, practitioner_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$
  select f.clinic_id, f.feed_id, f.practitioner_id
    from calendar_feed f
    join membership m on m.clinic_id = f.clinic_id and m.person_id = f.person_id and m.practitioner_id = f.practitioner_id
    join clinic c on c.clinic_id = f.clinic_id
   where f.token_hash = hash and f.revoked_at is null and m.state = 'active' and m.state_since <= f.made_at and c.state = 'active'
$$;

ALTER FUNCTION door.calendar_feed(hash bytea) OWNER TO wellkept_door;

CREATE FUNCTION door.clinic() RETURNS uuid
    LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
    SET search_path TO 'pg_catalog', 'public'
    AS $$
declare
  context text := current_setting('app.context', true);
  pads door.context_key;
begin
  -- '' is what set_config(…, true) leaves behind after commit; it means "no clinic", never an error that leaks.
  if context is null or context = '' then return null; end if;
  select * into pads from door.context_key where one;
  if encode(sha256(pads.outer_pad || sha256(pads.inner_pad || convert_to(left(context, -64), 'UTF8')
       || int4send(pg_backend_pid()) || timestamptz_send(transaction_timestamp()))), 'hex') is distinct from right(context, 64) then
    raise exception 'this context was not given to this transaction' using errcode = 'insufficient_privilege';
  end if;
  return left(context, 36)::uuid;
end $$;

ALTER FUNCTION door.clinic() OWNER TO wellkept_door;

CREATE FUNCTION door.clinic_by_id(wanted uuid) RETURNS TABLE(clinic_id uuid, slug text, name text, country text, time_zone text, currency text, language text, kind text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$ select c.clinic_id, c.slug, c.name, c.country, c.time_zone, c.currency, c.language, c.kind from clinic c where c.clinic_id = wanted $$;

ALTER FUNCTION door.clinic_by_id(wanted uuid) OWNER TO wellkept_door;

CREATE FUNCTION door.clinic_by_slug(wanted text) RETURNS TABLE(clinic_id uuid, slug text, name text, country text, time_zone text, currency text, language text, kind text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$ select c.clinic_id, c.slug, c.name, c.country, c.time_zone, c.currency, c.language, c.kind from clinic c where c.slug = wanted $$;

ALTER FUNCTION door.clinic_by_slug(wanted text) OWNER TO wellkept_door;

CREATE FUNCTION door.clinics_of_kind(wanted text) RETURNS TABLE(clinic_id uuid, slug text, name text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$ select c.clinic_id, c.slug, c.name from clinic c where c.kind = wanted order by c.opened_at, c.slug $$;

ALTER FUNCTION door.clinics_of_kind(wanted text) OWNER TO wellkept_door;

CREATE FUNCTION door.console_clinics(wanted text, only_one uuid, at timestamp with time zone) RETURNS TABLE(clinic_id uuid, slug text, name text, country text, kind text, state text, opened_on date, members bigint, last_sign_in date, asked bigint, support_until timestamp with time zone)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$
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

ALTER FUNCTION door.console_clinics(wanted text, only_one uuid, at timestamp with time zone) OWNER TO wellkept_door;

CREATE FUNCTION door.console_jobs(at timestamp with time zone) RETURNS TABLE(kind text, waiting bigint, late bigint, failing bigint, gave_up bigint)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$
  select j.kind, count(*) filter (where j.done_at is null), count(*) filter (where j.done_at is null and j.due_at < at - interval '5 minutes'),
         count(*) filter (where j.done_at is null and j.attempt > 0), count(*) filter (where j.gave_up is not null)
    from job j group by j.kind order by j.kind
$$;

ALTER FUNCTION door.console_jobs(at timestamp with time zone) OWNER TO wellkept_door;

CREATE FUNCTION door.console_oldest_address() RETURNS timestamp with time zone
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$ select min(a.at) from account_event_address a $$;

ALTER FUNCTION door.console_oldest_address() OWNER TO wellkept_door;

CREATE FUNCTION door.enter(pass text, mac bytea) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$
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

ALTER FUNCTION door.enter(pass text, mac bytea) OWNER TO wellkept_door;

CREATE FUNCTION door.leave(clinic uuid, wanted uuid, at timestamp with time zone) RETURNS TABLE(operator_id uuid, scopes text[], hours integer, decided_by uuid, decided_at timestamp with time zone, ends_at timestamp with time zone, signature bytea)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$
  select g.operator_id, g.scopes, g.hours, g.decided_by, g.decided_at, g.ends_at, g.signature
    from support_grant g join operator o on o.operator_id = g.operator_id
   where g.clinic_id = clinic and g.grant_id = wanted and g.state = 'granted' and g.ends_at > at and o.state = 'active'
$$;

ALTER FUNCTION door.leave(clinic uuid, wanted uuid, at timestamp with time zone) OWNER TO wellkept_door;

CREATE FUNCTION door.leave_is_asked(clinic uuid, since timestamp with time zone) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$ select exists (select from support_grant g where g.clinic_id = clinic and g.state = 'asked' and g.asked_at > since) $$;

ALTER FUNCTION door.leave_is_asked(clinic uuid, since timestamp with time zone) OWNER TO wellkept_door;

CREATE FUNCTION door.link(wanted uuid, at timestamp with time zone) RETURNS TABLE(clinic_id uuid, purpose text, subject_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$ select l.clinic_id, l.purpose, l.subject_id from link l where l.link_id = wanted and l.expires_at > at $$;

ALTER FUNCTION door.link(wanted uuid, at timestamp with time zone) OWNER TO wellkept_door;

CREATE FUNCTION door.location_clock(clinic uuid, wanted uuid) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$ select l.time_zone from location l where l.clinic_id = location_clock.clinic and l.location_id = wanted $$;

ALTER FUNCTION door.location_clock(clinic uuid, wanted uuid) OWNER TO wellkept_door;

CREATE FUNCTION door.location_name(clinic uuid, wanted uuid) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$ select l.name from location l where l.clinic_id = location_name.clinic and l.location_id = wanted $$;

ALTER FUNCTION door.location_name(clinic uuid, wanted uuid) OWNER TO wellkept_door;

CREATE FUNCTION door.may_enter(clinic uuid, kind text, actor uuid, as_role text, session uuid, at timestamp with time zone) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$
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

ALTER FUNCTION door.may_enter(clinic uuid, kind text, actor uuid, as_role text, session uuid, at timestamp with time zone) OWNER TO wellkept_door;

CREATE FUNCTION door.may_see_records() RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
    SET search_path TO 'pg_catalog', 'public'
    AS $$
declare
  part text[];
begin
  -- Also the check that the context is believed.
  if door.clinic() is null then return false; end if;
  part := string_to_array(left(current_setting('app.context', true), -64), '|');
  return part[2] in ('program', 'support') or (part[2] = 'staff' and part[3] in ('owner', 'doctor', 'nurse', 'pharmacist'));
end $$;

ALTER FUNCTION door.may_see_records() OWNER TO wellkept_door;

CREATE FUNCTION door.operator_name(wanted uuid) RETURNS bytea
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$ select o.name from operator o where o.operator_id = wanted $$;

ALTER FUNCTION door.operator_name(wanted uuid) OWNER TO wellkept_door;

CREATE FUNCTION door.session(hash bytea, at timestamp with time zone) RETURNS TABLE(clinic_id uuid, session_id uuid, kind text, person_id uuid, role text, member_name bytea, practitioner_id uuid, location_id uuid, proven_until timestamp with time zone, ends_at timestamp with time zone, grant_id uuid, scopes text[], glass uuid[], support_until timestamp with time zone, idle_minutes integer, slug text, clinic_name text, country text, time_zone text, currency text, language text, clinic_kind text, factor_owed boolean)
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$
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

ALTER FUNCTION door.session(hash bytea, at timestamp with time zone) OWNER TO wellkept_door;

CREATE FUNCTION door.stands_open(clinic uuid, kind text, actor uuid, session uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$
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

ALTER FUNCTION door.stands_open(clinic uuid, kind text, actor uuid, session uuid) OWNER TO wellkept_door;

CREATE FUNCTION public.appointment_is_revised() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public'
    AS $$
begin
  new.revision := old.revision + 1;
  return new;
end $$;

ALTER FUNCTION public.appointment_is_revised() OWNER TO wellkept_owner;

CREATE FUNCTION public.appointment_moves() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public'
    AS $$
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

ALTER FUNCTION public.appointment_moves() OWNER TO wellkept_owner;

CREATE FUNCTION public.leave_goes_one_way() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public'
    AS $$
begin
  if old.state = 'asked' and new.state = 'refused' and new.ends_at is null and new.signature is null then return new; end if;
  if old.state = 'asked' and new.state = 'granted' and new.ends_at = new.decided_at + make_interval(hours => new.hours) then return new; end if;
  if old.state = 'granted' and new.state = 'revoked' and new.ends_at <= old.ends_at
     and (new.decided_by, new.decided_at, new.signature) is not distinct from (old.decided_by, old.decided_at, old.signature) then return new; end if;
  raise exception 'leave is decided once; after that it can only end' using errcode = 'insufficient_privilege';
end $$;

ALTER FUNCTION public.leave_goes_one_way() OWNER TO wellkept_owner;

CREATE FUNCTION public.membership_at_not_an_owner() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public'
    AS $$
begin
  if exists (select from membership m where m.clinic_id = new.clinic_id and m.person_id = new.person_id and m.role = 'owner') then
    raise exception 'an owner works everywhere' using errcode = 'check_violation', constraint = 'membership_at_owners_work_everywhere';
  end if;
  return new;
end $$;

ALTER FUNCTION public.membership_at_not_an_owner() OWNER TO wellkept_owner;

CREATE FUNCTION public.membership_keeps_an_owner() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public'
    AS $$
begin
  perform pg_advisory_xact_lock(hashtextextended('the owners of ' || old.clinic_id, 0));
  if not exists (select from membership m where m.clinic_id = old.clinic_id and m.role = 'owner' and m.state = 'active') then
    raise exception 'a clinic keeps an active owner' using errcode = 'check_violation', constraint = 'membership_keeps_an_owner';
  end if;
  return null;
end $$;

ALTER FUNCTION public.membership_keeps_an_owner() OWNER TO wellkept_owner;

CREATE FUNCTION public.membership_moves() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public'
    AS $$
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

ALTER FUNCTION public.membership_moves() OWNER TO wellkept_owner;

CREATE FUNCTION public.never_changes() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$ begin raise exception '% rows never change', tg_table_name using errcode = 'restrict_violation'; end $$;

ALTER FUNCTION public.never_changes() OWNER TO wellkept_owner;

CREATE FUNCTION public.signed_note_never_changes() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$ begin
  if old.status = 'signed' then
    raise exception 'a signed note never changes' using errcode = 'restrict_violation', constraint = 'note_signed_never_changes';
  end if;
  return new;
end $$;

ALTER FUNCTION public.signed_note_never_changes() OWNER TO wellkept_owner;

CREATE FUNCTION public.wall(tab regclass) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public'
    AS $$
begin
  execute format('alter table %s enable row level security', tab);
  execute format('alter table %s force row level security', tab);
  execute format('create policy own_clinic on %s to wellkept_app using (clinic_id = (select door.clinic())) with check (clinic_id = (select door.clinic()))', tab);
end $$;

ALTER FUNCTION public.wall(tab regclass) OWNER TO wellkept_owner;

CREATE TABLE door.context_key (
    one boolean NOT NULL,
    inner_pad bytea NOT NULL,
    outer_pad bytea NOT NULL,
    CONSTRAINT context_key_inner CHECK ((length(inner_pad) = 64)),
    CONSTRAINT context_key_one CHECK (one),
    CONSTRAINT context_key_outer CHECK ((length(outer_pad) = 64))
);

ALTER TABLE door.context_key OWNER TO wellkept_owner;

COMMENT ON TABLE door.context_key IS 'The key of passes and contexts, padded as HMAC-SHA-256 wants it. Written at each start by the administrator; no login may read it.';

CREATE TABLE public.access_case (
    clinic_id uuid NOT NULL,
    case_id uuid NOT NULL,
    person_id uuid NOT NULL,
    kind text NOT NULL,
    devices integer NOT NULL,
    raised_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    closed_by uuid,
    remark bytea,
    CONSTRAINT access_case_closed CHECK (((closed_at IS NULL) = (closed_by IS NULL))),
    CONSTRAINT access_case_devices CHECK ((devices > 0)),
    CONSTRAINT access_case_kind CHECK ((kind = ANY (ARRAY['two_places'::text, 'many_devices'::text])))
);

ALTER TABLE ONLY public.access_case FORCE ROW LEVEL SECURITY;

ALTER TABLE public.access_case OWNER TO wellkept_owner;

COMMENT ON TABLE public.access_case IS 'A login that seems to be shared: for the owner to look at. The login of identities raises it and reads none.';

CREATE TABLE public.account_event (
    event_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    act text NOT NULL,
    outcome text NOT NULL,
    person_id uuid,
    in_clinic uuid,
    by_kind text NOT NULL,
    by_id uuid,
    detail bytea,
    CONSTRAINT account_event_by_kind CHECK ((by_kind = ANY (ARRAY['nobody'::text, 'person'::text, 'operator'::text, 'program'::text]))),
    CONSTRAINT account_event_outcome CHECK ((outcome = ANY (ARRAY['done'::text, 'refused'::text])))
);

ALTER TABLE ONLY public.account_event FORCE ROW LEVEL SECURITY;

ALTER TABLE public.account_event OWNER TO wellkept_owner;

COMMENT ON TABLE public.account_event IS 'Sign-ins, failed ones too, changed factors, what operators did. Append only.';

CREATE TABLE public.account_event_address (
    event_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    address bytea NOT NULL,
    network bytea NOT NULL
);

ALTER TABLE ONLY public.account_event_address FORCE ROW LEVEL SECURITY;

ALTER TABLE public.account_event_address OWNER TO wellkept_owner;

COMMENT ON TABLE public.account_event_address IS 'Where an event came from, apart from it: goes after thirty days (AMX-RET), while the event stays.';

CREATE TABLE public.account_link (
    link_id uuid NOT NULL,
    purpose text NOT NULL,
    person_id uuid,
    body bytea,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    CONSTRAINT account_link_purpose CHECK ((purpose = ANY (ARRAY['opening'::text, 'reset'::text]))),
    CONSTRAINT account_link_whose CHECK (
CASE purpose
    WHEN 'reset'::text THEN (person_id IS NOT NULL)
    ELSE ((body IS NOT NULL) OR (used_at IS NOT NULL))
END)
);

ALTER TABLE ONLY public.account_link FORCE ROW LEVEL SECURITY;

ALTER TABLE public.account_link OWNER TO wellkept_owner;

COMMENT ON TABLE public.account_link IS 'What a link in a letter opens before anybody is signed in: a clinic that waits to be opened (sealed), or a new password.';

CREATE TABLE public.allergy (
    clinic_id uuid NOT NULL,
    allergy_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    status text NOT NULL,
    content bytea NOT NULL,
    CONSTRAINT allergy_status CHECK ((status = ANY (ARRAY['active'::text, 'inactive'::text, 'resolved'::text, 'unknown'::text])))
);

ALTER TABLE ONLY public.allergy FORCE ROW LEVEL SECURITY;

ALTER TABLE public.allergy OWNER TO wellkept_owner;

CREATE TABLE public.api_answer (
    clinic_id uuid NOT NULL,
    answer_id uuid NOT NULL,
    client_id uuid NOT NULL,
    key_tag bytea NOT NULL,
    asked_tag bytea NOT NULL,
    answer bytea NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT api_answer_asked_tag CHECK ((length(asked_tag) = 16)),
    CONSTRAINT api_answer_key_tag CHECK ((length(key_tag) = 16))
);

ALTER TABLE ONLY public.api_answer FORCE ROW LEVEL SECURITY;

ALTER TABLE public.api_answer OWNER TO wellkept_owner;

COMMENT ON TABLE public.api_answer IS 'What a program was answered under an Idempotency-Key, written with the effect and given again for a day.';

COMMENT ON COLUMN public.api_answer.key_tag IS 'keyed tag of the program and its key';

COMMENT ON COLUMN public.api_answer.asked_tag IS 'keyed tag of where it was sent and of the body: the same key with another body is refused';

COMMENT ON COLUMN public.api_answer.answer IS 'sealed';

CREATE TABLE public.api_authority (
    authority_id uuid NOT NULL,
    certificate bytea NOT NULL,
    key bytea NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT api_authority_one CHECK ((authority_id = '00000000-0000-0000-0000-000000000001'::uuid))
);

ALTER TABLE ONLY public.api_authority FORCE ROW LEVEL SECURITY;

ALTER TABLE public.api_authority OWNER TO wellkept_owner;

COMMENT ON TABLE public.api_authority IS 'Who issues certificates on this installation: made at first use; the key is sealed under the platform''s key.';

CREATE TABLE public.api_booking (
    clinic_id uuid NOT NULL,
    appointment_id uuid NOT NULL,
    client_id uuid NOT NULL,
    booked_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.api_booking FORCE ROW LEVEL SECURITY;

ALTER TABLE public.api_booking OWNER TO wellkept_owner;

COMMENT ON TABLE public.api_booking IS 'Which program booked an appointment: it may move it and call it off, and no other program may.';

CREATE TABLE public.api_certificate (
    clinic_id uuid NOT NULL,
    certificate_id uuid NOT NULL,
    client_id uuid NOT NULL,
    fingerprint bytea NOT NULL,
    reason bytea NOT NULL,
    issued_by uuid NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_by uuid,
    revoked_at timestamp with time zone,
    CONSTRAINT api_certificate_a_year CHECK (((expires_at > issued_at) AND (expires_at <= (issued_at + '366 days'::interval)))),
    CONSTRAINT api_certificate_fingerprint_sha256 CHECK ((length(fingerprint) = 32)),
    CONSTRAINT api_certificate_revoked CHECK (((revoked_at IS NULL) = (revoked_by IS NULL)))
);

ALTER TABLE ONLY public.api_certificate FORCE ROW LEVEL SECURITY;

ALTER TABLE public.api_certificate OWNER TO wellkept_owner;

COMMENT ON TABLE public.api_certificate IS 'Certificates of clients whose address changes; the serial number is the certificate_id. The key is the client''s; we keep none.';

COMMENT ON COLUMN public.api_certificate.reason IS 'why this client cannot be held to a range; sealed';

CREATE TABLE public.api_client (
    clinic_id uuid NOT NULL,
    client_id uuid NOT NULL,
    name text NOT NULL,
    key_hash bytea NOT NULL,
    scopes text[] NOT NULL,
    made_by uuid NOT NULL,
    made_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone,
    revoked_at timestamp with time zone,
    CONSTRAINT api_client_a_year CHECK (((expires_at > made_at) AND (expires_at <= (made_at + '366 days'::interval)))),
    CONSTRAINT api_client_name_length CHECK (((length(name) >= 1) AND (length(name) <= 120))),
    CONSTRAINT api_client_scopes CHECK ((cardinality(scopes) > 0)),
    CONSTRAINT api_client_scopes_known CHECK ((scopes <@ ARRAY['appointments:read'::text, 'patients:read'::text, 'slots:read'::text, 'appointments:write'::text, 'queue:read'::text]))
);

ALTER TABLE ONLY public.api_client FORCE ROW LEVEL SECURITY;

ALTER TABLE public.api_client OWNER TO wellkept_owner;

COMMENT ON COLUMN public.api_client.key_hash IS 'SHA-256 of the key; the key is shown once and kept nowhere. Unique on the installation: it is looked up before the clinic is known.';

CREATE TABLE public.api_range (
    clinic_id uuid NOT NULL,
    range_id uuid NOT NULL,
    client_id uuid NOT NULL,
    network cidr NOT NULL,
    registered_by uuid NOT NULL,
    registered_at timestamp with time zone NOT NULL,
    confirmed_by uuid,
    confirmed_at timestamp with time zone,
    revoked_by uuid,
    revoked_at timestamp with time zone,
    CONSTRAINT api_range_confirmed CHECK (((confirmed_at IS NULL) = (confirmed_by IS NULL))),
    CONSTRAINT api_range_not_mapped CHECK (((family((network)::inet) = 4) OR (NOT ((network)::inet && '::ffff:0.0.0.0/96'::inet)))),
    CONSTRAINT api_range_not_too_wide CHECK ((masklen((network)::inet) >=
CASE family((network)::inet)
    WHEN 4 THEN 16
    ELSE 32
END)),
    CONSTRAINT api_range_revoked CHECK (((revoked_at IS NULL) = (revoked_by IS NULL)))
);

ALTER TABLE ONLY public.api_range FORCE ROW LEVEL SECURITY;

ALTER TABLE public.api_range OWNER TO wellkept_owner;

COMMENT ON TABLE public.api_range IS 'Where a client of the API may come from. Counts once confirmed, until revoked.';

CREATE TABLE public.appointment (
    clinic_id uuid NOT NULL,
    appointment_id uuid NOT NULL,
    practitioner_id uuid NOT NULL,
    service_id uuid NOT NULL,
    patient_id uuid,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    status text NOT NULL,
    confirmed_at timestamp with time zone,
    booked_at timestamp with time zone NOT NULL,
    booked_by text NOT NULL,
    notice_version text NOT NULL,
    location_id uuid,
    room_id uuid,
    blocks_from timestamp with time zone,
    blocks_until timestamp with time zone,
    during tstzrange GENERATED ALWAYS AS (tstzrange(COALESCE(blocks_from, starts_at), COALESCE(blocks_until, ends_at), '[)'::text)) STORED NOT NULL,
    revision integer DEFAULT 0 NOT NULL,
    held_until timestamp with time zone,
    held_for uuid,
    asked_at timestamp with time zone,
    approved_at timestamp with time zone,
    taken_as text DEFAULT 'slot'::text NOT NULL,
    overbook_reason bytea,
    session_id uuid,
    seat integer,
    series_id uuid,
    came_from bytea,
    related_id uuid,
    called_off_with uuid,
    CONSTRAINT appointment_asked CHECK (((status <> 'pending'::text) OR ((asked_at IS NOT NULL) AND (approved_at IS NULL)))),
    CONSTRAINT appointment_blocks CHECK (((blocks_from <= starts_at) AND (blocks_until >= ends_at))),
    CONSTRAINT appointment_booked_by CHECK ((booked_by = ANY (ARRAY['patient'::text, 'staff'::text, 'demo'::text, 'canary'::text]))),
    CONSTRAINT appointment_came_from CHECK ((length(came_from) = 16)),
    CONSTRAINT appointment_held CHECK ((((status = 'proposed'::text) = (held_until IS NOT NULL)) AND ((status = 'proposed'::text) OR (held_for IS NULL)))),
    CONSTRAINT appointment_order CHECK ((starts_at < ends_at)),
    CONSTRAINT appointment_overbooked_why CHECK (((taken_as = 'overbooked'::text) = (overbook_reason IS NOT NULL))),
    CONSTRAINT appointment_patient_known CHECK (((patient_id IS NOT NULL) OR (status = 'proposed'::text))),
    CONSTRAINT appointment_revision CHECK ((revision >= 0)),
    CONSTRAINT appointment_seat CHECK (((seat >= 1) AND (seat <= 200))),
    CONSTRAINT appointment_session CHECK (((session_id IS NULL) = (seat IS NULL))),
    CONSTRAINT appointment_status CHECK ((status = ANY (ARRAY['proposed'::text, 'pending'::text, 'booked'::text, 'arrived'::text, 'fulfilled'::text, 'cancelled'::text, 'noshow'::text, 'entered-in-error'::text]))),
    CONSTRAINT appointment_taken_as CHECK ((taken_as = ANY (ARRAY['slot'::text, 'walk_in'::text, 'overbooked'::text])))
);

ALTER TABLE ONLY public.appointment FORCE ROW LEVEL SECURITY;

ALTER TABLE public.appointment OWNER TO wellkept_owner;

COMMENT ON COLUMN public.appointment.status IS 'FHIR R4 Appointment.status: proposed holds a time for a form or an offer, pending waits for the clinic''s yes; a patient''s own confirmation is confirmed_at';

COMMENT ON COLUMN public.appointment.notice_version IS 'the privacy notice the person saw when booking';

COMMENT ON COLUMN public.appointment.blocks_from IS 'what is made ready before the visit keeps others out too; null: nothing is';

COMMENT ON COLUMN public.appointment.revision IS 'SEQUENCE of RFC 5545: grows when time, practitioner or place change, and when it is called off or comes back';

COMMENT ON COLUMN public.appointment.held_until IS 'from then on a proposed row keeps nobody out; it is swept, or taken away by who wants the time';

COMMENT ON COLUMN public.appointment.held_for IS 'what holds it: the form of a visitor, or an entry of the waitlist';

COMMENT ON COLUMN public.appointment.taken_as IS 'slot: the time is theirs alone (or their group''s); walk_in: came without a time and keeps nobody out; overbooked: a second one on purpose, for a reason';

COMMENT ON COLUMN public.appointment.overbook_reason IS 'why, in the desk''s words, sealed';

COMMENT ON COLUMN public.appointment.session_id IS 'the same for everybody of one group at one time; seat counts them';

COMMENT ON COLUMN public.appointment.series_id IS 'the same for the visits of one series';

COMMENT ON COLUMN public.appointment.came_from IS 'keyed tag of the network and the day a public booking came from: counted for the cap, and tells nothing across days';

COMMENT ON COLUMN public.appointment.related_id IS 'who booked it for the patient, if not they themselves';

COMMENT ON COLUMN public.appointment.called_off_with IS 'the same for the visits that one act of the desk called off';

CREATE TABLE public.audit_leaf (
    clinic_id uuid NOT NULL,
    leaf_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    actor_kind text NOT NULL,
    actor_id uuid,
    role text,
    act text NOT NULL,
    outcome text NOT NULL,
    subject_id uuid,
    about uuid,
    detail bytea,
    emergency boolean DEFAULT false NOT NULL,
    grant_id uuid,
    CONSTRAINT audit_leaf_actor_kind CHECK ((actor_kind = ANY (ARRAY['staff'::text, 'visitor'::text, 'bearer'::text, 'job'::text, 'founder'::text, 'program'::text, 'support'::text, 'client'::text]))),
    CONSTRAINT audit_leaf_outcome CHECK ((outcome = ANY (ARRAY['done'::text, 'refused'::text])))
);

ALTER TABLE ONLY public.audit_leaf FORCE ROW LEVEL SECURITY;

ALTER TABLE public.audit_leaf OWNER TO wellkept_owner;

COMMENT ON TABLE public.audit_leaf IS 'Who did what to whom, written in the transaction that did it. Append only: no role may change or delete a row.';

COMMENT ON COLUMN public.audit_leaf.about IS 'the patient concerned, if one is';

COMMENT ON COLUMN public.audit_leaf.detail IS 'sealed under the clinic''s key; a few words for the reader of the trail';

COMMENT ON COLUMN public.audit_leaf.emergency IS 'permitted only because the clinician opened emergency access';

COMMENT ON COLUMN public.audit_leaf.grant_id IS 'the leave under which an operator looked; null for everybody else';

CREATE TABLE public.booking_rules (
    clinic_id uuid NOT NULL,
    online_a_day integer,
    offer_minutes integer NOT NULL,
    embed_on text[] NOT NULL,
    prove_number boolean DEFAULT false NOT NULL,
    CONSTRAINT booking_rules_embed_on CHECK ((cardinality(embed_on) <= 5)),
    CONSTRAINT booking_rules_offer_minutes CHECK (((offer_minutes >= 10) AND (offer_minutes <= 1440))),
    CONSTRAINT booking_rules_online_a_day CHECK (((online_a_day >= 1) AND (online_a_day <= 5000)))
);

ALTER TABLE ONLY public.booking_rules FORCE ROW LEVEL SECURITY;

ALTER TABLE public.booking_rules OWNER TO wellkept_owner;

COMMENT ON TABLE public.booking_rules IS 'What a clinic chose for its public page; without a row the usual holds (front_desk::booking::rules).';

COMMENT ON COLUMN public.booking_rules.online_a_day IS 'bookings taken online in a day; null: as many as come';

COMMENT ON COLUMN public.booking_rules.embed_on IS 'origins of the clinic''s own sites that may show the booking page in a frame';

COMMENT ON COLUMN public.booking_rules.prove_number IS 'whoever books online first types a code that goes to their number';

CREATE TABLE public.break_glass (
    clinic_id uuid NOT NULL,
    glass_id uuid NOT NULL,
    person_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    reason text NOT NULL,
    words bytea NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    reviewed_at timestamp with time zone,
    reviewed_by uuid,
    verdict text,
    remark bytea,
    CONSTRAINT break_glass_an_hour CHECK ((ends_at <= (opened_at + '01:00:00'::interval))),
    CONSTRAINT break_glass_not_own_judge CHECK ((reviewed_by IS DISTINCT FROM person_id)),
    CONSTRAINT break_glass_reason CHECK ((reason = ANY (ARRAY['emergency'::text, 'unreachable'::text, 'handover'::text, 'other'::text]))),
    CONSTRAINT break_glass_reviewed CHECK ((((reviewed_at IS NULL) = (verdict IS NULL)) AND ((reviewed_at IS NULL) = (reviewed_by IS NULL)))),
    CONSTRAINT break_glass_verdict CHECK ((verdict = ANY (ARRAY['justified'::text, 'not_justified'::text])))
);

ALTER TABLE ONLY public.break_glass FORCE ROW LEVEL SECURITY;

ALTER TABLE public.break_glass OWNER TO wellkept_owner;

COMMENT ON TABLE public.break_glass IS 'Emergency access of a clinician of the clinic to one patient''s chart: sixty minutes, a reason, a review.';

COMMENT ON COLUMN public.break_glass.remark IS 'what the reviewer wrote, sealed; words is what the clinician wrote';

CREATE TABLE public.calendar_feed (
    clinic_id uuid NOT NULL,
    feed_id uuid NOT NULL,
    person_id uuid NOT NULL,
    practitioner_id uuid NOT NULL,
    name bytea NOT NULL,
    token_hash bytea NOT NULL,
    made_by uuid NOT NULL,
    made_at timestamp with time zone NOT NULL,
    last_seen_at timestamp with time zone,
    revoked_by uuid,
    revoked_at timestamp with time zone,
    CONSTRAINT calendar_feed_revoked CHECK (((revoked_at IS NULL) = (revoked_by IS NULL))),
    CONSTRAINT calendar_feed_token_hash_sha256 CHECK ((length(token_hash) = 32))
);

ALTER TABLE ONLY public.calendar_feed FORCE ROW LEVEL SECURITY;

ALTER TABLE public.calendar_feed OWNER TO wellkept_owner;

COMMENT ON TABLE public.calendar_feed IS 'Secret addresses at which a calendar program reads when a practitioner is booked, and nothing else.';

COMMENT ON COLUMN public.calendar_feed.person_id IS 'the member whose calendar it is: it answers while they are active, without a break since it was made';

COMMENT ON COLUMN public.calendar_feed.name IS 'what the member calls it, sealed';

COMMENT ON COLUMN public.calendar_feed.token_hash IS 'SHA-256 of what stands in the address; the address itself is kept nowhere. Unique on the installation: it is looked up before the clinic is known.';

COMMENT ON COLUMN public.calendar_feed.last_seen_at IS 'the first fetch of the last day on which it was fetched';

CREATE TABLE public.checkin_door (
    clinic_id uuid NOT NULL,
    door_id uuid NOT NULL,
    kind text NOT NULL,
    name bytea NOT NULL,
    made_by uuid NOT NULL,
    made_at timestamp with time zone NOT NULL,
    closed_by uuid,
    closed_at timestamp with time zone,
    CONSTRAINT checkin_door_closed CHECK (((closed_at IS NULL) = (closed_by IS NULL))),
    CONSTRAINT checkin_door_kind CHECK ((kind = ANY (ARRAY['tablet'::text, 'poster'::text])))
);

ALTER TABLE ONLY public.checkin_door FORCE ROW LEVEL SECURITY;

ALTER TABLE public.checkin_door OWNER TO wellkept_owner;

COMMENT ON TABLE public.checkin_door IS 'Where patients check themselves in: a tablet, or a poster whose code opens the same page on their own phone. Its address is a link.';

COMMENT ON COLUMN public.checkin_door.name IS 'what the clinic calls it, sealed';

CREATE TABLE public.clinic (
    clinic_id uuid NOT NULL,
    slug text NOT NULL,
    name text NOT NULL,
    country text NOT NULL,
    time_zone text NOT NULL,
    currency text NOT NULL,
    language text NOT NULL,
    kind text NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    state text DEFAULT 'active'::text NOT NULL,
    idle_minutes integer DEFAULT 15 NOT NULL,
    second_factor boolean DEFAULT false NOT NULL,
    CONSTRAINT clinic_country_shape CHECK ((country ~ '^[A-Z]{2}$'::text)),
    CONSTRAINT clinic_currency_shape CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT clinic_idle_minutes CHECK (((idle_minutes >= 5) AND (idle_minutes <= 60))),
    CONSTRAINT clinic_kind CHECK ((kind = ANY (ARRAY['real'::text, 'demo'::text, 'canary'::text]))),
    CONSTRAINT clinic_name_length CHECK (((length(name) >= 1) AND (length(name) <= 120))),
    CONSTRAINT clinic_slug_shape CHECK (((slug ~ '^[a-z0-9](-?[a-z0-9])*$'::text) AND ((length(slug) >= 3) AND (length(slug) <= 60)))),
    CONSTRAINT clinic_state CHECK ((state = ANY (ARRAY['active'::text, 'suspended'::text])))
);

ALTER TABLE ONLY public.clinic FORCE ROW LEVEL SECURITY;

ALTER TABLE public.clinic OWNER TO wellkept_owner;

COMMENT ON TABLE public.clinic IS 'A clinic''s public face; nothing here is secret. slug is unique on the whole installation on purpose: it is a public address.';

COMMENT ON COLUMN public.clinic.state IS 'suspended: staff cannot enter, every row stays; refusals of messages are still taken';

COMMENT ON COLUMN public.clinic.second_factor IS 'everybody who works here needs a second factor; the owner of a real clinic always does';

CREATE TABLE public.clinic_directory (
    clinic_id uuid NOT NULL,
    issuer text NOT NULL,
    client_id text NOT NULL,
    client_secret bytea NOT NULL,
    only_way boolean NOT NULL,
    set_at timestamp with time zone NOT NULL,
    CONSTRAINT clinic_directory_client_id CHECK (((length(client_id) >= 1) AND (length(client_id) <= 200))),
    CONSTRAINT clinic_directory_issuer CHECK (((length(issuer) >= 8) AND (length(issuer) <= 255)))
);

ALTER TABLE ONLY public.clinic_directory FORCE ROW LEVEL SECURITY;

ALTER TABLE public.clinic_directory OWNER TO wellkept_owner;

COMMENT ON TABLE public.clinic_directory IS 'The directory that signs a clinic''s people in; only ever into this clinic.';

COMMENT ON COLUMN public.clinic_directory.only_way IS 'members sign in no other way; owners may, so that a broken directory locks nobody out for good';

CREATE TABLE public.condition (
    clinic_id uuid NOT NULL,
    condition_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    status text NOT NULL,
    onset_at timestamp with time zone,
    content bytea NOT NULL,
    CONSTRAINT condition_status CHECK ((status = ANY (ARRAY['active'::text, 'recurrence'::text, 'relapse'::text, 'inactive'::text, 'remission'::text, 'resolved'::text, 'unknown'::text])))
);

ALTER TABLE ONLY public.condition FORCE ROW LEVEL SECURITY;

ALTER TABLE public.condition OWNER TO wellkept_owner;

CREATE TABLE public.consent (
    clinic_id uuid NOT NULL,
    consent_id uuid NOT NULL,
    patient_id uuid,
    contact_key bytea NOT NULL,
    channel text NOT NULL,
    purpose text NOT NULL,
    state text NOT NULL,
    wording text NOT NULL,
    how text NOT NULL,
    evidence_id uuid,
    at timestamp with time zone NOT NULL,
    CONSTRAINT consent_channel CHECK ((channel = ANY (ARRAY['whatsapp'::text, 'sms'::text, 'email'::text]))),
    CONSTRAINT consent_how CHECK ((how = ANY (ARRAY['booking_form'::text, 'desk'::text, 'stop_reply'::text, 'start_reply'::text, 'link'::text, 'demo'::text, 'canary'::text]))),
    CONSTRAINT consent_purpose CHECK ((purpose = ANY (ARRAY['appointments'::text, 'proof'::text]))),
    CONSTRAINT consent_state CHECK ((state = ANY (ARRAY['given'::text, 'withdrawn'::text])))
);

ALTER TABLE ONLY public.consent FORCE ROW LEVEL SECURITY;

ALTER TABLE public.consent OWNER TO wellkept_owner;

COMMENT ON TABLE public.consent IS 'The ledger: given and withdrawn, never changed. wording names the sentence that was shown.';

COMMENT ON COLUMN public.consent.purpose IS 'proof: one code that was asked for, and nothing else';

CREATE TABLE public.contact_channel (
    clinic_id uuid NOT NULL,
    contact_key bytea NOT NULL,
    channel text NOT NULL,
    purpose text NOT NULL,
    state text NOT NULL,
    consent_id uuid NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT contact_channel_channel CHECK ((channel = ANY (ARRAY['whatsapp'::text, 'sms'::text, 'email'::text]))),
    CONSTRAINT contact_channel_purpose CHECK ((purpose = 'appointments'::text)),
    CONSTRAINT contact_channel_state CHECK ((state = ANY (ARRAY['given'::text, 'withdrawn'::text])))
);

ALTER TABLE ONLY public.contact_channel FORCE ROW LEVEL SECURITY;

ALTER TABLE public.contact_channel OWNER TO wellkept_owner;

COMMENT ON TABLE public.contact_channel IS 'What the ledger says now. The send gate and STOP lock this row, so a STOP that committed is never overtaken.';

CREATE TABLE public.counter (
    clinic_id uuid NOT NULL,
    name text NOT NULL,
    value bigint NOT NULL
);

ALTER TABLE ONLY public.counter FORCE ROW LEVEL SECURITY;

ALTER TABLE public.counter OWNER TO wellkept_owner;

COMMENT ON TABLE public.counter IS 'Gapless numbers of a clinic (invoices, receipts, tokens of a day).';

CREATE TABLE public.directory_link (
    clinic_id uuid NOT NULL,
    person_id uuid NOT NULL,
    issuer text NOT NULL,
    subject_tag bytea NOT NULL,
    linked_at timestamp with time zone NOT NULL,
    CONSTRAINT directory_link_subject_tag CHECK ((length(subject_tag) = 16))
);

ALTER TABLE ONLY public.directory_link FORCE ROW LEVEL SECURITY;

ALTER TABLE public.directory_link OWNER TO wellkept_owner;

COMMENT ON TABLE public.directory_link IS 'Which member somebody in the directory is. One account of a directory for one member: an address that changes hands there opens nothing here.';

COMMENT ON COLUMN public.directory_link.subject_tag IS 'keyed tag of the directory''s own name for the person, under the clinic''s key';

CREATE TABLE public.directory_start (
    clinic_id uuid NOT NULL,
    start_id uuid NOT NULL,
    state_hash bytea NOT NULL,
    browser_hash bytea NOT NULL,
    issuer text NOT NULL,
    secrets bytea NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT directory_start_browser_hash CHECK ((length(browser_hash) = 32)),
    CONSTRAINT directory_start_state_hash CHECK ((length(state_hash) = 32))
);

ALTER TABLE ONLY public.directory_start FORCE ROW LEVEL SECURITY;

ALTER TABLE public.directory_start OWNER TO wellkept_owner;

COMMENT ON TABLE public.directory_start IS 'Sign-ins on their way through a directory: ten minutes, once, in the browser that began.';

COMMENT ON COLUMN public.directory_start.secrets IS 'nonce and PKCE verifier, sealed';

CREATE TABLE public.encounter (
    clinic_id uuid NOT NULL,
    encounter_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    appointment_id uuid,
    practitioner_id uuid,
    status text NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    content bytea,
    CONSTRAINT encounter_status CHECK ((status = ANY (ARRAY['in-progress'::text, 'finished'::text, 'cancelled'::text, 'unknown'::text])))
);

ALTER TABLE ONLY public.encounter FORCE ROW LEVEL SECURITY;

ALTER TABLE public.encounter OWNER TO wellkept_owner;

CREATE TABLE public.form_receipt (
    clinic_id uuid NOT NULL,
    form_id uuid NOT NULL,
    location text,
    at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.form_receipt FORCE ROW LEVEL SECURITY;

ALTER TABLE public.form_receipt OWNER TO wellkept_owner;

COMMENT ON TABLE public.form_receipt IS 'A form that took effect, and where it led: the same form sent twice has one effect.';

CREATE TABLE public.handset_item (
    clinic_id uuid NOT NULL,
    item_id uuid NOT NULL,
    handset bytea NOT NULL,
    number bytea NOT NULL,
    channel text NOT NULL,
    direction text NOT NULL,
    body bytea NOT NULL,
    message_id uuid,
    at timestamp with time zone NOT NULL,
    CONSTRAINT handset_item_direction CHECK ((direction = ANY (ARRAY['to_patient'::text, 'from_patient'::text])))
);

ALTER TABLE ONLY public.handset_item FORCE ROW LEVEL SECURITY;

ALTER TABLE public.handset_item OWNER TO wellkept_owner;

COMMENT ON TABLE public.handset_item IS 'The simulated phone: what a person with this number would have on it. message_id is unique, so a message handed over twice arrives once.';

CREATE TABLE public.hours_exception (
    clinic_id uuid NOT NULL,
    exception_id uuid NOT NULL,
    practitioner_id uuid,
    location_id uuid,
    first_day date NOT NULL,
    last_day date NOT NULL,
    opens time without time zone,
    closes time without time zone,
    closed boolean NOT NULL,
    note bytea,
    made_at timestamp with time zone NOT NULL,
    removed_at timestamp with time zone,
    CONSTRAINT hours_exception_days CHECK (((first_day <= last_day) AND ((last_day - first_day) <= 366))),
    CONSTRAINT hours_exception_hours CHECK ((((opens IS NULL) = (closes IS NULL)) AND ((opens IS NULL) OR (opens < closes)))),
    CONSTRAINT hours_exception_open_when CHECK ((closed OR (opens IS NOT NULL)))
);

ALTER TABLE ONLY public.hours_exception FORCE ROW LEVEL SECURITY;

ALTER TABLE public.hours_exception OWNER TO wellkept_owner;

COMMENT ON TABLE public.hours_exception IS 'Days that are otherwise than the week says, on the wall clock; practitioner null: for everybody. The note is staff''s, sealed.';

CREATE TABLE public.immunization (
    clinic_id uuid NOT NULL,
    immunization_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    given_at timestamp with time zone,
    content bytea NOT NULL
);

ALTER TABLE ONLY public.immunization FORCE ROW LEVEL SECURITY;

ALTER TABLE public.immunization OWNER TO wellkept_owner;

CREATE TABLE public.import_run (
    clinic_id uuid NOT NULL,
    import_id uuid NOT NULL,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    bundles integer DEFAULT 0 NOT NULL,
    quarantined integer DEFAULT 0 NOT NULL,
    report bytea
);

ALTER TABLE ONLY public.import_run FORCE ROW LEVEL SECURITY;

ALTER TABLE public.import_run OWNER TO wellkept_owner;

COMMENT ON COLUMN public.import_run.report IS 'sealed JSON: taken, already here, left and why';

CREATE TABLE public.imported (
    clinic_id uuid NOT NULL,
    source_key bytea NOT NULL,
    row_id uuid NOT NULL,
    import_id uuid NOT NULL
);

ALTER TABLE ONLY public.imported FORCE ROW LEVEL SECURITY;

ALTER TABLE public.imported OWNER TO wellkept_owner;

COMMENT ON TABLE public.imported IS 'Where a row came from: a keyed tag of kind and source id, so that the same bundle twice changes nothing.';

CREATE TABLE public.invitation (
    clinic_id uuid NOT NULL,
    invitation_id uuid NOT NULL,
    role text NOT NULL,
    name bytea NOT NULL,
    email bytea NOT NULL,
    practitioner_id uuid,
    expires_at timestamp with time zone NOT NULL,
    accepted_at timestamp with time zone,
    revoked_at timestamp with time zone,
    CONSTRAINT invitation_role CHECK ((role = ANY (ARRAY['owner'::text, 'doctor'::text, 'nurse'::text, 'receptionist'::text, 'pharmacist'::text, 'billing'::text, 'auditor'::text])))
);

ALTER TABLE ONLY public.invitation FORCE ROW LEVEL SECURITY;

ALTER TABLE public.invitation OWNER TO wellkept_owner;

CREATE TABLE public.invoice (
    clinic_id uuid NOT NULL,
    invoice_id uuid NOT NULL,
    number bigint NOT NULL,
    patient_id uuid NOT NULL,
    appointment_id uuid,
    currency text NOT NULL,
    total_minor bigint NOT NULL,
    status text NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    CONSTRAINT invoice_currency_shape CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT invoice_status CHECK ((status = ANY (ARRAY['issued'::text, 'balanced'::text, 'cancelled'::text]))),
    CONSTRAINT invoice_total_range CHECK ((total_minor >= 0))
);

ALTER TABLE ONLY public.invoice FORCE ROW LEVEL SECURITY;

ALTER TABLE public.invoice OWNER TO wellkept_owner;

COMMENT ON COLUMN public.invoice.status IS 'FHIR R4 Invoice.status; balanced means paid in full';

CREATE TABLE public.invoice_line (
    clinic_id uuid NOT NULL,
    invoice_id uuid NOT NULL,
    line integer NOT NULL,
    description text NOT NULL,
    quantity integer NOT NULL,
    unit_minor bigint NOT NULL,
    total_minor bigint NOT NULL,
    CONSTRAINT invoice_line_quantity_range CHECK (((quantity >= 1) AND (quantity <= 10000))),
    CONSTRAINT invoice_line_sum CHECK ((total_minor = (quantity * unit_minor)))
);

ALTER TABLE ONLY public.invoice_line FORCE ROW LEVEL SECURITY;

ALTER TABLE public.invoice_line OWNER TO wellkept_owner;

CREATE TABLE public.job (
    clinic_id uuid NOT NULL,
    job_id uuid NOT NULL,
    kind text NOT NULL,
    subject_id uuid NOT NULL,
    due_at timestamp with time zone NOT NULL,
    attempt integer DEFAULT 0 NOT NULL,
    leased_until timestamp with time zone,
    done_at timestamp with time zone,
    gave_up text
);

ALTER TABLE ONLY public.job FORCE ROW LEVEL SECURITY;

ALTER TABLE public.job OWNER TO wellkept_owner;

COMMENT ON TABLE public.job IS 'Work that follows a change, written in the same transaction. Ids only: never a name, a number or a text.';

CREATE TABLE public.letter (
    letter_id uuid NOT NULL,
    kind text NOT NULL,
    language text NOT NULL,
    person_id uuid,
    address_key bytea,
    address bytea,
    body bytea,
    created_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    good_until timestamp with time zone NOT NULL,
    leased_until timestamp with time zone,
    attempt integer DEFAULT 0 NOT NULL,
    done_at timestamp with time zone,
    kept_until timestamp with time zone,
    gave_up text,
    CONSTRAINT letter_emptied CHECK (((body IS NOT NULL) OR (done_at IS NOT NULL))),
    CONSTRAINT letter_kind CHECK ((kind = ANY (ARRAY['opening'::text, 'reset'::text, 'password_changed'::text, 'factor_added'::text, 'factor_removed'::text, 'new_device'::text, 'support_requested'::text, 'support_running'::text, 'emergency_opened'::text, 'account_shared'::text, 'invitation'::text, 'sign_in_code'::text, 'api_changed'::text, 'member_changed'::text, 'you_changed'::text, 'directory_changed'::text, 'directory_linked'::text, 'passkey_stopped'::text, 'recovery_used'::text]))),
    CONSTRAINT letter_language CHECK ((language = ANY (ARRAY['en'::text, 'ur'::text]))),
    CONSTRAINT letter_to_somebody CHECK (((person_id IS NULL) <> (address_key IS NULL)))
);

ALTER TABLE ONLY public.letter FORCE ROW LEVEL SECURITY;

ALTER TABLE public.letter OWNER TO wellkept_owner;

COMMENT ON TABLE public.letter IS 'E-mail to people who work here, never to patients. Body and address are sealed under the platform''s key, and go when the letter has left.';

CREATE TABLE public.link (
    clinic_id uuid NOT NULL,
    link_id uuid NOT NULL,
    purpose text NOT NULL,
    subject_id uuid NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT link_purpose CHECK ((purpose = ANY (ARRAY['appointment'::text, 'invitation'::text, 'receipt'::text, 'waitlist'::text, 'checkin'::text])))
);

ALTER TABLE ONLY public.link FORCE ROW LEVEL SECURITY;

ALTER TABLE public.link OWNER TO wellkept_owner;

COMMENT ON TABLE public.link IS 'What a link in a message opens. The link''s secret is a keyed tag of link_id and stands nowhere.';

CREATE TABLE public.location (
    clinic_id uuid NOT NULL,
    location_id uuid NOT NULL,
    name text NOT NULL,
    closed_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    time_zone text,
    CONSTRAINT location_name_length CHECK (((length(name) >= 1) AND (length(name) <= 120))),
    CONSTRAINT location_time_zone CHECK (((length(time_zone) >= 1) AND (length(time_zone) <= 60)))
);

ALTER TABLE ONLY public.location FORCE ROW LEVEL SECURITY;

ALTER TABLE public.location OWNER TO wellkept_owner;

COMMENT ON TABLE public.location IS 'Where a clinic works. A clinic without rows works in one place.';

COMMENT ON COLUMN public.location.time_zone IS 'IANA name; null: the clinic''s own';

CREATE TABLE public.medication_request (
    clinic_id uuid NOT NULL,
    medication_request_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    status text NOT NULL,
    authored_at timestamp with time zone,
    content bytea NOT NULL,
    CONSTRAINT medication_request_status CHECK ((status = ANY (ARRAY['active'::text, 'on-hold'::text, 'cancelled'::text, 'completed'::text, 'entered-in-error'::text, 'stopped'::text, 'draft'::text, 'unknown'::text])))
);

ALTER TABLE ONLY public.medication_request FORCE ROW LEVEL SECURITY;

ALTER TABLE public.medication_request OWNER TO wellkept_owner;

CREATE TABLE public.membership (
    clinic_id uuid NOT NULL,
    person_id uuid NOT NULL,
    role text NOT NULL,
    name bytea NOT NULL,
    state text NOT NULL,
    practitioner_id uuid,
    since timestamp with time zone NOT NULL,
    state_since timestamp with time zone NOT NULL,
    state_before text,
    places_fine_until timestamp with time zone,
    CONSTRAINT membership_role CHECK ((role = ANY (ARRAY['owner'::text, 'doctor'::text, 'nurse'::text, 'receptionist'::text, 'pharmacist'::text, 'billing'::text, 'auditor'::text]))),
    CONSTRAINT membership_state CHECK ((state = ANY (ARRAY['invited'::text, 'active'::text, 'suspended'::text, 'left'::text]))),
    CONSTRAINT membership_state_before CHECK ((state_before = ANY (ARRAY['invited'::text, 'active'::text, 'suspended'::text, 'left'::text])))
);

ALTER TABLE ONLY public.membership FORCE ROW LEVEL SECURITY;

ALTER TABLE public.membership OWNER TO wellkept_owner;

COMMENT ON COLUMN public.membership.state_since IS 'since when the state holds; membership.since is when the person first joined';

COMMENT ON COLUMN public.membership.state_before IS 'what a departure that is taken back leads to; written by the trigger';

COMMENT ON COLUMN public.membership.places_fine_until IS 'until when the owner wants no case about where this member signs in';

CREATE TABLE public.membership_at (
    clinic_id uuid NOT NULL,
    person_id uuid NOT NULL,
    location_id uuid NOT NULL,
    role text NOT NULL,
    CONSTRAINT membership_at_owners_work_everywhere CHECK ((role <> 'owner'::text)),
    CONSTRAINT membership_at_role CHECK ((role = ANY (ARRAY['owner'::text, 'doctor'::text, 'nurse'::text, 'receptionist'::text, 'pharmacist'::text, 'billing'::text, 'auditor'::text])))
);

ALTER TABLE ONLY public.membership_at FORCE ROW LEVEL SECURITY;

ALTER TABLE public.membership_at OWNER TO wellkept_owner;

COMMENT ON TABLE public.membership_at IS 'Roles at single locations. A member with rows here works at these locations only; one without works everywhere in membership.role.';

CREATE TABLE public.message (
    clinic_id uuid NOT NULL,
    message_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    channel text NOT NULL,
    kind text NOT NULL,
    subject_id uuid NOT NULL,
    state text NOT NULL,
    reason text,
    consent_id uuid,
    body bytea,
    carrier text,
    carrier_ref text,
    queued_at timestamp with time zone NOT NULL,
    settled_at timestamp with time zone,
    CONSTRAINT message_channel CHECK ((channel = ANY (ARRAY['whatsapp'::text, 'sms'::text, 'email'::text]))),
    CONSTRAINT message_kind CHECK ((kind = ANY (ARRAY['confirmation'::text, 'moved'::text, 'cancelled'::text, 'receipt'::text, 'offer'::text, 'turn_near'::text]))),
    CONSTRAINT message_reason CHECK ((reason = ANY (ARRAY['no_consent'::text, 'stopped'::text, 'no_number'::text, 'too_many'::text, 'no_longer_true'::text, 'carrier_refused'::text, 'gave_up'::text]))),
    CONSTRAINT message_refused_says_why CHECK (((state <> ALL (ARRAY['refused'::text, 'failed'::text])) OR (reason IS NOT NULL))),
    CONSTRAINT message_sent_under_consent CHECK (((state <> ALL (ARRAY['sending'::text, 'sent'::text])) OR (consent_id IS NOT NULL))),
    CONSTRAINT message_state CHECK ((state = ANY (ARRAY['queued'::text, 'sending'::text, 'sent'::text, 'refused'::text, 'failed'::text])))
);

ALTER TABLE ONLY public.message FORCE ROW LEVEL SECURITY;

ALTER TABLE public.message OWNER TO wellkept_owner;

COMMENT ON TABLE public.message IS 'Ids until the moment of sending; body is what left, sealed. A message cannot become sent without the consent it rests on.';

CREATE TABLE public.migration (
    name text NOT NULL,
    checksum text NOT NULL,
    ran_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

ALTER TABLE public.migration OWNER TO administrator;

CREATE TABLE public.note (
    clinic_id uuid NOT NULL,
    note_id uuid NOT NULL,
    encounter_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    author_id uuid NOT NULL,
    status text NOT NULL,
    revision integer NOT NULL,
    amends_id uuid,
    content bytea NOT NULL,
    written_at timestamp with time zone NOT NULL,
    signed_at timestamp with time zone,
    CONSTRAINT note_signed_says_when CHECK (((status = 'signed'::text) = (signed_at IS NOT NULL))),
    CONSTRAINT note_status CHECK ((status = ANY (ARRAY['draft'::text, 'signed'::text])))
);

ALTER TABLE ONLY public.note FORCE ROW LEVEL SECURITY;

ALTER TABLE public.note OWNER TO wellkept_owner;

COMMENT ON TABLE public.note IS 'A signed note never changes; an amendment is a new note that names the one it amends.';

CREATE TABLE public.number_code (
    clinic_id uuid NOT NULL,
    code_id uuid NOT NULL,
    contact_key bytea NOT NULL,
    channel text NOT NULL,
    number bytea NOT NULL,
    code bytea NOT NULL,
    language text NOT NULL,
    consent_id uuid NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    good_until timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    tries integer DEFAULT 0 NOT NULL,
    used_at timestamp with time zone,
    CONSTRAINT number_code_channel CHECK ((channel = ANY (ARRAY['whatsapp'::text, 'sms'::text]))),
    CONSTRAINT number_code_tries CHECK (((tries >= 0) AND (tries <= 5)))
);

ALTER TABLE ONLY public.number_code FORCE ROW LEVEL SECURITY;

ALTER TABLE public.number_code OWNER TO wellkept_owner;

COMMENT ON TABLE public.number_code IS 'Codes that prove a number. number and code are sealed; a code is good for ten minutes and five tries.';

CREATE TABLE public.observation (
    clinic_id uuid NOT NULL,
    observation_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    encounter_id uuid,
    taken_at timestamp with time zone NOT NULL,
    content bytea NOT NULL
);

ALTER TABLE ONLY public.observation FORCE ROW LEVEL SECURITY;

ALTER TABLE public.observation OWNER TO wellkept_owner;

COMMENT ON TABLE public.observation IS 'Vital signs; content: kind, value, UCUM unit.';

CREATE TABLE public.opening_hours (
    clinic_id uuid NOT NULL,
    opening_id uuid NOT NULL,
    practitioner_id uuid NOT NULL,
    weekday smallint NOT NULL,
    opens time without time zone NOT NULL,
    closes time without time zone NOT NULL,
    location_id uuid,
    service_id uuid,
    valid_from date,
    valid_until date,
    CONSTRAINT opening_hours_dates CHECK ((valid_from < valid_until)),
    CONSTRAINT opening_hours_order CHECK ((opens < closes)),
    CONSTRAINT opening_hours_weekday CHECK (((weekday >= 1) AND (weekday <= 7)))
);

ALTER TABLE ONLY public.opening_hours FORCE ROW LEVEL SECURITY;

ALTER TABLE public.opening_hours OWNER TO wellkept_owner;

COMMENT ON TABLE public.opening_hours IS 'Local wall time of the clinic; weekday 1 is Monday (ISO 8601).';

COMMENT ON COLUMN public.opening_hours.location_id IS 'where; null: wherever the clinic works';

COMMENT ON COLUMN public.opening_hours.service_id IS 'kept for one service; null: for all';

COMMENT ON COLUMN public.opening_hours.valid_until IS 'the first day on which it does not hold any more';

CREATE TABLE public.operator (
    operator_id uuid NOT NULL,
    email_key bytea NOT NULL,
    email bytea NOT NULL,
    name bytea NOT NULL,
    state text NOT NULL,
    since timestamp with time zone NOT NULL,
    CONSTRAINT operator_state CHECK ((state = ANY (ARRAY['active'::text, 'suspended'::text])))
);

ALTER TABLE ONLY public.operator FORCE ROW LEVEL SECURITY;

ALTER TABLE public.operator OWNER TO wellkept_owner;

COMMENT ON TABLE public.operator IS 'Who runs the platform. Name and e-mail are sealed under the platform''s key; nobody has a password.';

CREATE TABLE public.operator_enrolment (
    token_hash bytea NOT NULL,
    operator_id uuid NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone
);

ALTER TABLE ONLY public.operator_enrolment FORCE ROW LEVEL SECURITY;

ALTER TABLE public.operator_enrolment OWNER TO wellkept_owner;

COMMENT ON TABLE public.operator_enrolment IS 'Links for registering a passkey: SHA-256 of what stands in them; once, thirty minutes.';

CREATE TABLE public.operator_passkey (
    passkey_id uuid NOT NULL,
    operator_id uuid NOT NULL,
    credential_id bytea NOT NULL,
    credential bytea NOT NULL,
    added_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone,
    stopped_at timestamp with time zone
);

ALTER TABLE ONLY public.operator_passkey FORCE ROW LEVEL SECURITY;

ALTER TABLE public.operator_passkey OWNER TO wellkept_owner;

COMMENT ON COLUMN public.operator_passkey.credential IS 'public key, counter and flags; sealed under the platform''s key';

COMMENT ON COLUMN public.operator_passkey.stopped_at IS 'its counter went backwards: somebody may have a copy, so it opens nothing any more';

CREATE TABLE public.operator_session (
    session_id uuid NOT NULL,
    operator_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    started_at timestamp with time zone NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    address bytea NOT NULL,
    device bytea NOT NULL
);

ALTER TABLE ONLY public.operator_session FORCE ROW LEVEL SECURITY;

ALTER TABLE public.operator_session OWNER TO wellkept_owner;

COMMENT ON COLUMN public.operator_session.token_hash IS 'SHA-256 of the cookie. While the operator looks into a clinic, a row of session has the same: one cookie, renewed each time.';

CREATE TABLE public.operator_ticket (
    ticket_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    operator_id uuid,
    said bytea NOT NULL,
    expires_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.operator_ticket FORCE ROW LEVEL SECURITY;

ALTER TABLE public.operator_ticket OWNER TO wellkept_owner;

COMMENT ON TABLE public.operator_ticket IS 'What a browser was asked for a passkey: five minutes, once. With an operator it makes one, without it signs in.';

CREATE TABLE public.patient (
    clinic_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    name bytea NOT NULL,
    phone bytea,
    phone_key bytea,
    particulars bytea,
    language text NOT NULL,
    came_by text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT patient_came_by CHECK ((came_by = ANY (ARRAY['booking'::text, 'reception'::text, 'import'::text, 'demo'::text, 'canary'::text])))
);

ALTER TABLE ONLY public.patient FORCE ROW LEVEL SECURITY;

ALTER TABLE public.patient OWNER TO wellkept_owner;

COMMENT ON COLUMN public.patient.phone_key IS 'HMAC of the E.164 number under the clinic''s own index key; a family may share one';

COMMENT ON COLUMN public.patient.particulars IS 'sealed JSON: birth date, gender, e-mail, address';

CREATE TABLE public.patient_token (
    clinic_id uuid NOT NULL,
    token bigint NOT NULL,
    patient_id uuid NOT NULL
);

ALTER TABLE ONLY public.patient_token FORCE ROW LEVEL SECURITY;

ALTER TABLE public.patient_token OWNER TO wellkept_owner;

COMMENT ON TABLE public.patient_token IS 'Keyed tags of the beginnings of a name''s words: a search finds by them, then opens and checks.';

CREATE TABLE public.payment (
    clinic_id uuid NOT NULL,
    payment_id uuid NOT NULL,
    invoice_id uuid NOT NULL,
    receipt_number bigint NOT NULL,
    method text NOT NULL,
    amount_minor bigint NOT NULL,
    taken_at timestamp with time zone NOT NULL,
    taken_by uuid NOT NULL,
    CONSTRAINT payment_amount_range CHECK ((amount_minor > 0)),
    CONSTRAINT payment_method CHECK ((method = 'cash'::text))
);

ALTER TABLE ONLY public.payment FORCE ROW LEVEL SECURITY;

ALTER TABLE public.payment OWNER TO wellkept_owner;

CREATE TABLE public.person (
    person_id uuid NOT NULL,
    email_key bytea NOT NULL,
    email bytea NOT NULL,
    password_hash text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    generation integer DEFAULT 1 NOT NULL,
    CONSTRAINT person_password_hash_shape CHECK ((password_hash ~ '^\$wk1\$2b\$(1[2-9]|2[0-9])\$[./A-Za-z0-9]{53}$'::text))
);

ALTER TABLE ONLY public.person FORCE ROW LEVEL SECURITY;

ALTER TABLE public.person OWNER TO wellkept_owner;

COMMENT ON TABLE public.person IS 'A login. No role may read it but through the doors; row-level security is forced with no policy for the program.';

COMMENT ON COLUMN public.person.email IS 'sealed under the platform''s key';

COMMENT ON COLUMN public.person.password_hash IS '$wk1$ = bcrypt over base64(HMAC-SHA-384(pepper, NFKC(password)))';

COMMENT ON COLUMN public.person.generation IS 'grows with every other password; a new hash of the same one keeps it';

CREATE TABLE public.person_code_tries (
    person_id uuid NOT NULL,
    step bigint NOT NULL,
    in_step integer NOT NULL,
    hour bigint NOT NULL,
    in_hour integer NOT NULL
);

ALTER TABLE ONLY public.person_code_tries FORCE ROW LEVEL SECURITY;

ALTER TABLE public.person_code_tries OWNER TO wellkept_owner;

COMMENT ON TABLE public.person_code_tries IS 'Codes that were tried, right or wrong, in this half minute and since the last right one in this hour.';

CREATE TABLE public.person_passkey (
    passkey_id uuid NOT NULL,
    person_id uuid NOT NULL,
    credential_id bytea NOT NULL,
    credential bytea NOT NULL,
    name bytea NOT NULL,
    added_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone,
    stopped_at timestamp with time zone
);

ALTER TABLE ONLY public.person_passkey FORCE ROW LEVEL SECURITY;

ALTER TABLE public.person_passkey OWNER TO wellkept_owner;

COMMENT ON COLUMN public.person_passkey.credential IS 'public key, counter and flags; sealed under the platform''s key, as is name';

COMMENT ON COLUMN public.person_passkey.stopped_at IS 'its counter went backwards: somebody may have a copy, so it opens nothing any more';

CREATE TABLE public.person_recovery_code (
    person_id uuid NOT NULL,
    code_hash bytea NOT NULL,
    made_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone
);

ALTER TABLE ONLY public.person_recovery_code FORCE ROW LEVEL SECURITY;

ALTER TABLE public.person_recovery_code OWNER TO wellkept_owner;

COMMENT ON COLUMN public.person_recovery_code.code_hash IS 'keyed tag of person and code; the code is shown once and kept nowhere';

CREATE TABLE public.person_totp (
    totp_id uuid NOT NULL,
    person_id uuid NOT NULL,
    secret bytea NOT NULL,
    added_at timestamp with time zone NOT NULL,
    confirmed_at timestamp with time zone,
    last_step bigint DEFAULT 0 NOT NULL,
    last_used_at timestamp with time zone
);

ALTER TABLE ONLY public.person_totp FORCE ROW LEVEL SECURITY;

ALTER TABLE public.person_totp OWNER TO wellkept_owner;

COMMENT ON TABLE public.person_totp IS 'Apps that show codes: one that counts, and one that is being set up.';

COMMENT ON COLUMN public.person_totp.secret IS 'sealed under the platform''s key';

COMMENT ON COLUMN public.person_totp.last_step IS 'the half minute of the last code that was taken: no code is taken twice';

CREATE TABLE public.practitioner (
    clinic_id uuid NOT NULL,
    practitioner_id uuid NOT NULL,
    name text NOT NULL,
    bookable boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT practitioner_name_length CHECK (((length(name) >= 1) AND (length(name) <= 200)))
);

ALTER TABLE ONLY public.practitioner FORCE ROW LEVEL SECURITY;

ALTER TABLE public.practitioner OWNER TO wellkept_owner;

COMMENT ON TABLE public.practitioner IS 'Names of practitioners are public on the booking page; imported ones are not bookable.';

CREATE TABLE public.quarantined_bundle (
    clinic_id uuid NOT NULL,
    quarantine_id uuid NOT NULL,
    import_id uuid NOT NULL,
    label bytea NOT NULL,
    reason bytea NOT NULL,
    at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.quarantined_bundle FORCE ROW LEVEL SECURITY;

ALTER TABLE public.quarantined_bundle OWNER TO wellkept_owner;

COMMENT ON TABLE public.quarantined_bundle IS 'A bundle that was refused whole; the file stays with its owner, the reason stays here, both sealed.';

CREATE TABLE public.queue_pause (
    clinic_id uuid NOT NULL,
    practitioner_id uuid NOT NULL,
    paused_at timestamp with time zone NOT NULL,
    until_at timestamp with time zone,
    reason bytea,
    paused_by uuid NOT NULL,
    resumed_at timestamp with time zone,
    CONSTRAINT queue_pause_until CHECK ((until_at > paused_at))
);

ALTER TABLE ONLY public.queue_pause FORCE ROW LEVEL SECURITY;

ALTER TABLE public.queue_pause OWNER TO wellkept_owner;

COMMENT ON TABLE public.queue_pause IS 'The last pause of each practitioner; it holds until it is taken back, they call somebody, or the day is over.';

COMMENT ON COLUMN public.queue_pause.reason IS 'in the desk''s words, sealed; shown to nobody outside';

CREATE TABLE public.queue_rules (
    clinic_id uuid NOT NULL,
    late_minutes integer NOT NULL,
    board_languages text[] DEFAULT '{}'::text[] NOT NULL,
    CONSTRAINT queue_rules_board_languages CHECK ((board_languages <@ ARRAY['en'::text, 'ur'::text])),
    CONSTRAINT queue_rules_late CHECK (((late_minutes >= 0) AND (late_minutes <= 240)))
);

ALTER TABLE ONLY public.queue_rules FORCE ROW LEVEL SECURITY;

ALTER TABLE public.queue_rules OWNER TO wellkept_owner;

COMMENT ON COLUMN public.queue_rules.late_minutes IS 'so long after their time a booked patient keeps their place, is then shown as late, and may be marked as not having come';

COMMENT ON COLUMN public.queue_rules.board_languages IS 'in turn; none: the language of the browser that shows the board';

CREATE TABLE public.queue_ticket (
    clinic_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    day date NOT NULL,
    number integer NOT NULL,
    appointment_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    practitioner_id uuid NOT NULL,
    state text NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    called_at timestamp with time zone,
    done_at timestamp with time zone,
    anyone boolean DEFAULT false NOT NULL,
    place_at timestamp with time zone NOT NULL,
    turn_at timestamp with time zone NOT NULL,
    priority text,
    priority_words bytea,
    near_told_at timestamp with time zone,
    CONSTRAINT queue_ticket_priority CHECK ((priority = ANY (ARRAY['emergency'::text, 'elderly'::text, 'pregnant'::text, 'child'::text, 'disabled'::text, 'other'::text]))),
    CONSTRAINT queue_ticket_priority_words CHECK (((NOT (priority IS DISTINCT FROM 'other'::text)) = (priority_words IS NOT NULL))),
    CONSTRAINT queue_ticket_state CHECK ((state = ANY (ARRAY['waiting'::text, 'called'::text, 'done'::text, 'left'::text])))
);

ALTER TABLE ONLY public.queue_ticket FORCE ROW LEVEL SECURITY;

ALTER TABLE public.queue_ticket OWNER TO wellkept_owner;

COMMENT ON COLUMN public.queue_ticket.anyone IS 'waits for whoever gives the service and is free first; practitioner_id is who is until somebody calls';

COMMENT ON COLUMN public.queue_ticket.place_at IS 'since when they count as waiting: queue/turn.rs says how it is found';

COMMENT ON COLUMN public.queue_ticket.turn_at IS 'the order in which they are called: place_at, less the head start of a priority';

COMMENT ON COLUMN public.queue_ticket.priority_words IS 'why, in the desk''s words, sealed';

COMMENT ON COLUMN public.queue_ticket.near_told_at IS 'when the message was queued that two are before it';

CREATE TABLE public.related_person (
    clinic_id uuid NOT NULL,
    related_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    name bytea NOT NULL,
    relationship text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT related_person_relationship CHECK ((relationship = ANY (ARRAY['parent'::text, 'guardian'::text, 'spouse'::text, 'child'::text, 'relative'::text, 'other'::text])))
);

ALTER TABLE ONLY public.related_person FORCE ROW LEVEL SECURITY;

ALTER TABLE public.related_person OWNER TO wellkept_owner;

COMMENT ON TABLE public.related_person IS 'FHIR RelatedPerson: who books for a patient; the patient''s number is theirs. Name sealed.';

CREATE TABLE public.reply (
    clinic_id uuid NOT NULL,
    reply_id uuid NOT NULL,
    contact_key bytea NOT NULL,
    channel text NOT NULL,
    body bytea NOT NULL,
    understood text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT reply_understood CHECK ((understood = ANY (ARRAY['stop'::text, 'start'::text, 'other'::text])))
);

ALTER TABLE ONLY public.reply FORCE ROW LEVEL SECURITY;

ALTER TABLE public.reply OWNER TO wellkept_owner;

COMMENT ON TABLE public.reply IS 'What a person wrote back.';

CREATE TABLE public.room (
    clinic_id uuid NOT NULL,
    room_id uuid NOT NULL,
    name text NOT NULL,
    location_id uuid,
    closed_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT room_name_length CHECK (((length(name) >= 1) AND (length(name) <= 120)))
);

ALTER TABLE ONLY public.room FORCE ROW LEVEL SECURITY;

ALTER TABLE public.room OWNER TO wellkept_owner;

COMMENT ON TABLE public.room IS 'A room or a device that a service needs one of.';

CREATE TABLE public.service (
    clinic_id uuid NOT NULL,
    service_id uuid NOT NULL,
    name text NOT NULL,
    minutes integer NOT NULL,
    price_minor bigint NOT NULL,
    active boolean NOT NULL,
    buffer_before integer DEFAULT 0 NOT NULL,
    buffer_after integer DEFAULT 0 NOT NULL,
    every_minutes integer,
    notice_minutes integer DEFAULT 0 NOT NULL,
    horizon_days integer DEFAULT 60 NOT NULL,
    cancel_minutes integer DEFAULT 0 NOT NULL,
    places integer DEFAULT 1 NOT NULL,
    approval boolean DEFAULT false NOT NULL,
    CONSTRAINT service_buffer_after CHECK (((buffer_after >= 0) AND (buffer_after <= 240))),
    CONSTRAINT service_buffer_before CHECK (((buffer_before >= 0) AND (buffer_before <= 240))),
    CONSTRAINT service_cancel_minutes CHECK (((cancel_minutes >= 0) AND (cancel_minutes <= 43200))),
    CONSTRAINT service_every_minutes CHECK (((every_minutes >= 5) AND (every_minutes <= 480))),
    CONSTRAINT service_horizon_days CHECK (((horizon_days >= 1) AND (horizon_days <= 730))),
    CONSTRAINT service_minutes_range CHECK (((minutes >= 5) AND (minutes <= 480))),
    CONSTRAINT service_name_length CHECK (((length(name) >= 1) AND (length(name) <= 120))),
    CONSTRAINT service_notice_minutes CHECK (((notice_minutes >= 0) AND (notice_minutes <= 43200))),
    CONSTRAINT service_places CHECK (((places >= 1) AND (places <= 200))),
    CONSTRAINT service_price_range CHECK (((price_minor >= 0) AND (price_minor <= '1000000000000'::bigint)))
);

ALTER TABLE ONLY public.service FORCE ROW LEVEL SECURITY;

ALTER TABLE public.service OWNER TO wellkept_owner;

COMMENT ON COLUMN public.service.every_minutes IS 'from one offered time to the next; null: one follows the other';

COMMENT ON COLUMN public.service.notice_minutes IS 'a patient books no later than this before the time';

COMMENT ON COLUMN public.service.cancel_minutes IS 'a patient moves or calls off no later than this before the time';

COMMENT ON COLUMN public.service.places IS 'how many patients one time is for; more than one: a group';

COMMENT ON COLUMN public.service.approval IS 'what is booked on the public page waits for a yes of the clinic, and holds its time meanwhile';

CREATE TABLE public.service_practitioner (
    clinic_id uuid NOT NULL,
    service_id uuid NOT NULL,
    practitioner_id uuid NOT NULL
);

ALTER TABLE ONLY public.service_practitioner FORCE ROW LEVEL SECURITY;

ALTER TABLE public.service_practitioner OWNER TO wellkept_owner;

COMMENT ON TABLE public.service_practitioner IS 'Who gives a service; a service without rows is given by everybody.';

CREATE TABLE public.service_room (
    clinic_id uuid NOT NULL,
    service_id uuid NOT NULL,
    room_id uuid NOT NULL
);

ALTER TABLE ONLY public.service_room FORCE ROW LEVEL SECURITY;

ALTER TABLE public.service_room OWNER TO wellkept_owner;

COMMENT ON TABLE public.service_room IS 'A service needs one of these; a service without rows needs none.';

CREATE TABLE public.session (
    clinic_id uuid NOT NULL,
    session_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    person_id uuid,
    started_at timestamp with time zone NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    kind text DEFAULT 'staff'::text NOT NULL,
    operator_id uuid,
    grant_id uuid,
    location_id uuid,
    proof text DEFAULT 'password'::text NOT NULL,
    proven_until timestamp with time zone,
    address bytea,
    network bytea,
    device bytea,
    CONSTRAINT session_kind CHECK ((kind = ANY (ARRAY['staff'::text, 'support'::text]))),
    CONSTRAINT session_proof CHECK ((proof = ANY (ARRAY['password'::text, 'second_factor'::text, 'passkey'::text, 'directory'::text, 'recovery'::text]))),
    CONSTRAINT session_whose CHECK (
CASE kind
    WHEN 'staff'::text THEN ((person_id IS NOT NULL) AND (operator_id IS NULL) AND (grant_id IS NULL))
    ELSE ((person_id IS NULL) AND (operator_id IS NOT NULL) AND (grant_id IS NOT NULL))
END)
);

ALTER TABLE ONLY public.session FORCE ROW LEVEL SECURITY;

ALTER TABLE public.session OWNER TO wellkept_owner;

COMMENT ON COLUMN public.session.token_hash IS 'SHA-256 of the cookie; the cookie itself is kept nowhere. Unique on the installation: it is looked up before the clinic is known.';

COMMENT ON COLUMN public.session.proven_until IS 'until when the last proof counts as fresh (ten minutes), for what needs one';

COMMENT ON COLUMN public.session.address IS 'sealed under the platform''s key, as is device; network is a keyed tag of the address''s network';

CREATE TABLE public.sign_in_code (
    account_key bytea NOT NULL,
    code_tag bytea NOT NULL,
    tries integer DEFAULT 0 NOT NULL,
    good_until timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.sign_in_code FORCE ROW LEVEL SECURITY;

ALTER TABLE public.sign_in_code OWNER TO wellkept_owner;

COMMENT ON TABLE public.sign_in_code IS 'Codes that went out by letter instead of a browser''s work: keyed tags, also for addresses that nobody signs in with.';

CREATE TABLE public.sign_in_failure (
    scope text NOT NULL,
    tag bytea NOT NULL,
    failures integer NOT NULL,
    last_at timestamp with time zone NOT NULL,
    CONSTRAINT sign_in_failure_scope CHECK ((scope = ANY (ARRAY['account'::text, 'here'::text, 'network'::text, 'clinic'::text]))),
    CONSTRAINT sign_in_failure_some CHECK ((failures > 0))
);

ALTER TABLE ONLY public.sign_in_failure FORCE ROW LEVEL SECURITY;

ALTER TABLE public.sign_in_failure OWNER TO wellkept_owner;

COMMENT ON TABLE public.sign_in_failure IS 'Wrong passwords in a row: for an account from everywhere, and for an account from one address. Keyed tags, also of addresses that nobody signs in with; old rows go after thirty days.';

CREATE TABLE public.support_grant (
    clinic_id uuid NOT NULL,
    grant_id uuid NOT NULL,
    operator_id uuid NOT NULL,
    reason bytea NOT NULL,
    scopes text[] NOT NULL,
    hours integer NOT NULL,
    state text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    decided_by uuid,
    decided_at timestamp with time zone,
    ends_at timestamp with time zone,
    signature bytea,
    CONSTRAINT support_grant_at_most_72_hours CHECK (((ends_at IS NULL) OR (ends_at <= (decided_at + '72:00:00'::interval)))),
    CONSTRAINT support_grant_hours CHECK (((hours >= 1) AND (hours <= 72))),
    CONSTRAINT support_grant_scopes CHECK (((scopes <@ ARRAY['schedule'::text, 'records'::text, 'billing'::text, 'settings'::text]) AND (cardinality(scopes) > 0))),
    CONSTRAINT support_grant_signed CHECK (((state = ANY (ARRAY['asked'::text, 'refused'::text])) OR ((decided_by IS NOT NULL) AND (ends_at IS NOT NULL) AND (signature IS NOT NULL)))),
    CONSTRAINT support_grant_state CHECK ((state = ANY (ARRAY['asked'::text, 'granted'::text, 'refused'::text, 'revoked'::text])))
);

ALTER TABLE ONLY public.support_grant FORCE ROW LEVEL SECURITY;

ALTER TABLE public.support_grant OWNER TO wellkept_owner;

COMMENT ON TABLE public.support_grant IS 'Leave for one operator to look into one clinic, asked for by the operator and signed by an owner; the only way for an operator to a clinic''s rows.';

COMMENT ON COLUMN public.support_grant.reason IS 'sealed under the platform''s key: the console has no clinic''s key; the clinic reads it through the program';

COMMENT ON COLUMN public.support_grant.signature IS 'keyed tag over clinic, grant, operator, scopes, hours, who decided and when: changed by hand it no longer holds';

CREATE TABLE public.terms_accepted (
    clinic_id uuid NOT NULL,
    person_id uuid NOT NULL,
    version text NOT NULL,
    language text NOT NULL,
    text_hash bytea NOT NULL,
    accepted_at timestamp with time zone NOT NULL,
    CONSTRAINT terms_accepted_hash CHECK ((length(text_hash) = 32)),
    CONSTRAINT terms_accepted_version CHECK (((length(version) >= 1) AND (length(version) <= 40)))
);

ALTER TABLE ONLY public.terms_accepted FORCE ROW LEVEL SECURITY;

ALTER TABLE public.terms_accepted OWNER TO wellkept_owner;

COMMENT ON TABLE public.terms_accepted IS 'Who accepted which text for a clinic, and when; the text is named by its SHA-256.';

CREATE TABLE public.ticket (
    ticket_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    purpose text NOT NULL,
    person_id uuid,
    said bytea,
    expires_at timestamp with time zone NOT NULL,
    generation integer,
    CONSTRAINT ticket_purpose CHECK ((purpose = ANY (ARRAY['second_step'::text, 'choice_of_clinic'::text, 'passkey_new'::text, 'passkey_sign_in'::text, 'passkey_proof'::text])))
);

ALTER TABLE ONLY public.ticket FORCE ROW LEVEL SECURITY;

ALTER TABLE public.ticket OWNER TO wellkept_owner;

COMMENT ON TABLE public.ticket IS 'What is half done while somebody signs in: five minutes, once.';

COMMENT ON COLUMN public.ticket.generation IS 'the person''s when the password was proven; null: it was not by a password';

CREATE TABLE public.waitlist (
    clinic_id uuid NOT NULL,
    entry_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    service_id uuid NOT NULL,
    practitioner_id uuid,
    location_id uuid,
    first_day date NOT NULL,
    last_day date NOT NULL,
    part text NOT NULL,
    state text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    notice_version text NOT NULL,
    CONSTRAINT waitlist_days CHECK (((first_day <= last_day) AND ((last_day - first_day) <= 366))),
    CONSTRAINT waitlist_part CHECK ((part = ANY (ARRAY['any'::text, 'morning'::text, 'afternoon'::text, 'evening'::text]))),
    CONSTRAINT waitlist_state CHECK ((state = ANY (ARRAY['waiting'::text, 'offered'::text, 'booked'::text, 'left'::text, 'over'::text])))
);

ALTER TABLE ONLY public.waitlist FORCE ROW LEVEL SECURITY;

ALTER TABLE public.waitlist OWNER TO wellkept_owner;

COMMENT ON TABLE public.waitlist IS 'Who waits for a time to be free, in the order in which they asked.';

CREATE TABLE public.waitlist_offer (
    clinic_id uuid NOT NULL,
    offer_id uuid NOT NULL,
    entry_id uuid NOT NULL,
    practitioner_id uuid NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    appointment_id uuid NOT NULL,
    made_at timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    state text NOT NULL,
    CONSTRAINT waitlist_offer_state CHECK ((state = ANY (ARRAY['open'::text, 'taken'::text, 'declined'::text, 'over'::text])))
);

ALTER TABLE ONLY public.waitlist_offer FORCE ROW LEVEL SECURITY;

ALTER TABLE public.waitlist_offer OWNER TO wellkept_owner;

COMMENT ON TABLE public.waitlist_offer IS 'A freed time that was offered to somebody who waits: to one at a time, until then. appointment_id is the row that holds it; it is gone when the offer is over.';

CREATE TABLE public.worked (
    challenge_id uuid NOT NULL,
    good_until timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.worked FORCE ROW LEVEL SECURITY;

ALTER TABLE public.worked OWNER TO wellkept_owner;

COMMENT ON TABLE public.worked IS 'Answers of a browser''s work that counted; needed no longer than the challenge lives.';

ALTER TABLE ONLY door.context_key
    ADD CONSTRAINT context_key_pkey PRIMARY KEY (one);

ALTER TABLE ONLY public.access_case
    ADD CONSTRAINT access_case_pkey PRIMARY KEY (clinic_id, case_id);

ALTER TABLE ONLY public.account_event_address
    ADD CONSTRAINT account_event_address_pkey PRIMARY KEY (event_id);

ALTER TABLE ONLY public.account_event
    ADD CONSTRAINT account_event_pkey PRIMARY KEY (event_id);

ALTER TABLE ONLY public.account_link
    ADD CONSTRAINT account_link_pkey PRIMARY KEY (link_id);

ALTER TABLE ONLY public.allergy
    ADD CONSTRAINT allergy_pkey PRIMARY KEY (clinic_id, allergy_id);

ALTER TABLE ONLY public.api_answer
    ADD CONSTRAINT api_answer_once UNIQUE (clinic_id, client_id, key_tag);

ALTER TABLE ONLY public.api_answer
    ADD CONSTRAINT api_answer_pkey PRIMARY KEY (clinic_id, answer_id);

ALTER TABLE ONLY public.api_authority
    ADD CONSTRAINT api_authority_pkey PRIMARY KEY (authority_id);

ALTER TABLE ONLY public.api_booking
    ADD CONSTRAINT api_booking_pkey PRIMARY KEY (clinic_id, appointment_id);

ALTER TABLE ONLY public.api_certificate
    ADD CONSTRAINT api_certificate_fingerprint_key UNIQUE (fingerprint);

ALTER TABLE ONLY public.api_certificate
    ADD CONSTRAINT api_certificate_pkey PRIMARY KEY (clinic_id, certificate_id);

ALTER TABLE ONLY public.api_client
    ADD CONSTRAINT api_client_key_hash_key UNIQUE (key_hash);

ALTER TABLE ONLY public.api_client
    ADD CONSTRAINT api_client_pkey PRIMARY KEY (clinic_id, client_id);

ALTER TABLE ONLY public.api_range
    ADD CONSTRAINT api_range_pkey PRIMARY KEY (clinic_id, range_id);

ALTER TABLE ONLY public.appointment
    ADD CONSTRAINT appointment_no_overlap EXCLUDE USING gist (clinic_id WITH =, practitioner_id WITH =, during WITH &&, COALESCE(session_id, appointment_id) WITH <>) WHERE (((status = ANY (ARRAY['proposed'::text, 'pending'::text, 'booked'::text, 'arrived'::text, 'fulfilled'::text])) AND (taken_as = 'slot'::text)));

ALTER TABLE ONLY public.appointment
    ADD CONSTRAINT appointment_pkey PRIMARY KEY (clinic_id, appointment_id);

ALTER TABLE ONLY public.appointment
    ADD CONSTRAINT appointment_room_no_overlap EXCLUDE USING gist (clinic_id WITH =, room_id WITH =, during WITH &&, COALESCE(session_id, appointment_id) WITH <>) WHERE (((status = ANY (ARRAY['proposed'::text, 'pending'::text, 'booked'::text, 'arrived'::text, 'fulfilled'::text])) AND (taken_as = 'slot'::text) AND (room_id IS NOT NULL)));

ALTER TABLE ONLY public.audit_leaf
    ADD CONSTRAINT audit_leaf_pkey PRIMARY KEY (clinic_id, leaf_id);

ALTER TABLE ONLY public.booking_rules
    ADD CONSTRAINT booking_rules_pkey PRIMARY KEY (clinic_id);

ALTER TABLE ONLY public.break_glass
    ADD CONSTRAINT break_glass_pkey PRIMARY KEY (clinic_id, glass_id);

ALTER TABLE ONLY public.calendar_feed
    ADD CONSTRAINT calendar_feed_pkey PRIMARY KEY (clinic_id, feed_id);

ALTER TABLE ONLY public.calendar_feed
    ADD CONSTRAINT calendar_feed_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.checkin_door
    ADD CONSTRAINT checkin_door_pkey PRIMARY KEY (clinic_id, door_id);

ALTER TABLE ONLY public.clinic_directory
    ADD CONSTRAINT clinic_directory_pkey PRIMARY KEY (clinic_id);

ALTER TABLE ONLY public.clinic
    ADD CONSTRAINT clinic_pkey PRIMARY KEY (clinic_id);

ALTER TABLE ONLY public.clinic
    ADD CONSTRAINT clinic_slug_key UNIQUE (slug);

ALTER TABLE ONLY public.condition
    ADD CONSTRAINT condition_pkey PRIMARY KEY (clinic_id, condition_id);

ALTER TABLE ONLY public.consent
    ADD CONSTRAINT consent_pkey PRIMARY KEY (clinic_id, consent_id);

ALTER TABLE ONLY public.contact_channel
    ADD CONSTRAINT contact_channel_pkey PRIMARY KEY (clinic_id, contact_key, channel, purpose);

ALTER TABLE ONLY public.counter
    ADD CONSTRAINT counter_pkey PRIMARY KEY (clinic_id, name);

ALTER TABLE ONLY public.directory_link
    ADD CONSTRAINT directory_link_pkey PRIMARY KEY (clinic_id, person_id, issuer);

ALTER TABLE ONLY public.directory_link
    ADD CONSTRAINT directory_link_subject UNIQUE (clinic_id, issuer, subject_tag);

ALTER TABLE ONLY public.directory_start
    ADD CONSTRAINT directory_start_pkey PRIMARY KEY (clinic_id, start_id);

ALTER TABLE ONLY public.directory_start
    ADD CONSTRAINT directory_start_state UNIQUE (clinic_id, state_hash);

ALTER TABLE ONLY public.encounter
    ADD CONSTRAINT encounter_appointment_key UNIQUE (clinic_id, appointment_id);

ALTER TABLE ONLY public.encounter
    ADD CONSTRAINT encounter_pkey PRIMARY KEY (clinic_id, encounter_id);

ALTER TABLE ONLY public.form_receipt
    ADD CONSTRAINT form_receipt_pkey PRIMARY KEY (clinic_id, form_id);

ALTER TABLE ONLY public.handset_item
    ADD CONSTRAINT handset_item_message_key UNIQUE (clinic_id, message_id);

ALTER TABLE ONLY public.handset_item
    ADD CONSTRAINT handset_item_pkey PRIMARY KEY (clinic_id, item_id);

ALTER TABLE ONLY public.hours_exception
    ADD CONSTRAINT hours_exception_pkey PRIMARY KEY (clinic_id, exception_id);

ALTER TABLE ONLY public.immunization
    ADD CONSTRAINT immunization_pkey PRIMARY KEY (clinic_id, immunization_id);

ALTER TABLE ONLY public.import_run
    ADD CONSTRAINT import_run_pkey PRIMARY KEY (clinic_id, import_id);

ALTER TABLE ONLY public.imported
    ADD CONSTRAINT imported_pkey PRIMARY KEY (clinic_id, source_key);

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_pkey PRIMARY KEY (clinic_id, invitation_id);

ALTER TABLE ONLY public.invoice
    ADD CONSTRAINT invoice_appointment_key UNIQUE (clinic_id, appointment_id);

ALTER TABLE ONLY public.invoice_line
    ADD CONSTRAINT invoice_line_pkey PRIMARY KEY (clinic_id, invoice_id, line);

ALTER TABLE ONLY public.invoice
    ADD CONSTRAINT invoice_number_key UNIQUE (clinic_id, number);

ALTER TABLE ONLY public.invoice
    ADD CONSTRAINT invoice_pkey PRIMARY KEY (clinic_id, invoice_id);

ALTER TABLE ONLY public.job
    ADD CONSTRAINT job_once UNIQUE (clinic_id, kind, subject_id);

ALTER TABLE ONLY public.job
    ADD CONSTRAINT job_pkey PRIMARY KEY (clinic_id, job_id);

ALTER TABLE ONLY public.letter
    ADD CONSTRAINT letter_pkey PRIMARY KEY (letter_id);

ALTER TABLE ONLY public.link
    ADD CONSTRAINT link_id_key UNIQUE (link_id);

ALTER TABLE ONLY public.link
    ADD CONSTRAINT link_pkey PRIMARY KEY (clinic_id, link_id);

ALTER TABLE ONLY public.location
    ADD CONSTRAINT location_pkey PRIMARY KEY (clinic_id, location_id);

ALTER TABLE ONLY public.medication_request
    ADD CONSTRAINT medication_request_pkey PRIMARY KEY (clinic_id, medication_request_id);

ALTER TABLE ONLY public.membership_at
    ADD CONSTRAINT membership_at_pkey PRIMARY KEY (clinic_id, person_id, location_id);

ALTER TABLE ONLY public.membership
    ADD CONSTRAINT membership_pkey PRIMARY KEY (clinic_id, person_id);

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_pkey PRIMARY KEY (clinic_id, message_id);

ALTER TABLE ONLY public.migration
    ADD CONSTRAINT migration_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.note
    ADD CONSTRAINT note_amended_once UNIQUE (clinic_id, amends_id);

ALTER TABLE ONLY public.note
    ADD CONSTRAINT note_pkey PRIMARY KEY (clinic_id, note_id);

ALTER TABLE ONLY public.number_code
    ADD CONSTRAINT number_code_pkey PRIMARY KEY (clinic_id, code_id);

ALTER TABLE ONLY public.observation
    ADD CONSTRAINT observation_pkey PRIMARY KEY (clinic_id, observation_id);

ALTER TABLE ONLY public.opening_hours
    ADD CONSTRAINT opening_hours_pkey PRIMARY KEY (clinic_id, opening_id);

ALTER TABLE ONLY public.operator
    ADD CONSTRAINT operator_email_key UNIQUE (email_key);

ALTER TABLE ONLY public.operator_enrolment
    ADD CONSTRAINT operator_enrolment_pkey PRIMARY KEY (token_hash);

ALTER TABLE ONLY public.operator_passkey
    ADD CONSTRAINT operator_passkey_credential_key UNIQUE (credential_id);

ALTER TABLE ONLY public.operator_passkey
    ADD CONSTRAINT operator_passkey_pkey PRIMARY KEY (passkey_id);

ALTER TABLE ONLY public.operator
    ADD CONSTRAINT operator_pkey PRIMARY KEY (operator_id);

ALTER TABLE ONLY public.operator_session
    ADD CONSTRAINT operator_session_pkey PRIMARY KEY (session_id);

ALTER TABLE ONLY public.operator_session
    ADD CONSTRAINT operator_session_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.operator_ticket
    ADD CONSTRAINT operator_ticket_pkey PRIMARY KEY (ticket_id);

ALTER TABLE ONLY public.operator_ticket
    ADD CONSTRAINT operator_ticket_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.patient
    ADD CONSTRAINT patient_pkey PRIMARY KEY (clinic_id, patient_id);

ALTER TABLE ONLY public.patient_token
    ADD CONSTRAINT patient_token_pkey PRIMARY KEY (clinic_id, token, patient_id);

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_once UNIQUE (clinic_id, invoice_id);

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_pkey PRIMARY KEY (clinic_id, payment_id);

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_receipt_number_key UNIQUE (clinic_id, receipt_number);

ALTER TABLE ONLY public.person_code_tries
    ADD CONSTRAINT person_code_tries_pkey PRIMARY KEY (person_id);

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_email_key UNIQUE (email_key);

ALTER TABLE ONLY public.person_passkey
    ADD CONSTRAINT person_passkey_credential_key UNIQUE (credential_id);

ALTER TABLE ONLY public.person_passkey
    ADD CONSTRAINT person_passkey_pkey PRIMARY KEY (passkey_id);

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (person_id);

ALTER TABLE ONLY public.person_recovery_code
    ADD CONSTRAINT person_recovery_code_pkey PRIMARY KEY (person_id, code_hash);

ALTER TABLE ONLY public.person_totp
    ADD CONSTRAINT person_totp_pkey PRIMARY KEY (totp_id);

ALTER TABLE ONLY public.practitioner
    ADD CONSTRAINT practitioner_pkey PRIMARY KEY (clinic_id, practitioner_id);

ALTER TABLE ONLY public.quarantined_bundle
    ADD CONSTRAINT quarantined_bundle_pkey PRIMARY KEY (clinic_id, quarantine_id);

ALTER TABLE ONLY public.queue_pause
    ADD CONSTRAINT queue_pause_pkey PRIMARY KEY (clinic_id, practitioner_id);

ALTER TABLE ONLY public.queue_rules
    ADD CONSTRAINT queue_rules_pkey PRIMARY KEY (clinic_id);

ALTER TABLE ONLY public.queue_ticket
    ADD CONSTRAINT queue_ticket_appointment_key UNIQUE (clinic_id, appointment_id);

ALTER TABLE ONLY public.queue_ticket
    ADD CONSTRAINT queue_ticket_number_key UNIQUE (clinic_id, day, number);

ALTER TABLE ONLY public.queue_ticket
    ADD CONSTRAINT queue_ticket_pkey PRIMARY KEY (clinic_id, ticket_id);

ALTER TABLE ONLY public.related_person
    ADD CONSTRAINT related_person_pkey PRIMARY KEY (clinic_id, related_id);

ALTER TABLE ONLY public.reply
    ADD CONSTRAINT reply_pkey PRIMARY KEY (clinic_id, reply_id);

ALTER TABLE ONLY public.room
    ADD CONSTRAINT room_pkey PRIMARY KEY (clinic_id, room_id);

ALTER TABLE ONLY public.service
    ADD CONSTRAINT service_pkey PRIMARY KEY (clinic_id, service_id);

ALTER TABLE ONLY public.service_practitioner
    ADD CONSTRAINT service_practitioner_pkey PRIMARY KEY (clinic_id, service_id, practitioner_id);

ALTER TABLE ONLY public.service_room
    ADD CONSTRAINT service_room_pkey PRIMARY KEY (clinic_id, service_id, room_id);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (clinic_id, session_id);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.sign_in_code
    ADD CONSTRAINT sign_in_code_pkey PRIMARY KEY (account_key);

ALTER TABLE ONLY public.sign_in_failure
    ADD CONSTRAINT sign_in_failure_pkey PRIMARY KEY (scope, tag);

ALTER TABLE ONLY public.support_grant
    ADD CONSTRAINT support_grant_pkey PRIMARY KEY (clinic_id, grant_id);

ALTER TABLE ONLY public.terms_accepted
    ADD CONSTRAINT terms_accepted_pkey PRIMARY KEY (clinic_id, person_id, version);

ALTER TABLE ONLY public.ticket
    ADD CONSTRAINT ticket_pkey PRIMARY KEY (ticket_id);

ALTER TABLE ONLY public.ticket
    ADD CONSTRAINT ticket_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.waitlist_offer
    ADD CONSTRAINT waitlist_offer_pkey PRIMARY KEY (clinic_id, offer_id);

ALTER TABLE ONLY public.waitlist
    ADD CONSTRAINT waitlist_pkey PRIMARY KEY (clinic_id, entry_id);

ALTER TABLE ONLY public.worked
    ADD CONSTRAINT worked_pkey PRIMARY KEY (challenge_id);

CREATE UNIQUE INDEX access_case_one_open ON public.access_case USING btree (clinic_id, person_id) WHERE (closed_at IS NULL);

CREATE INDEX account_event_address_at ON public.account_event_address USING btree (at);

CREATE INDEX account_event_of_operators ON public.account_event USING btree (in_clinic, event_id) WHERE (by_kind = 'operator'::text);

CREATE INDEX account_event_of_person ON public.account_event USING btree (person_id, event_id);

CREATE INDEX account_link_of_person ON public.account_link USING btree (person_id) WHERE (used_at IS NULL);

CREATE INDEX allergy_of_patient ON public.allergy USING btree (clinic_id, patient_id);

CREATE INDEX api_answer_at ON public.api_answer USING btree (at);

CREATE INDEX api_booking_client ON public.api_booking USING btree (clinic_id, client_id);

CREATE INDEX api_certificate_of_client ON public.api_certificate USING btree (clinic_id, client_id);

CREATE INDEX api_range_network ON public.api_range USING gist (network inet_ops) WHERE (revoked_at IS NULL);

CREATE UNIQUE INDEX api_range_once ON public.api_range USING btree (clinic_id, client_id, network) WHERE (revoked_at IS NULL);

CREATE INDEX appointment_asked ON public.appointment USING btree (clinic_id, asked_at) WHERE (status = 'pending'::text);

CREATE INDEX appointment_booked_online ON public.appointment USING btree (clinic_id, booked_at) WHERE (booked_by = 'patient'::text);

CREATE INDEX appointment_calendar ON public.appointment USING btree (clinic_id, practitioner_id, starts_at) INCLUDE (ends_at, blocks_from, blocks_until) WHERE ((status = ANY (ARRAY['proposed'::text, 'pending'::text, 'booked'::text, 'arrived'::text, 'fulfilled'::text])) AND (taken_as <> 'walk_in'::text));

CREATE INDEX appointment_came_from ON public.appointment USING btree (clinic_id, came_from, booked_at) WHERE (came_from IS NOT NULL);

CREATE INDEX appointment_day ON public.appointment USING btree (clinic_id, starts_at);

CREATE INDEX appointment_held ON public.appointment USING btree (clinic_id, held_until) WHERE (status = 'proposed'::text);

CREATE INDEX appointment_of_patient ON public.appointment USING btree (clinic_id, patient_id, starts_at);

CREATE INDEX appointment_of_room ON public.appointment USING btree (clinic_id, room_id, starts_at) INCLUDE (ends_at, blocks_from, blocks_until) WHERE ((status = ANY (ARRAY['proposed'::text, 'pending'::text, 'booked'::text, 'arrived'::text, 'fulfilled'::text])) AND (taken_as <> 'walk_in'::text) AND (room_id IS NOT NULL));

CREATE UNIQUE INDEX appointment_seat_once ON public.appointment USING btree (clinic_id, session_id, seat) WHERE ((status = ANY (ARRAY['proposed'::text, 'pending'::text, 'booked'::text, 'arrived'::text, 'fulfilled'::text])) AND (session_id IS NOT NULL));

CREATE INDEX appointment_series ON public.appointment USING btree (clinic_id, series_id, starts_at) WHERE (series_id IS NOT NULL);

CREATE INDEX audit_leaf_about ON public.audit_leaf USING btree (clinic_id, about, leaf_id);

CREATE INDEX audit_leaf_by_time ON public.audit_leaf USING btree (clinic_id, leaf_id);

CREATE INDEX audit_leaf_day_seen ON public.audit_leaf USING btree (clinic_id, actor_id, at) WHERE (act = 'queue.see_day'::text);

CREATE INDEX audit_leaf_of_support ON public.audit_leaf USING btree (clinic_id, actor_id, at) WHERE (actor_kind = 'support'::text);

CREATE INDEX break_glass_open ON public.break_glass USING btree (clinic_id, person_id, ends_at);

CREATE INDEX break_glass_waiting ON public.break_glass USING btree (clinic_id, opened_at) WHERE (reviewed_at IS NULL);

CREATE INDEX calendar_feed_of_person ON public.calendar_feed USING btree (clinic_id, person_id) WHERE (revoked_at IS NULL);

CREATE INDEX condition_of_patient ON public.condition USING btree (clinic_id, patient_id);

CREATE INDEX consent_contact ON public.consent USING btree (clinic_id, contact_key, channel, consent_id);

CREATE INDEX encounter_of_patient ON public.encounter USING btree (clinic_id, patient_id, started_at);

CREATE INDEX handset_item_thread ON public.handset_item USING btree (clinic_id, handset, item_id);

CREATE INDEX hours_exception_days_of ON public.hours_exception USING btree (clinic_id, last_day) WHERE (removed_at IS NULL);

CREATE INDEX immunization_of_patient ON public.immunization USING btree (clinic_id, patient_id);

CREATE INDEX invoice_of_patient ON public.invoice USING btree (clinic_id, patient_id, issued_at);

CREATE INDEX invoice_unpaid ON public.invoice USING btree (clinic_id, number) WHERE (status = 'issued'::text);

CREATE INDEX job_due ON public.job USING btree (due_at) WHERE (done_at IS NULL);

CREATE INDEX letter_due ON public.letter USING btree (due_at) WHERE (done_at IS NULL);

CREATE INDEX letter_to_address ON public.letter USING btree (address_key, created_at);

CREATE INDEX link_subject ON public.link USING btree (clinic_id, subject_id, link_id);

CREATE INDEX medication_request_of_patient ON public.medication_request USING btree (clinic_id, patient_id);

CREATE INDEX message_patient_recent ON public.message USING btree (clinic_id, patient_id, message_id);

CREATE INDEX message_subject ON public.message USING btree (clinic_id, subject_id);

CREATE INDEX note_of_patient ON public.note USING btree (clinic_id, patient_id, written_at);

CREATE UNIQUE INDEX note_one_draft ON public.note USING btree (clinic_id, encounter_id, author_id) WHERE (status = 'draft'::text);

CREATE INDEX number_code_of ON public.number_code USING btree (clinic_id, contact_key, asked_at);

CREATE INDEX observation_of_patient ON public.observation USING btree (clinic_id, patient_id, taken_at);

CREATE INDEX opening_hours_practitioner_day ON public.opening_hours USING btree (clinic_id, practitioner_id, weekday);

CREATE INDEX patient_phone ON public.patient USING btree (clinic_id, phone_key);

CREATE INDEX payment_day ON public.payment USING btree (clinic_id, taken_at);

CREATE INDEX person_passkey_of_person ON public.person_passkey USING btree (person_id);

CREATE UNIQUE INDEX person_totp_one ON public.person_totp USING btree (person_id) WHERE (confirmed_at IS NOT NULL);

CREATE UNIQUE INDEX person_totp_one_coming ON public.person_totp USING btree (person_id) WHERE (confirmed_at IS NULL);

CREATE INDEX queue_ticket_took ON public.queue_ticket USING btree (clinic_id, practitioner_id, day, number) WHERE (state = 'done'::text);

CREATE INDEX queue_ticket_waiting ON public.queue_ticket USING btree (clinic_id, day, turn_at, number) WHERE (state = ANY (ARRAY['waiting'::text, 'called'::text]));

CREATE INDEX related_person_of ON public.related_person USING btree (clinic_id, patient_id);

CREATE INDEX reply_contact ON public.reply USING btree (clinic_id, contact_key, reply_id);

CREATE INDEX session_of_login ON public.session USING btree (person_id, started_at);

CREATE INDEX session_of_person ON public.session USING btree (clinic_id, person_id) WHERE (ended_at IS NULL);

CREATE INDEX sign_in_code_good_until ON public.sign_in_code USING btree (good_until);

CREATE INDEX sign_in_failure_last_at ON public.sign_in_failure USING btree (last_at);

CREATE UNIQUE INDEX support_grant_asked_once ON public.support_grant USING btree (clinic_id, operator_id) WHERE (state = 'asked'::text);

CREATE INDEX ticket_expires_at ON public.ticket USING btree (expires_at);

CREATE UNIQUE INDEX waitlist_offer_once ON public.waitlist_offer USING btree (clinic_id, entry_id, practitioner_id, starts_at);

CREATE UNIQUE INDEX waitlist_offer_one_open ON public.waitlist_offer USING btree (clinic_id, entry_id) WHERE (state = 'open'::text);

CREATE INDEX waitlist_waiting ON public.waitlist USING btree (clinic_id, asked_at) WHERE (state = ANY (ARRAY['waiting'::text, 'offered'::text]));

CREATE INDEX worked_good_until ON public.worked USING btree (good_until);

CREATE TRIGGER account_event_never_changes BEFORE DELETE OR UPDATE OR TRUNCATE ON public.account_event FOR EACH STATEMENT EXECUTE FUNCTION public.never_changes();

CREATE TRIGGER appointment_is_revised BEFORE UPDATE OF starts_at, ends_at, practitioner_id, location_id, status ON public.appointment FOR EACH ROW WHEN ((((((old.starts_at IS DISTINCT FROM new.starts_at) OR (old.ends_at IS DISTINCT FROM new.ends_at)) OR (old.practitioner_id IS DISTINCT FROM new.practitioner_id)) OR (old.location_id IS DISTINCT FROM new.location_id)) OR ((old.status = ANY (ARRAY['cancelled'::text, 'entered-in-error'::text])) <> (new.status = ANY (ARRAY['cancelled'::text, 'entered-in-error'::text]))))) EXECUTE FUNCTION public.appointment_is_revised();

CREATE TRIGGER appointment_moves BEFORE UPDATE OF status ON public.appointment FOR EACH ROW EXECUTE FUNCTION public.appointment_moves();

CREATE TRIGGER audit_leaf_never_changes BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_leaf FOR EACH STATEMENT EXECUTE FUNCTION public.never_changes();

CREATE TRIGGER consent_never_changes BEFORE DELETE OR UPDATE OR TRUNCATE ON public.consent FOR EACH STATEMENT EXECUTE FUNCTION public.never_changes();

CREATE TRIGGER membership_at_not_an_owner BEFORE INSERT OR UPDATE ON public.membership_at FOR EACH ROW EXECUTE FUNCTION public.membership_at_not_an_owner();

CREATE TRIGGER membership_keeps_an_owner AFTER UPDATE ON public.membership FOR EACH ROW WHEN (((old.role = 'owner'::text) AND (old.state = 'active'::text) AND ((new.role <> 'owner'::text) OR (new.state <> 'active'::text)))) EXECUTE FUNCTION public.membership_keeps_an_owner();

CREATE TRIGGER membership_moves BEFORE INSERT OR UPDATE ON public.membership FOR EACH ROW EXECUTE FUNCTION public.membership_moves();

CREATE TRIGGER note_signed_never_changes BEFORE DELETE OR UPDATE ON public.note FOR EACH ROW EXECUTE FUNCTION public.signed_note_never_changes();

CREATE TRIGGER support_grant_goes_one_way BEFORE UPDATE ON public.support_grant FOR EACH ROW EXECUTE FUNCTION public.leave_goes_one_way();

CREATE TRIGGER terms_accepted_never_changes BEFORE DELETE OR UPDATE OR TRUNCATE ON public.terms_accepted FOR EACH STATEMENT EXECUTE FUNCTION public.never_changes();

ALTER TABLE ONLY public.access_case
    ADD CONSTRAINT access_case_closed_by FOREIGN KEY (clinic_id, closed_by) REFERENCES public.membership(clinic_id, person_id);

ALTER TABLE ONLY public.access_case
    ADD CONSTRAINT access_case_member FOREIGN KEY (clinic_id, person_id) REFERENCES public.membership(clinic_id, person_id);

ALTER TABLE ONLY public.account_event_address
    ADD CONSTRAINT account_event_address_event FOREIGN KEY (event_id) REFERENCES public.account_event(event_id);

ALTER TABLE ONLY public.account_link
    ADD CONSTRAINT account_link_person FOREIGN KEY (person_id) REFERENCES public.person(person_id);

ALTER TABLE ONLY public.allergy
    ADD CONSTRAINT allergy_patient FOREIGN KEY (clinic_id, patient_id) REFERENCES public.patient(clinic_id, patient_id);

ALTER TABLE ONLY public.api_answer
    ADD CONSTRAINT api_answer_client FOREIGN KEY (clinic_id, client_id) REFERENCES public.api_client(clinic_id, client_id);

ALTER TABLE ONLY public.api_booking
    ADD CONSTRAINT api_booking_appointment FOREIGN KEY (clinic_id, appointment_id) REFERENCES public.appointment(clinic_id, appointment_id);

ALTER TABLE ONLY public.api_booking
    ADD CONSTRAINT api_booking_client FOREIGN KEY (clinic_id, client_id) REFERENCES public.api_client(clinic_id, client_id);

ALTER TABLE ONLY public.api_certificate
    ADD CONSTRAINT api_certificate_client FOREIGN KEY (clinic_id, client_id) REFERENCES public.api_client(clinic_id, client_id);

ALTER TABLE ONLY public.api_certificate
    ADD CONSTRAINT api_certificate_issued_by FOREIGN KEY (clinic_id, issued_by) REFERENCES public.membership(clinic_id, person_id);

ALTER TABLE ONLY public.api_certificate
    ADD CONSTRAINT api_certificate_revoked_by FOREIGN KEY (clinic_id, revoked_by) REFERENCES public.membership(clinic_id, person_id);

ALTER TABLE ONLY public.api_client
    ADD CONSTRAINT api_client_made_by FOREIGN KEY (clinic_id, made_by) REFERENCES public.membership(clinic_id, person_id);

ALTER TABLE ONLY public.api_range
    ADD CONSTRAINT api_range_client FOREIGN KEY (clinic_id, client_id) REFERENCES public.api_client(clinic_id, client_id);

ALTER TABLE ONLY public.api_range
    ADD CONSTRAINT api_range_confirmed_by FOREIGN KEY (clinic_id, confirmed_by) REFERENCES public.membership(clinic_id, person_id);

ALTER TABLE ONLY public.api_range
    ADD CONSTRAINT api_range_registered_by FOREIGN KEY (clinic_id, registered_by) REFERENCES public.membership(clinic_id, person_id);

ALTER TABLE ONLY public.api_range
    ADD CONSTRAINT api_range_revoked_by FOREIGN KEY (clinic_id, revoked_by) REFERENCES public.membership(clinic_id, person_id);

ALTER TABLE ONLY public.appointment
    ADD CONSTRAINT appointment_location FOREIGN KEY (clinic_id, location_id) REFERENCES public.location(clinic_id, location_id);

ALTER TABLE ONLY public.appointment
    ADD CONSTRAINT appointment_patient FOREIGN KEY (clinic_id, patient_id) REFERENCES public.patient(clinic_id, patient_id);

ALTER TABLE ONLY public.appointment
    ADD CONSTRAINT appointment_practitioner FOREIGN KEY (clinic_id, practitioner_id) REFERENCES public.practitioner(clinic_id, practitioner_id);

ALTER TABLE ONLY public.appointment
    ADD CONSTRAINT appointment_related FOREIGN KEY (clinic_id, related_id) REFERENCES public.related_person(clinic_id, related_id);

ALTER TABLE ONLY public.appointment
    ADD CONSTRAINT appointment_room FOREIGN KEY (clinic_id, room_id) REFERENCES public.room(clinic_id, room_id);

ALTER TABLE ONLY public.appointment
    ADD CONSTRAINT appointment_service FOREIGN KEY (clinic_id, service_id) REFERENCES public.service(clinic_id, service_id);

ALTER TABLE ONLY public.break_glass
    ADD CONSTRAINT break_glass_member FOREIGN KEY (clinic_id, person_id) REFERENCES public.membership(clinic_id, person_id);

ALTER TABLE ONLY public.break_glass
    ADD CONSTRAINT break_glass_patient FOREIGN KEY (clinic_id, patient_id) REFERENCES public.patient(clinic_id, patient_id);

ALTER TABLE ONLY public.calendar_feed
    ADD CONSTRAINT calendar_feed_made_by FOREIGN KEY (clinic_id, made_by) REFERENCES public.membership(clinic_id, person_id);

ALTER TABLE ONLY public.calendar_feed
    ADD CONSTRAINT calendar_feed_person FOREIGN KEY (clinic_id, person_id) REFERENCES public.membership(clinic_id, person_id);

ALTER TABLE ONLY public.calendar_feed
    ADD CONSTRAINT calendar_feed_practitioner FOREIGN KEY (clinic_id, practitioner_id) REFERENCES public.practitioner(clinic_id, practitioner_id);

ALTER TABLE ONLY public.calendar_feed
    ADD CONSTRAINT calendar_feed_revoked_by FOREIGN KEY (clinic_id, revoked_by) REFERENCES public.membership(clinic_id, person_id);

ALTER TABLE ONLY public.checkin_door
    ADD CONSTRAINT checkin_door_closed_by FOREIGN KEY (clinic_id, closed_by) REFERENCES public.membership(clinic_id, person_id);

ALTER TABLE ONLY public.checkin_door
    ADD CONSTRAINT checkin_door_made_by FOREIGN KEY (clinic_id, made_by) REFERENCES public.membership(clinic_id, person_id);

ALTER TABLE ONLY public.condition
    ADD CONSTRAINT condition_patient FOREIGN KEY (clinic_id, patient_id) REFERENCES public.patient(clinic_id, patient_id);

ALTER TABLE ONLY public.contact_channel
    ADD CONSTRAINT contact_channel_consent FOREIGN KEY (clinic_id, consent_id) REFERENCES public.consent(clinic_id, consent_id);

ALTER TABLE ONLY public.directory_link
    ADD CONSTRAINT directory_link_member FOREIGN KEY (clinic_id, person_id) REFERENCES public.membership(clinic_id, person_id);

ALTER TABLE ONLY public.encounter
    ADD CONSTRAINT encounter_appointment FOREIGN KEY (clinic_id, appointment_id) REFERENCES public.appointment(clinic_id, appointment_id);

ALTER TABLE ONLY public.encounter
    ADD CONSTRAINT encounter_patient FOREIGN KEY (clinic_id, patient_id) REFERENCES public.patient(clinic_id, patient_id);

ALTER TABLE ONLY public.hours_exception
    ADD CONSTRAINT hours_exception_location FOREIGN KEY (clinic_id, location_id) REFERENCES public.location(clinic_id, location_id);

ALTER TABLE ONLY public.hours_exception
    ADD CONSTRAINT hours_exception_practitioner FOREIGN KEY (clinic_id, practitioner_id) REFERENCES public.practitioner(clinic_id, practitioner_id);

ALTER TABLE ONLY public.immunization
    ADD CONSTRAINT immunization_patient FOREIGN KEY (clinic_id, patient_id) REFERENCES public.patient(clinic_id, patient_id);

ALTER TABLE ONLY public.imported
    ADD CONSTRAINT imported_run FOREIGN KEY (clinic_id, import_id) REFERENCES public.import_run(clinic_id, import_id);

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_practitioner FOREIGN KEY (clinic_id, practitioner_id) REFERENCES public.practitioner(clinic_id, practitioner_id);

ALTER TABLE ONLY public.invoice
    ADD CONSTRAINT invoice_appointment FOREIGN KEY (clinic_id, appointment_id) REFERENCES public.appointment(clinic_id, appointment_id);

ALTER TABLE ONLY public.invoice_line
    ADD CONSTRAINT invoice_line_invoice FOREIGN KEY (clinic_id, invoice_id) REFERENCES public.invoice(clinic_id, invoice_id);

ALTER TABLE ONLY public.invoice
    ADD CONSTRAINT invoice_patient FOREIGN KEY (clinic_id, patient_id) REFERENCES public.patient(clinic_id, patient_id);

ALTER TABLE ONLY public.letter
    ADD CONSTRAINT letter_person FOREIGN KEY (person_id) REFERENCES public.person(person_id);

ALTER TABLE ONLY public.medication_request
    ADD CONSTRAINT medication_request_patient FOREIGN KEY (clinic_id, patient_id) REFERENCES public.patient(clinic_id, patient_id);

ALTER TABLE ONLY public.membership_at
    ADD CONSTRAINT membership_at_location FOREIGN KEY (clinic_id, location_id) REFERENCES public.location(clinic_id, location_id);

ALTER TABLE ONLY public.membership_at
    ADD CONSTRAINT membership_at_member FOREIGN KEY (clinic_id, person_id) REFERENCES public.membership(clinic_id, person_id);

ALTER TABLE ONLY public.membership
    ADD CONSTRAINT membership_practitioner FOREIGN KEY (clinic_id, practitioner_id) REFERENCES public.practitioner(clinic_id, practitioner_id);

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_consent FOREIGN KEY (clinic_id, consent_id) REFERENCES public.consent(clinic_id, consent_id);

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_patient FOREIGN KEY (clinic_id, patient_id) REFERENCES public.patient(clinic_id, patient_id);

ALTER TABLE ONLY public.note
    ADD CONSTRAINT note_amends FOREIGN KEY (clinic_id, amends_id) REFERENCES public.note(clinic_id, note_id);

ALTER TABLE ONLY public.note
    ADD CONSTRAINT note_encounter FOREIGN KEY (clinic_id, encounter_id) REFERENCES public.encounter(clinic_id, encounter_id);

ALTER TABLE ONLY public.number_code
    ADD CONSTRAINT number_code_consent FOREIGN KEY (clinic_id, consent_id) REFERENCES public.consent(clinic_id, consent_id);

ALTER TABLE ONLY public.observation
    ADD CONSTRAINT observation_encounter FOREIGN KEY (clinic_id, encounter_id) REFERENCES public.encounter(clinic_id, encounter_id);

ALTER TABLE ONLY public.observation
    ADD CONSTRAINT observation_patient FOREIGN KEY (clinic_id, patient_id) REFERENCES public.patient(clinic_id, patient_id);

ALTER TABLE ONLY public.opening_hours
    ADD CONSTRAINT opening_hours_location FOREIGN KEY (clinic_id, location_id) REFERENCES public.location(clinic_id, location_id);

ALTER TABLE ONLY public.opening_hours
    ADD CONSTRAINT opening_hours_practitioner FOREIGN KEY (clinic_id, practitioner_id) REFERENCES public.practitioner(clinic_id, practitioner_id);

ALTER TABLE ONLY public.opening_hours
    ADD CONSTRAINT opening_hours_service FOREIGN KEY (clinic_id, service_id) REFERENCES public.service(clinic_id, service_id);

ALTER TABLE ONLY public.operator_enrolment
    ADD CONSTRAINT operator_enrolment_operator FOREIGN KEY (operator_id) REFERENCES public.operator(operator_id);

ALTER TABLE ONLY public.operator_passkey
    ADD CONSTRAINT operator_passkey_operator FOREIGN KEY (operator_id) REFERENCES public.operator(operator_id);

ALTER TABLE ONLY public.operator_session
    ADD CONSTRAINT operator_session_operator FOREIGN KEY (operator_id) REFERENCES public.operator(operator_id);

ALTER TABLE ONLY public.operator_ticket
    ADD CONSTRAINT operator_ticket_operator FOREIGN KEY (operator_id) REFERENCES public.operator(operator_id);

ALTER TABLE ONLY public.patient_token
    ADD CONSTRAINT patient_token_patient FOREIGN KEY (clinic_id, patient_id) REFERENCES public.patient(clinic_id, patient_id);

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_invoice FOREIGN KEY (clinic_id, invoice_id) REFERENCES public.invoice(clinic_id, invoice_id);

ALTER TABLE ONLY public.person_code_tries
    ADD CONSTRAINT person_code_tries_person FOREIGN KEY (person_id) REFERENCES public.person(person_id);

ALTER TABLE ONLY public.person_passkey
    ADD CONSTRAINT person_passkey_person FOREIGN KEY (person_id) REFERENCES public.person(person_id);

ALTER TABLE ONLY public.person_recovery_code
    ADD CONSTRAINT person_recovery_code_person FOREIGN KEY (person_id) REFERENCES public.person(person_id);

ALTER TABLE ONLY public.person_totp
    ADD CONSTRAINT person_totp_person FOREIGN KEY (person_id) REFERENCES public.person(person_id);

ALTER TABLE ONLY public.quarantined_bundle
    ADD CONSTRAINT quarantined_bundle_run FOREIGN KEY (clinic_id, import_id) REFERENCES public.import_run(clinic_id, import_id);

ALTER TABLE ONLY public.queue_pause
    ADD CONSTRAINT queue_pause_by FOREIGN KEY (clinic_id, paused_by) REFERENCES public.membership(clinic_id, person_id);

ALTER TABLE ONLY public.queue_pause
    ADD CONSTRAINT queue_pause_practitioner FOREIGN KEY (clinic_id, practitioner_id) REFERENCES public.practitioner(clinic_id, practitioner_id);

ALTER TABLE ONLY public.queue_rules
    ADD CONSTRAINT queue_rules_clinic FOREIGN KEY (clinic_id) REFERENCES public.clinic(clinic_id);

ALTER TABLE ONLY public.queue_ticket
    ADD CONSTRAINT queue_ticket_appointment FOREIGN KEY (clinic_id, appointment_id) REFERENCES public.appointment(clinic_id, appointment_id);

ALTER TABLE ONLY public.queue_ticket
    ADD CONSTRAINT queue_ticket_patient FOREIGN KEY (clinic_id, patient_id) REFERENCES public.patient(clinic_id, patient_id);

ALTER TABLE ONLY public.related_person
    ADD CONSTRAINT related_person_patient FOREIGN KEY (clinic_id, patient_id) REFERENCES public.patient(clinic_id, patient_id);

ALTER TABLE ONLY public.room
    ADD CONSTRAINT room_location FOREIGN KEY (clinic_id, location_id) REFERENCES public.location(clinic_id, location_id);

ALTER TABLE ONLY public.service_practitioner
    ADD CONSTRAINT service_practitioner_practitioner FOREIGN KEY (clinic_id, practitioner_id) REFERENCES public.practitioner(clinic_id, practitioner_id);

ALTER TABLE ONLY public.service_practitioner
    ADD CONSTRAINT service_practitioner_service FOREIGN KEY (clinic_id, service_id) REFERENCES public.service(clinic_id, service_id);

ALTER TABLE ONLY public.service_room
    ADD CONSTRAINT service_room_room FOREIGN KEY (clinic_id, room_id) REFERENCES public.room(clinic_id, room_id);

ALTER TABLE ONLY public.service_room
    ADD CONSTRAINT service_room_service FOREIGN KEY (clinic_id, service_id) REFERENCES public.service(clinic_id, service_id);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_grant FOREIGN KEY (clinic_id, grant_id) REFERENCES public.support_grant(clinic_id, grant_id);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_location FOREIGN KEY (clinic_id, location_id) REFERENCES public.location(clinic_id, location_id);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_membership FOREIGN KEY (clinic_id, person_id) REFERENCES public.membership(clinic_id, person_id);

ALTER TABLE ONLY public.support_grant
    ADD CONSTRAINT support_grant_decided_by FOREIGN KEY (clinic_id, decided_by) REFERENCES public.membership(clinic_id, person_id);

ALTER TABLE ONLY public.terms_accepted
    ADD CONSTRAINT terms_accepted_member FOREIGN KEY (clinic_id, person_id) REFERENCES public.membership(clinic_id, person_id);

ALTER TABLE ONLY public.ticket
    ADD CONSTRAINT ticket_person FOREIGN KEY (person_id) REFERENCES public.person(person_id);

ALTER TABLE ONLY public.waitlist
    ADD CONSTRAINT waitlist_location FOREIGN KEY (clinic_id, location_id) REFERENCES public.location(clinic_id, location_id);

ALTER TABLE ONLY public.waitlist_offer
    ADD CONSTRAINT waitlist_offer_entry FOREIGN KEY (clinic_id, entry_id) REFERENCES public.waitlist(clinic_id, entry_id);

ALTER TABLE ONLY public.waitlist_offer
    ADD CONSTRAINT waitlist_offer_practitioner FOREIGN KEY (clinic_id, practitioner_id) REFERENCES public.practitioner(clinic_id, practitioner_id);

ALTER TABLE ONLY public.waitlist
    ADD CONSTRAINT waitlist_patient FOREIGN KEY (clinic_id, patient_id) REFERENCES public.patient(clinic_id, patient_id);

ALTER TABLE ONLY public.waitlist
    ADD CONSTRAINT waitlist_practitioner FOREIGN KEY (clinic_id, practitioner_id) REFERENCES public.practitioner(clinic_id, practitioner_id);

ALTER TABLE ONLY public.waitlist
    ADD CONSTRAINT waitlist_service FOREIGN KEY (clinic_id, service_id) REFERENCES public.service(clinic_id, service_id);

ALTER TABLE public.access_case ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.account_event ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.account_event_address ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.account_link ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.allergy ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.api_answer ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.api_authority ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.api_booking ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.api_certificate ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.api_client ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.api_range ENABLE ROW LEVEL SECURITY;

CREATE POLICY app_writes ON public.letter FOR INSERT TO wellkept_app WITH CHECK (true);

ALTER TABLE public.appointment ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.audit_leaf ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.booking_rules ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.break_glass ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.calendar_feed ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.checkin_door ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.clinic ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.clinic_directory ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.condition ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.consent ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.contact_channel ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.counter ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.directory_link ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.directory_start ENABLE ROW LEVEL SECURITY;

CREATE POLICY door_all ON public.session TO wellkept_door USING (true) WITH CHECK (true);

CREATE POLICY door_reads ON public.account_event_address FOR SELECT TO wellkept_door USING (true);

CREATE POLICY door_reads ON public.api_certificate FOR SELECT TO wellkept_door USING (true);

CREATE POLICY door_reads ON public.api_client FOR SELECT TO wellkept_door USING (true);

CREATE POLICY door_reads ON public.api_range FOR SELECT TO wellkept_door USING (true);

CREATE POLICY door_reads ON public.break_glass FOR SELECT TO wellkept_door USING (true);

CREATE POLICY door_reads ON public.calendar_feed FOR SELECT TO wellkept_door USING (true);

CREATE POLICY door_reads ON public.clinic FOR SELECT TO wellkept_door USING (true);

CREATE POLICY door_reads ON public.job FOR SELECT TO wellkept_door USING (true);

CREATE POLICY door_reads ON public.link FOR SELECT TO wellkept_door USING (true);

CREATE POLICY door_reads ON public.location FOR SELECT TO wellkept_door USING (true);

CREATE POLICY door_reads ON public.membership FOR SELECT TO wellkept_door USING (true);

CREATE POLICY door_reads ON public.membership_at FOR SELECT TO wellkept_door USING (true);

CREATE POLICY door_reads ON public.operator FOR SELECT TO wellkept_door USING (true);

CREATE POLICY door_reads ON public.support_grant FOR SELECT TO wellkept_door USING (true);

ALTER TABLE public.encounter ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.form_receipt ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.handset_item ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.hours_exception ENABLE ROW LEVEL SECURITY;

CREATE POLICY identity_all ON public.account_event TO wellkept_identity USING (true) WITH CHECK (true);

CREATE POLICY identity_all ON public.account_event_address TO wellkept_identity USING (true) WITH CHECK (true);

CREATE POLICY identity_all ON public.account_link TO wellkept_identity USING (true) WITH CHECK (true);

CREATE POLICY identity_all ON public.api_authority TO wellkept_identity USING (true) WITH CHECK (true);

CREATE POLICY identity_all ON public.letter TO wellkept_identity USING (true) WITH CHECK (true);

CREATE POLICY identity_all ON public.operator TO wellkept_identity USING (true) WITH CHECK (true);

CREATE POLICY identity_all ON public.operator_enrolment TO wellkept_identity USING (true) WITH CHECK (true);

CREATE POLICY identity_all ON public.operator_passkey TO wellkept_identity USING (true) WITH CHECK (true);

CREATE POLICY identity_all ON public.operator_session TO wellkept_identity USING (true) WITH CHECK (true);

CREATE POLICY identity_all ON public.operator_ticket TO wellkept_identity USING (true) WITH CHECK (true);

CREATE POLICY identity_all ON public.person TO wellkept_identity USING (true) WITH CHECK (true);

CREATE POLICY identity_all ON public.person_code_tries TO wellkept_identity USING (true) WITH CHECK (true);

CREATE POLICY identity_all ON public.person_passkey TO wellkept_identity USING (true) WITH CHECK (true);

CREATE POLICY identity_all ON public.person_recovery_code TO wellkept_identity USING (true) WITH CHECK (true);

CREATE POLICY identity_all ON public.person_totp TO wellkept_identity USING (true) WITH CHECK (true);

CREATE POLICY identity_all ON public.session TO wellkept_identity USING (true) WITH CHECK (true);

CREATE POLICY identity_all ON public.sign_in_code TO wellkept_identity USING (true) WITH CHECK (true);

CREATE POLICY identity_all ON public.sign_in_failure TO wellkept_identity USING (true) WITH CHECK (true);

CREATE POLICY identity_all ON public.ticket TO wellkept_identity USING (true) WITH CHECK (true);

CREATE POLICY identity_all ON public.worked TO wellkept_identity USING (true) WITH CHECK (true);

CREATE POLICY identity_reads ON public.clinic FOR SELECT TO wellkept_identity USING (true);

CREATE POLICY identity_reads ON public.clinic_directory FOR SELECT TO wellkept_identity USING (true);

CREATE POLICY identity_reads ON public.location FOR SELECT TO wellkept_identity USING (true);

CREATE POLICY identity_reads ON public.membership FOR SELECT TO wellkept_identity USING (true);

CREATE POLICY identity_reads ON public.membership_at FOR SELECT TO wellkept_identity USING (true);

CREATE POLICY identity_writes ON public.access_case FOR INSERT TO wellkept_identity WITH CHECK (true);

CREATE POLICY identity_writes ON public.audit_leaf FOR INSERT TO wellkept_identity WITH CHECK (true);

ALTER TABLE public.immunization ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.import_run ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.imported ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.invitation ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.invoice ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.invoice_line ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.job ENABLE ROW LEVEL SECURITY;

CREATE POLICY jobs_claim ON public.job TO wellkept_jobs USING (true) WITH CHECK (true);

ALTER TABLE public.letter ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.link ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.location ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.medication_request ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.membership ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.membership_at ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.message ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.note ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.number_code ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.observation ENABLE ROW LEVEL SECURITY;

CREATE POLICY only_holds_go ON public.appointment AS RESTRICTIVE FOR DELETE TO wellkept_app USING ((status = 'proposed'::text));

ALTER TABLE public.opening_hours ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.operator ENABLE ROW LEVEL SECURITY;

CREATE POLICY operator_all ON public.account_event TO wellkept_operator USING (true) WITH CHECK (true);

CREATE POLICY operator_asks ON public.support_grant FOR INSERT TO wellkept_operator WITH CHECK (((state = 'asked'::text) AND (decided_by IS NULL) AND (decided_at IS NULL) AND (ends_at IS NULL) AND (signature IS NULL)));

ALTER TABLE public.operator_enrolment ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.operator_passkey ENABLE ROW LEVEL SECURITY;

CREATE POLICY operator_sees ON public.clinic FOR SELECT TO wellkept_operator USING (true);

CREATE POLICY operator_sees ON public.support_grant FOR SELECT TO wellkept_operator USING (true);

ALTER TABLE public.operator_session ENABLE ROW LEVEL SECURITY;

CREATE POLICY operator_suspends ON public.clinic FOR UPDATE TO wellkept_operator USING (true) WITH CHECK (true);

ALTER TABLE public.operator_ticket ENABLE ROW LEVEL SECURITY;

CREATE POLICY operator_writes ON public.audit_leaf FOR INSERT TO wellkept_operator WITH CHECK (((actor_kind = 'support'::text) AND (detail IS NULL) AND (about IS NULL) AND (act = ANY (ARRAY['operator.ask_leave'::text, 'operator.enter'::text, 'operator.suspend_clinic'::text, 'operator.resume_clinic'::text]))));

CREATE POLICY own_clinic ON public.access_case TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.allergy TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.api_answer TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.api_booking TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.api_certificate TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.api_client TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.api_range TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.appointment TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.audit_leaf TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.booking_rules TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.break_glass TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.calendar_feed TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.checkin_door TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.clinic TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.clinic_directory TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.condition TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.consent TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.contact_channel TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.counter TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.directory_link TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.directory_start TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.encounter TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.form_receipt TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.handset_item TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.hours_exception TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.immunization TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.import_run TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.imported TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.invitation TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.invoice TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.invoice_line TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.job TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.link TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.location TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.medication_request TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.membership TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.membership_at TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.message TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.note TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.number_code TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.observation TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.opening_hours TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.patient TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.patient_token TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.payment TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.practitioner TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.quarantined_bundle TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.queue_pause TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.queue_rules TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.queue_ticket TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.related_person TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.reply TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.room TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.service TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.service_practitioner TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.service_room TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.session TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.support_grant TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.terms_accepted TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.waitlist TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

CREATE POLICY own_clinic ON public.waitlist_offer TO wellkept_app USING ((clinic_id = ( SELECT door.clinic() AS clinic))) WITH CHECK ((clinic_id = ( SELECT door.clinic() AS clinic)));

ALTER TABLE public.patient ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.patient_token ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.payment ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.person ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.person_code_tries ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.person_passkey ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.person_recovery_code ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.person_totp ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.practitioner ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.quarantined_bundle ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.queue_pause ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.queue_rules ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.queue_ticket ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.related_person ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.reply ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.room ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.service ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.service_practitioner ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.service_room ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.session ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.sign_in_code ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.sign_in_failure ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.support_grant ENABLE ROW LEVEL SECURITY;

CREATE POLICY sweep_all ON public.account_event_address TO wellkept_sweep USING (true);

CREATE POLICY sweep_all ON public.api_answer TO wellkept_sweep USING (true);

CREATE POLICY sweep_all ON public.operator_session TO wellkept_sweep USING (true);

CREATE POLICY sweep_all ON public.session TO wellkept_sweep USING (true);

CREATE POLICY sweep_all ON public.sign_in_code TO wellkept_sweep USING (true);

CREATE POLICY sweep_all ON public.sign_in_failure TO wellkept_sweep USING (true);

CREATE POLICY sweep_all ON public.ticket TO wellkept_sweep USING (true);

CREATE POLICY sweep_all ON public.worked TO wellkept_sweep USING (true);

ALTER TABLE public.terms_accepted ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.ticket ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.waitlist ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.waitlist_offer ENABLE ROW LEVEL SECURITY;

CREATE POLICY who_treats ON public.allergy AS RESTRICTIVE TO wellkept_app USING (( SELECT door.may_see_records() AS may_see_records)) WITH CHECK (( SELECT door.may_see_records() AS may_see_records));

CREATE POLICY who_treats ON public.condition AS RESTRICTIVE TO wellkept_app USING (( SELECT door.may_see_records() AS may_see_records)) WITH CHECK (( SELECT door.may_see_records() AS may_see_records));

CREATE POLICY who_treats ON public.encounter AS RESTRICTIVE TO wellkept_app USING (( SELECT door.may_see_records() AS may_see_records)) WITH CHECK (( SELECT door.may_see_records() AS may_see_records));

CREATE POLICY who_treats ON public.immunization AS RESTRICTIVE TO wellkept_app USING (( SELECT door.may_see_records() AS may_see_records)) WITH CHECK (( SELECT door.may_see_records() AS may_see_records));

CREATE POLICY who_treats ON public.medication_request AS RESTRICTIVE TO wellkept_app USING (( SELECT door.may_see_records() AS may_see_records)) WITH CHECK (( SELECT door.may_see_records() AS may_see_records));

CREATE POLICY who_treats ON public.note AS RESTRICTIVE TO wellkept_app USING (( SELECT door.may_see_records() AS may_see_records)) WITH CHECK (( SELECT door.may_see_records() AS may_see_records));

CREATE POLICY who_treats ON public.observation AS RESTRICTIVE TO wellkept_app USING (( SELECT door.may_see_records() AS may_see_records)) WITH CHECK (( SELECT door.may_see_records() AS may_see_records));

ALTER TABLE public.worked ENABLE ROW LEVEL SECURITY;

GRANT USAGE ON SCHEMA door TO wellkept_app;
GRANT USAGE ON SCHEMA door TO wellkept_jobs;
GRANT ALL ON SCHEMA door TO wellkept_door;
GRANT USAGE ON SCHEMA door TO wellkept_identity;
GRANT USAGE ON SCHEMA door TO wellkept_operator;
GRANT USAGE ON SCHEMA door TO wellkept_sweep;

REVOKE USAGE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO wellkept_app;
GRANT USAGE ON SCHEMA public TO wellkept_identity;
GRANT USAGE ON SCHEMA public TO wellkept_operator;
GRANT USAGE ON SCHEMA public TO wellkept_jobs;
GRANT USAGE ON SCHEMA public TO wellkept_sweep;
GRANT USAGE ON SCHEMA public TO wellkept_door;
GRANT ALL ON SCHEMA public TO wellkept_owner;

REVOKE ALL ON FUNCTION door.api_caller(hash bytea, at_address inet, shown bytea, at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION door.api_caller(hash bytea, at_address inet, shown bytea, at timestamp with time zone) TO wellkept_app;

REVOKE ALL ON FUNCTION door.calendar_feed(hash bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION door.calendar_feed(hash bytea) TO wellkept_app;

REVOKE ALL ON FUNCTION door.clinic() FROM PUBLIC;
GRANT ALL ON FUNCTION door.clinic() TO wellkept_app;

REVOKE ALL ON FUNCTION door.clinic_by_id(wanted uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION door.clinic_by_id(wanted uuid) TO wellkept_app;

REVOKE ALL ON FUNCTION door.clinic_by_slug(wanted text) FROM PUBLIC;
GRANT ALL ON FUNCTION door.clinic_by_slug(wanted text) TO wellkept_app;

REVOKE ALL ON FUNCTION door.clinics_of_kind(wanted text) FROM PUBLIC;
GRANT ALL ON FUNCTION door.clinics_of_kind(wanted text) TO wellkept_app;

REVOKE ALL ON FUNCTION door.console_clinics(wanted text, only_one uuid, at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION door.console_clinics(wanted text, only_one uuid, at timestamp with time zone) TO wellkept_operator;

REVOKE ALL ON FUNCTION door.console_jobs(at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION door.console_jobs(at timestamp with time zone) TO wellkept_operator;

REVOKE ALL ON FUNCTION door.console_oldest_address() FROM PUBLIC;
GRANT ALL ON FUNCTION door.console_oldest_address() TO wellkept_operator;

REVOKE ALL ON FUNCTION door.enter(pass text, mac bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION door.enter(pass text, mac bytea) TO wellkept_app;

REVOKE ALL ON FUNCTION door.leave(clinic uuid, wanted uuid, at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION door.leave(clinic uuid, wanted uuid, at timestamp with time zone) TO wellkept_app;

REVOKE ALL ON FUNCTION door.leave_is_asked(clinic uuid, since timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION door.leave_is_asked(clinic uuid, since timestamp with time zone) TO wellkept_app;

REVOKE ALL ON FUNCTION door.link(wanted uuid, at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION door.link(wanted uuid, at timestamp with time zone) TO wellkept_app;

REVOKE ALL ON FUNCTION door.location_clock(clinic uuid, wanted uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION door.location_clock(clinic uuid, wanted uuid) TO wellkept_app;

REVOKE ALL ON FUNCTION door.location_name(clinic uuid, wanted uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION door.location_name(clinic uuid, wanted uuid) TO wellkept_app;

REVOKE ALL ON FUNCTION door.may_enter(clinic uuid, kind text, actor uuid, as_role text, session uuid, at timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION door.may_see_records() FROM PUBLIC;
GRANT ALL ON FUNCTION door.may_see_records() TO wellkept_app;

REVOKE ALL ON FUNCTION door.operator_name(wanted uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION door.operator_name(wanted uuid) TO wellkept_app;
GRANT ALL ON FUNCTION door.operator_name(wanted uuid) TO wellkept_operator;

REVOKE ALL ON FUNCTION door.session(hash bytea, at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION door.session(hash bytea, at timestamp with time zone) TO wellkept_app;

REVOKE ALL ON FUNCTION door.stands_open(clinic uuid, kind text, actor uuid, session uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.appointment_is_revised() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.appointment_moves() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.leave_goes_one_way() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.membership_at_not_an_owner() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.membership_keeps_an_owner() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.membership_moves() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.never_changes() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.signed_note_never_changes() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.wall(tab regclass) FROM PUBLIC;

GRANT SELECT ON TABLE door.context_key TO wellkept_door;

GRANT SELECT ON TABLE public.access_case TO wellkept_app;
GRANT INSERT ON TABLE public.access_case TO wellkept_identity;

GRANT UPDATE(closed_at) ON TABLE public.access_case TO wellkept_app;

GRANT UPDATE(closed_by) ON TABLE public.access_case TO wellkept_app;

GRANT UPDATE(remark) ON TABLE public.access_case TO wellkept_app;

GRANT SELECT,INSERT ON TABLE public.account_event TO wellkept_identity;
GRANT SELECT,INSERT ON TABLE public.account_event TO wellkept_operator;

GRANT SELECT,INSERT ON TABLE public.account_event_address TO wellkept_identity;
GRANT DELETE ON TABLE public.account_event_address TO wellkept_sweep;

GRANT SELECT(event_id) ON TABLE public.account_event_address TO wellkept_sweep;

GRANT SELECT(at) ON TABLE public.account_event_address TO wellkept_sweep;
GRANT SELECT(at) ON TABLE public.account_event_address TO wellkept_door;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.account_link TO wellkept_identity;

GRANT SELECT,INSERT,UPDATE ON TABLE public.allergy TO wellkept_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.api_answer TO wellkept_app;
GRANT DELETE ON TABLE public.api_answer TO wellkept_sweep;

GRANT SELECT(at) ON TABLE public.api_answer TO wellkept_sweep;

GRANT SELECT,INSERT ON TABLE public.api_authority TO wellkept_identity;

GRANT SELECT,INSERT ON TABLE public.api_booking TO wellkept_app;

GRANT SELECT,INSERT ON TABLE public.api_certificate TO wellkept_app;
GRANT SELECT ON TABLE public.api_certificate TO wellkept_door;

GRANT UPDATE(revoked_by) ON TABLE public.api_certificate TO wellkept_app;

GRANT UPDATE(revoked_at) ON TABLE public.api_certificate TO wellkept_app;

GRANT SELECT,INSERT ON TABLE public.api_client TO wellkept_app;
GRANT SELECT ON TABLE public.api_client TO wellkept_door;

GRANT UPDATE(name) ON TABLE public.api_client TO wellkept_app;

GRANT UPDATE(scopes) ON TABLE public.api_client TO wellkept_app;

GRANT UPDATE(last_used_at) ON TABLE public.api_client TO wellkept_app;

GRANT UPDATE(revoked_at) ON TABLE public.api_client TO wellkept_app;

GRANT SELECT,INSERT ON TABLE public.api_range TO wellkept_app;
GRANT SELECT ON TABLE public.api_range TO wellkept_door;

GRANT UPDATE(confirmed_by) ON TABLE public.api_range TO wellkept_app;

GRANT UPDATE(confirmed_at) ON TABLE public.api_range TO wellkept_app;

GRANT UPDATE(revoked_by) ON TABLE public.api_range TO wellkept_app;

GRANT UPDATE(revoked_at) ON TABLE public.api_range TO wellkept_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.appointment TO wellkept_app;

GRANT SELECT,INSERT ON TABLE public.audit_leaf TO wellkept_app;
GRANT INSERT ON TABLE public.audit_leaf TO wellkept_identity;
GRANT INSERT ON TABLE public.audit_leaf TO wellkept_operator;

GRANT SELECT,INSERT,UPDATE ON TABLE public.booking_rules TO wellkept_app;

GRANT SELECT,INSERT ON TABLE public.break_glass TO wellkept_app;
GRANT SELECT ON TABLE public.break_glass TO wellkept_door;

GRANT UPDATE(ends_at) ON TABLE public.break_glass TO wellkept_app;

GRANT UPDATE(reviewed_at) ON TABLE public.break_glass TO wellkept_app;

GRANT UPDATE(reviewed_by) ON TABLE public.break_glass TO wellkept_app;

GRANT UPDATE(verdict) ON TABLE public.break_glass TO wellkept_app;

GRANT UPDATE(remark) ON TABLE public.break_glass TO wellkept_app;

GRANT SELECT,INSERT ON TABLE public.calendar_feed TO wellkept_app;
GRANT SELECT ON TABLE public.calendar_feed TO wellkept_door;

GRANT UPDATE(last_seen_at) ON TABLE public.calendar_feed TO wellkept_app;

GRANT UPDATE(revoked_by) ON TABLE public.calendar_feed TO wellkept_app;

GRANT UPDATE(revoked_at) ON TABLE public.calendar_feed TO wellkept_app;

GRANT SELECT,INSERT ON TABLE public.checkin_door TO wellkept_app;

GRANT UPDATE(closed_by) ON TABLE public.checkin_door TO wellkept_app;

GRANT UPDATE(closed_at) ON TABLE public.checkin_door TO wellkept_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.clinic TO wellkept_app;
GRANT SELECT ON TABLE public.clinic TO wellkept_door;
GRANT SELECT ON TABLE public.clinic TO wellkept_identity;

GRANT SELECT(clinic_id) ON TABLE public.clinic TO wellkept_operator;

GRANT SELECT(slug) ON TABLE public.clinic TO wellkept_operator;

GRANT SELECT(name) ON TABLE public.clinic TO wellkept_operator;

GRANT SELECT(country) ON TABLE public.clinic TO wellkept_operator;

GRANT SELECT(time_zone) ON TABLE public.clinic TO wellkept_operator;

GRANT SELECT(kind) ON TABLE public.clinic TO wellkept_operator;

GRANT SELECT(opened_at) ON TABLE public.clinic TO wellkept_operator;

GRANT SELECT(state),UPDATE(state) ON TABLE public.clinic TO wellkept_operator;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.clinic_directory TO wellkept_app;

GRANT SELECT(clinic_id) ON TABLE public.clinic_directory TO wellkept_identity;

GRANT SELECT(only_way) ON TABLE public.clinic_directory TO wellkept_identity;

GRANT SELECT,INSERT,UPDATE ON TABLE public.condition TO wellkept_app;

GRANT SELECT,INSERT ON TABLE public.consent TO wellkept_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.contact_channel TO wellkept_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.counter TO wellkept_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.directory_link TO wellkept_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.directory_start TO wellkept_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.encounter TO wellkept_app;

GRANT SELECT,INSERT ON TABLE public.form_receipt TO wellkept_app;

GRANT UPDATE(location) ON TABLE public.form_receipt TO wellkept_app;

GRANT SELECT,INSERT ON TABLE public.handset_item TO wellkept_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.hours_exception TO wellkept_app;

GRANT SELECT,INSERT ON TABLE public.immunization TO wellkept_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.import_run TO wellkept_app;

GRANT SELECT,INSERT ON TABLE public.imported TO wellkept_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.invitation TO wellkept_app;

GRANT SELECT,INSERT ON TABLE public.invoice TO wellkept_app;

GRANT UPDATE(status) ON TABLE public.invoice TO wellkept_app;

GRANT SELECT,INSERT ON TABLE public.invoice_line TO wellkept_app;

GRANT SELECT,INSERT ON TABLE public.job TO wellkept_app;
GRANT SELECT,UPDATE ON TABLE public.job TO wellkept_jobs;
GRANT SELECT ON TABLE public.job TO wellkept_door;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.letter TO wellkept_identity;
GRANT INSERT ON TABLE public.letter TO wellkept_app;

GRANT SELECT,INSERT ON TABLE public.link TO wellkept_app;
GRANT SELECT ON TABLE public.link TO wellkept_door;

GRANT SELECT,INSERT,UPDATE ON TABLE public.location TO wellkept_app;
GRANT SELECT ON TABLE public.location TO wellkept_identity;
GRANT SELECT ON TABLE public.location TO wellkept_door;

GRANT SELECT,INSERT,UPDATE ON TABLE public.medication_request TO wellkept_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.membership TO wellkept_app;
GRANT SELECT ON TABLE public.membership TO wellkept_door;
GRANT SELECT ON TABLE public.membership TO wellkept_identity;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.membership_at TO wellkept_app;
GRANT SELECT ON TABLE public.membership_at TO wellkept_identity;
GRANT SELECT ON TABLE public.membership_at TO wellkept_door;

GRANT SELECT,INSERT,UPDATE ON TABLE public.message TO wellkept_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.note TO wellkept_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.number_code TO wellkept_app;

GRANT SELECT,INSERT ON TABLE public.observation TO wellkept_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.opening_hours TO wellkept_app;

GRANT SELECT,INSERT ON TABLE public.operator TO wellkept_identity;

GRANT SELECT(operator_id) ON TABLE public.operator TO wellkept_door;

GRANT SELECT(name) ON TABLE public.operator TO wellkept_door;

GRANT UPDATE(state) ON TABLE public.operator TO wellkept_identity;
GRANT SELECT(state) ON TABLE public.operator TO wellkept_door;

GRANT SELECT,INSERT ON TABLE public.operator_enrolment TO wellkept_identity;

GRANT UPDATE(used_at) ON TABLE public.operator_enrolment TO wellkept_identity;

GRANT SELECT,INSERT ON TABLE public.operator_passkey TO wellkept_identity;

GRANT UPDATE(credential) ON TABLE public.operator_passkey TO wellkept_identity;

GRANT UPDATE(last_used_at) ON TABLE public.operator_passkey TO wellkept_identity;

GRANT UPDATE(stopped_at) ON TABLE public.operator_passkey TO wellkept_identity;

GRANT SELECT,INSERT ON TABLE public.operator_session TO wellkept_identity;
GRANT DELETE ON TABLE public.operator_session TO wellkept_sweep;

GRANT UPDATE(token_hash) ON TABLE public.operator_session TO wellkept_identity;

GRANT UPDATE(last_seen_at) ON TABLE public.operator_session TO wellkept_identity;

GRANT SELECT(ends_at) ON TABLE public.operator_session TO wellkept_sweep;

GRANT UPDATE(ended_at) ON TABLE public.operator_session TO wellkept_identity;

GRANT SELECT,INSERT,DELETE ON TABLE public.operator_ticket TO wellkept_identity;

GRANT SELECT,INSERT,UPDATE ON TABLE public.patient TO wellkept_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.patient_token TO wellkept_app;

GRANT SELECT,INSERT ON TABLE public.payment TO wellkept_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.person TO wellkept_identity;

GRANT SELECT,INSERT,UPDATE ON TABLE public.person_code_tries TO wellkept_identity;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.person_passkey TO wellkept_identity;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.person_recovery_code TO wellkept_identity;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.person_totp TO wellkept_identity;

GRANT SELECT,INSERT,UPDATE ON TABLE public.practitioner TO wellkept_app;

GRANT SELECT,INSERT ON TABLE public.quarantined_bundle TO wellkept_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.queue_pause TO wellkept_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.queue_rules TO wellkept_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.queue_ticket TO wellkept_app;

GRANT SELECT,INSERT ON TABLE public.related_person TO wellkept_app;

GRANT SELECT,INSERT ON TABLE public.reply TO wellkept_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.room TO wellkept_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.service TO wellkept_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.service_practitioner TO wellkept_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.service_room TO wellkept_app;

GRANT SELECT,UPDATE ON TABLE public.session TO wellkept_door;
GRANT DELETE ON TABLE public.session TO wellkept_sweep;
GRANT SELECT,INSERT,UPDATE ON TABLE public.session TO wellkept_identity;

GRANT SELECT(clinic_id) ON TABLE public.session TO wellkept_app;
GRANT SELECT(clinic_id) ON TABLE public.session TO wellkept_sweep;

GRANT SELECT(session_id) ON TABLE public.session TO wellkept_app;
GRANT SELECT(session_id) ON TABLE public.session TO wellkept_sweep;

GRANT SELECT(person_id) ON TABLE public.session TO wellkept_app;

GRANT SELECT(ends_at) ON TABLE public.session TO wellkept_sweep;

GRANT SELECT(ended_at),UPDATE(ended_at) ON TABLE public.session TO wellkept_app;

GRANT SELECT(grant_id) ON TABLE public.session TO wellkept_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sign_in_code TO wellkept_identity;
GRANT DELETE ON TABLE public.sign_in_code TO wellkept_sweep;

GRANT SELECT(good_until) ON TABLE public.sign_in_code TO wellkept_sweep;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sign_in_failure TO wellkept_identity;
GRANT DELETE ON TABLE public.sign_in_failure TO wellkept_sweep;

GRANT SELECT(last_at) ON TABLE public.sign_in_failure TO wellkept_sweep;

GRANT SELECT ON TABLE public.support_grant TO wellkept_app;
GRANT SELECT ON TABLE public.support_grant TO wellkept_door;

GRANT SELECT(clinic_id),INSERT(clinic_id) ON TABLE public.support_grant TO wellkept_operator;

GRANT SELECT(grant_id),INSERT(grant_id) ON TABLE public.support_grant TO wellkept_operator;

GRANT SELECT(operator_id),INSERT(operator_id) ON TABLE public.support_grant TO wellkept_operator;

GRANT SELECT(reason),INSERT(reason) ON TABLE public.support_grant TO wellkept_operator;

GRANT SELECT(scopes),INSERT(scopes) ON TABLE public.support_grant TO wellkept_operator;

GRANT SELECT(hours),INSERT(hours) ON TABLE public.support_grant TO wellkept_operator;

GRANT UPDATE(state) ON TABLE public.support_grant TO wellkept_app;
GRANT SELECT(state),INSERT(state) ON TABLE public.support_grant TO wellkept_operator;

GRANT SELECT(asked_at),INSERT(asked_at) ON TABLE public.support_grant TO wellkept_operator;

GRANT UPDATE(decided_by) ON TABLE public.support_grant TO wellkept_app;

GRANT UPDATE(decided_at) ON TABLE public.support_grant TO wellkept_app;
GRANT SELECT(decided_at) ON TABLE public.support_grant TO wellkept_operator;

GRANT UPDATE(ends_at) ON TABLE public.support_grant TO wellkept_app;
GRANT SELECT(ends_at) ON TABLE public.support_grant TO wellkept_operator;

GRANT UPDATE(signature) ON TABLE public.support_grant TO wellkept_app;

GRANT SELECT,INSERT ON TABLE public.terms_accepted TO wellkept_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.ticket TO wellkept_identity;
GRANT DELETE ON TABLE public.ticket TO wellkept_sweep;

GRANT SELECT(ticket_id) ON TABLE public.ticket TO wellkept_sweep;

GRANT SELECT(expires_at) ON TABLE public.ticket TO wellkept_sweep;

GRANT SELECT,INSERT,UPDATE ON TABLE public.waitlist TO wellkept_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.waitlist_offer TO wellkept_app;

GRANT SELECT,INSERT ON TABLE public.worked TO wellkept_identity;
GRANT DELETE ON TABLE public.worked TO wellkept_sweep;

GRANT SELECT(good_until) ON TABLE public.worked TO wellkept_sweep;
