-- Why: a clinic may want a number proven before it is booked with. Who asks for a code on their own number says yes to that one
-- message, and to no other. Step: expand.
alter table booking_rules add column prove_number boolean not null default false;
comment on column booking_rules.prove_number is 'whoever books online first types a code that goes to their number';

alter table consent
  drop constraint consent_purpose,
  add constraint consent_purpose check (purpose in ('appointments', 'proof')) not valid;
alter table consent validate constraint consent_purpose;
comment on column consent.purpose is 'proof: one code that was asked for, and nothing else';

create table number_code (
  clinic_id   uuid        not null,
  code_id     uuid        not null,
  contact_key bytea       not null,
  channel     text        not null constraint number_code_channel check (channel in ('whatsapp', 'sms')),
  number      bytea       not null,
  code        bytea       not null,
  language    text        not null,
  consent_id  uuid        not null,
  asked_at    timestamptz not null,
  good_until  timestamptz not null,
  sent_at     timestamptz,
  tries       integer     not null default 0 constraint number_code_tries check (tries between 0 and 5),
  used_at     timestamptz,
  constraint number_code_pkey primary key (clinic_id, code_id),
  constraint number_code_consent foreign key (clinic_id, consent_id) references consent (clinic_id, consent_id)
);
comment on table number_code is 'Codes that prove a number. number and code are sealed; a code is good for ten minutes and five tries.';
create index number_code_of on number_code (clinic_id, contact_key, asked_at);
select wall('number_code');
grant select, insert, update on number_code to wellkept_app;
