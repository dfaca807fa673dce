-- Times are Unix seconds; 0 means "not yet". NULL is avoided throughout: SQLite's driver would read it
-- as "" or 0 without a word. Numbers that refer to nothing are 0, so those columns carry no foreign key.

create table area (
    id integer primary key,
    parent integer not null,               -- 0 for a root
    root integer not null,
    kind text not null check (kind in ('city', 'district', 'community', 'grid')),
    name text not null,
    path text not null,                    -- /1/12/45/ : everything below shares the beginning
    created integer not null,
    unique (parent, name)
);
create unique index area_path on area (path);

-- The nearest area above that has a row decides.
create table policy (
    area integer primary key references area (id),
    who_may_claim text not null check (who_may_claim in ('anyone', 'members', 'nobody')),
    open_claims integer not null,
    claim_days integer not null,
    reminder_days integer not null,
    wish_days integer not null,
    confirm_days integer not null
);

create table organisation (
    id integer primary key,
    area integer not null references area (id),
    name text not null,
    invitation text not null unique,
    open boolean not null,
    created integer not null,
    unique (area, name)
);

create table location (
    id integer primary key,
    area integer not null references area (id),
    root integer not null,
    name text not null,
    address text not null,
    hours text not null,
    open boolean not null,
    unique (area, name)
);

create table household (
    id integer primary key,
    area integer not null references area (id),
    root integer not null,
    name text not null,
    phone text not null,
    address text not null,
    hardship boolean not null,
    size integer not null check (size between 1 and 20),
    created integer not null
);
create index household_area on household (area, id);
create index household_phone on household (phone);

create table person (
    id integer primary key,
    household integer not null references household (id),
    name text not null,
    birth_year integer not null,
    sex text not null check (sex in ('unsaid', 'female', 'male'))
);
create index person_household on person (household);

create table account (
    id integer primary key,
    phone text not null unique,
    name text not null,
    password text not null,                -- argon2id, PHC string
    root integer not null,                 -- 0 for administrators of the installation
    organisation integer not null,         -- 0 for none
    household integer not null,            -- 0 unless a family's account
    open boolean not null,
    created integer not null,
    version integer not null               -- bumped to take the row's lock on both databases
);
create index account_household on account (household) where household <> 0;
create index account_organisation on account (organisation) where organisation <> 0;

create table role_grant (
    account integer not null references account (id),
    role text not null check (role in ('family', 'donor', 'shopkeeper', 'caseworker', 'coordinator', 'auditor', 'admin')),
    area integer not null,                 -- 0 for the installation
    path text not null,
    primary key (account, role, area)
) without rowid;
create index role_grant_area on role_grant (area, role);

-- Only the hash of a session's token is kept.
create table session (
    token text primary key,
    account integer not null references account (id),
    created integer not null,
    expires integer not null
) without rowid;
create index session_account on session (account);

-- Failed tries (sign-in, pick-up codes), counted per subject within a window.
create table attempt (
    id integer primary key,
    subject text not null,
    at integer not null
);
create index attempt_subject on attempt (subject, at);

create table wish (
    id integer primary key,
    household integer not null references household (id),
    home integer not null references area (id),
    root integer not null,
    district integer not null,             -- all that the public sees of where
    item integer not null,
    size text not null,
    category text not null,
    cost integer not null,
    quantity integer not null check (quantity between 1 and 20),
    claimed integer not null check (claimed >= 0 and claimed <= quantity),
    member integer not null,
    family_size integer not null,
    age integer not null,                  -- -1 when it is for the whole family
    sex text not null,
    own_words text not null,
    words text not null,
    state text not null check (state in ('draft', 'submitted', 'published', 'fulfilled', 'rejected', 'withdrawn', 'expired')),
    reason text not null,
    code text not null,                    -- the family's pick-up code
    photo integer not null,
    posted_by integer not null,
    created integer not null,
    submitted integer not null,
    published integer not null,
    expires integer not null,
    ended integer not null,
    version integer not null
);
-- The feed, in the order of waiting, once for each way to narrow it.
create index wish_feed on wish (id) where state = 'published' and claimed < quantity;
create index wish_feed_root on wish (root, id) where state = 'published' and claimed < quantity;
create index wish_feed_district on wish (district, id) where state = 'published' and claimed < quantity;
create index wish_feed_category on wish (category, id) where state = 'published' and claimed < quantity;
create index wish_feed_item on wish (item, size, id) where state = 'published' and claimed < quantity;
create index wish_review on wish (id) where state = 'submitted';
create index wish_expiry on wish (expires) where state = 'published';
create index wish_household on wish (household, id);
create index wish_home on wish (home, id);

-- Search: pairs of characters (and single ones of the title) of open wishes, folded to simplified script.
create table wish_term (
    term text not null,
    wish integer not null references wish (id),
    primary key (term, wish)
) without rowid;
create index wish_term_wish on wish_term (wish);

create table lot (
    id integer primary key,
    root integer not null,
    item integer not null,
    size text not null,
    condition text not null check (condition in ('new', 'used')),
    expires integer not null,              -- 0 for none
    origin text not null check (origin in ('claim', 'donation', 'grant', 'purchase', 'opening')),
    claim integer not null,                -- the claim that brought it, or 0
    checked boolean not null,              -- a used appliance's signed check passed
    created integer not null
);
create index lot_item on lot (item, size, id);

