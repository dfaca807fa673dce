//! Files of recalls and of what is to be reordered.

use domain::Result;

use crate::{
    sheets::{self, File, Format},
    web::Cx,
};

fn format(cx: &Cx) -> Format {
    Format::of(cx.query("format")).unwrap_or(Format::Xlsx)
}

/// Serves `GET /shop/recalls/{id}/file?format`.
pub(crate) async fn recall(cx: Cx) -> Result<File> {
    sheets::recall(&cx.store, &cx.by(), cx.lang, format(&cx), cx.id("id")?).await
}

/// Serves `GET /shop/reorder/file?location&format`.
pub(crate) async fn reorder(cx: Cx) -> Result<File> {
    sheets::reorder(&cx.store, &cx.by(), cx.lang, format(&cx), cx.shop()).await
}
