mod priority;
mod two_people;
mod voice;
