-- Personal access tokens: what a program of an account sends in place of a session. Only a hash of each is kept.
create table access_token (
    id integer primary key,
    token text not null unique,
    account integer not null references account (id),
    name text not null,
    scope text not null check (scope in ('read', 'write')),
    created integer not null,
    expires integer not null,
    used integer not null                       -- 0 before its first request
);
create index access_token_account on access_token (account, expires);
create index access_token_expires on access_token (expires);
