-- Messages that carry notices to where their readers are: by push, text message, mail, or the bot of a work group.

-- What an account has chosen; without a row it is told in the app only.
create table message_choice (
    id integer primary key,
    account integer not null unique references account (id),
    lang text not null,                      -- tag of the language
    by_text boolean not null,                -- what cannot wait, by text message
    by_mail boolean not null,
    digest integer not null check (digest between -1 and 23),           -- hour of the daily message; -1 without one
    quiet_from integer not null check (quiet_from between -1 and 23),   -- hour; -1 without quiet hours
    quiet_to integer not null check (quiet_to between -1 and 23),
    address text not null,                   -- for mail, sealed, or ''
    address_key text not null,               -- its keyed hash
    asked integer not null,                  -- when the link for the address was asked for
    confirmed integer not null               -- when the address was confirmed; 0 for not yet
);

-- Browsers that asked to be told by push.
create table push_subscription (
    id integer primary key autoincrement,    -- never reused: messages name it
    account integer not null references account (id),
    session integer not null,                -- signing out of it ends the subscription
    endpoint text not null,                  -- sealed
    endpoint_key text not null unique,       -- its keyed hash
    keys text not null,                      -- p256dh and auth, sealed
    device text not null,                    -- kind
    created integer not null
);
create index push_subscription_account on push_subscription (account);

-- Bots of work groups, by which an area's staff are told.
create table group_bot (
    id integer primary key autoincrement,    -- never reused: messages name it
    area integer not null references area (id),
    kind text not null check (kind in ('wecom', 'dingtalk', 'feishu')),
    name text not null,
    address text not null,                   -- of its webhook, with its key, sealed
    secret text not null,                    -- for signing, sealed, or ''
    lang text not null,
    made_by integer not null,
    made integer not null
);
create index group_bot_area on group_bot (area);

create table message (
    id integer primary key autoincrement,    -- never reused: receivers tell repeats by it
    channel text not null check (channel in ('push', 'text', 'mail', 'bot')),
    account integer not null,                -- 0 for a bot
    target integer not null,                 -- subscription or bot; 0 for the account's phone and address
    notice integer not null,                 -- 0 for a bot, and for the link that confirms an address
    kind text not null,                      -- of the notice; '' for that link
    digest boolean not null,
    state text not null check (state in ('waiting', 'sending', 'sent', 'skipped', 'failed')),
    why text not null check (why in ('', 'read', 'stopped', 'limit', 'refused', 'gave_up', 'unsure')),
    tries integer not null,
    due integer not null,                    -- next try; while sending, when its sender counts as gone
    created integer not null,
    ended integer not null,                  -- 0 until then
    told integer not null,                   -- when staff told the family in another way; 0 for not
    told_by integer not null
);
-- Once for each notice and channel.
create unique index message_once on message (notice, channel, target) where notice <> 0;
create index message_due on message (channel, state, due) where state in ('waiting', 'sending');
create index message_account on message (account);
create index message_failed on message (account, notice) where state = 'failed' and told = 0;
create index message_bot on message (target, ended) where channel = 'bot';
create index message_ended on message (ended) where ended <> 0;

-- One server at a time chooses what to send by a channel.
create table message_channel (
    channel text primary key,
    turns integer not null
);
insert into message_channel (channel, turns) values ('push', 0), ('text', 0), ('mail', 0), ('bot', 0);

-- Text messages of a root area: the most in a month, and those that were sent.
create table text_limit (
    root integer primary key references area (id),
    most integer not null check (most between 0 and 1000000)
);
create table text_count (
    root integer not null,
    month text not null,                     -- 2026-11
    used integer not null,
    primary key (root, month)
);
