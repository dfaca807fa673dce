-- What open browsers are told of. Triggers write a row in the transaction of a change, whichever write makes it; one server
-- at a time gathers the rows into a batch with the next number, so that a browser which has read up to a number misses
-- none. Rows name records, never what stands in them. A table of these that is written anew must get its trigger again.
create table live_waiting (
    id integer primary key,
    kind text not null check (kind in ('public', 'wish', 'claim', 'order', 'area', 'account')),
    subject integer not null
);

-- What was gathered, as the listeners of each server read it; kept for a day.
create table live_batch (
    n integer primary key,
    at integer not null,
    changes text not null
);
create index live_batch_at on live_batch (at);

-- The last number, and the lock of gathering.
create table live_counter (
    id integer primary key check (id = 1),
    n integer not null
);
insert into live_counter (id, n) values (1, 0);

create trigger live_wish after update of state, claimed on wish
when new.state <> old.state or new.claimed <> old.claimed begin
    insert into live_waiting (kind, subject) values (
        case when new.state in ('published', 'fulfilled') or old.state in ('published', 'fulfilled') then 'public'
             else 'wish' end, new.id);
end;
create trigger live_claim after update of state on claim when new.state <> old.state begin
    insert into live_waiting (kind, subject) values ('claim', new.id);
end;
create trigger live_order after update of state on shop_order when new.state <> old.state begin
    insert into live_waiting (kind, subject) values ('order', new.id);
end;
-- Every write leaves a line of the audit: new records, and all else that staff may have on their list of today.
create trigger live_audit after insert on audit
when new.subject in ('claim', 'wish', 'shop_order') or (new.area > 0 and new.subject <> 'account') begin
    insert into live_waiting (kind, subject) values (
        case new.subject when 'claim' then 'claim' when 'wish' then 'wish' when 'shop_order' then 'order' else 'area' end,
        case when new.subject in ('claim', 'wish', 'shop_order') then new.subject_id else new.area end);
end;
create trigger live_notice after insert on notice begin
    insert into live_waiting (kind, subject) values ('account', new.account);
end;
