-- Why: the clinic's own site and apps search, book, move and call off by the API; what they send twice is done once. Step: expand.
alter table api_client
  drop constraint api_client_scopes_known,
  add constraint api_client_scopes_known
    check (scopes <@ array['appointments:read', 'patients:read', 'slots:read', 'appointments:write', 'queue:read']);

create table api_answer (
  clinic_id uuid not null,
  answer_id uuid not null,
  client_id uuid not null,
  key_tag   bytea not null constraint api_answer_key_tag check (length(key_tag) = 16),
  asked_tag bytea not null constraint api_answer_asked_tag check (length(asked_tag) = 16),
  answer    bytea not null,
  at        timestamptz not null,
  constraint api_answer_pkey primary key (clinic_id, answer_id),
  constraint api_answer_once unique (clinic_id, client_id, key_tag),
  constraint api_answer_client foreign key (clinic_id, client_id) references api_client (clinic_id, client_id)
);
comment on table api_answer is 'What a program was answered under an Idempotency-Key, written with the effect and given again for a day.';
comment on column api_answer.key_tag is 'keyed tag of the program and its key';
comment on column api_answer.asked_tag is 'keyed tag of where it was sent and of the body: the same key with another body is refused';
comment on column api_answer.answer is 'sealed';
select wall('api_answer');
grant select, insert, delete on api_answer to wellkept_app;
create index api_answer_at on api_answer (at);
create policy sweep_all on api_answer to wellkept_sweep using (true);
grant select (at), delete on api_answer to wellkept_sweep;

create table api_booking (
  clinic_id      uuid not null,
  appointment_id uuid not null,
  client_id      uuid not null,
  booked_at      timestamptz not null,
  constraint api_booking_pkey primary key (clinic_id, appointment_id),
  constraint api_booking_appointment foreign key (clinic_id, appointment_id) references appointment (clinic_id, appointment_id),
  constraint api_booking_client foreign key (clinic_id, client_id) references api_client (clinic_id, client_id)
);
comment on table api_booking is 'Which program booked an appointment: it may move it and call it off, and no other program may.';
select wall('api_booking');
grant select, insert on api_booking to wellkept_app;
create index api_booking_client on api_booking (clinic_id, client_id);
