-- Why: whoever reviews an emergency says why, and the owner's first page counts what waits for a review. Step: expand.
alter table break_glass add column remark bytea;
comment on column break_glass.remark is 'what the reviewer wrote, sealed; words is what the clinician wrote';
grant update (remark) on break_glass to wellkept_app;
create index break_glass_waiting on break_glass (clinic_id, opened_at) where reviewed_at is null;
