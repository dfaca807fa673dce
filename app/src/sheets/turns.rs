//! Large sheets are read and written in turn: two at a time, a short queue, a refusal beyond it.

use std::sync::atomic::{AtomicUsize, Ordering};

use domain::{
    Error, Result,
    imports::{Line, SheetNote, headings::Heading},
};
use tokio::sync::Semaphore;

use super::{
    Table, Taken, explained,
    read::{book, read},
};

/// Sheets read or written at the same time; each takes up to 200 MB.
const AT_ONCE: usize = 2;
/// Callers that may wait, each with its file of up to 5 MB.
const QUEUE: usize = 16;

/// The turns of this process.
static TURNS: Turns = Turns::new(AT_ONCE, QUEUE);

/// Runs `work` on a blocking thread, at most two at the same time.
///
/// # Errors
/// Those of `work`; [`Error::Unavailable`] if too many callers wait, [`Error::Failed`] if it panics.
pub async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    TURNS.run(work).await
}

/// Reads a file and takes its rows, in turn. The caller has checked permission.
///
/// # Errors
/// Those of [`read()`] and of `rows`, and as for [`in_turn`].
pub async fn parse<R: Send + 'static>(
    bytes: impl AsRef<[u8]> + Send + 'static,
    rows: impl FnOnce(&[Table]) -> Result<R> + Send + 'static,
) -> Result<R> {
    in_turn(move || rows(&read(bytes.as_ref())?)).await
}

/// Reads a file and takes the rows of one of its sheets, in turn: of that with the name or the number `chosen`, else of
/// the first with headings. `learnt` says what headings mean. The caller has checked permission.
///
/// # Errors
/// Those of [`read()`] and of `rows`, and as for [`in_turn`]; the field `sheet` for one that is not in the file.
pub async fn parse_sheet<R: Send + 'static>(
    bytes: impl AsRef<[u8]> + Send + 'static,
    chosen: String,
    learnt: Vec<Heading>,
    rows: impl FnOnce(&[Table]) -> Result<Taken<R>> + Send + 'static,
) -> Result<Taken<R>> {
    let read = move |tables: &[Table]| -> Result<(Vec<Line<R>>, Vec<SheetNote>)> {
        let Taken { lines, notes } = if learnt.is_empty() { rows(tables)? } else { rows(&explained(tables, &learnt))? };
        Ok((lines, notes))
    };
    let (lines, notes) = parse_chosen(bytes, chosen, read).await?;
    Ok(Taken { lines, notes })
}

/// As [`parse_sheet`], for rows of any kind that come with what was understood of the headings.
///
/// # Errors
/// As [`parse_sheet`].
pub async fn parse_chosen<T: Send + 'static>(
    bytes: impl AsRef<[u8]> + Send + 'static,
    chosen: String,
    rows: impl FnOnce(&[Table]) -> Result<(T, Vec<SheetNote>)> + Send + 'static,
) -> Result<(T, Vec<SheetNote>)> {
    in_turn(move || {
        let book = book(bytes.as_ref())?;
        let place = book.place(&chosen)?;
        let tables = place.and_then(|at| book.tables.get(at..=at)).unwrap_or(&book.tables);
        let (lines, mut notes) = rows(tables)?;
        book.say(place, &mut notes);
        Ok((lines, notes))
    })
    .await
}

/// Names of the sheets of a file, in turn; none for a file with one sheet.
///
/// # Errors
/// Those of [`read()`], and as for [`in_turn`].
pub async fn sheet_names(bytes: impl AsRef<[u8]> + Send + 'static) -> Result<Vec<String>> {
    in_turn(move || Ok(book(bytes.as_ref())?.choice())).await
}

/// Places for callers. Tests make their own.
struct Turns {
    permits: Semaphore,
    /// Callers that hold a permit or wait for one.
    callers: AtomicUsize,
    most: usize,
}

/// Counts a caller until it is answered or dropped.
struct Caller<'t>(&'t AtomicUsize);

impl Drop for Caller<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Turns {
    const fn new(at_once: usize, queue: usize) -> Self {
        Turns { permits: Semaphore::const_new(at_once), callers: AtomicUsize::new(0), most: at_once + queue }
    }

    /// A caller that is dropped while it waits leaves the queue, and its work never runs.
    async fn run<T: Send + 'static>(&'static self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let waiting = self.callers.fetch_add(1, Ordering::AcqRel);
        let caller = Caller(&self.callers);
        if waiting >= self.most {
            return Err(Error::Unavailable);
        }
        let permit = self.permits.acquire().await.map_err(|_| Error::Unavailable)?;
        // Permit and caller move into the work: a request that times out must not free the place of running work.
        let done = tokio::task::spawn_blocking(move || {
            let _held = (permit, caller);
            work()
        });
        done.await.map_err(|_| Error::failed("the work on a sheet panicked"))?
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::mpsc, time::Duration};

    use super::*;

    #[tokio::test]
    async fn work_keeps_its_place_when_its_caller_has_gone_and_waiting_callers_lose_theirs() {
        static SMALL: Turns = Turns::new(1, 1);
        static RUN: AtomicUsize = AtomicUsize::new(0);
        let (release, gate) = mpsc::channel::<()>();
        let running = tokio::spawn(SMALL.run(move || {
            gate.recv_timeout(Duration::from_secs(10)).ok();
            Ok(())
        }));
        while SMALL.permits.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        running.abort();
        assert!(running.await.is_err(), "its caller has gone");
        assert_eq!(SMALL.permits.available_permits(), 0, "the work goes on in its place");
        let count = || {
            RUN.fetch_add(1, Ordering::SeqCst);
            Ok(())
        };
        let waiting = tokio::spawn(SMALL.run(count));
        while SMALL.callers.load(Ordering::SeqCst) < 2 {
            tokio::task::yield_now().await;
        }
        assert_eq!(SMALL.run(count).await, Err(Error::Unavailable), "one runs, one waits, the third is refused");
        waiting.abort();
        assert!(waiting.await.is_err(), "the waiting caller has gone");
        release.send(()).expect("the work waits");
        assert_eq!(SMALL.run(count).await, Ok(()), "its place is free again");
        assert_eq!(RUN.load(Ordering::SeqCst), 1, "the dropped work never ran");
    }
}
