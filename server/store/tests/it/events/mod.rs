mod dead_files;
mod delivery;
mod shapes;
