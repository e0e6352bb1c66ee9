-- Why: what the desk calls off in one act (a visit and all that follow it in its series) is taken back in one act, and not
-- what was called off before or after it. Step: expand; one column without a default.
alter table appointment add column called_off_with uuid;
comment on column appointment.called_off_with is 'the same for the visits that one act of the desk called off';
