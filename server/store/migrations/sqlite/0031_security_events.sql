-- What an auditor looks at to notice attacks and misuse, for 90 days. Equal events of some seconds are one row.
create table security_event (
    id integer primary key,
    at integer not null,                      -- of the latest one
    kind text not null check (kind in (
        'wrong_password', 'wrong_card', 'wrong_pin', 'wrong_one_time_code', 'code_tried', 'sign_in_limit', 'code_limit',
        'look_up_limit', 'registration_limit', 'write_limit', 'file_opened', 'family_looked_up', 'credential_made',
        'role_granted', 'role_revoked', 'account_changed', 'exported')),
    subject text not null,                   -- keyed hash of whom or what it is about, or ''
    origin text not null,                    -- keyed hash of the account or address that it came from, or ''
    root integer not null,                    -- root area, or 0 for the installation
    count integer not null check (count > 0)
);
create index security_event_at on security_event (at);
