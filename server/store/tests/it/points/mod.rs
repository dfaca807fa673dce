mod jobs;
mod ledger;
mod sheets;
