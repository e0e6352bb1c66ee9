-- Why: who waits for a time is offered one by message, and who waits in the clinic is told that their turn is near; a link opens an
-- entry of the waitlist. Step: expand.
alter table message
  drop constraint message_kind,
  add constraint message_kind check (kind in ('confirmation', 'moved', 'cancelled', 'receipt', 'offer', 'turn_near')) not valid;
alter table message validate constraint message_kind;
alter table link
  drop constraint link_purpose,
  add constraint link_purpose check (purpose in ('appointment', 'invitation', 'receipt', 'waitlist')) not valid;
alter table link validate constraint link_purpose;
