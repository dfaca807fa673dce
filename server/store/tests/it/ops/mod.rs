mod check;
mod dead_files;
mod jobs;
mod today;
