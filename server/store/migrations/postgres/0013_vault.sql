-- Names, phones, addresses and a family's own words are sealed with a key that is not in the database. The server
-- seals what is here in clear when it first opens the database, in the transaction that writes the row below.
create table vault (
    id bigint primary key check (id = 1),
    sealed text not null                   -- tells whether a file of keys belongs to this database
);

-- What an exact phone is found by: keyed hashes.
alter table household add column phone_key text not null default '';
alter table account add column phone_key text not null default '';
drop index household_phone;
create index household_phone on household (phone_key) where phone_key <> '';
create unique index account_phone on account (phone_key) where phone_key <> '';

-- A family's account bears its household's name, which is kept once.
update account set name = '' where household <> 0;
delete from attempt;
