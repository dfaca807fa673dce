-- The audit trail is read by people: by period, and by root area, area, account, operation or record.
-- Area of the record at the time, or the root area of the account that acted. 0 for the installation and for lines of
-- earlier releases, which are read by their root area.
alter table audit add column area bigint not null default 0;
-- Kind of the device, or '' when it is not known. Never what the browser says of itself.
alter table audit add column device text not null default '' check (device in ('', 'phone', 'desk', 'api', 'job'));

-- One index for each filter, each in the order of the list. The two of earlier releases are contained in the new ones.
drop index audit_root;
drop index audit_household;
create index audit_at on audit (at, id);
create index audit_root on audit (root, at, id);
create index audit_area on audit (area, at, id);
create index audit_account on audit (account, at, id);
create index audit_action on audit (action, at, id);
create index audit_subject on audit (subject, subject_id, at, id);
