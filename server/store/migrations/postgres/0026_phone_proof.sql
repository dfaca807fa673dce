-- How it is known that an account's phone is its holder's: 'none' when it was only typed into the registration form,
-- 'staff' when staff made the account, 'code' when a one-time code was sent to it and typed in.
alter table account add column proof text not null default 'none' check (proof in ('none', 'staff', 'code'));
update account set proof = 'staff'
where household <> 0
    or exists (select 1 from role_grant g where g.account = account.id and g.role <> 'donor')
    or id in (select subject_id from audit where action = 'account_add' and subject = 'account');

-- One for each phone that a code was asked for and that has no account to keep it with: who registers, and phones that
-- get no code, for which as much is written as for those that do. Phone and code are keyed hashes.
create table phone_code (
    phone_key text primary key,
    code text not null,
    made bigint not null,
    expires bigint not null,
    tries bigint not null
);
create index phone_code_expires on phone_code (expires);
