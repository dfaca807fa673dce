mod media;
mod reversals;
mod settlement;
