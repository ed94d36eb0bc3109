//! Walking pages. The token decides when a walk ends: an empty page does not.

use std::{fmt, future::Future};

use futures_core::Stream;
use futures_util::stream;

/// Where the next page begins. The wire calls it `paginationToken`, `nextToken` or `pageToken`.
#[derive(Clone, PartialEq, Eq)]
pub struct PageToken(Box<str>);

impl PageToken {
    /// A token as the wire gave it; `None` for the empty text, which means "no more".
    pub fn from_wire(token: &str) -> Option<Self> {
        (!token.is_empty()).then(|| Self(token.into()))
    }

    /// The token as it goes back on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PageToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PageToken(..)")
    }
}

/// One answer of a walk.
pub trait Page {
    /// Where the next one begins; `None` on the last.
    fn next_token(&self) -> Option<PageToken>;
}

/// Why a walk ended early.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PageError<E> {
    /// A call failed.
    #[error(transparent)]
    Call(E),
    /// The service gave the token that it had just been given: the walk would never end.
    #[error("the service repeated its page token: the walk would never end")]
    RepeatedToken,
}

/// The pages of a walk, beginning at `from`. Dropping the stream stops fetching; it ends after its first error.
pub fn pages<P, E, F, Fut>(
    from: Option<PageToken>,
    fetch: F,
) -> impl Stream<Item = Result<P, PageError<E>>> + Send
where
    P: Page + Send,
    E: Send,
    F: Fn(Option<PageToken>) -> Fut + Send,
    Fut: Future<Output = Result<P, E>> + Send,
{
    stream::try_unfold((Some(from), fetch), |(next, fetch)| async move {
        let Some(token) = next else { return Ok(None) };
        let page = fetch(token.clone()).await.map_err(PageError::Call)?;
        let next = page.next_token();
        if next.is_some() && next == token {
            return Err(PageError::RepeatedToken);
        }
        Ok(Some((page, (next.map(Some), fetch))))
    })
}

#[cfg(test)]
mod tests {
    use futures_util::TryStreamExt as _;

    use super::*;

    struct Numbers(Vec<u32>, Option<&'static str>);

    impl Page for Numbers {
        fn next_token(&self) -> Option<PageToken> {
            self.1.and_then(PageToken::from_wire)
        }
    }

    async fn walk(
        script: &'static [(&'static [u32], Option<&'static str>)],
    ) -> Result<Vec<u32>, PageError<()>> {
        let at = std::sync::atomic::AtomicUsize::new(0);
        let pages = pages(None, |_| {
            let (numbers, next) = script[at.fetch_add(1, std::sync::atomic::Ordering::SeqCst)];
            async move { Ok(Numbers(numbers.to_vec(), next)) }
        });
        let all: Vec<Numbers> = pages.try_collect().await?;
        Ok(all.into_iter().flat_map(|page| page.0).collect())
    }

    #[tokio::test]
    async fn an_empty_page_with_a_token_does_not_end_the_walk() {
        assert_eq!(walk(&[(&[1], Some("a")), (&[], Some("b")), (&[2], None)]).await.unwrap(), [1, 2]);
    }

    #[tokio::test]
    async fn an_empty_token_ends_it() {
        assert_eq!(walk(&[(&[1], Some("a")), (&[2], Some(""))]).await.unwrap(), [1, 2]);
    }

    #[tokio::test]
    async fn a_repeated_token_is_an_error_and_not_an_endless_walk() {
        let error = walk(&[(&[1], Some("a")), (&[2], Some("a"))]).await.unwrap_err();
        assert!(matches!(error, PageError::RepeatedToken));
    }
}
