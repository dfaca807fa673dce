mod reversals;
mod settlement;
