-- A password or card that staff made is known to them. The session of a set-up code only sets a password; sessions opened
-- within a week of a card, a code or a changed phone are marked, and so is what the family agrees to in them.

-- Until when a set-up code in `password` can be used: 0 when it is a password, -1 once the code has signed in.
alter table account add column setup_until integer not null default 0;
-- Until when sessions by password and by one-time code are marked.
alter table account add column marked_until integer not null default 0;
-- The same for sessions by card.
alter table card add column marked_until integer not null default 0;

-- The credential that was made, so that the family tells it from a look at its file.
alter table reveal add column issued text not null default '' check (issued in ('', 'card', 'setup_code'));

alter table consent add column staff_issued boolean not null default false;
-- Whether the family confirmed the receipt in a marked session.
alter table claim add column staff_issued boolean not null default false;
create index claim_staff_issued on claim (wish) where staff_issued = true;

-- Sessions get a number, which lists name them by, and end when they are not used. SQLite cannot add a number to a table
-- with another primary key, so the table is written anew; no other table refers to it.
create table session_new (
    id integer primary key autoincrement,
    token text not null unique,
    account integer not null references account (id),
    created integer not null,
    expires integer not null,
    card integer not null default 0,
    way text not null default 'password' check (way in ('password', 'card', 'code')),
    credential text not null default 'own' check (credential in ('own', 'staff_issued', 'setup_code')),
    used integer not null default 0,       -- last request, to within a thirtieth of `idle`
    idle integer not null default 43200    -- seconds without a request after which it ends
);
insert into session_new (token, account, created, expires, card, way, used)
    select token, account, created, expires, card, case when card <> 0 then 'card' else 'password' end,
        cast(strftime('%s', 'now') as integer) from session;
drop table session;
alter table session_new rename to session;
create index session_account on session (account);
create index session_card on session (card) where card <> 0;
