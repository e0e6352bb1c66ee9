-- Why: a tablet at the door and a poster with a code let patients say that they are here. Step: expand.
create table checkin_door (
  clinic_id uuid        not null,
  door_id   uuid        not null,
  kind      text        not null constraint checkin_door_kind check (kind in ('tablet', 'poster')),
  name      bytea       not null,
  made_by   uuid        not null,
  made_at   timestamptz not null,
  closed_by uuid,
  closed_at timestamptz,
  constraint checkin_door_pkey primary key (clinic_id, door_id),
  constraint checkin_door_made_by foreign key (clinic_id, made_by) references membership (clinic_id, person_id),
  constraint checkin_door_closed_by foreign key (clinic_id, closed_by) references membership (clinic_id, person_id),
  constraint checkin_door_closed check ((closed_at is null) = (closed_by is null))
);
comment on table checkin_door is 'Where patients check themselves in: a tablet, or a poster whose code opens the same page on their own phone. Its address is a link.';
comment on column checkin_door.name is 'what the clinic calls it, sealed';
select wall('checkin_door');
grant select, insert on checkin_door to wellkept_app;
grant update (closed_by, closed_at) on checkin_door to wellkept_app;
alter table link
  drop constraint link_purpose,
  add constraint link_purpose check (purpose in ('appointment', 'invitation', 'receipt', 'waitlist', 'checkin')) not valid;
alter table link validate constraint link_purpose;
