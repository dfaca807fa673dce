mod lots;
mod model;
mod model_test;
