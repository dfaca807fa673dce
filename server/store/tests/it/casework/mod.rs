mod cases;
mod close;
mod dead_files;
mod erase;
mod merge;
mod races;
mod relocate;
mod visits;
