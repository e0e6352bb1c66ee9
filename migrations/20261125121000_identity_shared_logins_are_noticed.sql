-- Why: one login is one person's. Where one seems to be used by several, the owner is told, in a case they can close. Step: expand.
create table access_case (
  clinic_id uuid        not null,
  case_id   uuid        not null,
  person_id uuid        not null,
  kind      text        not null constraint access_case_kind check (kind in ('two_places', 'many_devices')),
  devices   integer     not null constraint access_case_devices check (devices > 0),
  raised_at timestamptz not null,
  closed_at timestamptz,
  closed_by uuid,
  remark    bytea,
  constraint access_case_pkey primary key (clinic_id, case_id),
  constraint access_case_closed check ((closed_at is null) = (closed_by is null)),
  constraint access_case_member foreign key (clinic_id, person_id) references membership (clinic_id, person_id),
  constraint access_case_closed_by foreign key (clinic_id, closed_by) references membership (clinic_id, person_id)
);
comment on table access_case is 'A login that seems to be shared: for the owner to look at. The login of identities raises it and reads none.';
create unique index access_case_one_open on access_case (clinic_id, person_id) where closed_at is null;
select wall('access_case');
grant select on access_case to wellkept_app;
grant update (closed_at, closed_by, remark) on access_case to wellkept_app;
create policy identity_writes on access_case for insert to wellkept_identity with check (true);
grant insert on access_case to wellkept_identity;

alter table membership add column places_fine_until timestamptz;
comment on column membership.places_fine_until is 'until when the owner wants no case about where this member signs in';
