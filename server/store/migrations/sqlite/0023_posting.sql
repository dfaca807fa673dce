-- A picture that was sent with the form of a wish and waits while the form comes back with a question, for the account
-- that sent it: sealed, made anew, a day at most.
create table photo_waiting (
    id integer primary key autoincrement,
    account integer not null,              -- who sent it
    bytes blob not null,                -- sealed
    created integer not null
);
create index photo_waiting_account on photo_waiting (account);

-- A family's first help lets those go first that were never helped, with everything it still waits for.
update wish set turn = 1
where turn = 0 and state in ('submitted', 'published') and household in (select id from household where helped > 0);
update wish_term set turn = 1 where turn = 0 and wish in (select id from wish where turn = 1);
