-- What an organisation is, whom to call there, and what it offers.
alter table organisation add column kind text not null default 'community'
    check (kind in ('police', 'union', 'firm', 'school', 'department', 'charity', 'community'));
alter table organisation add column offers text not null default '';            -- words of a closed set, by comma
alter table organisation add column contact_name text not null default '';     -- sealed
alter table organisation add column contact_phone text not null default '';    -- sealed
alter table organisation add column version integer not null default 0;
create index organisation_closed on organisation (id) where open = false;

-- Areas that an organisation serves, besides the one that it belongs to.
create table organisation_area (
    organisation integer not null references organisation (id),
    area integer not null references area (id),
    primary key (organisation, area)
) without rowid;

-- Whether the account may act for its organisation. It ends with the membership.
alter table account add column contact boolean not null default false;

-- The claimer's organisation when it promised; 0 without one. Later changes of the membership do not move it.
alter table claim add column organisation integer not null default 0;
update claim set organisation = coalesce((select a.organisation from account a where a.id = claim.account), 0)
    where source = 'donor';
create index claim_organisation on claim (organisation, created, id) where organisation <> 0;

-- The organisation that gave the goods, or whose member did, at that time; 0 without one.
alter table receipt add column giver_organisation integer not null default 0;
update receipt set giver_organisation = case when organisation <> 0 then organisation
    else coalesce((select a.organisation from account a where a.id = receipt.donor), 0) end
    where origin in ('donation', 'grant');
create index receipt_giver on receipt (giver_organisation, created, id) where giver_organisation <> 0;

-- What an organisation and an area agreed on, a partnership: what, from when, until when.
create table partnership (
    id integer primary key,
    organisation integer not null references organisation (id),
    area integer not null references area (id),
    what text not null check (what in ('goods', 'services', 'posts', 'courses', 'hours')),
    words text not null,                    -- names no family
    state text not null check (state in ('proposed', 'agreed', 'running', 'ended', 'declined', 'withdrawn', 'lapsed')),
    partner text not null check (partner in ('organisation', 'area')),      -- that proposed it
    starts integer not null,
    until integer not null,                 -- last second of its last day
    proposed integer not null,
    proposed_by integer not null,
    answered integer not null,              -- 0 before
    answered_by integer not null,
    renewal integer not null,               -- last second of the day that a partner wants it to run until; 0 for none
    renewal_partner text not null check (renewal_partner in ('', 'organisation', 'area')),
    renewals integer not null,              -- how often it was renewed
    reminder integer not null,              -- when both are asked to renew it; 0 once they were
    next_step integer not null,             -- when the clock looks at it; 0 once it is over
    ended integer not null,                 -- 0 before
    ended_by integer not null,              -- 0 for the clock
    reason text not null check (reason in ('', 'over', 'done', 'not_needed', 'no_means', 'not_kept', 'changed',
        'organisation_closed', 'other')),
    version integer not null,
    check (until > starts)
);
create index partnership_organisation on partnership (organisation, id);
create index partnership_area on partnership (area, id);
create index partnership_next on partnership (next_step, id) where next_step > 0;
create index partnership_waiting on partnership (area, id) where state = 'proposed';
create index partnership_live on partnership (organisation, id) where state in ('proposed', 'agreed', 'running');