create table claim (
    id integer primary key,
    wish integer not null references wish (id),
    account integer not null references account (id),
    root integer not null,
    source text not null check (source in ('donor', 'shelf')),
    quantity integer not null check (quantity > 0),
    state text not null check (state in ('pledged', 'on_the_way', 'arrived', 'handed_over', 'confirmed',
                                         'cancelled', 'lapsed', 'revoked', 'refused')),
    code text not null unique,
    due integer not null,
    reminder integer not null,             -- when to remind; 0 once done
    extended boolean not null,
    reason text not null,
    location integer not null references location (id),
    lot integer not null,
    awaiting_check boolean not null,
    created integer not null,
    changed integer not null,
    version integer not null
);
create index claim_wish on claim (wish);
create index claim_account on claim (account, id);
create index claim_due on claim (due) where state = 'pledged';
create index claim_reminder on claim (reminder) where state = 'pledged' and reminder > 0;
create index claim_handed on claim (changed) where state = 'handed_over';
create index claim_location on claim (location, state, id);

create table appliance_check (
    id integer primary key,
    lot integer not null references lot (id),
    claim integer not null,
    checker text not null,
    passed boolean not null,
    note text not null,
    account integer not null,
    at integer not null
);
create index appliance_check_lot on appliance_check (lot);

-- The ledger. What happened (journal), signed quantities (entry), and the sums kept beside them (balance).
create table ledger_account (
    id integer primary key,
    place text not null check (place in ('outside', 'quarantine', 'shelf', 'reserved', 'issued', 'loss')),
    owner integer not null,
    root integer not null,
    location integer not null,             -- where the goods physically are; 0 when they are not in a shop
    unique (place, owner)
);
create index ledger_account_location on ledger_account (location, place);

create table journal (
    id integer primary key,
    kind text not null check (kind in ('receive', 'inspect', 'return', 'reserve', 'release', 'issue', 'transfer',
                                       'write_off', 'reverse')),
    at integer not null,
    account integer not null,
    root integer not null,
    location integer not null,
    claim integer not null,
    reason text not null,
    request text not null,
    reverses integer not null
);
create unique index journal_reverses on journal (reverses) where reverses <> 0;
create index journal_claim on journal (claim) where claim <> 0;

create table entry (
    id integer primary key,
    journal integer not null references journal (id),
    account integer not null references ledger_account (id),
    lot integer not null references lot (id),
    quantity integer not null check (quantity <> 0)
);
create index entry_journal on entry (journal);
create index entry_account on entry (account, lot);

create table balance (
    account integer not null references ledger_account (id),
    lot integer not null references lot (id),
    quantity integer not null,
    bounded boolean not null,              -- false only for 'outside'
    primary key (account, lot),
    constraint balance_not_negative check (quantity >= 0 or not bounded)
) without rowid;
create index balance_lot on balance (lot);

-- What is free on the shelves by item, so that the feed can say "in the shop already" at one look. Kept by
-- the same function that moves balances, and compared by `check`.
create table shelf (
    item integer not null,
    size text not null,
    root integer not null,
    location integer not null references location (id),
    quantity integer not null,
    primary key (item, size, root, location)
) without rowid;

create trigger journal_keep before update on journal begin select raise(abort, 'the ledger is append-only'); end;
create trigger journal_stay before delete on journal begin select raise(abort, 'the ledger is append-only'); end;
create trigger entry_keep before update on entry begin select raise(abort, 'the ledger is append-only'); end;
create trigger entry_stay before delete on entry begin select raise(abort, 'the ledger is append-only'); end;

create table thanks (
    id integer primary key,
    claim integer not null unique references claim (id),
    wish integer not null,
    home integer not null,
    words text not null,
    card text not null,
    state text not null check (state in ('waiting', 'released', 'withheld')),
    reviewed_by integer not null,
    created integer not null
);
create index thanks_waiting on thanks (id) where state = 'waiting';

create table notice (
    id integer primary key,
    account integer not null references account (id),
    kind text not null,
    wish integer not null,
    claim integer not null,
    title text not null,
    text text not null,
    created integer not null,
    read_at integer not null
);
create index notice_account on notice (account, id);
create index notice_unread on notice (account) where read_at = 0;

create table photo (
    id integer primary key,
    wish integer not null references wish (id),
    kind text not null,
    bytes blob not null,
    created integer not null
);

create table audit (
    id integer primary key,
    at integer not null,
    account integer not null,
    action text not null,
    subject text not null,
    subject_id integer not null,
    root integer not null
);
create index audit_root on audit (root, id);

-- The first answer to each request id, for whoever asks again.
create table request (
    account integer not null,
    key text not null,
    operation text not null,
    fingerprint text not null,
    answer text not null,
    created integer not null,
    primary key (account, key)
) without rowid;
create index request_created on request (created);

-- The clocks: one row each; whoever moves `next` forward runs it.
create table job (
    name text primary key,
    next integer not null
) without rowid;
