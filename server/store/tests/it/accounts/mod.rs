mod cards;
mod codes;
mod languages;
mod pins;
mod profile;
mod sessions;
