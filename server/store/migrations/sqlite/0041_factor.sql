-- The second factor of staff: codes of an authenticator app, and recovery codes for a lost phone.
create table second_factor (
    id integer primary key,
    account integer not null unique references account (id),
    secret text not null,                    -- base 32, sealed
    made integer not null,
    since integer not null,                  -- when its first code was typed; 0 until then
    last_step integer not null               -- half minute of the last code that was used
);

create table recovery_code (
    id integer primary key,
    account integer not null references account (id),
    number integer not null,                 -- first digit of the code, by which its hash is found
    hash text not null,                      -- argon2id, PHC string
    used integer not null,                   -- when; 0 for not at all
    unique (account, number)
);

-- Sign-ins with the right password that wait for the code of the second factor. They open nothing.
create table sign_in_pending (
    token text primary key,                  -- its hash
    account integer not null references account (id),
    expires integer not null
) without rowid;
create index sign_in_pending_account on sign_in_pending (account);
create index sign_in_pending_expires on sign_in_pending (expires);

-- When a session last proved that its owner sits there: at sign-in by password, and when it was asked again.
alter table session add column proved integer not null default 0;

alter table policy add column staff_factor text not null default 'none' check (staff_factor in ('none', 'required'));

-- SQLite cannot change a CHECK; no other table refers to this one.
create table security_event_new (
    id integer primary key,
    at integer not null,                      -- of the latest one
    kind text not null check (kind in (
        'wrong_password', 'wrong_card', 'wrong_pin', 'wrong_one_time_code', 'wrong_factor', 'code_tried',
        'sign_in_limit', 'code_limit', 'look_up_limit', 'registration_limit', 'write_limit', 'file_opened',
        'family_looked_up', 'credential_made', 'role_granted', 'role_revoked', 'account_changed', 'factor_changed',
        'exported')),
    subject text not null,                   -- keyed hash of whom or what it is about, or ''
    origin text not null,                    -- keyed hash of the account or address that it came from, or ''
    root integer not null,                    -- root area, or 0 for the installation
    count integer not null check (count > 0)
);
insert into security_event_new select id, at, kind, subject, origin, root, count from security_event;
drop table security_event;
alter table security_event_new rename to security_event;
create index security_event_at on security_event (at);
