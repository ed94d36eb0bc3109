//! What goes into and comes out of the Product Type Definitions API.
//!
//! # Source
//! Model `definitionsProductTypes_2020-09-01`.

use std::collections::BTreeMap;

use commerce_client_core::{id, list::List, open_enum};
use serde::{Deserialize, Serialize};

use crate::{documents::PresignedUrl, ids::MarketplaceId};

id! {
    /// Names a product type, such as `LUGGAGE`: upper-case letters and `_`. The type `PRODUCT` fits everything where
    /// only offer attributes are written.
    pub struct ProductTypeName;
}

/// The product types that were found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ProductTypeList {
    /// One entry per product type; all of the marketplace when nothing was searched for.
    pub product_types: Vec<ProductType>,
    /// The version of Amazon's set of product types, such as `UHqSexample=`.
    pub product_type_version: String,
}

/// What a listing of a product type must and may hold. The rules themselves are in a JSON Schema behind a link.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ProductTypeDefinition {
    /// Where the vocabulary is defined that Amazon's schemas add to JSON Schema (selectors, editable and so on).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meta_schema: Option<SchemaLink>,
    /// Where the schema is: JSON Schema, draft 2019-09.
    pub schema: SchemaLink,
    /// Which set of attributes the schema is of.
    pub requirements: Requirements,
    /// Whether the schema insists on required attributes.
    pub requirements_enforced: RequirementsEnforced,
    /// The schema's attributes in groups, as a form would show them. Keyed by the group's name, `offer` say.
    pub property_groups: BTreeMap<String, PropertyGroup>,
    /// The language of what is meant for people, such as `en_US`.
    pub locale: String,
    /// The marketplaces where it holds.
    pub marketplace_ids: Vec<MarketplaceId>,
    /// The product type.
    pub product_type: ProductTypeName,
    /// Its name for people, in the language of the answer.
    pub display_name: String,
    /// Which version it is.
    pub product_type_version: ProductTypeVersion,
}

/// One product type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ProductType {
    /// Its name, with which its definition is read.
    pub name: ProductTypeName,
    /// Its name for people, in the language asked for.
    pub display_name: String,
    /// The marketplaces that know it.
    pub marketplace_ids: Vec<MarketplaceId>,
}

/// Where a schema is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SchemaLink {
    /// How to fetch it.
    pub link: SchemaResource,
    /// MD5 of the schema's bytes, in Base64. Schemas are large and seldom change: keep them by it.
    pub checksum: String,
}

/// Attributes that belong together on a form.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PropertyGroup {
    /// The heading, in the language of the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What the group is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The attributes, by their names in the schema.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub property_names: List<String>,
}

/// A version of a product type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ProductTypeVersion {
    /// Its name, such as `UHqSexample=`; not a number, and without an order.
    pub version: String,
    /// Whether it is the one that holds now.
    pub latest: bool,
    /// Whether it is the one to come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release_candidate: Option<bool>,
}

/// How to fetch a schema.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SchemaResource {
    /// The link. It ends after a while, so fetch at once; it works for anybody and does not show in `Debug`.
    pub resource: PresignedUrl,
    /// The HTTP method.
    pub verb: Verb,
}

open_enum! {
    /// Which attributes a listing is made of.
    pub enum Requirements {
        /// The product and the offer. What Amazon assumes.
        Listing = "LISTING",
        /// The product alone.
        ListingProductOnly = "LISTING_PRODUCT_ONLY",
        /// An offer of a product that the catalog has already.
        ListingOfferOnly = "LISTING_OFFER_ONLY",
    }
}

open_enum! {
    /// Whether a schema insists on required attributes.
    pub enum RequirementsEnforced {
        /// It does: for checking whole listings.
        Enforced = "ENFORCED",
        /// It does not: for checking single attributes, as of a patch.
        NotEnforced = "NOT_ENFORCED",
    }
}

open_enum! {
    /// Which version of a product type is wanted. A version's own name works too:
    /// `WantedVersion::from("UHqSexample=")`.
    pub enum WantedVersion {
        /// The one that holds now.
        Latest = "LATEST",
        /// The one to come; the one that holds now, when none is announced.
        ReleaseCandidate = "RELEASE_CANDIDATE",
    }
}

open_enum! {
    /// A language of names and explanations.
    pub enum Locale {
        /// The marketplace's own.
        Default = "DEFAULT",
        Ar = "ar",
        ArAe = "ar_AE",
        De = "de",
        DeDe = "de_DE",
        En = "en",
        EnAe = "en_AE",
        EnAu = "en_AU",
        EnCa = "en_CA",
        EnGb = "en_GB",
        EnIn = "en_IN",
        EnSg = "en_SG",
        EnUs = "en_US",
        Es = "es",
        EsEs = "es_ES",
        EsMx = "es_MX",
        EsUs = "es_US",
        Fr = "fr",
        FrCa = "fr_CA",
        FrFr = "fr_FR",
        It = "it",
        ItIt = "it_IT",
        Ja = "ja",
        JaJp = "ja_JP",
        Nl = "nl",
        NlNl = "nl_NL",
        Pl = "pl",
        PlPl = "pl_PL",
        Pt = "pt",
        PtBr = "pt_BR",
        PtPt = "pt_PT",
        Sv = "sv",
        SvSe = "sv_SE",
        Tr = "tr",
        TrTr = "tr_TR",
        Zh = "zh",
        ZhCn = "zh_CN",
        ZhTw = "zh_TW",
    }
}

open_enum! {
    /// Where a listing stands in its variation family. The schema comes without the conditions that do not concern
    /// it.
    pub enum ParentageLevel {
        /// In no family.
        None = "NONE",
        /// A variation that can be bought.
        Child = "CHILD",
        /// The parent, which cannot.
        Parent = "PARENT",
    }
}

open_enum! {
    /// An HTTP method.
    pub enum Verb {
        Get = "GET",
    }
}
