mod credentials;
mod edit;
mod files;
mod look_ups;
mod reads;
mod reveals;
