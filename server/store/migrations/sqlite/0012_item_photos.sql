-- Browsers keep a picture for a day by its number, so a number is never given twice. Nobody has pictures yet.
drop table item_photo;
create table item_photo (
    id integer primary key autoincrement,
    root integer not null,
    kind text not null,
    bytes blob not null,
    created integer not null
);
