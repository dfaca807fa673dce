-- When a role was granted, so that reading files under a new one leaves a line. 0 for those of earlier releases.
alter table role_grant add column granted bigint not null default 0;

-- A file that was found by its whole phone number is a reveal of its own kind.
alter table reveal drop constraint reveal_reason_check;
alter table reveal add constraint reveal_reason_check
    check (reason in ('visit', 'delivery', 'check', 'call', 'request_of_family', 'other',
                      'counter', 'export', 'phone'));

-- Lines that reading files under a new role left, to write one per file and half hour only.
create index audit_new_role on audit (account, subject_id, at) where action = 'new_role_read';
