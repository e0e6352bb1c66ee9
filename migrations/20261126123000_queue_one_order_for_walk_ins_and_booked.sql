-- Why: who walks in and who is booked wait in one order, with priorities that have a reason; who walks in may wait for
-- whoever is free first. Step: expand; the tickets there are keep the order they were given in.
alter table queue_ticket
  add column anyone         boolean not null default false,
  add column place_at       timestamptz,
  add column turn_at        timestamptz,
  add column priority       text constraint queue_ticket_priority check (priority in ('emergency', 'elderly', 'pregnant', 'child', 'disabled', 'other')),
  add column priority_words bytea,
  add constraint queue_ticket_priority_words check ((priority is not distinct from 'other') = (priority_words is not null));
comment on column queue_ticket.anyone is 'waits for whoever gives the service and is free first; practitioner_id is who is until somebody calls';
comment on column queue_ticket.place_at is 'since when they count as waiting: queue/turn.rs says how it is found';
comment on column queue_ticket.turn_at is 'the order in which they are called: place_at, less the head start of a priority';
comment on column queue_ticket.priority_words is 'why, in the desk''s words, sealed';
-- The walls hold the owner too, so they are lowered for this transaction only.
alter table queue_ticket no force row level security;
update queue_ticket set place_at = issued_at, turn_at = issued_at;
alter table queue_ticket force row level security;
alter table queue_ticket alter column place_at set not null, alter column turn_at set not null;
create index queue_ticket_waiting on queue_ticket (clinic_id, day, turn_at, number) where state in ('waiting', 'called');
-- Who has opened a day has a line for it; the part of the page that refreshes itself adds none.
create index audit_leaf_day_seen on audit_leaf (clinic_id, actor_id, at) where act = 'queue.see_day';
