mod lots;
pub(crate) mod model;
mod model_test;
