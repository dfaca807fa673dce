mod backups;
mod check;
mod dead_files;
mod jobs;
mod next_steps;
mod today;
