//! Items: what is stocked, what is put together, and what is only sold.

use super::fields::{part, record};

/// What every item has.
macro_rules! item {
    ($($declaration:tt)*) => {
        $crate::records::fields::declare! {
            $($declaration)*
            /// NetSuite's id as a number; only read.
            internal_id: count = "internalId",
            /// The item's name and number, unique: here, the SKU.
            item_id: text = "itemId",
            /// The name that customers see.
            display_name: text = "displayName",
            /// UPC, or another GTIN.
            upc_code: text = "upcCode",
            /// The manufacturer's number.
            mpn: text = "mpn",
            /// Manufacturer.
            manufacturer: text = "manufacturer",
            /// The item it is a variation or a sub-item of.
            parent: reference = "parent",
            /// Whether subsidiaries of the named ones have it too.
            include_children: flag = "includeChildren",
            /// The subsidiaries that have it.
            subsidiary: references = "subsidiary",
            /// Department.
            department: reference = "department",
            /// Class.
            class: reference = "class",
            /// The location it belongs to.
            location: reference = "location",
            /// Whether it is out of use.
            is_inactive: flag = "isInactive",
            /// The kind of item; only read.
            item_type: choice = "itemType",
            /// The form, which decides which fields there are.
            custom_form: reference = "customForm",
            /// The account that sales are posted to.
            income_account: reference = "incomeAccount",
            /// Tax schedule; accounts with tax schedules need one.
            tax_schedule: reference = "taxSchedule",
            /// Tax code of sales; accounts on legacy tax.
            sales_tax_code: reference = "salesTaxCode",
            /// Whether sales are taxed; accounts on legacy tax.
            is_taxable: flag = "isTaxable",
            /// Text on sales documents.
            sales_description: text = "salesDescription",
            /// Name in the web store.
            store_display_name: text = "storeDisplayName",
            /// Short text in the web store.
            store_description: text = "storeDescription",
            /// Long text in the web store.
            store_detailed_description: text = "storeDetailedDescription",
            /// Picture in the web store: a file.
            store_display_image: reference = "storeDisplayImage",
            /// Small picture in the web store: a file.
            store_display_thumbnail: reference = "storeDisplayThumbnail",
            /// Title of its page in the web store.
            page_title: text = "pageTitle",
            /// Whether it is in the web store.
            is_online: flag = "isOnline",
            /// Whether it is shipped.
            is_fulfillable: flag = "isFulfillable",
            /// Weight, in [`weight_unit`](Self::weight_unit).
            weight: number = "weight",
            /// `1` pounds, `2` ounces, `3` kilograms, `4` grams.
            weight_unit: choice = "weightUnit",
            /// Where it is made: ISO 3166 country code.
            country_of_manufacture: choice = "countryOfManufacture",
            /// Export classification, schedule B.
            schedule_b_code: choice = "scheduleBCode",
            /// Customs tariff number.
            manufacturer_tariff: text = "manufacturerTariff",
            /// Whether it is a dangerous good.
            is_hazmat_item: flag = "isHazmatItem",
            /// UN number of a dangerous good.
            hazmat_id: text = "hazmatId",
            /// What shipping one costs.
            shipping_cost: number = "shippingCost",
            /// What handling one costs.
            handling_cost: number = "handlingCost",
            /// The fewest that can be ordered.
            minimum_quantity: count = "minimumQuantity",
            /// The most that can be ordered.
            maximum_quantity: count = "maximumQuantity",
            /// Pricing group.
            pricing_group: reference = "pricingGroup",
            /// Quantity discounts.
            quantity_pricing_schedule: reference = "quantityPricingSchedule",
            /// When it was created, UTC; only read.
            created_date: instant = "createdDate",
            /// When it was last changed, UTC; only read.
            last_modified_date: instant = "lastModifiedDate",
            /// Prices by currency, price level and quantity.
            price: lines<ItemPrice> = "price",
        }
    };
}

