mod priority;
mod search;
mod two_people;
mod voice;
