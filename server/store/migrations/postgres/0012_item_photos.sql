-- Browsers keep a picture for a day by its number, so a number is never given twice: an identity column never does.
comment on column item_photo.id is 'never given twice';
