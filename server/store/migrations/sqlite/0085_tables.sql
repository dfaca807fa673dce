-- Filters of lists that staff saved under a name; what was searched for may name a family, so both texts are sealed.
create table saved_filter (
    id integer primary key,
    account integer not null references account (id),
    list text not null check (list in ('households', 'wishes', 'claims', 'stock', 'fill', 'receipts', 'journals', 'orders', 'transfers',
                                        'accounts', 'cases', 'open_cases', 'referrals', 'visits')),
    name text not null,
    query text not null,
    created integer not null
);
create index saved_filter_account on saved_filter (account, list, id);

-- Columns by which lists are sorted. The state is an expression, because a plain column would offer SQLite, which has no
-- statistics, these indexes for every statement that asks for a state, in place of the one by household or shop.
create index household_people on household (size, id);
create index household_changed on household (changed, id);
create index wish_table_number on wish ((state || ''), id);
create index wish_table_submitted on wish ((state || ''), submitted, id);
create index wish_table_expires on wish ((state || ''), expires, id);
create index claim_table_number on claim ((state || ''), id);
create index claim_table_due on claim ((state || ''), due, id);
create index claim_table_changed on claim ((state || ''), changed, id);
create index case_table_due on case_file ((state || ''), due, id);
