//! Reasons that Wishbridge itself gives when a change of a household file ends something.

/// Why a wish, an order or a consent ended with a change of the household file, or goods were written off.
/// Stored where people's own words stand otherwise, and said in the reader's language. Rows of older releases hold a
/// Chinese sentence instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndReason {
    /// The household file was closed.
    FileClosed,
    /// The member left the household file.
    LeftFile,
    /// By the corrected birth year the member is a minor, for whom a guardian consents.
    TooYoung,
    /// What was on loan to a family is lost.
    LostOnLoan,
    /// The list that brought goods or points was taken back.
    ImportWithdrawn,
}

crate::text_enum!(EndReason {
    FileClosed = "file_closed", LeftFile = "left_file", TooYoung = "too_young", LostOnLoan = "lost_on_loan",
    ImportWithdrawn = "import_withdrawn",
});
