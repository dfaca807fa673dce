-- Whose copies those in a folder of backups are.
create table installation (
    id bigint primary key check (id = 1),
    name text not null
);
insert into installation (id, name) values (1, substr(md5(random()::text || clock_timestamp()::text), 1, 10));

-- Databases of trials that are not dropped yet; noted before they are made.
create table backup_trial (
    name text not null primary key,
    made bigint not null
);

-- Copies are also brought to a store elsewhere.
alter table backup_run drop constraint backup_run_kind_check;
alter table backup_run add constraint backup_run_kind_check check (kind in ('copy', 'trial', 'upload'));
alter table backup_run drop constraint backup_run_fault_check;
alter table backup_run add constraint backup_run_fault_check
    check (fault in ('', 'stopped', 'write', 'restore', 'check', 'store'));
