-- What a heading of uploaded sheets means, as people of a root area said: a column that the program knows, or 'skipped'.
create table sheet_heading (
    root bigint not null,
    kind text not null check (kind in ('goods', 'points', 'vacancies', 'households')),
    heading text not null,                       -- as it stood in the sheet
    meaning text not null,
    since bigint not null,                      -- when it was said last; the oldest are forgotten first
    primary key (root, kind, heading)
);
