//! Pictures of link previews: a drawing as SVG becomes a PNG, the only kind that all chat programs show.
//! Texts in it are outlines already ([`crate::lettering`]), so that drawings need no font.

use std::{
    collections::VecDeque,
    io::Cursor,
    sync::{Arc, Mutex, PoisonError},
};

use image::{ImageFormat, RgbImage};
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree},
};

use crate::{Error, worker::Worker};

/// Size in pixels, as chat programs ask for it.
pub const WIDTH: u32 = 1200;
/// See [`WIDTH`].
pub const HEIGHT: u32 = 630;

/// Longest drawing in bytes; ours have two thousand, and a thousand more for each character of a title.
const LONGEST: usize = 128 * 1024;
/// Pictures that are kept, at some forty kilobytes each with their drawing: more than the catalogue has items.
const KEPT: usize = 96;

/// One at a time: a picture takes tens of milliseconds, and most are kept.
static WORKER: Worker = Worker::new(1, 16);
static DRAWN: Drawn = Drawn::new(KEPT);

/// Drawn pictures by their drawing, the oldest first.
struct Drawn {
    pictures: Mutex<VecDeque<(String, Arc<[u8]>)>>,
    most: usize,
}

impl Drawn {
    const fn new(most: usize) -> Self {
        Drawn { pictures: Mutex::new(VecDeque::new()), most }
    }

    fn find(&self, svg: &str) -> Option<Arc<[u8]>> {
        let pictures = self.pictures.lock().unwrap_or_else(PoisonError::into_inner);
        pictures.iter().find(|(known, _)| known == svg).map(|(_, png)| png.clone())
    }

    fn keep(&self, svg: String, png: Arc<[u8]>) {
        let mut pictures = self.pictures.lock().unwrap_or_else(PoisonError::into_inner);
        if pictures.len() >= self.most {
            pictures.pop_front();
        }
        pictures.push_back((svg, png));
    }
}

/// Draws an SVG of this crate's callers, never one that people send, as an opaque PNG. Kept in memory.
///
/// # Errors
/// [`Error::NotAPicture`] for what is no SVG or too long; [`Error::Busy`] while too many wait.
pub async fn png(svg: String) -> Result<Arc<[u8]>, Error> {
    if let Some(png) = DRAWN.find(&svg) {
        return Ok(png);
    }
    if svg.len() > LONGEST {
        return Err(Error::NotAPicture);
    }
    WORKER
        .run(move || {
            // Callers that waited for the same picture find it here.
            if let Some(png) = DRAWN.find(&svg) {
                return Ok(png);
            }
            let png: Arc<[u8]> = draw(&svg)?.into();
            DRAWN.keep(svg, png.clone());
            Ok(png)
        })
        .await
}

fn draw(svg: &str) -> Result<Vec<u8>, Error> {
    let tree = Tree::from_str(svg, &Options::default()).map_err(|_| Error::NotAPicture)?;
    let mut pixels = Pixmap::new(WIDTH, HEIGHT).ok_or(Error::NotAPicture)?;
    let size = tree.size();
    let fit = Transform::from_scale(WIDTH as f32 / size.width(), HEIGHT as f32 / size.height());
    resvg::render(&tree, fit, &mut pixels.as_mut());
    // The background covers everything, so that premultiplied colours are the colours themselves.
    let colours = pixels.data().chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    let picture = RgbImage::from_raw(WIDTH, HEIGHT, colours).ok_or(Error::NotAPicture)?;
    let mut png = Cursor::new(Vec::new());
    picture.write_to(&mut png, ImageFormat::Png).map_err(|_| Error::NotAPicture)?;
    Ok(png.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawing(colour: &str) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1200\" height=\"630\"><rect width=\"1200\" \
             height=\"630\" fill=\"{colour}\"/><path d=\"M0 0h600v630H0z\" fill=\"#000\"/></svg>"
        )
    }

    #[tokio::test]
    async fn a_drawing_becomes_a_picture_of_the_size_that_chats_show() {
        let png = png(drawing("#c33f1c")).await.expect("a picture");
        let picture = image::load_from_memory(&png).expect("a PNG").into_rgb8();
        assert_eq!((picture.width(), picture.height()), (1200, 630));
        assert_eq!(picture.get_pixel(10, 300).0, [0, 0, 0]);
        assert_eq!(picture.get_pixel(1190, 300).0, [0xc3, 0x3f, 0x1c]);
    }

    #[tokio::test]
    async fn the_same_drawing_is_drawn_once_and_others_are_refused() {
        let (first, second) = (png(drawing("#123456")).await, png(drawing("#123456")).await);
        assert!(Arc::ptr_eq(&first.expect("a picture"), &second.expect("a picture")));
        for wrong in ["", "no svg", "<svg>"] {
            assert_eq!(png(wrong.to_owned()).await.map(|_| ()), Err(Error::NotAPicture), "{wrong}");
        }
        let long = format!("{}{}", drawing("#fff"), " ".repeat(LONGEST));
        assert_eq!(png(long).await.map(|_| ()), Err(Error::NotAPicture));
    }

    #[test]
    fn the_oldest_picture_goes_when_there_are_too_many() {
        let drawn = Drawn::new(2);
        for name in ["a", "b", "c"] {
            drawn.keep(name.to_owned(), Arc::from(name.as_bytes()));
        }
        assert_eq!((drawn.find("a"), drawn.find("c").as_deref()), (None, Some(&b"c"[..])));
    }
}