/// What an item has that is kept in stock. Quantities are sums over locations.
macro_rules! stocked {
    ($($declaration:tt)*) => {
        $crate::records::fields::declare! {
            $($declaration)*
            /// The account that the cost of sales is posted to.
            cogs_account: reference = "cogsAccount",
            /// The account that stock is kept in.
            asset_account: reference = "assetAccount",
            /// The account for gains and losses.
            gain_loss_account: reference = "gainLossAccount",
            /// How cost is reckoned, such as `AVG` or `FIFO`; fixed once there is stock.
            costing_method: choice = "costingMethod",
            /// Units of measure.
            units_type: reference = "unitsType",
            /// The unit it is stocked in, a bare id.
            stock_unit: text = "stockUnit",
            /// The unit it is sold in, a bare id.
            sale_unit: text = "saleUnit",
            /// The unit it is bought in, a bare id.
            purchase_unit: text = "purchaseUnit",
            /// Whether it lies in bins.
            use_bins: flag = "useBins",
            /// `PARENT` of variations, or the `CHILD` that is one.
            matrix_type: choice = "matrixType",
            /// How names of variations are made.
            matrix_item_name_template: text = "matrixItemNameTemplate",
            /// Purchase price.
            cost: number = "cost",
            /// Average cost; only read.
            average_cost: number = "averageCost",
            /// Last purchase price; only read.
            last_purchase_price: number = "lastPurchasePrice",
            /// How many are free; only read.
            quantity_available: number = "quantityAvailable",
            /// How many there are; only read.
            quantity_on_hand: number = "quantityOnHand",
            /// How many are set aside for orders; only read.
            quantity_committed: number = "quantityCommitted",
            /// How many are ordered and not there; only read.
            quantity_back_ordered: number = "quantityBackOrdered",
            /// How many there are anywhere; only read.
            total_quantity_on_hand: number = "totalQuantityOnHand",
            /// The vendor's name for it.
            vendor_name: text = "vendorName",
            /// Text on purchase documents.
            purchase_description: text = "purchaseDescription",
            /// Stock by location.
            locations: lines<ItemLocation> = "locations",
        }
    };
}

record! {
    /// An item that is kept in stock. Needs a name, its accounts, and a subsidiary and tax schedule where there are
    /// any.
    InventoryItem = "inventoryItem" {
        include item;
        include stocked;
        /// Who sells it to us.
        item_vendor: lines<ItemVendor> = "itemVendor",
        /// The bins it lies in.
        bin_number: lines<ItemBin> = "binNumber",
        /// What the web store shows beside it.
        presentation_item: lines<PresentationItem> = "presentationItem",
        /// Its texts in other languages; only read.
        translations: lines<ItemTranslation> = "translations",
    }
}

record! {
    /// An item that is built from others and kept in stock. Needs what an [`InventoryItem`] needs.
    AssemblyItem = "assemblyItem" {
        include item;
        include stocked;
        /// What it is built from.
        member: lines<AssemblyMember> = "member",
        /// Bills of materials; accounts with advanced ones.
        bill_of_materials: lines<AssemblyBill> = "billOfMaterials",
    }
}

record! {
    /// Items that are sold together and have no stock of their own. Needs a name, an income account and a member.
    KitItem = "kitItem", showing member {
        include item;
        /// Text on documents.
        description: text = "description",
        /// Whether its members are printed.
        print_items: flag = "printItems",
        /// Whether it complies with the rules of gift certificates.
        is_g_co_compliant: flag = "isGCoCompliant",
        /// What is in it. Upsert with `replace = ["member"]`, or each repeat adds them again.
        member: lines<KitMember> = "member",
    }
}

record! {
    /// A good that is sold and not kept in stock. Needs a name and an income account.
    NonInventorySaleItem = "nonInventorySaleItem" {
        include item;
    }
}

record! {
    /// A charge that is sold: shipping, gift wrap, a fee passed on. Needs a name and an income account.
    OtherChargeSaleItem = "otherChargeSaleItem" {
        include item;
    }
}

record! {
    /// A service that is sold. Needs a name and an income account.
    ServiceSaleItem = "serviceSaleItem" {
        include item;
    }
}

