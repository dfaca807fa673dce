mod priority;
mod voice;
