-- Why: who our patients are, how they may be reached, and every message with its reason. Step: expand.
create table patient (
  clinic_id   uuid        not null,
  patient_id  uuid        not null,
  name        bytea       not null,
  phone       bytea,
  phone_key   bytea,
  particulars bytea,
  language    text        not null,
  came_by     text        not null constraint patient_came_by check (came_by in ('booking', 'reception', 'import', 'demo', 'canary')),
  created_at  timestamptz not null,
  constraint patient_pkey primary key (clinic_id, patient_id)
);
comment on column patient.phone_key is 'HMAC of the E.164 number under the clinic''s own index key; a family may share one';
comment on column patient.particulars is 'sealed JSON: birth date, gender, e-mail, address';
create index patient_phone on patient (clinic_id, phone_key);
select wall('patient');
grant select, insert, update on patient to wellkept_app;

create table patient_token (
  clinic_id  uuid   not null,
  token      bigint not null,
  patient_id uuid   not null,
  constraint patient_token_pkey primary key (clinic_id, token, patient_id),
  constraint patient_token_patient foreign key (clinic_id, patient_id) references patient (clinic_id, patient_id)
);
comment on table patient_token is 'Keyed tags of the beginnings of a name''s words: a search finds by them, then opens and checks.';
select wall('patient_token');
grant select, insert, delete on patient_token to wellkept_app;

create table consent (
  clinic_id   uuid        not null,
  consent_id  uuid        not null,
  patient_id  uuid,
  contact_key bytea       not null,
  channel     text        not null constraint consent_channel check (channel in ('whatsapp', 'sms', 'email')),
  purpose     text        not null constraint consent_purpose check (purpose in ('appointments')),
  state       text        not null constraint consent_state check (state in ('given', 'withdrawn')),
  wording     text        not null,
  how         text        not null constraint consent_how check (how in ('booking_form', 'desk', 'stop_reply', 'start_reply', 'link', 'demo', 'canary')),
  evidence_id uuid,
  at          timestamptz not null,
  constraint consent_pkey primary key (clinic_id, consent_id)
);
comment on table consent is 'The ledger: given and withdrawn, never changed. wording names the sentence that was shown.';
create index consent_contact on consent (clinic_id, contact_key, channel, consent_id);
select wall('consent');
grant select, insert on consent to wellkept_app;
create trigger consent_never_changes before update or delete or truncate on consent
  for each statement execute function never_changes();

create table contact_channel (
  clinic_id   uuid        not null,
  contact_key bytea       not null,
  channel     text        not null constraint contact_channel_channel check (channel in ('whatsapp', 'sms', 'email')),
  purpose     text        not null constraint contact_channel_purpose check (purpose in ('appointments')),
  state       text        not null constraint contact_channel_state check (state in ('given', 'withdrawn')),
  consent_id  uuid        not null,
  changed_at  timestamptz not null,
  constraint contact_channel_pkey primary key (clinic_id, contact_key, channel, purpose),
  constraint contact_channel_consent foreign key (clinic_id, consent_id) references consent (clinic_id, consent_id)
);
comment on table contact_channel is 'What the ledger says now. The send gate and STOP lock this row, so a STOP that committed is never overtaken.';
select wall('contact_channel');
grant select, insert, update on contact_channel to wellkept_app;

create table message (
  clinic_id   uuid        not null,
  message_id  uuid        not null,
  patient_id  uuid        not null,
  channel     text        not null constraint message_channel check (channel in ('whatsapp', 'sms', 'email')),
  kind        text        not null constraint message_kind check (kind in ('confirmation', 'moved', 'cancelled', 'receipt')),
  subject_id  uuid        not null,
  state       text        not null constraint message_state check (state in ('queued', 'sending', 'sent', 'refused', 'failed')),
  reason      text        constraint message_reason check (reason in ('no_consent', 'stopped', 'no_number', 'too_many', 'no_longer_true', 'carrier_refused', 'gave_up')),
  consent_id  uuid,
  body        bytea,
  carrier     text,
  carrier_ref text,
  queued_at   timestamptz not null,
  settled_at  timestamptz,
  constraint message_pkey primary key (clinic_id, message_id),
  constraint message_patient foreign key (clinic_id, patient_id) references patient (clinic_id, patient_id),
  constraint message_consent foreign key (clinic_id, consent_id) references consent (clinic_id, consent_id),
  constraint message_sent_under_consent check (state not in ('sending', 'sent') or consent_id is not null),
  constraint message_refused_says_why check (state not in ('refused', 'failed') or reason is not null)
);
comment on table message is 'Ids until the moment of sending; body is what left, sealed. A message cannot become sent without the consent it rests on.';
create index message_patient_recent on message (clinic_id, patient_id, message_id);
create index message_subject on message (clinic_id, subject_id);
select wall('message');
grant select, insert, update on message to wellkept_app;

create table reply (
  clinic_id   uuid        not null,
  reply_id    uuid        not null,
  contact_key bytea       not null,
  channel     text        not null,
  body        bytea       not null,
  understood  text        not null constraint reply_understood check (understood in ('stop', 'start', 'other')),
  at          timestamptz not null,
  constraint reply_pkey primary key (clinic_id, reply_id)
);
comment on table reply is 'What a person wrote back.';
create index reply_contact on reply (clinic_id, contact_key, reply_id);
select wall('reply');
grant select, insert on reply to wellkept_app;

create table handset_item (
  clinic_id  uuid        not null,
  item_id    uuid        not null,
  handset    bytea       not null,
  number     bytea       not null,
  channel    text        not null,
  direction  text        not null constraint handset_item_direction check (direction in ('to_patient', 'from_patient')),
  body       bytea       not null,
  message_id uuid,
  at         timestamptz not null,
  constraint handset_item_pkey primary key (clinic_id, item_id),
  constraint handset_item_message_key unique (clinic_id, message_id)
);
comment on table handset_item is 'The simulated phone: what a person with this number would have on it. message_id is unique, so a message handed over twice arrives once.';
create index handset_item_thread on handset_item (clinic_id, handset, item_id);
select wall('handset_item');
grant select, insert on handset_item to wellkept_app;
