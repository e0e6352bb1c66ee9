-- Why: that reception reads no chart was the program's word alone; a handler with a bug could have shown one. Now the
-- tables of the record open only to who treats, whatever a handler asks: owner, doctor, nurse, pharmacist (whose single
-- patients the program's permits narrow), a command of the program, an operator under a grant. Step: expand.
set local role wellkept_door;
create function door.may_see_records() returns boolean
language plpgsql stable parallel restricted security definer set search_path = pg_catalog, public
as $$
declare
  part text[];
begin
  -- Also the check that the context is believed.
  if door.clinic() is null then return false; end if;
  part := string_to_array(left(current_setting('app.context', true), -64), '|');
  return part[2] in ('program', 'support') or (part[2] = 'staff' and part[3] in ('owner', 'doctor', 'nurse', 'pharmacist'));
end $$;
revoke all on function door.may_see_records() from public;
grant execute on function door.may_see_records() to wellkept_app;
reset role;
set local role wellkept_owner;

do $$
declare tab text;
begin
  foreach tab in array array['encounter', 'condition', 'allergy', 'medication_request', 'observation', 'immunization', 'note'] loop
    execute format('create policy who_treats on %I as restrictive to wellkept_app using ((select door.may_see_records())) with check ((select door.may_see_records()))', tab);
  end loop;
end $$;
