-- Pictures of wishes are sealed, as all other pictures of families are. Those from before are sealed when the database is
-- opened.
alter table photo add column sealed boolean not null default false;
create index photo_clear on photo (id) where not sealed;
