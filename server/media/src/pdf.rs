//! Drawings as PDF: one page of A4 that printers draw sharply at any size. Knows what our own drawings use, which is
//! filled and stroked paths in plain colours; texts are paths already.

use std::{fmt::Write as _, io::Write as _};

use flate2::{Compression, write::ZlibEncoder};
use resvg::{
    tiny_skia::{PathSegment, Point},
    usvg::{Color, FillRule, Group, LineCap, LineJoin, Node, Paint, PaintOrder, Path, Tree},
};

use crate::Error;

/// A4 in points.
const WIDTH: f32 = 595.276;
/// See [`WIDTH`].
const HEIGHT: f32 = 841.89;

/// Where a tap on the page leads, and what is tapped: left, top, width and height in units of the drawing.
pub(crate) struct Link<'a> {
    pub address: &'a str,
    pub place: [f32; 4],
}

/// Writes a drawing as a PDF of one page.
///
/// # Errors
/// [`Error::NotAPicture`] for a drawing with more than paths in plain, opaque colours.
pub(crate) fn page(tree: &Tree, title: &str, link: &Link<'_>) -> Result<Vec<u8>, Error> {
    let scale = WIDTH / tree.size().width();
    let mut content = format!("{scale:.5} 0 0 {:.5} 0 {HEIGHT} cm\n", -scale);
    group(tree.root(), &mut content)?;
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
    let packed = packed.write_all(content.as_bytes()).and_then(|()| packed.finish()).map_err(|_| Error::NotAPicture)?;
    let [left, top, width, height] = link.place.map(|units| units * scale);
    let place = format!("{left:.2} {:.2} {:.2} {:.2}", HEIGHT - top - height, left + width, HEIGHT - top);
    let address: String = link.address.chars().filter(|c| c.is_ascii_graphic() && !"()\\".contains(*c)).collect();
    let title: String = title.encode_utf16().map(|unit| format!("{unit:04X}")).collect();

    let mut file = File::new();
    file.object("<< /Type /Catalog /Pages 2 0 R /Lang (zh-CN) >>", None);
    file.object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>", None);
    let size = format!("[0 0 {WIDTH} {HEIGHT}]");
    file.object(
        &format!("<< /Type /Page /Parent 2 0 R /MediaBox {size} /Resources << >> /Contents 4 0 R /Annots [5 0 R] >>"),
        None,
    );
    file.object(&format!("<< /Length {} /Filter /FlateDecode >>", packed.len()), Some(&packed));
    let action = format!("<< /S /URI /URI ({address}) >>");
    file.object(&format!("<< /Type /Annot /Subtype /Link /Rect [{place}] /Border [0 0 0] /A {action} >>"), None);
    file.object(&format!("<< /Title <FEFF{title}> >>"), None);
    Ok(file.finished())
}

/// A PDF that is being written: its bytes, and where each object begins.
struct File {
    bytes: Vec<u8>,
    begins: Vec<usize>,
}

impl File {
    fn new() -> Self {
        // The second line tells programs that transfer files that this one is no text.
        File { bytes: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec(), begins: Vec::new() }
    }

    fn object(&mut self, dictionary: &str, stream: Option<&[u8]>) {
        self.begins.push(self.bytes.len());
        let number = self.begins.len();
        self.bytes.extend_from_slice(format!("{number} 0 obj\n{dictionary}\n").as_bytes());
        if let Some(stream) = stream {
            self.bytes.extend_from_slice(b"stream\n");
            self.bytes.extend_from_slice(stream);
            self.bytes.extend_from_slice(b"\nendstream\n");
        }
        self.bytes.extend_from_slice(b"endobj\n");
    }

    /// Ends the file with the table of its objects; the first is the catalogue, the last says what the file is called.
    fn finished(mut self) -> Vec<u8> {
        let (table, count) = (self.bytes.len(), self.begins.len() + 1);
        let mut end = format!("xref\n0 {count}\n0000000000 65535 f \n");
        for begin in &self.begins {
            // Writing to a string never fails.
            writeln!(end, "{begin:010} 00000 n ").ok();
        }
        let info = self.begins.len();
        writeln!(end, "trailer\n<< /Size {count} /Root 1 0 R /Info {info} 0 R >>\nstartxref\n{table}\n%%EOF").ok();
        self.bytes.extend_from_slice(end.as_bytes());
        self.bytes
    }
}

fn group(group: &Group, content: &mut String) -> Result<(), Error> {
    // Opacity, clips and masks of a group: our drawings have none.
    if group.should_isolate() {
        return Err(Error::NotAPicture);
    }
    for node in group.children() {
        match node {
            Node::Group(inner) => self::group(inner, content)?,
            Node::Path(path) => self::path(path, content)?,
            _ => return Err(Error::NotAPicture),
        }
    }
    Ok(())
}

