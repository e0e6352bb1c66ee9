-- Why: a clinic with a directory of its own signs its people in through it. Who is who is remembered by the directory's
-- own name for a person, kept as a keyed tag; an address only makes the first link. Step: expand.
create table clinic_directory (
  clinic_id     uuid        not null,
  issuer        text        not null constraint clinic_directory_issuer check (length(issuer) between 8 and 255),
  client_id     text        not null constraint clinic_directory_client_id check (length(client_id) between 1 and 200),
  client_secret bytea       not null,
  only_way      boolean     not null,
  set_at        timestamptz not null,
  constraint clinic_directory_pkey primary key (clinic_id)
);
comment on table clinic_directory is 'The directory that signs a clinic''s people in; only ever into this clinic.';
comment on column clinic_directory.only_way is 'members sign in no other way; owners may, so that a broken directory locks nobody out for good';
select wall('clinic_directory');
grant select, insert, update, delete on clinic_directory to wellkept_app;
create policy identity_reads on clinic_directory for select to wellkept_identity using (true);
grant select (clinic_id, only_way) on clinic_directory to wellkept_identity;

create table directory_link (
  clinic_id   uuid        not null,
  person_id   uuid        not null,
  issuer      text        not null,
  subject_tag bytea       not null constraint directory_link_subject_tag check (length(subject_tag) = 16),
  linked_at   timestamptz not null,
  constraint directory_link_pkey primary key (clinic_id, person_id, issuer),
  constraint directory_link_subject unique (clinic_id, issuer, subject_tag),
  constraint directory_link_member foreign key (clinic_id, person_id) references membership (clinic_id, person_id)
);
comment on table directory_link is 'Which member somebody in the directory is. One account of a directory for one member: an address that changes hands there opens nothing here.';
comment on column directory_link.subject_tag is 'keyed tag of the directory''s own name for the person, under the clinic''s key';
select wall('directory_link');
grant select, insert, delete on directory_link to wellkept_app;

create table directory_start (
  clinic_id    uuid        not null,
  start_id     uuid        not null,
  state_hash   bytea       not null constraint directory_start_state_hash check (length(state_hash) = 32),
  browser_hash bytea       not null constraint directory_start_browser_hash check (length(browser_hash) = 32),
  issuer       text        not null,
  secrets      bytea       not null,
  expires_at   timestamptz not null,
  constraint directory_start_pkey primary key (clinic_id, start_id),
  constraint directory_start_state unique (clinic_id, state_hash)
);
comment on table directory_start is 'Sign-ins on their way through a directory: ten minutes, once, in the browser that began.';
comment on column directory_start.secrets is 'nonce and PKCE verifier, sealed';
select wall('directory_start');
grant select, insert, delete on directory_start to wellkept_app;
