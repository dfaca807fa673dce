mod bots;
mod choices;
mod queue;
mod support;
