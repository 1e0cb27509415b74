//! What the types make of the wire, and what they send.

mod change;
mod exchanges;
mod sent;
mod values;
