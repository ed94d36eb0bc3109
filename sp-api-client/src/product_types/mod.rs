//! Product Type Definitions API, version 2020-09-01: which attributes a listing of a product type holds.
//!
//! Answers come bare, without a `payload` around them. A definition is a link to a JSON Schema; keep the schema by its
//! checksum. Amazon announces changes with the notification `PRODUCT_TYPE_DEFINITIONS_CHANGE`.

pub mod model;

pub use self::model::*;
use crate::ids::{MarketplaceId, SellerId};

crate::request::api! {
    /// The Product Type Definitions API. Get it from [`SpApi::product_types`](crate::SpApi::product_types).
    ProductTypes in "definitionsProductTypes_2020-09-01";

    /// Finds the product types of a marketplace: by keywords, by the title of an item, or all of them.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) when both keywords and a title are given.
    fn search_definitions_product_types(
        list marketplace_ids: &[MarketplaceId] = "marketplaceIds",
    ) -> ProductTypeList
        = SearchDefinitionsProductTypes, SEARCH_DEFINITIONS_PRODUCT_TYPES: Read GET
          "/definitions/2020-09-01/productTypes" as "searchDefinitionsProductTypes" at 5.0, 10
    {
        /// Words of the product type's name. Not together with a title.
        list keywords: String = "keywords",
        /// An item's title, for which Amazon proposes product types. Not together with keywords.
        query item_name: String = "itemName",
        /// The language of the names in the answer, such as `de_DE`; the marketplace's own, unless it is set.
        query locale: String = "locale",
        /// The language of the keywords or the title; the marketplace's own, unless it is set.
        query search_locale: String = "searchLocale",
    };

    /// Reads the definition of a product type. Name exactly one marketplace.
    ///
    /// The schema's link ends after a while: fetch the schema at once.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a product type that the marketplace does not have.
    fn get_definitions_product_type(
        path product_type: &ProductTypeName = "productType",
        list marketplace_ids: &[MarketplaceId] = "marketplaceIds",
    ) -> ProductTypeDefinition
        = GetDefinitionsProductType, GET_DEFINITIONS_PRODUCT_TYPE: Read GET
          "/definitions/2020-09-01/productTypes/{productType}" as "getDefinitionsProductType" at 5.0, 10
    {
        /// For whom the listing will be: the schema then holds this selling partner's own brands and shipping
        /// templates.
        query seller_id: SellerId = "sellerId",
        /// Which version; the latest, unless it is set.
        query product_type_version: WantedVersion = "productTypeVersion",
        /// Which set of attributes; product and offer, unless it is set.
        query requirements: Requirements = "requirements",
        /// Whether the schema is to insist on required attributes; it does, unless this is set.
        query requirements_enforced: RequirementsEnforced = "requirementsEnforced",
        /// The language of names and explanations; that of the first marketplace, unless it is set.
        query locale: Locale = "locale",
        /// Where the listing stands in its variation family; makes the schema smaller.
        query parentage_level: ParentageLevel = "parentageLevel",
    };
}
