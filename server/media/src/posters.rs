//! Posters: a sheet of A4 with a picture, a line, a QR code and a short number, as PNG to send and as PDF to print.
//! All of it is drawn here, so that a poster looks the same on each server and asks no other server.

use std::{fmt::Write as _, io::Cursor};

use image::{ImageFormat, RgbImage};
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree},
};

use crate::{
    Error,
    lettering::{Fitted, Lettering},
    pdf,
    worker::Worker,
};

/// Size of the PNG in pixels: A4 at 150 dots per inch, which phones show sharply and small printers print well.
pub const WIDTH: u32 = 1240;
/// See [`WIDTH`].
pub const HEIGHT: u32 = 1754;

/// Size of the drawing, in tenths of a millimetre.
const ACROSS: f32 = 2100.0;
/// See [`ACROSS`].
const DOWN: f32 = 2970.0;
/// Where the QR code's white square is: left, top and edge.
const CODE: (f32, f32, f32) = (170.0, 2180.0, 640.0);
/// Modules of white around a QR code, as its standard asks.
const QUIET: f32 = 4.0;
/// Colour of texts on light ground.
const INK: &str = "#2b211c";
/// Colour of texts on the brand's.
const PAPER: &str = "#fff";

/// One at a time, apart from pictures that people send: visitors may ask for as many sheets as there are addresses, and
/// a family's photo must not wait behind them.
static WORKER: Worker = Worker::new(1, 16);

/// A QR code, as its modules.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Modules {
    /// Modules of an edge.
    pub across: usize,
    /// The dark ones, row by row.
    pub dark: Vec<bool>,
}

/// What a poster shows. Texts are those of the public page, and nothing about a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Sheet {
    /// Name of the site.
    pub brand: String,
    /// The brand's mark on a grid of 24, as SVG paths of this software.
    pub mark: &'static str,
    /// Pictogram on a grid of 48, as SVG paths of this software.
    pub pictogram: String,
    /// Background, as `#rrggbb`.
    pub wash: &'static str,
    /// What it is asked for, in large letters.
    pub headline: String,
    /// One line below.
    pub line: String,
    /// What to do with the code.
    pub scan: String,
    /// Short number to type or to say: `编号 12`.
    pub number: String,
    /// Address to type, without the scheme.
    pub address: String,
    /// Address that the code holds.
    pub link: String,
    /// The code.
    pub code: Modules,
}

/// What a poster is wanted as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// A picture to send.
    Png,
    /// A page to print.
    Pdf,
}

/// Draws a poster in a worker of its own.
///
/// # Errors
/// [`Error::Busy`] while too many sheets wait; [`Error::NotAPicture`] for a pictogram that is no drawing.
pub async fn file(sheet: Sheet, format: Format) -> Result<Vec<u8>, Error> {
    WORKER.run(move || file_now(&sheet, format)).await
}

fn file_now(sheet: &Sheet, format: Format) -> Result<Vec<u8>, Error> {
    let svg = drawing(sheet)?;
    let tree = Tree::from_str(&svg, &Options::default()).map_err(|_| Error::NotAPicture)?;
    match format {
        Format::Png => picture(&tree),
        Format::Pdf => {
            let (left, top, edge) = CODE;
            let link = pdf::Link { address: &sheet.link, place: [left, top, edge, edge] };
            pdf::page(&tree, &sheet.headline, &link)
        }
    }
}

fn picture(tree: &Tree) -> Result<Vec<u8>, Error> {
    let mut pixels = Pixmap::new(WIDTH, HEIGHT).ok_or(Error::NotAPicture)?;
    let fit = Transform::from_scale(WIDTH as f32 / tree.size().width(), HEIGHT as f32 / tree.size().height());
    resvg::render(tree, fit, &mut pixels.as_mut());
    // The background covers everything, so that premultiplied colours are the colours themselves.
    let colours = pixels.data().chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    let picture = RgbImage::from_raw(WIDTH, HEIGHT, colours).ok_or(Error::NotAPicture)?;
    let mut png = Cursor::new(Vec::new());
    picture.write_to(&mut png, ImageFormat::Png).map_err(|_| Error::NotAPicture)?;
    Ok(png.into_inner())
}

