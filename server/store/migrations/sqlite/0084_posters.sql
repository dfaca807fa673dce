-- Posters that hang somewhere: of which record, at which place, until when, and how often their code was scanned there.
-- Only the number of scans is kept, and nothing about a person who scanned.
create table poster (
    id integer primary key,
    root integer not null,
    area integer not null references area (id),  -- of the record when it was noted; its staff read the poster
    subject text not null check (subject in ('wish', 'drive', 'shop', 'group')),
    record integer not null,                     -- its wish, drive, location or community group
    place text not null,
    hung integer not null,
    hung_by integer not null,                    -- account that noted it, and takes it down
    until integer not null,                      -- last second of its last day
    state text not null check (state in ('hanging', 'to_remove', 'removed', 'lost')),
    since integer not null,                      -- when it came to this state
    ended_by integer not null,                   -- account that took it down; 0 before, and for the clock
    scans integer not null,
    version integer not null,
    check (scans >= 0)
);
create index poster_record on poster (subject, record, id);
create index poster_account on poster (hung_by, id) where state in ('hanging', 'to_remove');
create index poster_area on poster (root, id) where state in ('hanging', 'to_remove');
create index poster_until on poster (until, id) where state = 'hanging';
create index poster_since on poster (since, id) where state = 'to_remove';

-- Open wishes of a kind in a district, for those like one that was taken.
create index wish_feed_near on wish (district, category, turn, id) where state = 'published' and claimed < quantity;
