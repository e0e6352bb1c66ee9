-- Why: the clinic of a transaction was a setting, and whoever could run any SQL as wellkept_app could set it. Now a
-- transaction enters with a pass that only the program can write (HMAC-SHA-256 under a key of the root key), and what
-- stands in the setting is signed again here, for this backend and this transaction, and looked at by every policy.
-- Step: expand and contract in one: policies change in this transaction, and the old function goes.
grant usage on schema door to wellkept_identity, wellkept_operator, wellkept_sweep;

create table door.context_key (
  one       boolean not null constraint context_key_pkey primary key constraint context_key_one check (one),
  inner_pad bytea   not null constraint context_key_inner check (length(inner_pad) = 64),
  outer_pad bytea   not null constraint context_key_outer check (length(outer_pad) = 64)
);
comment on table door.context_key is 'The key of passes and contexts, padded as HMAC-SHA-256 wants it. Written at each start by the administrator; no login may read it.';
grant select on door.context_key to wellkept_door;

set local role wellkept_door;
-- The clinic this transaction has entered, or null. Every policy compares with it and nothing else.
create function door.clinic() returns uuid
language plpgsql stable parallel restricted security definer set search_path = pg_catalog, public
as $$
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
revoke all on function door.clinic() from public;
grant execute on function door.clinic() to wellkept_app;
reset role;
set local role wellkept_owner;

do $$
declare walled record;
begin
  for walled in select polrelid::regclass as tab from pg_policy where polname = 'own_clinic' loop
    execute format('alter policy own_clinic on %s using (clinic_id = (select door.clinic())) with check (clinic_id = (select door.clinic()))', walled.tab);
  end loop;
end $$;

create or replace function public.wall(tab regclass) returns void
language plpgsql set search_path = pg_catalog, public
as $$
begin
  execute format('alter table %s enable row level security', tab);
  execute format('alter table %s force row level security', tab);
  execute format('create policy own_clinic on %s to wellkept_app using (clinic_id = (select door.clinic())) with check (clinic_id = (select door.clinic()))', tab);
end $$;

drop function public.current_clinic();
