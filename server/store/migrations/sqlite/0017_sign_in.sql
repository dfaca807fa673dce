-- How families sign in beside a password: by a card (a QR code with a secret, and a number to type), with a PIN if
-- they want one, and by codes that are sent to their phones.

create table card (
    id integer primary key,
    household integer not null references household (id),
    secret text not null,                  -- a digest of it, sealed: nobody can print the card again; '' once it ended
    secret_key text not null,              -- finds it
    number text not null,                  -- as the secret
    number_key text not null,
    made integer not null,
    made_by integer not null,
    used integer not null,                 -- when it last signed somebody in; 0 for never
    ended integer not null,                -- since when it works no longer; 0 while it works
    ended_by integer not null,
    why text not null check (why in ('', 'revoked', 'replaced', 'closed'))
);
create index card_household on card (household, id);
create unique index card_secret on card (secret_key) where secret_key <> '';
create unique index card_number on card (number_key) where number_key <> '';

create table family_pin (
    id integer primary key,
    household integer not null unique references household (id),
    hash text not null,                    -- argon2id, PHC string, sealed
    wrong integer not null,                -- since the last right one
    rests integer not null,                -- until when none is tried; 0 for not at all
    changed integer not null
);

-- One for each account: a new code takes the place of the last.
create table one_time_code (
    account integer primary key references account (id),
    code text not null,                    -- its keyed hash
    made integer not null,
    expires integer not null,
    tries integer not null
);
create index one_time_code_expires on one_time_code (expires);

-- The card a session was opened with, so that it ends with the card; 0 for none.
alter table session add column card integer not null default 0;
create index session_card on session (card) where card <> 0;
