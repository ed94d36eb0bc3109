// Shared by the targets of flat files: no bytes panic, chunking does not matter, and every row is somewhere.
//
// The first byte chooses the size of chunks and the marketplace.

use sp_api_client::{
    Marketplace,
    flat_file::{FlatFileError, ReadOptions, Reader, Report},
};

pub fn fuzz<R: Report>(data: &[u8])
where
    R::Owned: std::fmt::Debug,
    R::Head: PartialEq,
{
    let [first, rest @ ..] = data else { return };
    let marketplace = match first % 4 {
        0 => Some(Marketplace::US),
        1 => Some(Marketplace::DE),
        2 => Some(Marketplace::JP),
        _ => None,
    };
    let mut options = ReadOptions::new().limit(16 << 20);
    if let Some(marketplace) = marketplace {
        options = options.marketplace(marketplace);
    }
    let whole = read::<R>(options.clone(), std::iter::once(rest));
    let split = read::<R>(options, rest.chunks(usize::from(first / 4) + 1));
    // Damage may be noticed a little earlier or later.
    assert_eq!(whole.1.is_ok(), split.1.is_ok());
    if whole.1.is_ok() {
        assert_eq!(whole.0, split.0);
    }
}

/// Every row and every wrong row as text, with its line; and how it ended.
fn read<'a, R: Report>(
    options: ReadOptions,
    chunks: impl Iterator<Item = &'a [u8]>,
) -> (Vec<String>, Result<(), FlatFileError>)
where
    R::Owned: std::fmt::Debug,
{
    let mut reader = Reader::<R>::new(options);
    let mut seen = Vec::new();
    let mut last_line = 0;
    let mut take = |block: sp_api_client::flat_file::Block<'_, R>| {
        for row in block.rows() {
            let (line, text) = match row {
                Ok(row) => (row.line(), format!("{:?} {:?}", row.to_owned(), row.unknown_columns().collect::<Vec<_>>())),
                Err(error) => (error.line, error.to_string()),
            };
            assert!(line > last_line, "lines go up");
            last_line = line;
            seen.push(text);
        }
    };
    let outcome = || -> Result<(), FlatFileError> {
        for mut chunk in chunks {
            while let Some(block) = reader.read(&mut chunk)? {
                take(block);
            }
        }
        while let Some(block) = reader.finish()? {
            take(block);
        }
        Ok(())
    };
    let outcome = outcome();
    (seen, outcome)
}