/// Draws the sheet: the pictogram in an arch, the texts below it, and the code on the brand's bridge.
fn drawing(sheet: &Sheet) -> Result<String, Error> {
    let letters = Lettering::new()?;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{ACROSS}\" height=\"{DOWN}\" \
         viewBox=\"0 0 {ACROSS} {DOWN}\"><rect width=\"{ACROSS}\" height=\"{DOWN}\" fill=\"{}\"/>\
         <path d=\"M540 1290V800a510 510 0 0 1 1020 0v490z\" fill=\"#fff\"/>\
         <g transform=\"translate(690 480) scale(15)\" color=\"{INK}\" fill=\"none\" stroke=\"currentColor\" \
         stroke-width=\"2.5\" stroke-linecap=\"round\" stroke-linejoin=\"round\">{}</g>\
         <path d=\"M0 2110Q1050 1960 2100 2110V2970H0z\" fill=\"#c33f1c\"/>",
        sheet.wash, sheet.pictogram
    );
    // The mark and the name, centred on the top edge.
    let brand = letters.fitted(&sheet.brand, &[76.0, 60.0], 1200.0, 1);
    let name = brand.lines.first().map_or(0.0, |line| letters.width(line, brand.size));
    let left = (ACROSS - name - 120.0) / 2.0;
    write!(
        svg,
        "<g transform=\"translate({left:.1} 108) scale(4)\" fill=\"none\" stroke=\"#c33f1c\" stroke-width=\"2.3\" \
         stroke-linecap=\"round\" stroke-linejoin=\"round\">{}</g>",
        sheet.mark
    )
    .ok();
    set(&letters, &brand, Place { x: left + 120.0, y: 186.0, centred: None, colour: INK }, &mut svg);
    let headline = letters.fitted(&sheet.headline, &[190.0, 160.0, 130.0, 110.0], 1860.0, 2);
    let first = 1290.0 + headline.size * 1.25;
    set(&letters, &headline, Place { x: 0.0, y: first, centred: Some(ACROSS), colour: INK }, &mut svg);
    let line = letters.fitted(&sheet.line, &[80.0, 68.0, 58.0], 1860.0, 2);
    let below = first + headline.size * 1.2 * (headline.lines.len().max(1) - 1) as f32 + line.size * 1.7;
    set(&letters, &line, Place { x: 0.0, y: below, centred: Some(ACROSS), colour: INK }, &mut svg);

    let (left, top, edge) = CODE;
    write!(svg, "<rect x=\"{left}\" y=\"{top}\" width=\"{edge}\" height=\"{edge}\" rx=\"24\" fill=\"#fff\"/>").ok();
    modules(&sheet.code, &mut svg);
    let beside = left + edge + 90.0;
    let width = ACROSS - beside - 120.0;
    let scan = letters.fitted(&sheet.scan, &[96.0, 80.0, 68.0], width, 3);
    set(&letters, &scan, Place { x: beside, y: 2310.0, centred: None, colour: PAPER }, &mut svg);
    let number = letters.fitted(&sheet.number, &[140.0, 110.0, 90.0], width, 1);
    set(&letters, &number, Place { x: beside, y: 2700.0, centred: None, colour: PAPER }, &mut svg);
    let address = letters.fitted(&sheet.address, &[60.0, 48.0, 40.0, 32.0], width, 2);
    set(&letters, &address, Place { x: beside, y: 2790.0, centred: None, colour: PAPER }, &mut svg);
    svg.push_str("</svg>");
    Ok(svg)
}

/// Where a text begins, and how it looks.
#[derive(Clone, Copy)]
struct Place {
    /// Left edge; of the space in which it is centred, if it is.
    x: f32,
    /// Baseline of the first line.
    y: f32,
    /// Width of the space in whose middle each line is.
    centred: Option<f32>,
    colour: &'static str,
}

fn set(letters: &Lettering, text: &Fitted, place: Place, svg: &mut String) {
    let mut data = String::new();
    let mut y = place.y;
    for line in &text.lines {
        let indent = place.centred.map_or(0.0, |width| (width - letters.width(line, text.size)) / 2.0);
        letters.outline(line, (place.x + indent, y), text.size, &mut data);
        y += text.size * 1.2;
    }
    if !data.is_empty() {
        write!(svg, "<path d=\"{data}\" fill=\"{}\"/>", place.colour).ok();
    }
}

