-- A chat group of an area, kept outside of this software: who looks after it, and the code by which a family joins.
create table community_group (
    id integer primary key,
    area integer not null references area (id),
    root integer not null,
    name text not null,
    channel text not null check (channel in ('wechat', 'dingtalk', 'phone_tree', 'board', 'other')),
    channel_name text not null,            -- what the group is called there, or empty
    caretaker integer not null,            -- account that looks after it
    code text not null unique,             -- on its poster
    state text not null check (state in ('open', 'ended')),
    asked integer not null,                -- households on its roster, kept beside their rows
    joined integer not null,               -- those of them that joined
    declined integer not null,             -- those of them that do not want to
    opened integer not null,
    opened_by integer not null,
    ended integer not null,                -- 0 while it is open
    version integer not null,
    check (joined >= 0 and declined >= 0 and joined + declined <= asked)
);
create unique index community_group_name on community_group (area, name) where state = 'open';
create index community_group_root on community_group (root, id) where state = 'open';
create index community_group_caretaker on community_group (caretaker, id) where state = 'open';

-- A household that agreed to be asked whether it joins.
create table group_household (
    id integer primary key,
    community_group integer not null references community_group (id),
    household integer not null references household (id),
    state text not null check (state in ('joined', 'not_yet', 'declined', 'left')),
    source text not null check (source in ('staff', 'family', 'code')),
    asked integer not null,                -- when it was asked first
    said integer not null,                 -- when it said what it says now
    said_by integer not null,              -- account that noted it
    joined integer not null,               -- since when it is in the group; 0 while it is not
    version integer not null,
    unique (community_group, household)
);
create index group_household_group on group_household (community_group, state, id);
create index group_household_household on group_household (household, id);

-- A notice to the members of a group. It is about no person.
create table group_notice (
    id integer primary key,
    community_group integer not null references community_group (id),
    title text not null,
    words text not null,
    until integer not null,                -- last second of its last day
    posted integer not null,
    posted_by integer not null,
    call_at integer not null,              -- when those who did not read it are to be called
    told integer not null,                 -- when the caretaker was told that there are some; 0 before
    ended integer not null,                -- when it was taken back; 0 while it stands
    version integer not null
);
create index group_notice_group on group_notice (community_group, id);
create index group_notice_until on group_notice (until, id) where ended = 0;
create index group_notice_call on group_notice (call_at, id) where told = 0 and ended = 0;

-- That a household opened a notice, or was called about it.
create table group_reading (
    notice integer not null references group_notice (id),
    household integer not null references household (id),
    read integer not null,                 -- 0 while it did not
    called integer not null,               -- 0 while it was not
    called_by integer not null,
    primary key (notice, household)
);
create index group_reading_household on group_reading (household, notice);

-- A public document of an area: rules, procedures, contacts.
create table area_document (
    id integer primary key,
    area integer not null references area (id),
    root integer not null,
    kind text not null check (kind in ('rules', 'procedure', 'contacts', 'other')),
    title text not null,
    words text not null,
    until integer not null,                -- last second of the day until which it holds
    place integer not null,                -- order on the wall
    edition integer not null,              -- 1 for the first
    state text not null check (state in ('shown', 'removed')),
    posted integer not null,
    changed integer not null,
    changed_by integer not null,
    version integer not null
);
create index area_document_wall on area_document (area, place, id) where state = 'shown';
create index area_document_until on area_document (root, until, id) where state = 'shown';
