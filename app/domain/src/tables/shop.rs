//! Columns by which the lists of a shop are sorted. Numbers follow time, so they sort by when as well.

use super::SortColumn;

/// Columns by which receipts are sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReceiptColumn {
    /// Number of the receipt.
    #[default]
    Number,
    /// The shop.
    Place,
}

text_enum!(ReceiptColumn { Number = "number", Place = "place" });

/// Columns by which journals are sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum JournalColumn {
    /// Number of the journal.
    #[default]
    Number,
    /// The shop.
    Place,
}

text_enum!(JournalColumn { Number = "number", Place = "place" });

/// Columns by which orders of the free shop are sorted. Held ones have a time of pick-up, ended ones one of their end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OrderColumn {
    /// Number of the order.
    #[default]
    Number,
    /// Half day in which the family wants to come.
    Pickup,
    /// Time of the last step.
    Changed,
    /// Points that it costs.
    Points,
    /// The shop.
    Place,
}

text_enum!(OrderColumn {
    Number = "number",
    Pickup = "pickup",
    Changed = "changed",
    Points = "points",
    Place = "place",
});

/// Columns by which transfers are sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TransferColumn {
    /// Number of the transfer.
    #[default]
    Number,
    /// Shop that sends.
    Source,
    /// Shop that receives.
    Target,
}

text_enum!(TransferColumn { Number = "number", Source = "source", Target = "target" });

/// Names of the columns in addresses are their texts.
macro_rules! sorts {
    ($($column:ty),*) => {
        $(impl SortColumn for $column {
            fn name(self) -> &'static str {
                self.as_str()
            }
        })*
    };
}

sorts!(ReceiptColumn, JournalColumn, OrderColumn, TransferColumn);
