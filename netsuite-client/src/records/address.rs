//! Addresses, which hold data of people.

use super::fields::part;

part! {
    /// An address as NetSuite keeps it, on a transaction, in an address book or of a place.
    Address {
        /// Who receives. Usually at most 83 characters.
        addressee: text = "addressee",
        /// For whose attention; the company's line where the addressee is a person.
        attention: text = "attention",
        /// First line. Usually at most 150 characters, as the other lines.
        addr1: text = "addr1",
        /// Second line.
        addr2: text = "addr2",
        /// Third line.
        addr3: text = "addr3",
        /// City.
        city: text = "city",
        /// State or region; the code that NetSuite knows, in countries that have states.
        state: text = "state",
        /// Postal code.
        zip: text = "zip",
        /// ISO 3166 country code.
        country: choice = "country",
        /// Telephone. Usually at most 21 characters.
        addr_phone: text = "addrPhone",
        /// The address as one text; only read, but with [`is_override`](Self::is_override).
        addr_text: text = "addrText",
        /// Takes [`addr_text`](Self::addr_text) as it is, where NetSuite's own form of the address will not do.
        is_override: flag = "override",
        /// Our id of it.
        external_id: text = "externalId",
        /// When it was last changed, UTC; only read.
        last_modified_date: instant = "lastModifiedDate",
    }
}

part! {
    /// One line of a customer's address book.
    AddressBookEntry, showing id {
        /// The line's key. Sent, it changes that line; left out, a line is added.
        id: count = "id",
        /// NetSuite's number of the line; only read.
        internal_id: count = "internalId",
        /// NetSuite's number of the address; only read.
        address_id: text = "addressId",
        /// A name for it.
        label: text = "label",
        /// Whether new orders ship here.
        default_shipping: flag = "defaultShipping",
        /// Whether new orders bill here.
        default_billing: flag = "defaultBilling",
        /// Whether it is a home.
        is_residential: flag = "isResidential",
        /// The address itself.
        address_book_address: part<Address> = "addressBookAddress",
        /// The address as one text; only read.
        address_book_address_text: text = "addressBookAddress_text",
    }
}
