-- Why: a clinic works in places where other clocks hold. Hours kept at a place are of its own clock, and so is what people read who
-- come there or work there. Step: expand.
alter table location add column time_zone text constraint location_time_zone check (length(time_zone) between 1 and 60);
comment on column location.time_zone is 'IANA name; null: the clinic''s own';

reset role;
set local role wellkept_door;
create function door.location_clock(clinic uuid, wanted uuid) returns text
language sql stable security definer set search_path = pg_catalog, public
as $$ select l.time_zone from location l where l.clinic_id = location_clock.clinic and l.location_id = wanted $$;
revoke all on function door.location_clock(uuid, uuid) from public;
grant execute on function door.location_clock(uuid, uuid) to wellkept_app;
reset role;
set local role wellkept_owner;
