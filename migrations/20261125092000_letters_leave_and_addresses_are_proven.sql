-- Why: an e-mail became a login unproven, a lost password could not be replaced, and nobody was told what happens to
-- their login. Letters are written with what causes them, sealed, and emptied once they have left.
-- Step: expand.
create table letter (
  letter_id    uuid        not null constraint letter_pkey primary key,
  kind         text        not null constraint letter_kind check (kind in ('opening', 'reset', 'password_changed', 'factor_added',
                 'factor_removed', 'new_device', 'support_requested', 'support_running', 'emergency_opened', 'account_shared', 'invitation',
                 'sign_in_code')),
  language     text        not null constraint letter_language check (language in ('en', 'ur')),
  person_id    uuid        constraint letter_person references person (person_id),
  address_key  bytea,
  address      bytea,
  body         bytea,
  created_at   timestamptz not null,
  due_at       timestamptz not null,
  good_until   timestamptz not null,
  leased_until timestamptz,
  attempt      integer     not null default 0,
  done_at      timestamptz,
  kept_until   timestamptz,
  gave_up      text,
  constraint letter_to_somebody check ((person_id is null) <> (address_key is null)),
  constraint letter_emptied check (body is not null or done_at is not null)
);
comment on table letter is 'E-mail to people who work here, never to patients. Body and address are sealed under the platform''s key, and go when the letter has left.';
create index letter_due on letter (due_at) where done_at is null;
create index letter_to_address on letter (address_key, created_at);
alter table letter enable row level security;
alter table letter force row level security;
create policy identity_all on letter to wellkept_identity using (true) with check (true);
create policy app_writes on letter for insert to wellkept_app with check (true);
grant select, insert, update, delete on letter to wellkept_identity;
grant insert on letter to wellkept_app;

create table account_link (
  link_id     uuid        not null constraint account_link_pkey primary key,
  purpose     text        not null constraint account_link_purpose check (purpose in ('opening', 'reset')),
  person_id   uuid        constraint account_link_person references person (person_id),
  body        bytea,
  created_at  timestamptz not null,
  expires_at  timestamptz not null,
  used_at     timestamptz,
  constraint account_link_whose check (case purpose when 'reset' then person_id is not null else body is not null or used_at is not null end)
);
comment on table account_link is 'What a link in a letter opens before anybody is signed in: a clinic that waits to be opened (sealed), or a new password.';
create index account_link_of_person on account_link (person_id) where used_at is null;
alter table account_link enable row level security;
alter table account_link force row level security;
create policy identity_all on account_link to wellkept_identity using (true) with check (true);
grant select, insert, update, delete on account_link to wellkept_identity;

create table terms_accepted (
  clinic_id   uuid        not null,
  person_id   uuid        not null,
  version     text        not null constraint terms_accepted_version check (length(version) between 1 and 40),
  language    text        not null,
  text_hash   bytea       not null constraint terms_accepted_hash check (length(text_hash) = 32),
  accepted_at timestamptz not null,
  constraint terms_accepted_pkey primary key (clinic_id, person_id, version),
  constraint terms_accepted_member foreign key (clinic_id, person_id) references membership (clinic_id, person_id)
);
comment on table terms_accepted is 'Who accepted which text for a clinic, and when; the text is named by its SHA-256.';
select wall('terms_accepted');
grant select, insert on terms_accepted to wellkept_app;
create trigger terms_accepted_never_changes before update or delete or truncate on terms_accepted
  for each statement execute function never_changes();
