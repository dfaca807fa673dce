mod close;
mod dead_files;
mod erase;
mod merge;
mod pairings;
mod races;
mod relocate;
mod rounds;
