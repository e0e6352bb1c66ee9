-- Why: every later table stands behind these walls, so they come first.
-- Roles are made by `wellkept migrate` (roles belong to the server, not to one database):
--   wellkept_owner  owns, nobody logs in as it     wellkept_app   the program's pages
--   wellkept_door   owns the narrow definer doors  wellkept_jobs  due-lists across clinics, no personal data
-- and so are what PUBLIC may do and who may use the schema, which only an administrator can say.
-- Step: expand (nothing existed).
create schema door authorization wellkept_owner;
comment on schema door is 'The only functions that look across clinics. Each answers one narrow question and runs as wellkept_door.';
grant usage on schema door to wellkept_app, wellkept_jobs, wellkept_door;
grant create on schema door to wellkept_door;

-- '' is what a set_config(…, true) leaves behind after commit; it must mean "no clinic", never an error that leaks.
create function public.current_clinic() returns uuid
language sql stable parallel safe set search_path = pg_catalog
as $$ select nullif(pg_catalog.current_setting('app.clinic', true), '')::uuid $$;
revoke all on function public.current_clinic() from public;
grant execute on function public.current_clinic() to wellkept_app, wellkept_jobs, wellkept_door;
comment on function public.current_clinic() is 'The clinic this transaction has entered, or null. Every policy compares with it and nothing else.';

-- Makes a table a clinic table: forced row-level security with the one policy of the house.
create function public.wall(tab regclass) returns void
language plpgsql set search_path = pg_catalog, public
as $$
begin
  execute format('alter table %s enable row level security', tab);
  execute format('alter table %s force row level security', tab);
  execute format('create policy own_clinic on %s to wellkept_app using (clinic_id = (select public.current_clinic())) with check (clinic_id = (select public.current_clinic()))', tab);
end $$;
revoke all on function public.wall(regclass) from public;

create function public.never_changes() returns trigger
language plpgsql set search_path = pg_catalog
as $$ begin raise exception '% rows never change', tg_table_name using errcode = 'restrict_violation'; end $$;
revoke all on function public.never_changes() from public;

create table clinic (
  clinic_id  uuid        not null constraint clinic_pkey primary key,
  slug       text        not null constraint clinic_slug_key unique
                         constraint clinic_slug_shape check (slug ~ '^[a-z0-9](-?[a-z0-9])*$' and length(slug) between 3 and 60),
  name       text        not null constraint clinic_name_length check (length(name) between 1 and 120),
  country    text        not null constraint clinic_country_shape check (country ~ '^[A-Z]{2}$'),
  time_zone  text        not null,
  currency   text        not null constraint clinic_currency_shape check (currency ~ '^[A-Z]{3}$'),
  language   text        not null,
  kind       text        not null constraint clinic_kind check (kind in ('real', 'demo', 'canary')),
  opened_at  timestamptz not null
);
comment on table clinic is 'A clinic''s public face; nothing here is secret. slug is unique on the whole installation on purpose: it is a public address.';
select wall('clinic');
grant select, insert, update on clinic to wellkept_app;
create policy door_reads on clinic for select to wellkept_door using (true);
grant select on clinic to wellkept_door;

create table audit_leaf (
  clinic_id  uuid        not null,
  leaf_id    uuid        not null,
  at         timestamptz not null,
  actor_kind text        not null constraint audit_leaf_actor_kind check (actor_kind in ('staff', 'visitor', 'bearer', 'job', 'founder', 'program')),
  actor_id   uuid,
  role       text,
  act        text        not null,
  outcome    text        not null constraint audit_leaf_outcome check (outcome in ('done', 'refused')),
  subject_id uuid,
  about      uuid,
  detail     bytea,
  constraint audit_leaf_pkey primary key (clinic_id, leaf_id)
);
comment on table audit_leaf is 'Who did what to whom, written in the transaction that did it. Append only: no role may change or delete a row.';
comment on column audit_leaf.about is 'the patient concerned, if one is';
comment on column audit_leaf.detail is 'sealed under the clinic''s key; a few words for the reader of the trail';
create index audit_leaf_about on audit_leaf (clinic_id, about, leaf_id);
select wall('audit_leaf');
grant select, insert on audit_leaf to wellkept_app;
create trigger audit_leaf_never_changes before update or delete or truncate on audit_leaf
  for each statement execute function never_changes();

create table form_receipt (
  clinic_id uuid        not null,
  form_id   uuid        not null,
  location  text,
  at        timestamptz not null,
  constraint form_receipt_pkey primary key (clinic_id, form_id)
);
comment on table form_receipt is 'A form that took effect, and where it led: the same form sent twice has one effect.';
select wall('form_receipt');
grant select, insert, update (location) on form_receipt to wellkept_app;

create table job (
  clinic_id    uuid        not null,
  job_id       uuid        not null,
  kind         text        not null,
  subject_id   uuid        not null,
  due_at       timestamptz not null,
  attempt      integer     not null default 0,
  leased_until timestamptz,
  done_at      timestamptz,
  gave_up      text,
  constraint job_pkey primary key (clinic_id, job_id),
  constraint job_once unique (clinic_id, kind, subject_id)
);
comment on table job is 'Work that follows a change, written in the same transaction. Ids only: never a name, a number or a text.';
create index job_due on job (due_at) where done_at is null;
select wall('job');
grant select, insert on job to wellkept_app;
create policy jobs_claim on job to wellkept_jobs using (true) with check (true);
grant select, update on job to wellkept_jobs;

create table counter (
  clinic_id uuid   not null,
  name      text   not null,
  value     bigint not null,
  constraint counter_pkey primary key (clinic_id, name)
);
comment on table counter is 'Gapless numbers of a clinic (invoices, receipts, tokens of a day).';
select wall('counter');
grant select, insert, update on counter to wellkept_app;
