-- Why: of two leaves of one operator that overlap, each listed what was opened under the other: lines were told apart by time only.
-- What is opened under a leave names it from now on. Lines of before, and what the console itself writes, go by time still.
-- Step: expand.
alter table audit_leaf add column grant_id uuid;
comment on column audit_leaf.grant_id is 'the leave under which an operator looked; null for everybody else';
