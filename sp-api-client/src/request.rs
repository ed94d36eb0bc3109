//! A call being put together: what goes into path, query and body, and the ways to send it.

use std::{fmt, marker::PhantomData};

use bytes::Bytes;
use commerce_client_core::{
    decode::Lenient,
    error::{Error, ErrorKind, Problem},
    page::{self, Page, PageError, PageToken},
    wire::Parameter,
};
use futures_core::Stream;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    client::SpApi,
    operation::{Bucket, Operation, percent_encode},
    tokens::RestrictedData,
};

/// A call of one operation, answered by a `T`. The typed requests of each API are made of it;
/// [`SpApi::raw`] gives one for any other operation.
///
/// ```no_run
/// use http::Method;
/// use serde_json::Value;
/// use sp_api_client::{SpApi, operation::Operation};
///
/// static GET_ACCOUNT: Operation =
///     Operation::new("sellers", "getAccount", Method::GET, "/sellers/v1/account").with_plan(0.016, 15);
///
/// # async fn example(api: SpApi) -> Result<(), sp_api_client::Error> {
/// let account: Value = api.raw(&GET_ACCOUNT).send().await?;
/// # Ok(())
/// # }
/// ```
#[must_use]
pub struct Request<T> {
    api: SpApi,
    operation: &'static Operation,
    pub(crate) path: Vec<(&'static str, String)>,
    pub(crate) query: Vec<(&'static str, String)>,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Bytes,
    pub(crate) restricted: Option<RestrictedData>,
    pub(crate) bucket: Option<&'static Bucket>,
    broken: Option<Error>,
    answer: PhantomData<fn() -> T>,
}

// By hand: a derive would ask for `T: Clone`.
impl<T> Clone for Request<T> {
    fn clone(&self) -> Self {
        Self {
            api: self.api.clone(),
            operation: self.operation,
            path: self.path.clone(),
            query: self.query.clone(),
            headers: self.headers.clone(),
            body: self.body.clone(),
            restricted: self.restricted.clone(),
            bucket: self.bucket,
            broken: self.broken.clone(),
            answer: PhantomData,
        }
    }
}

impl<T> fmt::Debug for Request<T> {
    // Path, query and body may name a buyer.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request").field("operation", &self.operation.name).finish_non_exhaustive()
    }
}

impl<T> Request<T> {
    pub(crate) fn new(api: SpApi, operation: &'static Operation) -> Self {
        Self {
            api,
            operation,
            path: Vec::new(),
            query: Vec::new(),
            headers: Vec::new(),
            body: Bytes::new(),
            restricted: None,
            bucket: None,
            broken: None,
            answer: PhantomData,
        }
    }

    /// The operation that is called.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Fills in a parameter of the path template; any text is one segment, a `/` in it included.
    pub fn path(mut self, name: &'static str, value: impl Parameter) -> Self {
        self.path.push((name, value.to_parameter()));
        self
    }

    /// Sets one value of the query, in place of an earlier one.
    pub fn query(mut self, name: &'static str, value: impl Parameter) -> Self {
        self.query.retain(|(set, _)| *set != name);
        self.query.push((name, value.to_parameter()));
        self
    }

    /// Adds to a list in the query, whose values are joined by commas. A value with a comma would be read as two: such a
    /// request is refused when it is sent.
    pub fn query_list<V: Parameter>(
        mut self,
        name: &'static str,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        let operation = self.operation.name;
        for value in values {
            let value = value.to_parameter();
            if value.contains(',') {
                let what =
                    format!("{name} is a list parted by commas and cannot hold {value:?}: ask for it alone");
                return self.refused(Error::new(ErrorKind::Config, operation, what));
            }
            match self.query.iter_mut().find(|(set, _)| *set == name) {
                Some((_, list)) => {
                    list.push(',');
                    list.push_str(&value);
                }
                None => self.query.push((name, value)),
            }
        }
        self
    }

    /// Adds to a list in the query, the name repeated for each value.
    pub fn query_repeated<V: Parameter>(
        mut self,
        name: &'static str,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        self.query.extend(values.into_iter().map(|value| (name, value.to_parameter())));
        self
    }

    /// Adds SKUs to a list of the inbound API, which reads `%`, `+` and `,` only when they are encoded twice.
    pub(crate) fn query_skus<V: Parameter>(
        self,
        name: &'static str,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        let encoded =
            |value: V| value.to_parameter().replace('%', "%25").replace('+', "%2B").replace(',', "%2C");
        self.query_repeated(name, values.into_iter().map(encoded))
    }

