//! Scripts of the account that answer HTTP requests, for what the REST services do not offer, such as the content of
//! files.

use std::fmt;

use bytes::Bytes;
use commerce_client_core::{
    decode::{self, DecodeError},
    error::{Error, ErrorKind},
    retry::Safety,
};
use http::{Method, Response};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    auth::percent_encode,
    client::{NetSuite, Outgoing},
};

impl NetSuite {
    /// A script of the account, by the ids of script and deployment: numbers, or names such as `customscript_files` and
    /// `customdeploy_files`.
    ///
    /// ```no_run
    /// # async fn example(netsuite: netsuite_client::NetSuite) -> Result<(), netsuite_client::Error> {
    /// #[derive(serde::Deserialize)]
    /// struct File {
    ///     contents: String,
    /// }
    /// let files = netsuite.restlet("customscript_files", "customdeploy_files");
    /// let file: File = files.parameter("id", "4711").get().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn restlet(&self, script: &str, deployment: &str) -> Restlet {
        let path = format!(
            "/app/site/hosting/restlet.nl?script={}&deploy={}",
            percent_encode(script),
            percent_encode(deployment)
        );
        Restlet { netsuite: self.clone(), path, repeatable: false }
    }
}

/// A script of the account. Get it from [`NetSuite::restlet`].
///
/// RESTlets have a host of their own, but share the account's limit of calls at once, and its login: with
/// [`OAuth2`](crate::OAuth2) the integration needs the scope for RESTlets.
///
/// # Retries
/// What a script does, only its author knows. `get` counts as a question; the others are not repeated after an attempt
/// that may have been carried out, unless the script is said to be [`repeatable`](Self::repeatable).
///
/// # Errors
/// All: as the script throws ([`Rejected`](ErrorKind::Rejected) with its name and message, and
/// [`maybe_sent`](Error::maybe_sent), for it may have done a part of its work before), as NetSuite says, and
/// [`Decode`](ErrorKind::Decode) when the answer is not what was expected. A script that catches its own errors
/// answers like one that succeeds. Whatever code a script throws, the call is not repeated for it.
///
/// # Source
/// `https://<account>.restlets.api.netsuite.com/app/site/hosting/restlet.nl?script=&deploy=`.
#[derive(Clone)]
#[must_use = "nothing is sent before the method is named"]
pub struct Restlet {
    netsuite: NetSuite,
    path: String,
    repeatable: bool,
}

impl fmt::Debug for Restlet {
    /// Without the parameters, which may hold anything.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids: Vec<&str> = self.path.split(['?', '&']).skip(1).take(2).collect();
        write!(f, "Restlet({})", ids.join(" "))
    }
}

impl Restlet {
    /// Adds a parameter to the URL; scripts get those of `get` and `delete` as their input.
    pub fn parameter(mut self, name: &str, value: &str) -> Self {
        self.path.push_str(&format!("&{}={}", percent_encode(name), percent_encode(value)));
        self
    }

    /// Says that this script can be called twice with the same input and has done it once: it is then repeated after an
    /// unknown outcome.
    pub fn repeatable(mut self) -> Self {
        self.repeatable = true;
        self
    }

    /// Asks the script. It must not write anything on `get`.
    ///
    /// # Errors
    /// As [`Restlet`].
    pub async fn get<R: DeserializeOwned>(&self) -> Result<R, Error> {
        self.call("restlet.get", Safety::Read, Method::GET, None).await
    }

    /// Gives the script a body.
    ///
    /// # Errors
    /// As [`Restlet`].
    pub async fn post<R: DeserializeOwned>(&self, body: &(impl Serialize + ?Sized)) -> Result<R, Error> {
        self.send("restlet.post", Method::POST, body).await
    }

    /// Gives the script a body, in the way in which it sets things.
    ///
    /// # Errors
    /// As [`Restlet`].
    pub async fn put<R: DeserializeOwned>(&self, body: &(impl Serialize + ?Sized)) -> Result<R, Error> {
        self.send("restlet.put", Method::PUT, body).await
    }

    /// Tells the script to delete what its parameters name.
    ///
    /// # Errors
    /// As [`Restlet`].
    pub async fn delete<R: DeserializeOwned>(&self) -> Result<R, Error> {
        self.call("restlet.delete", self.safety(), Method::DELETE, None).await
    }

    async fn send<R: DeserializeOwned>(
        &self,
        operation: &'static str,
        method: Method,
        body: &(impl Serialize + ?Sized),
    ) -> Result<R, Error> {
        let body = serde_json::to_vec(body).map_err(|e| {
            Error::new(ErrorKind::Config, operation, "the body cannot be written as JSON").with_source(e)
        })?;
        self.call(operation, self.safety(), method, Some(body)).await
    }

    async fn call<R: DeserializeOwned>(
        &self,
        operation: &'static str,
        safety: Safety,
        method: Method,
        body: Option<Vec<u8>>,
    ) -> Result<R, Error> {
        // NetSuite answers in the form that the request states for itself, also where it has no body.
        let headers = &[("Content-Type", "application/json")];
        let request = Outgoing { operation, safety, method, path: self.path.clone(), headers, body };
        self.netsuite.send_to_restlets(request, answer).await
    }

    fn safety(&self) -> Safety {
        if self.repeatable { Safety::Absolute } else { Safety::Create }
    }
}

/// A script that returns nothing answers with nothing.
fn answer<R: DeserializeOwned>(answer: &Response<Bytes>) -> Result<R, DecodeError> {
    let body: &[u8] = answer.body();
    decode::json(if body.trim_ascii().is_empty() { b"null" } else { body })
}
