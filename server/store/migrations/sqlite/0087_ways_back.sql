-- When the clock looks at a drive that has ended and has no result yet; 0 once it has one, or before its end.
alter table drive add column result_due integer not null default 0;
update drive set result_due = ended + 604800 where state = 'ended' and published = 0;
create index drive_result on drive (result_due, id) where result_due > 0;
