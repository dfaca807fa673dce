//! What forms do: read the form into the domain's types, call one store method, say where to go on.

pub mod people;
