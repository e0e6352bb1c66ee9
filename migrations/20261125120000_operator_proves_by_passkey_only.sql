-- Why: an operator proves who they are with a passkey and nothing else. A link, printed on the machine and good for thirty
-- minutes once, lets them register one. Step: expand.
create table operator_passkey (
  passkey_id    uuid        not null constraint operator_passkey_pkey primary key,
  operator_id   uuid        not null constraint operator_passkey_operator references operator (operator_id),
  credential_id bytea       not null constraint operator_passkey_credential_key unique,
  credential    bytea       not null,
  added_at      timestamptz not null,
  last_used_at  timestamptz,
  stopped_at    timestamptz
);
comment on column operator_passkey.credential is 'public key, counter and flags; sealed under the platform''s key';
comment on column operator_passkey.stopped_at is 'its counter went backwards: somebody may have a copy, so it opens nothing any more';

create table operator_enrolment (
  token_hash  bytea       not null constraint operator_enrolment_pkey primary key,
  operator_id uuid        not null constraint operator_enrolment_operator references operator (operator_id),
  expires_at  timestamptz not null,
  used_at     timestamptz
);
comment on table operator_enrolment is 'Links for registering a passkey: SHA-256 of what stands in them; once, thirty minutes.';

create table operator_ticket (
  ticket_id   uuid        not null constraint operator_ticket_pkey primary key,
  token_hash  bytea       not null constraint operator_ticket_token_hash_key unique,
  operator_id uuid        constraint operator_ticket_operator references operator (operator_id),
  said        bytea       not null,
  expires_at  timestamptz not null
);
comment on table operator_ticket is 'What a browser was asked for a passkey: five minutes, once. With an operator it makes one, without it signs in.';

do $$
declare t text;
begin
  foreach t in array array['operator_passkey', 'operator_enrolment', 'operator_ticket'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy identity_all on %I to wellkept_identity using (true) with check (true)', t);
    execute format('grant select, insert on %I to wellkept_identity', t);
  end loop;
end $$;
grant update (credential, last_used_at, stopped_at) on operator_passkey to wellkept_identity;
grant update (used_at) on operator_enrolment to wellkept_identity;
grant delete on operator_ticket to wellkept_identity;
