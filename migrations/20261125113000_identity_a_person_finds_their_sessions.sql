-- Why: a person sees and ends their sessions in every clinic they work in, so sessions are looked up by person. Step: expand.
create index session_of_login on session (person_id, started_at);
