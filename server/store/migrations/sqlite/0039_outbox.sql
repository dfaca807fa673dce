-- Events that were emitted and are not handled yet: a row for each reader and, where it reads for accounts, account.
create table outbox (
    id integer primary key,
    at integer not null,
    reader text not null,                    -- no check: a later release has others
    account integer not null,                -- whom the reader does it for, or 0
    side text not null check (side in ('family', 'claimer', 'donor', 'staff', 'holder')),
    event text not null,                     -- name
    record text not null,                    -- kind of the record that it is about
    record_id integer not null,
    body text not null,                      -- sealed
    tries integer not null,                  -- that failed
    next_try integer not null
);
create index outbox_record on outbox (record, record_id, reader, id);
