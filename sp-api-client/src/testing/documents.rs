//! Documents behind presigned URLs: what S3 does for reports and feeds.

/// Every stored document and every URL that leads to one.
#[derive(Debug, Default)]
pub(super) struct Documents;
