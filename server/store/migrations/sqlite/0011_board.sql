-- What is wanted, summed from the index alone: a million open wishes are not read one by one.
create index wish_wanted on wish (root, item, size, district, quantity, claimed) where state = 'published' and claimed < quantity;
