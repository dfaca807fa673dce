mod dead_files;
mod delivery;
mod live;
mod shapes;
