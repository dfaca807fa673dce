#[test]
fn show() { }
use crate::support::on_both;
on_both! { async fn printit(app) { println!("{:?}", app.router); } }
