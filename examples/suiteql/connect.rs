//! Which account, which endpoint, whose credentials.

use std::fmt;

use clap::Args;
use commerce_client_core::secret::SecretString;
use netsuite_client::{AccountId, Auth, NetSuite, OAuth2, SigningAlgorithm, TokenBased};

/// What is wrong with the command line or the environment. Nothing was sent.
#[derive(Debug)]
pub(crate) struct Usage(pub(crate) String);

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}

/// How to reach NetSuite, or what stands in for it.
#[derive(Debug, Args)]
pub(crate) struct Connect {
    /// The account; default NETSUITE_ACCOUNT.
    #[arg(long, global = true, value_name = "ID")]
    account: Option<AccountId>,
    /// Another endpoint than the account's own: a proxy, a simulator.
    #[arg(long, global = true, value_name = "URL")]
    endpoint: Option<String>,
}

const ACCOUNT: &str = "NETSUITE_ACCOUNT";
const OAUTH2: [&str; 3] = ["NETSUITE_CLIENT_ID", "NETSUITE_CERTIFICATE_ID", "NETSUITE_PRIVATE_KEY"];
const ALGORITHM: &str = "NETSUITE_ALGORITHM";
const TOKEN_BASED: [&str; 4] =
    ["NETSUITE_CONSUMER_KEY", "NETSUITE_CONSUMER_SECRET", "NETSUITE_TOKEN_ID", "NETSUITE_TOKEN_SECRET"];

impl Connect {
    /// A client for the account, with the credentials of the environment.
    pub(crate) fn netsuite(&self) -> anyhow::Result<NetSuite> {
        // Both at once, so that whoever sets up learns in one go what is missing.
        let (account, auth) = match (self.account(), auth()) {
            (Ok(account), Ok(auth)) => (account, auth),
            (Err(one), Err(other)) => return Err(Usage(format!("{one}; {other}")).into()),
            (Err(error), _) | (_, Err(error)) => return Err(error.into()),
        };
        let mut builder = NetSuite::builder().account(account).auth(auth);
        if let Some(url) = &self.endpoint {
            builder = builder.base_url(url);
        }
        builder.build().map_err(|error| Usage(error.to_string()).into())
    }

    pub(crate) fn account(&self) -> Result<AccountId, Usage> {
        if let Some(account) = &self.account {
            return Ok(account.clone());
        }
        let Some(text) = from_env(ACCOUNT) else {
            return Err(Usage(format!("give --account, or set {ACCOUNT} in the environment")));
        };
        text.parse::<AccountId>().map_err(|error| Usage(format!("{ACCOUNT}: {error}")))
    }
}

/// OAuth 2.0 as soon as one of its variables is set, else token-based authentication.
fn auth() -> Result<Auth, Usage> {
    if OAUTH2.iter().all(|name| from_env(name).is_none()) {
        let [key, secret, token, token_secret] = all_of(TOKEN_BASED)?;
        return Ok(TokenBased::new(key, secret, token, token_secret).into());
    }
    let [client, certificate, file] = all_of(OAUTH2)?;
    let key =
        std::fs::read_to_string(&file).map_err(|error| Usage(format!("{}: {file}: {error}", OAUTH2[2])))?;
    let oauth2 = OAuth2::new(client, certificate, algorithm()?, &SecretString::from(key));
    oauth2.map(Auth::from).map_err(|error| Usage(format!("{}: {error}", OAUTH2[2])))
}

fn algorithm() -> Result<SigningAlgorithm, Usage> {
    match from_env(ALGORITHM).as_deref() {
        None | Some("PS256") => Ok(SigningAlgorithm::Ps256),
        Some("PS384") => Ok(SigningAlgorithm::Ps384),
        Some("PS512") => Ok(SigningAlgorithm::Ps512),
        Some("ES256") => Ok(SigningAlgorithm::Es256),
        Some("ES384") => Ok(SigningAlgorithm::Es384),
        Some("ES512") => Ok(SigningAlgorithm::Es512),
        Some(_) => Err(Usage(format!("{ALGORITHM} is none of PS256, PS384, PS512, ES256, ES384, ES512"))),
    }
}

/// The values of these variables, or the names of all that are missing.
fn all_of<const N: usize>(names: [&str; N]) -> Result<[String; N], Usage> {
    let missing: Vec<&str> = names.into_iter().filter(|name| from_env(name).is_none()).collect();
    if missing.is_empty() {
        return Ok(names.map(|name| from_env(name).unwrap_or_default()));
    }
    Err(Usage(format!("missing in the environment: {} (see --help)", missing.join(", "))))
}

fn from_env(name: &str) -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "credentials come from the environment, as --help says")]
    let value = std::env::var(name).ok()?;
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}
