mod edit;
mod files;
mod reveals;