    /// Sets a header.
    pub fn header(mut self, name: &'static str, value: impl Parameter) -> Self {
        self.headers.push((name, value.to_parameter()));
        self
    }

    /// Sets the JSON body.
    pub fn body(mut self, body: &(impl Serialize + ?Sized)) -> Self {
        match serde_json::to_string(body) {
            Ok(body) => self.body = body.into(),
            Err(e) => {
                let what = "the body cannot be written as JSON";
                self.broken = Some(Error::new(ErrorKind::Config, self.operation.name, what).with_source(e));
            }
        }
        self
    }

    /// Calls with a restricted data token in place of the access token; one is fetched where none is at hand.
    pub fn restricted(mut self, data: RestrictedData) -> Self {
        self.restricted = Some(data);
        self
    }

    /// Draws on one of the operation's several usage plans.
    pub(crate) fn charging(mut self, bucket: Option<&'static Bucket>) -> Self {
        self.bucket = bucket;
        self
    }

    /// A request that breaks a rule: to send it is this error.
    pub(crate) fn refused(mut self, broken: Error) -> Self {
        self.broken = Some(broken);
        self
    }

    /// The query as it goes on the wire.
    pub(crate) fn query_text(&self) -> String {
        let pair = |(name, value): &(&str, String)| format!("{name}={}", percent_encode(value));
        self.query.iter().map(pair).collect::<Vec<_>>().join("&")
    }

    pub(crate) fn at_page(mut self, paging: Paging, token: &PageToken) -> Self {
        if paging.alone {
            self.query.clear();
        }
        self.query(paging.parameter, token.as_str())
    }
}

impl<T: DeserializeOwned + 'static> Request<T> {
    /// Sends it and decodes the answer.
    ///
    /// # Errors
    /// As Amazon says; [`Config`](ErrorKind::Config) when the request breaks a rule that is known without asking.
    pub async fn send(&self) -> Result<T, Error> {
        match &self.broken {
            Some(broken) => Err(broken.clone()),
            None => self.api.call(self).await,
        }
    }
}

/// What a body is that is passed by reference.
pub(crate) trait Borrowed {
    type Owned;
}

impl<T> Borrowed for &T {
    type Owned = T;
}

impl<T> Borrowed for &[T] {
    type Owned = Vec<T>;
}

/// How an operation is walked page by page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Paging {
    /// The parameter that takes the token.
    pub(crate) parameter: &'static str,
    /// Whether the token must come alone, without the parameters of the first call.
    pub(crate) alone: bool,
}

/// An answer that holds some items of a longer list.
pub trait PageOf: Page + Sized {
    /// What the list is of.
    type Item;

    /// The items of this page; one that could not be decoded stands for itself.
    fn into_items(self) -> Vec<Lenient<Self::Item>>;
}

impl<T: PageOf + DeserializeOwned + Send + 'static> Request<T> {
    pub(crate) fn pages(self, paging: Paging) -> impl Stream<Item = Result<T, Error>> + Send + use<T> {
        let name = self.operation.name;
        page::pages(None, move |token| {
            let request = match token {
                Some(token) => self.clone().at_page(paging, &token),
                None => self.clone(),
            };
            async move { request.send().await }
        })
        .map_err(move |error| match error {
            PageError::Call(error) => error,
            other => Error::new(ErrorKind::Decode, name, other.to_string()),
        })
    }

    pub(crate) fn items(self, paging: Paging) -> impl Stream<Item = Result<T::Item, Error>> + Send + use<T>
    where
        T::Item: Send,
    {
        let name = self.operation.name;
        self.pages(paging).flat_map(move |page| {
            let items = match page {
                Ok(page) => items(name, page),
                Err(error) => vec![Err(error)],
            };
            stream::iter(items)
        })
    }
}

/// The items that are `wanted`, for finding what a lost answer may have made. Items that could not be decoded are passed
/// over, unless nothing else is found: then one of them may be it, and is the error.
pub(crate) async fn find<T>(
    items: impl Stream<Item = Result<T, Error>>,
    wanted: impl Fn(&T) -> bool,
) -> Result<Vec<T>, Error> {
    let (mut found, mut odd) = (Vec::new(), None);
    let mut items = std::pin::pin!(items);
    while let Some(item) = items.next().await {
        match item {
            Ok(item) if wanted(&item) => found.push(item),
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::Decode => odd = Some(error),
            Err(error) => return Err(error),
        }
    }
    match odd {
        Some(odd) if found.is_empty() => Err(odd),
        _ => Ok(found),
    }
}

