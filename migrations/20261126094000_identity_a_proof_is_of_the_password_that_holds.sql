-- Why: a sign-in that was proven with the old password must not begin a session after a reset ended them all. Each password
-- of a person has a number; a session begins only for the number that was proven. Step: expand.
alter table person add column generation integer not null default 1;
comment on column person.generation is 'grows with every other password; a new hash of the same one keeps it';
alter table ticket add column generation integer;
comment on column ticket.generation is 'the person''s when the password was proven; null: it was not by a password';
