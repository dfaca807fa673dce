mod check;
mod dead_files;
mod jobs;
mod next_steps;
mod states;
mod today;