/// Appends the dark modules, those that touch in a row as one rectangle.
fn modules(code: &Modules, svg: &mut String) {
    if code.across == 0 {
        return;
    }
    let (left, top, edge) = CODE;
    let scale = edge / (code.across as f32 + 2.0 * QUIET);
    let mut data = String::new();
    for (y, row) in code.dark.chunks(code.across).enumerate() {
        let mut x = 0;
        while x < row.len() {
            let run = row[x..].iter().take_while(|dark| **dark).count();
            if run > 0 {
                // A little taller than a row, or programs show white hairlines between rows.
                write!(data, "M{x} {y}h{run}v1.02h-{run}z").ok();
            }
            x += run.max(1);
        }
    }
    let (x, y) = (left + QUIET * scale, top + QUIET * scale);
    write!(
        svg,
        "<g transform=\"translate({x:.3} {y:.3}) scale({scale:.5})\"><path d=\"{data}\" fill=\"#000\" \
         shape-rendering=\"crispEdges\"/></g>"
    )
    .ok();
}

#[cfg(test)]
mod tests {
    use rxing::{BarcodeFormat, MultiFormatWriter, Writer};

    use super::*;
    use crate::codes;

    /// Held by each test that draws: one of them fills the queue.
    static TURN: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

    fn sheet(link: &str) -> Sheet {
        let code = MultiFormatWriter.encode(link, &BarcodeFormat::QR_CODE, 0, 0).expect("a code");
        // The writer adds its own quiet zone; ours is added by the drawing.
        let (across, quiet) = (code.getWidth(), 4);
        let inner = quiet..across - quiet;
        let dark: Vec<bool> =
            inner.clone().flat_map(|y| inner.clone().map(move |x| (x, y))).map(|(x, y)| code.get(x, y)).collect();
        Sheet {
            brand: "心愿桥".into(),
            mark: "<path d=\"M2 2h9\"/>",
            pictogram: "<path fill=\"#a7d6ff\" d=\"M12 39V21h12v18z\"/><circle cx=\"9\" cy=\"9\" r=\"3\"/>".into(),
            wash: "#e6f4ff",
            headline: "求助：书包（1–3 年级）".into(),
            line: "东城区的一个家庭需要它".into(),
            scan: "扫一扫，点两下就认领".into(),
            number: "编号 12".into(),
            address: "wb.example/w/12".into(),
            link: link.into(),
            code: Modules { across: inner.len(), dark },
        }
    }

    #[tokio::test]
    async fn the_code_of_the_picture_leads_to_the_page() {
        let _turn = TURN.lock().await;
        let link = "https://wb.example/w/12?at=3";
        let png = file(sheet(link), Format::Png).await.expect("a picture");
        let size = image::load_from_memory(&png).expect("a PNG");
        assert_eq!((size.width(), size.height()), (WIDTH, HEIGHT));
        assert_eq!(codes::code_in(png).await.expect("a picture").as_deref(), Some(link));
    }

    #[tokio::test]
    async fn a_flood_of_sheets_leaves_room_for_the_pictures_of_families() {
        let _turn = TURN.lock().await;
        let ask = |number: u32| tokio::spawn(file(sheet(&format!("https://wb.example/w/12?at={number}")), Format::Png));
        let flood: Vec<_> = (0..100).map(ask).collect();
        for _ in 0..4 {
            tokio::task::yield_now().await;
        }
        let mut photo = Cursor::new(Vec::new());
        RgbImage::new(8, 8).write_to(&mut photo, ImageFormat::Png).expect("a photo");
        assert!(crate::pictures::renew(photo.into_inner(), 8).await.is_ok(), "it is not refused as one too many");
        flood.iter().for_each(tokio::task::JoinHandle::abort);
        let mut refused = 0;
        for sheet in flood {
            refused += usize::from(matches!(sheet.await, Ok(Err(Error::Busy))));
        }
        assert!(refused > 30, "and {refused} sheets are");
    }

    #[tokio::test]
    async fn the_page_to_print_is_a4_and_small() {
        let _turn = TURN.lock().await;
        let pdf = file(sheet("https://wb.example/w/12"), Format::Pdf).await.expect("a page");
        let text = String::from_utf8_lossy(&pdf);
        assert!(text.starts_with("%PDF-") && text.contains("/MediaBox [0 0 595.276 841.89]"));
        assert!(text.contains("(https://wb.example/w/12)") && pdf.len() < 100_000, "{} bytes", pdf.len());
    }

    #[test]
    fn long_texts_stay_on_the_sheet() {
        let long =
            Sheet {
                headline: "很长的名字".repeat(20), line: "一句话".repeat(60), ..sheet("https://wb.example/w/1")
            };
        let svg = drawing(&long).expect("a drawing");
        let tree = Tree::from_str(&svg, &Options::default()).expect("an SVG");
        let drawn = tree.root().abs_bounding_box();
        assert!(drawn.left() >= 0.0 && drawn.right() <= ACROSS && drawn.bottom() <= DOWN, "{drawn:?}");
    }
}
