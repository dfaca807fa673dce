mod needs;
mod priority;
mod search;
mod things;
mod two_people;
mod voice;
