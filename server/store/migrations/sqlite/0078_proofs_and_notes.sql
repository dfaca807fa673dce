-- A picture and a recording with which a family shows or says what is wrong with goods that were handed over.
create table dispute_media (
    id integer primary key,
    dispute integer not null references dispute (id),
    kind text not null check (kind in ('jpeg', 'webm', 'ogg', 'mp4')), -- read from the bytes
    seconds integer not null,                      -- length of a recording, or 0
    bytes blob not null,                        -- sealed
    created integer not null
);
create unique index dispute_media_photo on dispute_media (dispute) where kind = 'jpeg';
create unique index dispute_media_voice on dispute_media (dispute) where kind <> 'jpeg';

-- What was understood of a sheet's headings, as JSON; '' for sheets of earlier releases.
alter table import add column notes text not null default '';
alter table household_import add column notes text not null default '';