part! {
    /// One price of an item.
    ItemPrice, showing price_level, price {
        /// The currency.
        currency_page: reference = "currencyPage",
        /// The price level; `1` is the base price.
        price_level: reference = "priceLevel",
        /// The price level's name; only read.
        price_level_name: text = "priceLevelName",
        /// From how many on.
        price_qty: count = "priceQty",
        /// The same, as the key of the line.
        quantity: part<PriceQuantity> = "quantity",
        /// Price of one.
        price: number = "price",
        /// Discount on the base price, in percent.
        discount_display: number = "discountDisplay",
        /// Whether the price level is out of use.
        is_inactive: flag = "isInactive",
    }
}

part! {
    /// From how many on a price holds.
    PriceQuantity, showing value {
        /// How many.
        value: number = "value",
    }
}

part! {
    /// The stock of an item at one location.
    ItemLocation, showing location, quantity_available, quantity_on_hand {
        /// The location.
        location: reference = "location",
        /// How many are free; only read.
        quantity_available: number = "quantityAvailable",
        /// How many there are; only read.
        quantity_on_hand: number = "quantityOnHand",
        /// How many are set aside for orders; only read.
        quantity_committed: number = "quantityCommitted",
        /// How many are ordered and not there; only read.
        quantity_back_ordered: number = "quantityBackOrdered",
        /// How many are on their way from another location; only read.
        quantity_in_transit: number = "quantityInTransit",
        /// How many are bought and not yet here; only read.
        quantity_on_order: number = "quantityOnOrder",
        /// At how many more are ordered.
        reorder_point: number = "reorderPoint",
        /// How many there should be.
        preferred_stock_level: number = "preferredStockLevel",
    }
}

part! {
    /// A vendor of an item.
    ItemVendor, showing purchase_price, preferred_vendor {
        /// The vendor.
        vendor: reference = "vendor",
        /// The vendor's number for it.
        vendor_code: text = "vendorCode",
        /// The vendor's price.
        purchase_price: number = "purchasePrice",
        /// Whether it is bought there first.
        preferred_vendor: flag = "preferredVendor",
        /// For which subsidiary.
        subsidiary: reference = "subsidiary",
    }
}

part! {
    /// A bin that an item lies in.
    ItemBin, showing bin_number, on_hand {
        /// The bin.
        bin_number: reference = "binNumber",
        /// How many lie in it; only read.
        on_hand: number = "onHand",
        /// Whether it is put there first.
        preferred_bin: flag = "preferredBin",
    }
}

part! {
    /// Something that the web store shows beside an item. Which fields it has depends on the site: they are in `extra`.
    PresentationItem {}
}

part! {
    /// An item's texts in another language.
    ItemTranslation, showing locale {
        /// The language.
        locale: choice = "locale",
        /// The name that customers see.
        display_name: text = "displayName",
        /// Text on sales documents.
        sales_description: text = "salesDescription",
    }
}

part! {
    /// A part of an assembly.
    AssemblyMember, showing item, quantity {
        /// The part.
        item: reference = "item",
        /// How many of it.
        quantity: number = "quantity",
    }
}

part! {
    /// A bill of materials of an assembly.
    AssemblyBill, showing bill_of_materials {
        /// The bill of materials.
        bill_of_materials: reference = "billOfMaterials",
    }
}

part! {
    /// A member of a kit.
    KitMember, showing item, quantity {
        /// The line's key.
        id: count = "id",
        /// The item.
        item: reference = "item",
        /// How many of it.
        quantity: number = "quantity",
        /// Its position.
        line_number: count = "lineNumber",
        /// Unit of measure, a bare id.
        member_unit: text = "memberUnit",
        /// The item's text.
        member_descr: text = "memberDescr",
        /// Whether the vendor ships it.
        drop_ship_member: flag = "dropShipMember",
        /// Tax schedule.
        tax_schedule: reference = "taxSchedule",
        /// Tax code, by name; accounts on legacy tax.
        tax_code: text = "taxCode",
        /// Tax rate in percent; accounts on legacy tax.
        tax_rate: number = "taxRate",
    }
}
