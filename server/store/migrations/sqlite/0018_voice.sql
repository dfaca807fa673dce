-- What a family said instead of writing it: sealed, for itself and the staff of its area. One for each wish; while a
-- form comes back with a question, what was recorded waits here without a wish (0), for the account that sent it.
create table voice_note (
    id integer primary key autoincrement,
    wish integer not null,                 -- 0 while its form was not accepted yet
    account integer not null,              -- who sent it
    kind text not null,                    -- webm, ogg, mp4: read from the bytes, never from what was claimed
    seconds integer not null,              -- 0 when the bytes do not tell
    bytes blob not null,                   -- sealed
    created integer not null
);
create unique index voice_note_wish on voice_note (wish) where wish <> 0;
create index voice_note_waiting on voice_note (created) where wish = 0;

-- How an account wants its pages: '' or 'elder'. It follows the account to another phone.
alter table account add column view text not null default '';
