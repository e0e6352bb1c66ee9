-- Why: after wrong passwords a browser works before the next try is looked at, and who has no script gets a code by letter.
-- An answer counts once, a code once and for a quarter of an hour. Failures are counted for a network and for a clinic too.
-- Step: expand.
alter table sign_in_failure drop constraint sign_in_failure_scope,
  add constraint sign_in_failure_scope check (scope in ('account', 'here', 'network', 'clinic'));

create table worked (
  challenge_id uuid        not null,
  good_until   timestamptz not null,
  constraint worked_pkey primary key (challenge_id)
);
comment on table worked is 'Answers of a browser''s work that counted; needed no longer than the challenge lives.';
create index worked_good_until on worked (good_until);
alter table worked enable row level security;
alter table worked force row level security;
create policy identity_all on worked to wellkept_identity using (true) with check (true);
create policy sweep_all on worked to wellkept_sweep using (true);
grant select, insert on worked to wellkept_identity;
grant select (good_until), delete on worked to wellkept_sweep;

create table sign_in_code (
  account_key bytea       not null,
  code_tag    bytea       not null,
  tries       integer     not null default 0,
  good_until  timestamptz not null,
  constraint sign_in_code_pkey primary key (account_key)
);
comment on table sign_in_code is 'Codes that went out by letter instead of a browser''s work: keyed tags, also for addresses that nobody signs in with.';
create index sign_in_code_good_until on sign_in_code (good_until);
alter table sign_in_code enable row level security;
alter table sign_in_code force row level security;
create policy identity_all on sign_in_code to wellkept_identity using (true) with check (true);
create policy sweep_all on sign_in_code to wellkept_sweep using (true);
grant select, insert, update, delete on sign_in_code to wellkept_identity;
grant select (good_until), delete on sign_in_code to wellkept_sweep;
