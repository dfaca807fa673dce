mod check;
mod jobs;
mod today;
