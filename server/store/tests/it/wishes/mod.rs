mod drafts;
mod feed_order;
mod priority;
mod saved;
mod search;
mod two_people;
mod voice;