/// Appends a path in its own coordinates, with its colours.
fn path(path: &Path, content: &mut String) -> Result<(), Error> {
    if !path.is_visible() {
        return Ok(());
    }
    let at = path.abs_transform();
    let mut out = format!("q {:.5} {:.5} {:.5} {:.5} {:.4} {:.4} cm\n", at.sx, at.ky, at.kx, at.sy, at.tx, at.ty);
    let mut even_odd = "";
    if let Some(fill) = path.fill() {
        let [r, g, b] = plain(fill.paint(), fill.opacity().get())?;
        writeln!(out, "{r:.4} {g:.4} {b:.4} rg").ok();
        if fill.rule() == FillRule::EvenOdd {
            even_odd = "*";
        }
    }
    if let Some(stroke) = path.stroke() {
        // A dashed line, or one below its filling, is in none of our drawings.
        if stroke.dasharray().is_some() || path.paint_order() == PaintOrder::StrokeAndFill {
            return Err(Error::NotAPicture);
        }
        let [r, g, b] = plain(stroke.paint(), stroke.opacity().get())?;
        let cap = match stroke.linecap() {
            LineCap::Butt => 0,
            LineCap::Round => 1,
            LineCap::Square => 2,
        };
        let join = match stroke.linejoin() {
            LineJoin::Miter | LineJoin::MiterClip => 0,
            LineJoin::Round => 1,
            LineJoin::Bevel => 2,
        };
        let (width, miter) = (stroke.width().get(), stroke.miterlimit().get());
        writeln!(out, "{r:.4} {g:.4} {b:.4} RG {width:.3} w {cap} J {join} j {miter:.2} M").ok();
    }
    segments(path, &mut out);
    let paint = match (path.fill().is_some(), path.stroke().is_some()) {
        (true, true) => format!("B{even_odd}"),
        (true, false) => format!("f{even_odd}"),
        (false, true) => "S".to_owned(),
        (false, false) => "n".to_owned(),
    };
    writeln!(out, "{paint}\nQ").ok();
    content.push_str(&out);
    Ok(())
}

fn curve(out: &mut String, a: Point, b: Point, to: Point) {
    writeln!(out, "{:.2} {:.2} {:.2} {:.2} {:.2} {:.2} c", a.x, a.y, b.x, b.y, to.x, to.y).ok();
}

fn segments(path: &Path, out: &mut String) {
    let mut last = Point::default();
    for segment in path.data().segments() {
        match segment {
            PathSegment::MoveTo(to) => {
                writeln!(out, "{:.2} {:.2} m", to.x, to.y).ok();
                last = to;
            }
            PathSegment::LineTo(to) => {
                writeln!(out, "{:.2} {:.2} l", to.x, to.y).ok();
                last = to;
            }
            // PDF has cubic curves only.
            PathSegment::QuadTo(by, to) => {
                let near = |from: Point| {
                    let towards = |from: f32, by: f32| from + (by - from) * 2.0 / 3.0;
                    Point::from_xy(towards(from.x, by.x), towards(from.y, by.y))
                };
                curve(out, near(last), near(to), to);
                last = to;
            }
            PathSegment::CubicTo(a, b, to) => {
                curve(out, a, b, to);
                last = to;
            }
            PathSegment::Close => out.push_str("h\n"),
        }
    }
}

/// Returns red, green and blue between 0 and 1.
fn plain(paint: &Paint, opacity: f32) -> Result<[f32; 3], Error> {
    match paint {
        Paint::Color(Color { red, green, blue }) if opacity >= 1.0 => {
            Ok([*red, *green, *blue].map(|part| f32::from(part) / 255.0))
        }
        _ => Err(Error::NotAPicture),
    }
}

#[cfg(test)]
mod tests {
    use resvg::usvg::Options;

    use super::*;

    fn drawn(inner: &str) -> Result<Vec<u8>, Error> {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"2100\" height=\"2970\" color=\"#222\">{inner}</svg>"
        );
        let tree = Tree::from_str(&svg, &Options::default()).expect("a drawing");
        page(&tree, "书包", &Link { address: "https://wb.example/w/12", place: [100.0, 200.0, 300.0, 300.0] })
    }

    #[test]
    fn a_drawing_becomes_a_page_of_a4_with_a_link() {
        let pdf = drawn(
            "<rect width=\"2100\" height=\"2970\" fill=\"#fee\"/><path d=\"M0 0q5 5 9 0z\" stroke=\"currentColor\" \
             fill=\"none\" stroke-linecap=\"round\"/>",
        )
        .expect("a page");
        let text = String::from_utf8_lossy(&pdf);
        assert!(text.starts_with("%PDF-1.7") && text.ends_with("%%EOF\n"));
        assert!(text.contains("/MediaBox [0 0 595.276 841.89]"), "A4");
        assert!(text.contains("/URI (https://wb.example/w/12)") && text.contains("/Title <FEFF4E665305>"));
        // Each entry of the table leads to its object.
        let table = text.rsplit("startxref\n").next().and_then(|end| end.lines().next()).expect("a table");
        let table: usize = table.parse().expect("a number");
        assert!(pdf[table..].starts_with(b"xref\n0 7\n"));
        for (number, line) in String::from_utf8_lossy(&pdf[table..]).lines().skip(3).take(6).enumerate() {
            let begin: usize = line[..10].parse().expect("an offset");
            assert!(pdf[begin..].starts_with(format!("{} 0 obj", number + 1).as_bytes()), "{line}");
        }
    }

    #[test]
    fn a_drawing_that_would_look_different_is_refused() {
        for other in [
            "<rect width=\"9\" height=\"9\" fill=\"#000\" opacity=\"0.5\"/>",
            "<rect width=\"9\" height=\"9\" fill=\"#000\" fill-opacity=\"0.5\"/>",
            "<path d=\"M0 0h9\" stroke=\"#000\" stroke-dasharray=\"2\"/>",
        ] {
            assert_eq!(drawn(other).map(|_| ()), Err(Error::NotAPicture), "{other}");
        }
    }
}
