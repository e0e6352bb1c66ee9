-- Why: wrong passwords were counted in one process, for a minute, and left no trace. Now they are counted here, for every
-- process, until the right one comes.
-- Step: expand.
create table sign_in_failure (
  scope    text        not null constraint sign_in_failure_scope check (scope in ('account', 'here')),
  tag      bytea       not null,
  failures integer     not null constraint sign_in_failure_some check (failures > 0),
  last_at  timestamptz not null,
  constraint sign_in_failure_pkey primary key (scope, tag)
);
comment on table sign_in_failure is 'Wrong passwords in a row: for an account from everywhere, and for an account from one address. Keyed tags, also of addresses that nobody signs in with; old rows go after thirty days.';
create index sign_in_failure_last_at on sign_in_failure (last_at);
alter table sign_in_failure enable row level security;
alter table sign_in_failure force row level security;
create policy identity_all on sign_in_failure to wellkept_identity using (true) with check (true);
create policy sweep_all on sign_in_failure to wellkept_sweep using (true);
grant select, insert, update, delete on sign_in_failure to wellkept_identity;
grant select (last_at), delete on sign_in_failure to wellkept_sweep;
