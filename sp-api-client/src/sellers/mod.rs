//! Sellers API, version 1: where a seller may sell, and who it is.
//!
//! Answers are wrapped: what was asked for is in `payload`.

pub mod model;

pub use self::model::*;

crate::request::api! {
    /// The Sellers API. Get it from [`SpApi::sellers`](crate::SpApi::sellers).
    ///
    /// Both operations are for setting up, not for a loop: a call takes a minute to earn. Keep what they say.
    Sellers in "sellers";

    /// Lists the marketplaces of the seller in the client's region.
    ///
    /// The cheapest proof that credentials, region and refresh token belong together.
    ///
    /// # Errors
    /// [`Auth`](crate::ErrorKind::Auth) also when the refresh token belongs to another region's seller.
    fn get_marketplace_participations() -> GetMarketplaceParticipationsResponse
        = GetMarketplaceParticipations, GET_MARKETPLACE_PARTICIPATIONS: Read GET "/sellers/v1/marketplaceParticipations" as "getMarketplaceParticipations" at 0.016, 15;

    /// Reads the account: legal form, plan, company, contact and marketplaces.
    ///
    /// Company and contact are a seller's own data, not a buyer's, and yet may tell who a person is: they do
    /// not show in `Debug`.
    ///
    /// # Errors
    /// [`Auth`](crate::ErrorKind::Auth) when the application may not read the account, or the refresh token belongs to
    /// another region's seller.
    fn get_account() -> GetAccountResponse
        = GetAccount, GET_ACCOUNT: Read GET "/sellers/v1/account" as "getAccount" at 0.016, 15;
}
