mod close;
mod erase;
mod merge;
mod relocate;
