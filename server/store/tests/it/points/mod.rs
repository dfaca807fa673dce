mod jobs;
mod ledger;
