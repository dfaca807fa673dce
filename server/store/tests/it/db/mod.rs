mod backup;
mod idempotency;
mod operations;
mod sealing;
mod statements;
mod upgrade;
