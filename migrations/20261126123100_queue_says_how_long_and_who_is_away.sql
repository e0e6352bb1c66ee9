-- Why: a practitioner says that they are away and until when; the clinic says from when on somebody is late; each token is told
-- once by message that its turn is near. Step: expand.
alter table queue_ticket add column near_told_at timestamptz;
comment on column queue_ticket.near_told_at is 'when the message was queued that two are before it';
-- How long visits took lately, for the expected wait.
create index queue_ticket_took on queue_ticket (clinic_id, practitioner_id, day, number) where state = 'done';

create table queue_pause (
  clinic_id       uuid        not null,
  practitioner_id uuid        not null,
  paused_at       timestamptz not null,
  until_at        timestamptz,
  reason          bytea,
  paused_by       uuid        not null,
  resumed_at      timestamptz,
  constraint queue_pause_pkey primary key (clinic_id, practitioner_id),
  constraint queue_pause_practitioner foreign key (clinic_id, practitioner_id) references practitioner (clinic_id, practitioner_id),
  constraint queue_pause_by foreign key (clinic_id, paused_by) references membership (clinic_id, person_id),
  constraint queue_pause_until check (until_at > paused_at)
);
comment on table queue_pause is 'The last pause of each practitioner; it holds until it is taken back, they call somebody, or the day is over.';
comment on column queue_pause.reason is 'in the desk''s words, sealed; shown to nobody outside';
select wall('queue_pause');
grant select, insert, update on queue_pause to wellkept_app;

create table queue_rules (
  clinic_id    uuid    not null,
  late_minutes integer not null constraint queue_rules_late check (late_minutes between 0 and 240),
  constraint queue_rules_pkey primary key (clinic_id),
  constraint queue_rules_clinic foreign key (clinic_id) references clinic (clinic_id)
);
comment on column queue_rules.late_minutes is 'so long after their time a booked patient keeps their place, is then shown as late, and may be marked as not having come';
select wall('queue_rules');
grant select, insert, update on queue_rules to wellkept_app;
