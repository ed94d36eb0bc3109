//! Which endpoint, which region, whose credentials.

use clap::{Args, ValueEnum};
use sp_api_client::{
    LwaCredentials, Marketplace, Region, SpApi, SpApiBuilder,
    ids::{MarketplaceId, SellerId},
};

use crate::values::Usage;

/// How to reach Amazon, or what stands in for it.
#[derive(Debug, Args)]
pub(crate) struct Connect {
    /// Another endpoint than the region's: Amazon's sandbox, a simulator.
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) endpoint: Option<String>,
    /// Another token endpoint than Login with Amazon's.
    #[arg(long, global = true, value_name = "URL")]
    lwa_endpoint: Option<String>,
    /// The region in which the refresh token was issued.
    #[arg(long, global = true, value_enum, default_value_t = RegionCode::Na)]
    region: RegionCode,
    /// The seller's id, where one is needed; default SP_API_SELLER_ID.
    #[arg(long, global = true, value_name = "ID")]
    seller: Option<SellerId>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum RegionCode {
    /// North and South America.
    Na,
    /// Europe, the Middle East, Africa and India.
    Eu,
    /// Japan, Australia and Singapore.
    Fe,
}

impl RegionCode {
    fn region(self) -> Region {
        match self {
            Self::Na => Region::NorthAmerica,
            Self::Eu => Region::Europe,
            Self::Fe => Region::FarEast,
        }
    }
}

const CLIENT_ID: [&str; 2] = ["SP_API_CLIENT_ID", "LWA_CLIENT_ID"];
const CLIENT_SECRET: [&str; 2] = ["SP_API_CLIENT_SECRET", "LWA_CLIENT_SECRET"];
const REFRESH_TOKEN: [&str; 2] = ["SP_API_REFRESH_TOKEN", "LWA_REFRESH_TOKEN"];
const SELLER_ID: &str = "SP_API_SELLER_ID";

impl Connect {
    /// A client for the seller of the environment.
    pub(crate) fn api(&self) -> anyhow::Result<SpApi> {
        self.build(self.builder()?)
    }

    pub(crate) fn builder(&self) -> anyhow::Result<SpApiBuilder> {
        let mut builder = SpApi::builder().region(self.region.region()).credentials(credentials_from_env()?);
        if let Some(url) = &self.endpoint {
            builder = builder.endpoint(url);
        }
        if let Some(url) = &self.lwa_endpoint {
            builder = builder.token_url(url);
        }
        Ok(builder)
    }

    pub(crate) fn build(&self, builder: SpApiBuilder) -> anyhow::Result<SpApi> {
        builder.build().map_err(|error| Usage(error.to_string()).into())
    }

    /// The region's largest marketplace.
    pub(crate) fn first_marketplace(&self) -> MarketplaceId {
        match self.region {
            RegionCode::Na => Marketplace::US.into(),
            RegionCode::Eu => Marketplace::UK.into(),
            RegionCode::Fe => Marketplace::JP.into(),
        }
    }

    /// The seller's id.
    pub(crate) fn seller(&self) -> anyhow::Result<SellerId> {
        match self.known_seller()? {
            Some(seller) => Ok(seller),
            None => Err(Usage(format!("give --seller, or set {} in the environment", SELLER_ID)).into()),
        }
    }

    pub(crate) fn known_seller(&self) -> anyhow::Result<Option<SellerId>> {
        if self.seller.is_some() {
            return Ok(self.seller.clone());
        }
        let seller = from_env(&[SELLER_ID]).map(SellerId::new).transpose();
        seller.map_err(|error| Usage(format!("{}: {error}", SELLER_ID)).into())
    }
}

/// The credentials, or every variable that is missing.
fn credentials_from_env() -> anyhow::Result<LwaCredentials> {
    let found = [CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN].map(|names| (names, from_env(&names)));
    let missing = found.iter().filter(|(_, value)| value.is_none()).map(|(names, _)| names[0]);
    let missing: Vec<&str> = missing.collect();
    let [(_, Some(id)), (_, Some(secret)), (_, Some(token))] = found else {
        let what = format!("missing in the environment: {} (see --help)", missing.join(", "));
        return Err(Usage(what).into());
    };
    Ok(LwaCredentials::new(id, secret, token))
}

/// The first of these variables that is set to something.
fn from_env(names: &[&str]) -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "credentials come from the environment, as --help says")]
    let read = |name: &&str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    names.iter().find_map(read).map(|value| value.trim().to_owned())
}
