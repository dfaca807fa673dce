-- Wishes for goods outside the catalogue: a root area's own, or a free title to which the review gives an item.
alter table wish add column own_name text not null default '';    -- name of an own item when it was wished; else ''
alter table wish add column own_key text not null default '';     -- its pictogram, or the symbol of a free title
alter table wish add column own_title text not null default '';   -- free title in the family's words, sealed; else ''
