//! A simulated Amazon with one seller, in one process and on virtual time.

use std::sync::Arc;

use commerce_client_core::{
    clock::SharedClock,
    testing::{InProcess, TokioClock},
};
use sp_api_client::{
    LwaCredentials, Region, RetryPolicy, SpApi, SpApiBuilder,
    testing::{FakeSeller, FakeSpApi},
};

pub(crate) const SELLER: &str = "A1SELLER";
pub(crate) const CLIENT_ID: &str = "amzn1.application-oa2-client.1";
const CLIENT_SECRET: &str = "MARKER-client-secret";
pub(crate) const REFRESH_TOKEN: &str = "Atzr|MARKER-refresh-token";

/// Amazon at noon on 23 November 2026.
pub(crate) struct World {
    pub(crate) fake: Arc<FakeSpApi>,
    pub(crate) clock: SharedClock,
}

impl World {
    pub(crate) fn new() -> Self {
        let noon = "2026-11-23T12:00:00Z".parse().unwrap();
        let clock = SharedClock::new(TokioClock::starting_at(noon));
        let fake = Arc::new(FakeSpApi::new(clock.clone()));
        fake.add_seller(FakeSeller {
            seller_id: SELLER.to_owned(),
            region: "NA",
            client_id: CLIENT_ID.to_owned(),
            client_secret: CLIENT_SECRET.to_owned(),
            refresh_token: REFRESH_TOKEN.to_owned(),
            marketplaces: ["ATVPDKIKX0DER", "A1F83G8C2ARO7P", "A1PA6795UKMFR9", "A1VC38T7YXB528"]
                .map(str::to_owned)
                .to_vec(),
        });
        Self { fake, clock }
    }

    /// A client of its own, as another process would have one.
    pub(crate) fn client(&self) -> SpApi {
        self.builder().build().unwrap()
    }

    pub(crate) fn builder(&self) -> SpApiBuilder {
        SpApi::builder()
            .region(Region::NorthAmerica)
            .credentials(LwaCredentials::new(CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN))
            .transport(InProcess(Arc::clone(&self.fake)))
            .clock(self.clock.clone())
            .with_retry(RetryPolicy::default().with_seed(1))
    }
}
