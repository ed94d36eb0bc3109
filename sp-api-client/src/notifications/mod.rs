//! Notifications API v1: Amazon says that something changed, minutes before a poll would find it.
//!
//! A notification is a hint. It may come late, twice, out of order or never: skip what was seen before by its
//! [`NotificationId`], read the thing it names from Amazon, and keep polling slowly for what was lost.
//!
//! To be told: make a standard SQS queue that Amazon's account 437568002678 may send to, create a destination for it
//! once per application, and a subscription for each kind of notification and seller. What arrives is read with
//! [`Notification`], from a [`NotificationSource`]. Answers of this API are wrapped in `payload`.

mod any_case;
mod envelope;
#[cfg(feature = "testing")]
mod memory;
pub mod model;
pub mod payload;
mod recent;
mod source;
#[cfg(feature = "sqs")]
mod sqs;

#[cfg(feature = "testing")]
pub use self::memory::MemorySource;
#[cfg(feature = "sqs")]
pub use self::sqs::{SqsQueue, SqsSource};
pub use self::{envelope::*, model::*, payload::Payload, recent::RecentIds, source::*};

crate::request::api! {
    /// The Notifications API: who is told what, and where. Get it from
    /// [`SpApi::notifications`](crate::SpApi::notifications).
    Notifications in "notifications";

    /// Lists the seller's subscriptions to these kinds of notification.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) for more than one kind, one that Amazon does not know, or a page of
    /// fewer than 30 or more than 100. No subscription is no error: the list is empty.
    fn get_subscriptions(list notification_types: &[NotificationType] = "notificationTypes")
        -> GetSubscriptionsResponse
        = GetSubscriptions, GET_SUBSCRIPTIONS: Read GET "/notifications/v1/subscriptions" as "getSubscriptions"
          at 1.0, 5
    {
        /// Only those with payloads of this layout, such as `1.0`.
        query payload_version: String = "payloadVersion",
        /// Subscriptions a page, 30 (the default) to 100.
        query page_size: i64 = "pageSize",
    }
    pages "nextToken" false
        |page| page.payload.as_ref()?.next_token.as_deref(),
        page.payload.map(|payload| payload.subscriptions).unwrap_or_default() => Subscription;

    /// Reads the seller's subscription to a kind of notification; the one of the newest layout unless
    /// `payload_version` says otherwise.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is none.
    fn get_subscription(path notification_type: &NotificationType = "notificationType") -> GetSubscriptionResponse
        = GetSubscription, GET_SUBSCRIPTION: Read GET "/notifications/v1/subscriptions/{notificationType}"
          as "getSubscription" at 1.0, 5
    {
        /// The layout of the payload, such as `1.0`.
        query payload_version: String = "payloadVersion",
    };

    /// Subscribes the seller to a kind of notification.
    ///
    /// # Errors
    /// [`Conflict`](crate::ErrorKind::Conflict) when there is a subscription already: read it with
    /// [`get_subscription`](Self::get_subscription).
    fn create_subscription(
        path notification_type: &NotificationType = "notificationType",
        body subscription: &CreateSubscriptionRequest,
    ) -> CreateSubscriptionResponse
        = CreateSubscription, CREATE_SUBSCRIPTION: Create POST
          "/notifications/v1/subscriptions/{notificationType}" as "createSubscription" at 1.0, 5;

    /// Reads a subscription of any seller of this application. Grantless: asks for the application's own token.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a subscription that this application does not have, or that is for
    /// another kind. [`Config`](crate::ErrorKind::Config) when the client has no token of the application's own
    /// (nothing is sent).
    fn get_subscription_by_id(
        path subscription_id: &SubscriptionId = "subscriptionId",
        path notification_type: &NotificationType = "notificationType",
    ) -> GetSubscriptionByIdResponse
        = GetSubscriptionById, GET_SUBSCRIPTION_BY_ID: Read GET
          "/notifications/v1/subscriptions/{notificationType}/{subscriptionId}" as "getSubscriptionById" at 1.0, 5
          for NOTIFICATIONS;

    /// Ends a subscription of any seller of this application. Grantless.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a subscription that this application does not have: after an
    /// answer that was lost, this is success. [`Config`](crate::ErrorKind::Config) when the client has no token of the
    /// application's own (nothing is sent).
    fn delete_subscription_by_id(
        path subscription_id: &SubscriptionId = "subscriptionId",
        path notification_type: &NotificationType = "notificationType",
    ) -> DeleteSubscriptionByIdResponse
        = DeleteSubscriptionById, DELETE_SUBSCRIPTION_BY_ID: Absolute DELETE
          "/notifications/v1/subscriptions/{notificationType}/{subscriptionId}" as "deleteSubscriptionById"
          at 1.0, 5 for NOTIFICATIONS;

    /// Has a made-up notification sent. Grantless; Amazon's sandbox only.
    ///
    /// # Errors
    /// [`Rejected`](crate::ErrorKind::Rejected) outside the sandbox. [`NotFound`](crate::ErrorKind::NotFound) for a
    /// destination that this application does not have.
    fn send_test_notification(
        path notification_type: &NotificationType = "notificationType",
        body request: &SendTestNotificationRequest,
    ) -> SendTestNotificationResponse
        = SendTestNotification, SEND_TEST_NOTIFICATION: Create POST
          "/notifications/v1/subscriptions/{notificationType}/testNotification" as "sendTestNotification" at 1.0, 5
          for NOTIFICATIONS;

    /// Lists the application's destinations. Grantless.
    ///
    /// # Errors
    /// [`Config`](crate::ErrorKind::Config) when the client has no token of the application's own (nothing is sent).
    /// No destination is no error: the list is empty.
    fn get_destinations() -> GetDestinationsResponse
        = GetDestinations, GET_DESTINATIONS: Read GET "/notifications/v1/destinations" as "getDestinations"
          at 1.0, 5 for NOTIFICATIONS;

    /// Says where notifications can go. One destination serves every seller and kind. Grantless.
    ///
    /// # Errors
    /// [`Conflict`](crate::ErrorKind::Conflict) when the queue or bus is a destination already: find it with
    /// [`get_destinations`](Self::get_destinations).
    fn create_destination(body destination: &CreateDestinationRequest) -> CreateDestinationResponse
        = CreateDestination, CREATE_DESTINATION: Create POST "/notifications/v1/destinations"
          as "createDestination" at 1.0, 5 for NOTIFICATIONS;

    /// Reads a destination. Grantless.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a destination that this application does not have.
    fn get_destination(path destination_id: &DestinationId = "destinationId") -> GetDestinationResponse
        = GetDestination, GET_DESTINATION: Read GET "/notifications/v1/destinations/{destinationId}"
          as "getDestination" at 1.0, 5 for NOTIFICATIONS;

    /// Removes a destination. Grantless.
    ///
    /// # Errors
    /// [`Conflict`](crate::ErrorKind::Conflict) while it has subscriptions: end them first.
    /// [`NotFound`](crate::ErrorKind::NotFound) for a destination that this application does not have: after an answer
    /// that was lost, this is success.
    fn delete_destination(path destination_id: &DestinationId = "destinationId") -> DeleteDestinationResponse
        = DeleteDestination, DELETE_DESTINATION: Absolute DELETE "/notifications/v1/destinations/{destinationId}"
          as "deleteDestination" at 1.0, 5 for NOTIFICATIONS;
}
