-- Why: a key alone is worth whatever its thief makes of it. A client of the API is let in only from ranges of addresses that
-- an owner registered and confirmed, or, where its address changes, with a certificate that we issued to it and can revoke.
-- Step: expand; and contract of door.api_client, which did not ask where a key is shown.
create table api_range (
  clinic_id     uuid        not null,
  range_id      uuid        not null,
  client_id     uuid        not null,
  network       cidr        not null,
  registered_by uuid        not null,
  registered_at timestamptz not null,
  confirmed_by  uuid,
  confirmed_at  timestamptz,
  revoked_by    uuid,
  revoked_at    timestamptz,
  constraint api_range_pkey primary key (clinic_id, range_id),
  constraint api_range_client foreign key (clinic_id, client_id) references api_client (clinic_id, client_id),
  constraint api_range_registered_by foreign key (clinic_id, registered_by) references membership (clinic_id, person_id),
  constraint api_range_confirmed_by foreign key (clinic_id, confirmed_by) references membership (clinic_id, person_id),
  constraint api_range_revoked_by foreign key (clinic_id, revoked_by) references membership (clinic_id, person_id),
  constraint api_range_not_too_wide check (masklen(network) >= case family(network) when 4 then 16 else 32 end),
  -- IPv4 in IPv6's clothes is written as IPv4, or /96 would be the whole of it.
  constraint api_range_not_mapped check (family(network) = 4 or not network && '::ffff:0:0/96'::inet),
  constraint api_range_confirmed check ((confirmed_at is null) = (confirmed_by is null)),
  constraint api_range_revoked check ((revoked_at is null) = (revoked_by is null))
);
comment on table api_range is 'Where a client of the API may come from. Counts once confirmed, until revoked.';
create unique index api_range_once on api_range (clinic_id, client_id, network) where revoked_at is null;
create index api_range_network on api_range using gist (network inet_ops) where revoked_at is null;
select wall('api_range');
grant select, insert on api_range to wellkept_app;
grant update (confirmed_by, confirmed_at, revoked_by, revoked_at) on api_range to wellkept_app;

create table api_certificate (
  clinic_id      uuid        not null,
  certificate_id uuid        not null,
  client_id      uuid        not null,
  fingerprint    bytea       not null constraint api_certificate_fingerprint_key unique
                             constraint api_certificate_fingerprint_sha256 check (length(fingerprint) = 32),
  reason         bytea       not null,
  issued_by      uuid        not null,
  issued_at      timestamptz not null,
  expires_at     timestamptz not null,
  revoked_by     uuid,
  revoked_at     timestamptz,
  constraint api_certificate_pkey primary key (clinic_id, certificate_id),
  constraint api_certificate_client foreign key (clinic_id, client_id) references api_client (clinic_id, client_id),
  constraint api_certificate_issued_by foreign key (clinic_id, issued_by) references membership (clinic_id, person_id),
  constraint api_certificate_revoked_by foreign key (clinic_id, revoked_by) references membership (clinic_id, person_id),
  constraint api_certificate_a_year check (expires_at > issued_at and expires_at <= issued_at + interval '366 days'),
  constraint api_certificate_revoked check ((revoked_at is null) = (revoked_by is null))
);
comment on table api_certificate is 'Certificates of clients whose address changes; the serial number is the certificate_id. The key is the client''s; we keep none.';
comment on column api_certificate.reason is 'why this client cannot be held to a range; sealed';
create index api_certificate_of_client on api_certificate (clinic_id, client_id);
select wall('api_certificate');
grant select, insert on api_certificate to wellkept_app;
grant update (revoked_by, revoked_at) on api_certificate to wellkept_app;

create table api_authority (
  authority_id uuid        not null constraint api_authority_pkey primary key
                           constraint api_authority_one check (authority_id = '00000000-0000-0000-0000-000000000001'),
  certificate  bytea       not null,
  key          bytea       not null,
  made_at      timestamptz not null
);
comment on table api_authority is 'Who issues certificates on this installation: made at first use; the key is sealed under the platform''s key.';
alter table api_authority enable row level security;
alter table api_authority force row level security;
create policy identity_all on api_authority to wellkept_identity using (true) with check (true);
grant select, insert on api_authority to wellkept_identity;

alter table api_client add constraint api_client_a_year check (expires_at > made_at and expires_at <= made_at + interval '366 days');
alter table api_client add constraint api_client_scopes_known check (scopes <@ array['appointments:read', 'patients:read']);

create policy door_reads on api_range for select to wellkept_door using (true);
grant select on api_range to wellkept_door;
create policy door_reads on api_certificate for select to wellkept_door using (true);
grant select on api_certificate to wellkept_door;

set local role wellkept_door;
drop function door.api_client(bytea, timestamptz);

-- Whether any clinic let somebody in from here (or with this certificate); only then, whose key this is, and whether it
-- is shown from where its own clinic said. A certificate that is shown must be the client's own, wherever it comes from.
create function door.api_caller(hash bytea, at_address inet, shown bytea, at timestamptz)
returns table (listed boolean, clinic_id uuid, client_id uuid, scopes text[], reached boolean)
language sql stable security definer set search_path = pg_catalog, public
as $$
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
revoke all on function door.api_caller(bytea, inet, bytea, timestamptz) from public;
grant execute on function door.api_caller(bytea, inet, bytea, timestamptz) to wellkept_app;
reset role;
set local role wellkept_owner;
