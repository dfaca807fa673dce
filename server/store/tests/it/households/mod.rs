mod credentials;
mod edit;
mod files;
mod likely;
mod look_ups;
mod reads;
mod reveals;