/// The page's items. In place of one that could not be decoded stands an error that says which one it was and what did
/// not fit, and keeps the text for whoever may see it.
pub(crate) fn items<P: PageOf>(operation: &'static str, page: P) -> Vec<Result<P::Item, Error>> {
    let decoded = |(place, item)| match item {
        Lenient::Good(item) => Ok(item),
        Lenient::Bad(bad) => {
            let raw = Bytes::copy_from_slice(bad.raw.expose().get().as_bytes());
            let what = format!("item {place} of the page could not be decoded");
            Err(Error::new(ErrorKind::Decode, operation, what)
                .with_answer(200, vec![Problem::new("", bad.error.to_string())], raw)
                .with_source(bad.error))
        }
    };
    (1..).zip(page.into_items()).map(decoded).collect()
}

/// Declares one API: its handle, and for each operation the data ([`Operation`]), the request with its setters, and
/// how its pages are walked.
macro_rules! api {
    (
        $(#[$api_doc:meta])*
        $api:ident in $model:literal;
        $(
            $(#[$doc:meta])*
            fn $method:ident( $($kind:ident $arg:ident: $arg_type:ty $(= $wire:literal)?),* $(,)? ) -> $answer:ty
            = $builder:ident, $static:ident: $safety:ident $verb:ident $path:literal as $name:literal
              $(at $rate:literal, $burst:literal)? $(for $access:ident)? $(charging $bucket:tt)?
            $({ $($(#[$set_doc:meta])* $set_kind:ident $setter:ident: $set_type:ty = $set_wire:literal,)* })?
            $(pages $token:literal $alone:literal |$page:ident| $next:expr, $items:expr => $item:ty)?
            ;
        )*
    ) => {
        $(#[$api_doc])*
        #[derive(Debug, Clone)]
        pub struct $api {
            api: $crate::SpApi,
        }

        /// The operations of this API, as data.
        pub(crate) static OPERATIONS: &[&$crate::operation::Operation] = &[$(&$static),*];

        impl $api {
            pub(crate) fn new(api: $crate::SpApi) -> Self {
                Self { api }
            }

            $(
                $(#[$doc])*
                ///
                $(#[doc = concat!("# Rate limit\n", $rate, " calls/s, burst ", $burst, " (default plan).\n\n")])?
                #[doc = concat!("# Source\nModel `", $model, "`, operation `", $name, "`.")]
                pub fn $method(&self, $($arg: $arg_type),*) -> $builder {
                    let request = $crate::request::Request::new(self.api.clone(), &$static);
                    $(let request = $crate::request::api!(@put request, $kind, $arg $(, $wire)?);)*
                    $(let request = request.charging$bucket;)?
                    $builder(request)
                }
            )*
        }

        $(
            #[doc = concat!("`", $name, "` as data; called by [`", stringify!($api), "::", stringify!($method), "`].")]
            pub static $static: $crate::operation::Operation =
                $crate::operation::Operation::new($model, $name, ::http::Method::$verb, $path)
                    .with_safety(::commerce_client_core::retry::Safety::$safety)
                    $(.with_plan($rate, $burst))?
                    $(.with_access($crate::operation::Access::$access))?
                    .with_parameters(&[
                        $($crate::request::api!(@parameter $kind, true $(, $wire)?),)*
                        $($($crate::request::api!(@parameter $set_kind, false, $set_wire),)*)?
                        $($crate::request::api!(@parameter query, false, $token),)?
                    ])
                    .answering($crate::operation::reading::<$answer>())
                    $(.with_body_of($crate::request::api!(@body $kind $arg_type)))*;

            #[doc = concat!("A call of `", $name, "` in the making: see [`", stringify!($api), "::", stringify!($method), "`].")]
            #[derive(Debug, Clone)]
            #[must_use = "nothing is sent before `send`"]
            pub struct $builder($crate::request::Request<$answer>);

            impl $builder {
                $($(
                    $crate::request::api!(@setter $(#[$set_doc])* $set_kind $setter: $set_type = $set_wire);
                )*)?

                /// Sends it.
                ///
                /// # Errors
                /// As Amazon says, by [`ErrorKind`](crate::ErrorKind): rejected, not found, throttled and so on.
                pub async fn send(&self) -> Result<$answer, $crate::Error> {
                    self.0.send().await
                }

                /// The request underneath, to set what this version has no name for.
                pub fn into_request(self) -> $crate::request::Request<$answer> {
                    self.0
                }

                $(
                    /// Goes on where an earlier walk stopped.
                    pub fn page_token(self, token: &$crate::PageToken) -> Self {
                        Self(self.0.at_page($crate::request::Paging { parameter: $token, alone: $alone }, token))
                    }

                    /// The pages, fetched as they are asked for. Ends after its first error.
                    pub fn pages(
                        self,
                    ) -> impl ::futures_core::Stream<Item = Result<$answer, $crate::Error>> + Send {
                        self.0.pages($crate::request::Paging { parameter: $token, alone: $alone })
                    }

                    /// The items, page after page. One that cannot be decoded is an error of its own and the stream
                    /// goes on; a failed call ends it.
                    pub fn items(
                        self,
                    ) -> impl ::futures_core::Stream<Item = Result<$item, $crate::Error>> + Send {
                        self.0.items($crate::request::Paging { parameter: $token, alone: $alone })
                    }
                )?
            }

            $(
                impl ::commerce_client_core::page::Page for $answer {
                    fn next_token(&self) -> Option<$crate::PageToken> {
                        let $page = self;
                        $crate::PageToken::from_wire($next?)
                    }
                }

                impl $crate::request::PageOf for $answer {
                    type Item = $item;

                    fn into_items(self) -> Vec<::commerce_client_core::decode::Lenient<$item>> {
                        let $page = self;
                        $items.into_iter().collect()
                    }
                }
            )?
        )*
    };

    (@body body $type:ty) => { Some($crate::operation::reading::<<$type as $crate::request::Borrowed>::Owned>()) };
    (@body $other:ident $type:ty) => { None };

    (@put $request:ident, path, $arg:ident, $wire:literal) => { $request.path($wire, $arg) };
    (@put $request:ident, query, $arg:ident, $wire:literal) => { $request.query($wire, $arg) };
    (@put $request:ident, list, $arg:ident, $wire:literal) => { $request.query_list($wire, $arg) };
    (@put $request:ident, skus, $arg:ident, $wire:literal) => { $request.query_skus($wire, $arg) };
    (@put $request:ident, header, $arg:ident, $wire:literal) => { $request.header($wire, $arg) };
    (@put $request:ident, body, $arg:ident) => { $request.body($arg) };

    (@parameter path, $required:literal, $wire:literal) => {
        $crate::operation::Parameter::new($wire, $crate::operation::Place::Path, $required)
    };
    (@parameter query, $required:literal, $wire:literal) => {
        $crate::operation::Parameter::new($wire, $crate::operation::Place::Query, $required)
    };
    (@parameter list, $required:literal, $wire:literal) => {
        $crate::operation::Parameter::new($wire, $crate::operation::Place::QueryList, $required)
    };
    (@parameter skus, $required:literal, $wire:literal) => {
        $crate::operation::Parameter::new($wire, $crate::operation::Place::QueryRepeated, $required)
    };
    (@parameter repeated, $required:literal, $wire:literal) => {
        $crate::operation::Parameter::new($wire, $crate::operation::Place::QueryRepeated, $required)
    };
    (@parameter header, $required:literal, $wire:literal) => {
        $crate::operation::Parameter::new($wire, $crate::operation::Place::Header, $required)
    };
    (@parameter body, $required:literal) => {
        $crate::operation::Parameter::new("body", $crate::operation::Place::Body, $required)
    };

    (@setter $(#[$doc:meta])* query $setter:ident: $type:ty = $wire:literal) => {
        $(#[$doc])*
        pub fn $setter(self, value: impl Into<$type>) -> Self {
            let value: $type = value.into();
            Self(self.0.query($wire, value))
        }
    };
    (@setter $(#[$doc:meta])* list $setter:ident: $type:ty = $wire:literal) => {
        $(#[$doc])*
        pub fn $setter(self, values: impl IntoIterator<Item = impl Into<$type>>) -> Self {
            let values = values.into_iter().map(Into::<$type>::into);
            Self(self.0.query_list($wire, values))
        }
    };
    (@setter $(#[$doc:meta])* repeated $setter:ident: $type:ty = $wire:literal) => {
        $(#[$doc])*
        pub fn $setter(self, values: impl IntoIterator<Item = impl Into<$type>>) -> Self {
            let values = values.into_iter().map(Into::<$type>::into);
            Self(self.0.query_repeated($wire, values))
        }
    };
    (@setter $(#[$doc:meta])* header $setter:ident: $type:ty = $wire:literal) => {
        $(#[$doc])*
        pub fn $setter(self, value: impl Into<$type>) -> Self {
            let value: $type = value.into();
            Self(self.0.header($wire, value))
        }
    };
}

pub(crate) use api;
