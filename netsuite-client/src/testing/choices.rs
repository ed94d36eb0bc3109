//! The values of choices, where the account has no say in them, and the moves that an order's status can make by hand.

/// The choices of fields, by the fields' names.
const VALUES: &[(&str, &[&str])] = &[
    ("orderStatus", &["A", "B", "C", "D", "E", "F", "G", "H"]),
    ("shipStatus", &["A", "B", "C"]),
    ("approvalStatus", &["1", "2", "3"]),
    ("commitInventory", &["1", "2", "3"]),
    ("weightUnit", &["1", "2", "3", "4"]),
    ("shipCarrier", &["ups", "nonups"]),
    ("matrixType", &["PARENT", "CHILD"]),
    ("landedCostMethod", &["WEIGHT", "QUANTITY", "VALUE"]),
];

/// Whether a field can have this value. Fields that are not listed above can have any.
pub(super) fn allows(field: &str, value: &str) -> bool {
    match field {
        "country" => value.len() == 2 && value.bytes().all(|byte| byte.is_ascii_uppercase()),
        _ => VALUES.iter().find(|(name, _)| *name == field).is_none_or(|(_, values)| values.contains(&value)),
    }
}

/// Whether an order's status can be set so by hand: approved, cancelled, or put back to wait for approval. All other
/// states follow from the documents, so an order that has some keeps its state.
pub(super) fn can_move(from: &str, to: &str, has_documents: bool) -> bool {
    match (from, to) {
        _ if from == to => true,
        ("A", "B" | "C") => true,
        ("B", "A" | "C") => !has_documents,
        _ => false,
    }
}
