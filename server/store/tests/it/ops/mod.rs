mod chain;
mod check;
mod dead_files;
mod integrity;
mod jobs;
mod next_steps;
mod states;
mod today;
