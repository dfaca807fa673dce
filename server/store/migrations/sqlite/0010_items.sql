-- What an item is found by: its names, simplified, half width and lower case.
alter table item add column find text not null default '';
