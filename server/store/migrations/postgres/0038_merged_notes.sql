-- File whose name, phone and address a merge kept as a note; 0 for a note of a person. Notes of older releases say it in
-- their text.
alter table household_note add column merged_from bigint not null default 0;
