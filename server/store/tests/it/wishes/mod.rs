mod priority;
mod voice;
mod two_people;
